"""What an event's page says about taking part: how, whether there is room, until when. It looks at no reader.

For a page that everybody reads alike: `taking(event, at=…)`, and templates/events/registrations/_form.html draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.events import dated, when
from portal.events.models import Event, Status
from portal.events.registrations import opening, queries
from portal.events.registrations.models import Admission
from portal.kit import dates
from portal.web.language import current


@dataclass(frozen=True)
class Room:
    """How full an event or a session is, as a tag says it."""

    capacity: int | None
    taken: int
    waiting: int
    word: str
    kind: str
    """Of the tag: "ok", "warn", "red"."""

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class Taking:
    """Everything the card about taking part needs."""

    event: Event
    admission: Admission | None
    closed: str
    """Why nobody may register now; "" while one may."""
    closes_at: datetime | None
    opens_at: datetime | None
    room: Room | None
    sessions: dict[int, Room]
    """The room of each session that can be chosen, by its number."""
    button: str
    """The words of the button that leads to the form."""

    @property
    def joining(self) -> str:
        return str(self.admission.joining) if self.admission is not None else "none"


def taking(event: Event, *, at: datetime) -> Taking:
    """How one takes part in an event; for a session, in the event that it belongs to."""
    house = opening.house(event)
    queries.read_places(house)
    form = opening.admission(house)
    closed = opening.why_closed(house, at=at) if form is not None else None
    sessions = rooms(_counted(house)) if form is not None else {}
    whole = sessions.pop(house.id, None)
    return Taking(
        event=house, admission=house.admission, closed=_(closed) if closed else "",
        closes_at=opening.last_moment(house, form) if form is not None else None,
        opens_at=form.opens_at if form is not None and form.opens_at is not None and form.opens_at > at else None,
        room=whole, sessions=sessions, button=_button(whole),
    )  # fmt: skip


def _counted(house: Event) -> list[Event]:
    """The sessions to choose from, and the event itself unless they alone count: each of them its own places."""
    chosen = opening.has_choices(house)
    alone = bool(chosen) and not any(one.shares_capacity for one in chosen)
    return chosen if alone else [*chosen, house]


def rooms(events: Sequence[Event]) -> dict[int, Room]:
    """How full each of them is, by its number."""
    waiting = queries.waiting([one.id for one in events])
    return {one.id: _room(one, waiting.get(one.id, 0)) for one in events}


def _room(event: Event, waiting: int) -> Room:
    """How full it is; where a session shares the places of its event, the scarcer of the two."""
    found = [_of(one) for one in (event.admission, _shared(event)) if one is not None]
    scarce = min(found, key=lambda one: float("inf") if one[0] is None else one[0] - one[1], default=(None, 0))
    word, kind = _in_words(event, scarce, waiting)
    return Room(scarce[0], scarce[1], waiting, word, kind)


def _of(admission: Admission) -> tuple[int | None, int]:
    return admission.capacity, admission.taken


def _shared(event: Event) -> Admission | None:
    return event.parent.admission if event.shares_capacity and event.parent is not None else None


def _in_words(event: Event, counted: tuple[int | None, int], waiting: int) -> tuple[str, str]:
    capacity, taken = counted
    if event.status == Status.CANCELLED:
        return _("Cancelled"), "red"
    if capacity is None:
        return _("Room for all"), "ok"
    left = max(0, capacity - taken)
    if waiting:
        return ngettext("Full, %(num)s waits", "Full, %(num)s wait", waiting), "warn"
    if not left:
        return _("Full"), "warn"
    return ngettext("%(num)s place left", "%(num)s places left", left), "ok"


def _button(whole: Room | None) -> str:
    if whole is None or whole.left is None:
        said = _("Register")
    elif whole.left == 0 or whole.waiting:
        said = _("Join the waiting list")
    else:
        said = ngettext("Register, %(num)s place left", "Register, %(num)s places left", whole.left)
    return str(said)


def choices(house: Event, *, at: datetime) -> list[tuple[str, str]]:
    """The sessions of the form: their keys, and their words with how full they are."""
    queries.read_places(house)
    lang, offered = current(), opening.choices(house, at=at)
    room = rooms(offered)
    return [
        (
            str(one.id),
            _("%(time)s %(title)s – %(room)s", time=_hour(one, house, lang), title=one.text("title", lang).text,
              room=room[one.id].word),
        )
        for one in offered
    ]  # fmt: skip


def _hour(session: Event, house: Event, lang: str) -> str:
    """The time of a session, with its day where the event has several."""
    time = dates.time(session.starts_at, when.zone(), lang) if not session.all_day else _("All day")
    if house.first_day == house.last_day:
        return time
    return f"{dates.day(session.first_day, lang)} {time}"


def both_dates(event: Event) -> dict[str, Any]:
    """When an event is, by the sun and by the moon."""
    lang = current()
    return {"solar": dated.solar(event, lang), "lunar": dated.by_moon(event.first_day, lang)}
