"""The receipt: what was received, at which second, with which sums; on the page and as a paper."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from portal.competitions.entries import queries, receipts, timing
from portal.competitions.entries.models import Entry, Receipt
from portal.kit import numbers
from portal.media.paper import Paper
from portal.web import reader
from portal.web.guard import guard, signed_in
from portal.web.language import current, link
from portal.web.page import page

bp = Blueprint("entry_receipts", __name__, url_prefix="/entries")


def received(code: str) -> tuple[Entry, Receipt] | None:
    """The last receipt of an entry, for its team."""
    entry = queries.mine(code, reader.person())
    last = receipts.latest(entry) if entry is not None else None
    return (entry, last) if entry is not None and last is not None else None


@bp.get("/<code>/receipt")
@guard(signed_in, load=received)
def show(found: tuple[Entry, Receipt]) -> Response:
    entry, receipt = found
    return page(
        "competitions/entries/receipt.html", slots=_slots(entry), entry=entry, receipt=receipt, second=_second(receipt),
        is_current=receipts.is_current(entry), sum_of=receipts.sum_of_text, facts=receipt.contents,
    )  # fmt: skip


@bp.get("/<code>/receipt.pdf")
@guard(signed_in, load=received)
def paper(found: tuple[Entry, Receipt]) -> Response:
    entry, receipt = found
    answer = Response(_paper(entry, receipt), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{entry.code}-{receipt.sequence}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _paper(entry: Entry, receipt: Receipt) -> bytes:
    lang, said, slots = current(), receipt.contents["texts"], _slots(entry)
    made = Paper(
        _("Receipt of entry %(code)s", code=entry.code), lang=lang, made_at=receipt.at, foot=f"SHA-256 {receipt.digest}"
    )
    made.title()
    made.paragraph(entry.competition.text("title", lang).text)
    made.facts([
        (_("Entry code"), entry.code), (_("Number in the order"), numbers.show(receipt.sequence, lang)),
        (_("Time of receipt"), _second(receipt)), (_("Class"), _class(entry, receipt)),
        (_("Brief"), _("version %(number)s", number=receipt.contents["brief"])),
    ])  # fmt: skip
    made.heading(_("Files"))
    made.table(
        (_("Slot"), _("Bytes"), "SHA-256"),
        [(slots.get(one["slot"], ""), numbers.show(one["size"], lang), one["sha256"])
         for one in receipt.contents["files"]],
        widths=(2, 2, 9), numbers={1},
    )  # fmt: skip
    made.heading(_("Texts"))
    made.table(
        (_("Text"), "SHA-256"),
        [(_(name), receipts.sum_of_text(said[key])) for key, name in receipts.NAMES.items() if said[key]],
        widths=(4, 9),
    )  # fmt: skip
    made.qr(link("entry_receipts.show", code=entry.code), says=_("The same receipt in the portal, for your team."))
    return made.pdf()


def _slots(entry: Entry) -> dict[str, str]:
    return {one.key: one.text("name", current()).text for one in entry.competition.slots}


def _class(entry: Entry, receipt: Receipt) -> str:
    key = receipt.contents["class"]
    return next((one.text("name", current()).text for one in entry.competition.categories if one.key == key), key)


def _second(receipt: Receipt) -> str:
    """To the second, with the zone."""
    return timing.to_the_second(receipt.at, current())
