"""The letters to whoever registered with an account, in their language; all others are called by telephone."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.events import dated, when
from portal.events.models import EventRevision
from portal.events.registrations.models import Registration, Seat, SeatState
from portal.events.registrations.words import STATES
from portal.kit import dates
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link


def registered(registration: Registration, *, at: datetime) -> None:
    """What they have registered for, and the way to the page where they can cancel."""
    if (person := _reader(registration)) is None:
        return
    with in_language_of(person):
        lines = [_where_it_stands(seat) for seat in registration.seats]
        subject = _("Your registration: %(title)s", title=_title(registration))
        _write(person, "registered", subject, [_when(registration), "\n".join(lines)], registration, at)


def told(seat: Seat, act: str, *, at: datetime) -> None:
    """What others did to a place of theirs."""
    registration = seat.registration
    if (person := _reader(registration)) is None:
        return
    with in_language_of(person):
        name = seat.event.text("title", person.language).text
        subject, sentence = _said(seat, act, name)
        word = _("The organiser writes: %(word)s", word=seat.word) if act == "refused" and seat.word else ""
        _write(person, f"seat_{act}", subject, [sentence, word], registration, at)


def changed(registration: Registration, revision: EventRevision, *, at: datetime) -> None:
    """The event was moved, postponed or cancelled, or takes place after all."""
    if (person := _reader(registration)) is None:
        return
    with in_language_of(person):
        title = _title(registration)
        english = person.language != "vi" and bool(revision.reason_en)
        subject, sentence = _changed(revision.act, title)
        reason = revision.reason_en if english else revision.reason_vi
        now_is = "" if revision.act in ("postponed", "cancelled") else _when(registration)
        _write(person, "event_changed", subject, [sentence, reason, now_is], registration, at)


def _said(seat: Seat, act: str, name: str) -> tuple[str, str]:
    if act == "offered" and seat.offered_until is not None:
        until = dates.moment(seat.offered_until, when.zone(), current())
        return (
            _("It is your turn: %(title)s", title=name),
            _("A place has fallen free and is held for you until %(moment)s. Take it or give it up on the page below.",
              moment=until),
        )  # fmt: skip
    if act == "confirmed":
        return _("Your place is confirmed: %(title)s", title=name), _("You have a place. Show your code at the door.")
    if act == "refused":
        return _("No place: %(title)s", title=name), _("The organiser could not give you a place.")
    return (
        _("The offer has run out: %(title)s", title=name),
        _("Nobody answered in time, and the place went to the next. You may register again."),
    )


def _changed(act: str, title: str) -> tuple[str, str]:
    if act == "cancelled":
        return _("Cancelled: %(title)s", title=title), _("The event you registered for does not take place.")
    if act == "postponed":
        return (
            _("Postponed: %(title)s", title=title),
            _(
                "The new date is not known yet. Your place is still yours; on the page below you can keep it or give it"
                " up."
            ),
        )
    if act == "resumed":
        return _("It takes place after all: %(title)s", title=title), _("Your place is still yours.")
    return (
        _("A new date: %(title)s", title=title),
        _("Your place is still yours. Say on the page below whether you come on the new date."),
    )


def _where_it_stands(seat: Seat) -> str:
    title, state = seat.event.text("title", current()).text, _(STATES[seat.state])
    if seat.state == SeatState.ASKED:
        state = _("The organiser confirms it within 72 hours. Until then the place is held for you.")
    return str(ngettext(
        "%(title)s, %(num)s person: %(state)s", "%(title)s, %(num)s people: %(state)s", seat.people, title=title,
        state=state,
    ))  # fmt: skip


def _title(registration: Registration) -> str:
    return registration.event.text("title", current()).text


def _when(registration: Registration) -> str:
    """Both dates of the event in a line."""
    event = registration.event
    found = [dated.solar(event, current()), dated.by_moon(event.first_day, current())]
    return ", ".join(one for one in found if one)


def _reader(registration: Registration) -> Person | None:
    person = registration.person
    return person if person is not None and person.erased_at is None else None


def _write(person: Person, kind: str, subject: str, parts: list[str], registration: Registration, at: datetime) -> None:
    body = [*filter(None, parts), link("registrations.show", number=registration.id)]
    letters.write(person, kind=kind, subject=subject, body="\n\n".join(body), at=at)
