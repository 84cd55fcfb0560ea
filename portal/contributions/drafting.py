"""How a draft comes in over the web: field by field, with its photos, held by this browser's cookie and by its code.

For the pages on which something is proposed, those of the map and those of the calendar.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, abort, current_app, g, jsonify, request, send_file
from flask_babel import gettext as _

from portal.city.chosen import here
from portal.contributions import drafts, suspicion, tickets
from portal.contributions.draft_form import DraftForm
from portal.contributions.models import Ticket, TicketKind
from portal.kit import code as codes
from portal.kit import dates
from portal.kit.say import Refused
from portal.listings import photos
from portal.media import rules as media
from portal.media.models import Preview
from portal.media.storage import storage_for
from portal.web import holding, once, opened, reader
from portal.web.clock import now
from portal.web.language import current
from portal.web.limit import count_creation
from portal.web.settle import survives

DROP = "drop-"


def known(number: int) -> Ticket | None:
    """The ticket of this number, for whose browser holds its code and for the person who sent it."""
    return tickets.held(number, codes=holding.codes(), by=reader.person())


def code_of(ticket: Ticket) -> str:
    """The ticket's code as it is printed, if this browser holds it."""
    held = (one for one in holding.codes() if tickets.digest(one) == ticket.digest)
    return next((codes.show(one) for one in held), "")


class Received(NamedTuple):
    """The draft as it stands with what came in, its form, and what was refused of its photo."""

    ticket: Ticket
    form: DraftForm
    refused: list[Refused]


class Road(NamedTuple):
    """One way to propose something: what it begins, which fields may be kept, the form of a draft."""

    kind: TicketKind
    group: Callable[[], str]
    """The group of the form that came in; "" for one that is not ours."""
    names: Callable[[str, Iterable[str]], list[str]]
    form_of: Callable[[Ticket], DraftForm]

    def take_photo(self) -> media.Kept | Refused | None:
        """Before the transaction: counts what a visitor begins, and looks at the photo and stores it."""
        if reader.person() is None and tickets.with_once(once.sent(), self.kind) is None:
            count_creation()
        file = request.files.get("photo")
        if not file or not file.filename:
            return None
        try:
            photos.check_size(file.stream)
            return media.keep(file.stream, storage=storage_for(current_app.config["SETTINGS"]))
        except Refused as refused:
            return refused.at("photo")

    def sent(self, names: Iterable[str], *, whole: bool = False) -> drafts.Sent:
        """What this request brings of a proposal: the named fields, and the photo that came along."""
        at, by, photo = now(), reader.person(), g.prepared
        opened_at = opened.read(request.form.get("begun", ""), at=at)
        seen = partial(suspicion.seen, trap=request.form.get("homepage", ""), opened_at=opened_at, by=by, at=at)
        return drafts.Sent(
            kind=self.kind, once=once.sent() or secrets.token_urlsafe(12), group=self.group(),
            by_id=by.id if by else None, typed={name: request.form.get(name) for name in names}, language=current(),
            at=at, photo=None if isinstance(photo, Refused) else photo,
            photo_name=(request.files["photo"].filename or "") if photo else "",
            suspicion=seen(texts=request.form.values()) if whole else None,
        )  # fmt: skip

    def receive(self, sent: drafts.Sent) -> Received:
        """Takes in what came, and lets this browser hold the code from now on."""
        key = str(current_app.config["SECRET_KEY"])
        ticket, refused = drafts.receive(sent, key=key)
        if symbols := tickets.code_of(ticket, key=key):
            holding.hold(symbols)
        return Received(
            ticket, self.form_of(ticket), [one for one in (refused, g.prepared) if isinstance(one, Refused)]
        )

    def save_field(self) -> Response:
        """One field as it was left. It is kept even when it is wrong; the answer says so."""
        name = request.form.get("field", "")
        if not self.group() or name not in self.names(self.group(), [name]):
            abort(400)
        ticket, form, _refused = self.receive(self.sent([name]))
        if not drafts.is_open(ticket):
            return _said(_("This has been sent already."), 409)
        form.check(complete=False)
        wrong = form[name].errors[0] if name in form and form[name].errors else ""
        return _said(_("Saved %(time)s", time=saved_at(ticket)), 200, code=code_of(ticket), wrong=wrong)

    def add_photo(self) -> Received:
        """A photo by itself, with what is typed about it so far."""
        if not self.group():
            abort(400)
        sent = self.sent(drafts.WORDS)
        received = self.receive(sent)
        if not drafts.is_open(received.ticket):
            abort(409)
        for refusal in received.refused:
            received.form.refuse(refusal)
        if received.refused:
            keep_all_the_same(sent)
        return received


def keep_all_the_same(sent: drafts.Sent) -> None:
    """What is wrong is kept as well: a refused form must not lose what was typed, nor the photo."""
    survives(partial(drafts.receive, sent, key=str(current_app.config["SECRET_KEY"])))  # type: ignore[arg-type]


def saved_at(ticket: Ticket) -> str:
    return dates.time(ticket.saved_at, ZoneInfo(here().zone), current())


def _said(sentence: str, status: int, **more: str) -> Response:
    answer = jsonify(saved=sentence, **more)
    answer.status_code = status
    return answer


# Pictures of what is not public yet


def known_picture(number: int, key: str, width: int) -> Preview | None:
    """A finished preview of a photo of a draft, for who holds the draft."""
    ticket = known(number)
    found = [one for one in ticket.photos if drafts.key(one) == key] if ticket else []
    return media.picture(found[0].upload, width=width) if found else None


def picture(preview: Preview) -> Response:
    storage = storage_for(current_app.config["SETTINGS"])
    response = send_file(storage.open(preview.digest or ""), mimetype="image/webp")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
