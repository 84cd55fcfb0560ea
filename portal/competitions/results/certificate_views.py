"""The page at which anybody checks a certificate by its code, and the certificate itself as a paper."""

from __future__ import annotations

from flask import Blueprint, Response

from portal.competitions.results import authors, certificate_paper, certificates
from portal.competitions.results.models import Certificate
from portal.web.guard import anyone, guard
from portal.web.language import current, link
from portal.web.page import page

bp = Blueprint("certificates", __name__, url_prefix="/certificates")


@bp.get("/<code>")
@guard(anyone, load=certificates.of_code)
def show(certificate: Certificate) -> Response:
    return page("competitions/results/certificate.html", certificate=certificate, authors=_authors(certificate))


@bp.get("/<code>/paper")
@guard(anyone, load=certificates.of_code)
def paper(certificate: Certificate) -> Response:
    address = link("certificates.show", code=certificate.code)
    answer = Response(
        certificate_paper.pdf(certificate, _authors(certificate), address, current()), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{certificate.entry.code}.pdf"'
    return answer


def _authors(certificate: Certificate) -> str:
    entry = certificate.entry
    return authors.shown(entry.competition, [entry]).get(entry.id, "")
