"""What the history says: what others changed since a version, and each change in a reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.city.chosen import here
from portal.db import db
from portal.kit import dates, hours, numbers, phone, tongues
from portal.kit import merge as merging
from portal.kit.difference import Piece, sides
from portal.kit.merge import Merge
from portal.kit.say import N_, Refused
from portal.listings import rules, words
from portal.listings.field_names import LOCATION_MODES, NAMES, POINT_SOURCES, REASONS
from portal.listings.models import Listing, Revision
from portal.people.models import Person

Say = Callable[[str], str]
"""Turns a msgid into the reader's sentence."""

_WORDS: Mapping[str, Mapping[Any, str]] = {
    "state": words.STATES,
    "stage": words.STAGES,
    "legal_form": words.LEGAL_FORMS,
    "location_mode": LOCATION_MODES,
    "point_source": POINT_SOURCES,
}


@dataclass(frozen=True)
class Change:
    """One field of a revision, its old and its new value in pieces."""

    name: str
    old: list[Piece]
    new: list[Piece]


def merge(listing: Listing, given: Mapping[str, Any], *, since: int) -> Merge | None:
    """Brings a form written on an older version together with what others wrote since; None when they wrote nothing."""
    later = select(Revision.changes).where(Revision.listing_id == listing.id, Revision.version > since)
    return merging.merge(given, rules.values(listing), db.session.scalars(later.order_by(Revision.id)))


def restore(listing: Listing, version: int, *, by: Person, at: datetime) -> Revision | None:
    """Writes the fields as they were at a version, as a new revision; None when nothing differs.

    What was emptied since for a person's sake has no old value any more and stays as it is.
    """
    if not 1 <= version <= listing.version:
        raise Refused(N_("There is no such version."))
    then: dict[str, Any] = {}
    later = select(Revision).where(Revision.listing_id == listing.id, Revision.version > version)
    for revision in db.session.scalars(later.order_by(Revision.id)):
        for name, (old, _new) in revision.changes.items():
            then.setdefault(name, old)
    now = rules.values(listing)
    given = {name: old for name, old in then.items() if name in now and _fits(old, now[name])}
    return rules.revise(listing, given, by=by, at=at, act="restored") if given else None


def _fits(old: Any, now: Any) -> bool:
    return isinstance(old, type(now)) if isinstance(now, list | dict) else True


def of(listing: Listing) -> Select[Revision]:
    """All revisions of a listing with who made them, the latest first."""
    return rules.history(listing).options(joinedload(Revision.by))


def changes(revision: Revision, *, lang: str, say: Say) -> list[Change]:
    """What a revision changed, field by field, in the order of the form."""
    order = {name: number for number, name in enumerate(NAMES)}
    return [
        Change(name, *sides(told(name, old, lang=lang, say=say), told(name, new, lang=lang, say=say)))
        for name, (old, new) in sorted(revision.changes.items(), key=lambda change: order.get(change[0], len(order)))
        if old or new  # a new listing's empty fields say nothing
    ]


def reason(revision: Revision, *, say: Say) -> str:
    """Why somebody acted: a reason of the list in the reader's words, and what was written beside it."""
    key, _, note = revision.reason.partition(": ")
    return ": ".join(filter(None, [say(REASONS[key]), note])) if key in REASONS else revision.reason


def told(name: str, value: Any, *, lang: str, say: Say) -> str:
    """The value of a field in words. Nothing is "", yes and no are words."""
    if name in _WORDS:
        return _word(_WORDS[name], value, say)
    if name in _TELLERS and value not in (None, ""):
        return _TELLERS[name](value, lang, say)
    if isinstance(value, bool):
        return say(N_("Yes")) if value else say(N_("No"))
    return "" if value is None else str(value)


def _word(known: Mapping[Any, str], value: Any, say: Say) -> str:
    """The word for a value of a fixed list; an old row may hold a value that is no longer in it."""
    return say(known[value]) if value in known else str(value or "")


def _city_name(kind: str) -> Callable[[Any, str, Say], str]:
    def tell(key: str, lang: str, say: Say) -> str:
        known = getattr(here(), kind).get(key)
        name = known.name if known else key
        return name if isinstance(name, str) else name[lang]

    return tell


def _fields(keys: list[str], lang: str, say: Say) -> str:
    return ", ".join(_city_name("fields")(key, lang, say) for key in keys)


def _supports(keys: list[str], lang: str, say: Say) -> str:
    return ", ".join(_word(words.SUPPORT, key, say) for key in keys)


def _contacts(contacts: dict[str, tuple[str, bool]], lang: str, say: Say) -> str:
    def tell(channel: str, value: str, shown: bool) -> str:
        value = phone.show(value) if channel in {"zalo", "phone"} else value
        switch = say(N_("shown")) if shown else say(N_("hidden"))
        return f"{_word(words.CHANNELS, channel, say)}: {value} ({switch})"

    return "\n".join(tell(channel, *contact) for channel, contact in sorted(contacts.items()))


def _hours(text: str, lang: str, say: Say) -> str:
    """As visitors read them; an old row may hold what is no longer read."""
    try:
        return hours.show(hours.parse(text), lang)
    except Refused:
        return text


def _steps(steps: list[dict[str, Any]], lang: str, say: Say) -> str:
    lines = (" · ".join(map(str, step.values())) for step in steps)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


_TELLERS: Mapping[str, Callable[[Any, str, Say], str]] = {
    "group": _city_name("groups"),
    "area": _city_name("areas"),
    "ward_new": _city_name("wards"),
    "ward_old": _city_name("old_wards"),
    "fields": _fields,
    "offers": _supports,
    "needs": _supports,
    "languages": lambda codes, lang, _say: tongues.named(codes, lang),
    "hours": _hours,
    "contacts": _contacts,
    "web_links": lambda addresses, lang, say: "\n".join(addresses),
    "paused_until": lambda day, lang, say: dates.day(date.fromisoformat(day), lang),
    "steps": _steps,
    "price_from": lambda amount, lang, say: numbers.show(amount, lang),
}
