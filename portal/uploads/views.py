"""`/uploads`: resumable uploads as tus 1.0.0, for browsers that are signed in and for programs with a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import IO, Any

from flask import Blueprint, Response, current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.config import MEGABYTE, Settings
from portal.kit.say import Refused
from portal.media.storage import StorageAway, storage_for
from portal.uploads import handing, receivers, rules
from portal.uploads.models import Transfer
from portal.uploads.parts import InUse, Parts, force, parts_for
from portal.uploads.receivers import Sender
from portal.web import reader, tus
from portal.web.clock import now
from portal.web.guard import anyone, guard, signed_in
from portal.web.problem import Said
from portal.web.settle import apart, let_go, streaming

LARGEST = 1_000 * MEGABYTE  # a slot's own limit is lower
bp = Blueprint("uploads", __name__, url_prefix="/uploads")
tus.speak(bp, largest=LARGEST)


@bp.record_once
def prepare(setup: Any) -> None:
    tus.init(setup.app, _settings(setup.app).threads)


def sender() -> Sender | None:
    """Who sends: by the token of the request where it has one, else by the browser's sign-in."""
    if "sender" not in g:
        g.sender = _who()
    found: Sender | None = g.sender
    return found


def _who() -> Sender | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return receivers.sender_of(token.strip())
    person = reader.person()
    return Sender(person) if person is not None else None


def mine(name: str) -> Transfer | None:
    """A transfer that the sender may go on with."""
    transfer = rules.find(name)
    return transfer if transfer is not None and receivers.may_continue(sender(), transfer) else None


@bp.route("", methods=["OPTIONS"], provide_automatic_options=False)
@guard(anyone, data=True)
def tell() -> Response:
    return _empty(204)


@bp.route("/<name>", methods=["OPTIONS"], provide_automatic_options=False)
@guard(anyone, data=True)
def tell_of(name: str) -> Response:
    return _empty(204)


@bp.route("", methods=["POST"], provide_automatic_options=False)
@guard(signed_in, data=True, who=sender)
@streaming
def create() -> Response:
    said, by = tus.announced(), sender()
    receiver, subject = _subject(said.about)
    slot = said.about.get("slot", "")
    if by is None or not receivers.may_send(by, receiver, subject, slot):
        raise NotFound
    with _in_words():
        name, expires_at = apart(partial(_begin, by, receiver, subject, slot, said))
    answer = _empty(201, offset=_parts().size(name), expires_at=expires_at)
    answer.headers["Location"] = url_for("uploads.append", name=name)
    if tus.has_body() and answer.headers["Upload-Offset"] == "0":
        return _arrive(name, 0, answer)
    return answer


def _begin(by: Sender, receiver: str, subject: str, slot: str, said: tus.Announced) -> tuple[str, datetime]:
    begun = rules.begin(
        by, receiver, subject, slot=slot, size=said.size, digest=_digest(said.about),
        label=said.about.get("filename", ""), media_type=said.about.get("filetype", ""), at=now(),
    )  # fmt: skip
    _check_room(said.size)
    return begun.name, begun.expires_at


@bp.route("/<name>", methods=["HEAD"], provide_automatic_options=False)
@guard(signed_in, load=mine, data=True, who=sender)
@streaming
def tell_offset(transfer: Transfer) -> Response:
    """How much has arrived. A whole file that could not be handed over then is handed over now."""
    _check_alive(transfer, at=now())
    name, size, ended, expires_at = transfer.name, transfer.size, transfer.ended_at, transfer.expires_at
    let_go()
    came = size if ended else _come(name, size)
    answer = _empty(200, offset=came, expires_at=None if came == size else expires_at)
    answer.headers["Upload-Length"] = str(size)
    return answer


def _come(name: str, size: int) -> int:
    """What stands on the disk, once a request whose line was just cut has written what it had."""
    try:
        with _parts().held(name) as part:
            _size, came = _standing(name, part)
            if came == size:
                _hand_over(name, part)  # its process died, or the storage was away
            return came
    except InUse as error:
        if (came := _parts().size(name)) == size:
            raise _busy() from error  # it is being handed over, and may still be refused
        return came


@bp.route("/<name>", methods=["PATCH"], provide_automatic_options=False)
@guard(signed_in, load=mine, data=True, who=sender)
@streaming
def append(transfer: Transfer) -> Response:
    begin, name = tus.offset(), transfer.name
    _check_alive(transfer, at=now())
    return _arrive(name, begin, _empty(204))


@bp.route("/<name>", methods=["DELETE"], provide_automatic_options=False)
@guard(signed_in, load=mine, data=True, who=sender)
@streaming
def cancel(transfer: Transfer) -> Response:
    _check_alive(transfer, at=now())
    if transfer.ended_at:
        raise Said(409, _("This file has arrived. What is handed in is changed on its own page."))
    name = transfer.name
    let_go()
    with _held(name):
        apart(partial(rules.cancel, name, at=now()))
        _parts().remove(name)
    return _empty(204)


@bp.route("/<name>", methods=["POST"], provide_automatic_options=False)
@guard(signed_in, load=mine, data=True, who=sender)
@streaming
def act_by_header(transfer: Transfer) -> Response:
    """For lines on which only GET and POST pass: `X-HTTP-Method-Override` says what is meant."""
    meant: dict[str, Any] = {"PATCH": append, "DELETE": cancel, "HEAD": tell_offset}
    view = meant.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if view is None:
        raise Said(405, "X-HTTP-Method-Override says PATCH, DELETE or HEAD.")
    answer: Response = view(name=transfer.name)
    return answer


def _arrive(name: str, begin: int, answer: Response) -> Response:
    """Takes in what the request brings from `begin` on. No transaction is open while it comes."""
    let_go()
    with tus.place(), _held(name) as part:
        size, came = _standing(name, part)
        if begin != came:
            raise Said(409, _("The upload stands at byte %(offset)s.", offset=came))
        if (tus.body_size() or 0) > size - came:
            raise Said(413, _("More bytes are sent than were announced."))
        _check_room(size - came)
        poured = _pour(part, most=size - came)
        came += poured.size
        expires_at = apart(partial(rules.moved, name, came, at=now()))
        if not poured.is_right:
            raise tus.Mismatch
        if came == size:
            _hand_over(name, part)
    answer.headers["Upload-Offset"] = str(came)
    return _until(answer, None if came == size else expires_at)


def _standing(name: str, part: IO[bytes]) -> tuple[int, int]:
    """The size of the file, and how much has come; read anew, since all may have changed before we held it."""
    let_go()
    transfer = rules.find(name)
    if transfer is None:
        raise NotFound
    size, came = transfer.size, part.tell()
    if transfer.ended_at:
        _parts().remove(name)
        came = size
    else:
        force(part)
    let_go()
    return size, came


def _pour(part: IO[bytes], *, most: int) -> tus.Poured:
    """What has come is on the disk before anybody is told."""
    try:
        return tus.pour(part, most=most)
    except OSError as error:
        raise StorageAway(*error.args) from error
    finally:
        force(part)


def _hand_over(name: str, part: IO[bytes]) -> None:
    storage = storage_for(_settings(current_app))
    with _in_words():
        handing.hand_over(name, part, parts=_parts(), storage=storage, in_transaction=apart, at=now())


def _check_room(size: int) -> None:
    try:
        _parts().check_room(size)
    except StorageAway as away:
        raise Said(503, _("There is no room for this file at the moment. Nothing is lost; try again later.")) from away


@contextmanager
def _in_words() -> Iterator[None]:
    """Refusals of the rules as a program reads them: 413 or 422 with their sentence."""
    try:
        yield
    except rules.TooLarge as refused:
        raise Said(413, _(refused.sentence, **refused.values)) from refused
    except Refused as refused:
        raise Said(422, _(refused.sentence, **refused.values)) from refused


@contextmanager
def _held(name: str) -> Iterator[IO[bytes]]:
    try:
        with _parts().held(name) as part:
            yield part
    except InUse as error:
        raise _busy() from error


def _busy() -> Said:
    return Said(423, _("This file is being sent already, from here or from another device."))


def _check_alive(transfer: Transfer, *, at: datetime) -> None:
    if transfer.refused:
        raise Said(410, _(transfer.refused))
    if rules.is_expired(transfer, at=at):
        raise Said(410, _("This upload was not continued for too long. Begin it once more."))


def _subject(about: dict[str, str]) -> tuple[str, str]:
    """The receiver and the subject that the metadata name."""
    found = [(name, about[name]) for name in receivers.known() if about.get(name)]
    if len(found) != 1:
        raise Said(422, _("Upload-Metadata must say what the file is for."))
    return found[0]


def _digest(about: dict[str, str]) -> str:
    said = about.get("sha256", "").lower()
    if said and not tus.SUM.fullmatch(said):
        raise Said(422, _("A SHA-256 sum is 64 hexadecimal digits."))
    return said


def _empty(status: int, *, offset: int | None = None, expires_at: datetime | None = None) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    if offset is not None:
        answer.headers["Upload-Offset"] = str(offset)
    return _until(answer, expires_at)


def _until(answer: Response, expires_at: datetime | None) -> Response:
    answer.headers.pop("Upload-Expires", None)
    if expires_at is not None:
        answer.headers["Upload-Expires"] = format_datetime(expires_at, usegmt=True)
    return answer


def _parts() -> Parts:
    return parts_for(_settings(current_app))


def _settings(app: Any) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings
