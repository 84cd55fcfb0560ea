"""The values of an event as the controls of its form show them: days and hours apart, listings by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload

from portal.db import db, statement
from portal.events import naming, rules, when
from portal.kit.clock import parse_iso
from portal.listings.models import Listing

SPOKEN = ("vi", "en", "fr", "zh", "ja", "ko")
"""The languages that a form offers; an event may have others."""
COLUMNS = {"venue": "venue_id", "organiser": "organiser_id", "speaker": "speaker_id", "standing": "listing_id"}
"""Controls that name a listing, and what they write."""
MAY_BE_WORDS = {"venue": "venue_name", "organiser": "organiser_name"}
"""Of these what no listing is called stands as it was written."""


def fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the form for values as `rules.values` names them; nothing for none."""
    if not values:
        return {}
    shown = {name: value for name, value in values.items() if name not in rules.TIMES}
    shown["ward"] = values.get("ward_old") or values.get("ward_new") or ""
    if values.get("venue_id"):
        shown |= {"ward": "", "area": ""}
    spoken = {f"spoken_{code}": code in values.get("languages", ()) for code in SPOKEN}
    return {**shown, **spoken, **_names(values), **times(values)}


def times(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days and minutes in the city. What ends at midnight after its own day shows the next day and 00:00."""
    if not values.get("starts_at"):
        return {}
    ends = values.get("ends_at")
    span = when.span(parse_iso(values["starts_at"]), parse_iso(ends) if ends else None, all_day=values["all_day"])
    several = span.last_day if span.last_day != span.first_day else None
    if span.all_day:
        return {"starts_on": span.first_day, "ends_on": several, "all_day": True}
    shown: dict[str, Any] = {"starts_on": span.first_day, "starts_time": when.minute_of(span.starts_at)}
    if span.ends_at is None:
        return shown
    last = when.day_of(span.ends_at)
    return {**shown, "ends_on": None if last == span.first_day else last, "ends_time": when.minute_of(span.ends_at)}


def _names(values: Mapping[str, Any]) -> dict[str, str]:
    """The name of each listing with its slug beside it, so that two of one name stay apart; or the words that stand."""
    found: dict[str, str] = {}
    listings = _listings([values[column] for column in COLUMNS.values() if values.get(column)])
    for control, column in COLUMNS.items():
        listing = listings.get(values.get(column))
        words = values.get(MAY_BE_WORDS.get(control, ""), "")
        found[control] = listing.name_vi if listing else words
        found[f"{control}_is"] = listing.slug if listing else naming.own_words(words) if words else ""
    return found


def _listings(numbers: list[int]) -> dict[int | None, Listing]:
    return {one.id: one for one in db.session.scalars(*_of_numbers(numbers))} if numbers else {}


@statement
def _of_numbers(numbers: list[int]) -> Select[Listing]:
    return select(Listing).where(Listing.id.in_(numbers)).options(lazyload(Listing.marks))
