"""Plausible events in any number, over four years around a day: for `demo --size` and for measuring the calendar.

Each is made from its number and a seed alone, so the same call makes the same calendar, and a larger one only adds.
They are written in bulk past `rules`, marked as demo.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select

from portal.city.chosen import here
from portal.db import Model, db
from portal.events import when
from portal.events.models import Event, EventKind, Price, Status
from portal.events.registrations.models import Admission, Joining
from portal.kit.fold import fold, slug
from portal.listings import standing
from portal.listings.models import Listing, State

WORDS = Path(__file__).parent / "seed" / "words.json"
AT_ONCE = 1_000
DAYS = 730
"""How many days before and after the day of planting events lie."""
SHARE, MOST = 5, 20_000
"""A demo of so many times as many listings has as many events; at most so many."""
LONG_ONES = {EventKind.EXHIBITION: 30, EventKind.FESTIVAL: 3, EventKind.CAMPAIGN: 14}
"""How many days such an event lasts at most."""
WITH_ENGLISH, STEP_FREE, WITH_FORM, POSTPONED, CANCELLED = 0.5, 0.4, 0.2, 0.01, 0.03
HOURS = (7, 8, 9, 14, 15, 17, 18, 18, 19, 19, 19, 20)
Row = dict[str, Any]


def plant(n: int, *, seed: int = 1, at: datetime, track: Callable[[Sequence[int]], Iterable[int]] = iter) -> int:
    """Plants the events number 1 to n that are not here yet; returns how many that were. Nothing is committed.

    `track` wraps the numbers, for a progress bar.
    """
    known = set(db.session.scalars(select(Event.uid).where(Event.uid.startswith(f"demo-{seed}-"))))
    missing = [number for number in range(1, n + 1) if _uid(seed, number) not in known]
    if not missing:
        return 0
    places = _places()
    numbers = iter(track(missing))
    while some := list(islice(numbers, AT_ONCE)):
        _write([_event(seed, number, places, at=at) for number in some])
    standing.touch(at=at)
    return len(missing)


def beside(listings: int) -> int:
    """How many events go with so many listings."""
    return min(listings // SHARE, MOST)


def _write(rows: list[Row]) -> None:
    admissions = [(row["uid"], row.pop("admission")) for row in rows]
    _insert(Event, rows)
    known = db.session.execute(select(Event.uid, Event.id).where(Event.uid.in_([row["uid"] for row in rows])))
    ids = {row.uid: row.id for row in known}
    _insert(Admission, [{"event_id": ids[uid], **admission} for uid, admission in admissions if admission])


def _insert(model: type[Model], rows: list[Row]) -> None:
    """Into the table and not by the model, which would cut the list into runs of rows that lack the same values."""
    if rows:
        db.session.execute(insert(cast(Table, model.__table__)), rows)


def _event(seed: int, number: int, places: Sequence[Row], *, at: datetime) -> Row:
    chance = random.Random(f"{seed}:{number}")  # nosec B311
    kind = chance.choice(list(EventKind))
    times = _times(kind, chance, today=when.day_of(at))
    added_at = min(at, times["starts_at"]) - timedelta(days=chance.randrange(10, 60))
    texts = _texts(kind, chance)
    return {
        **dict.fromkeys(_EMPTY, ""), **texts, **times, **_place(places, chance), **_price(chance),
        "slug": f"{slug(texts['title_vi'])}-{seed}-{number:05}", "uid": _uid(seed, number), "sequence": 0,
        "state": State.PUBLISHED, "status": _status(chance), "version": 1, "kind": kind, "deadline": False,
        "shows_phone": False, "shows_email": False, "shares_capacity": False, "own_fields": [], "demo": True,
        "step_free": chance.random() < STEP_FREE, "added_at": added_at, "changed_at": added_at,
        "published_at": added_at, "admission": _admission(chance, times["starts_at"]),
    }  # fmt: skip


_EMPTY = (
    "text_vi", "text_en", "online_url", "directions_vi", "directions_en", "organiser_name", "price_note", "access_vi",
    "access_en", "photo_notice_vi", "photo_notice_en",
)  # fmt: skip


def _uid(seed: int, number: int) -> str:
    return f"demo-{seed}-{number}@{here().key}"


def _texts(kind: EventKind, chance: random.Random) -> Row:
    words = _words()
    title, summary = chance.choice(words["kinds"][kind]), chance.choice(words["summaries"])
    mark = chance.choice(words["marks"])
    said = {"mark": mark, "mark_en": fold(mark).title()}
    english = chance.random() < WITH_ENGLISH
    return {
        "title_vi": title[0].format_map(said), "summary_vi": summary[0],
        "title_en": title[1].format_map(said) if english else "", "summary_en": summary[1] if english else "",
    }  # fmt: skip


def _times(kind: EventKind, chance: random.Random, *, today: date) -> Row:
    day = today + timedelta(days=chance.randrange(-DAYS, DAYS))
    if kind in LONG_ONES and chance.random() < 0.6:
        span = when.whole_days(day, day + timedelta(days=chance.randrange(LONG_ONES[kind])))
    else:
        minute = chance.choice(HOURS) * 60 + chance.choice((0, 0, 30))
        end = when.at_minute(day, minute + chance.choice((60, 90, 120, 180)))
        span = when.span(when.at_minute(day, minute), end if chance.random() < 0.9 else None)
    return span._asdict()


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return words


def _places() -> list[Row]:
    """Where it may be: the first places of the map, and every ward."""
    columns = (Listing.id, Listing.area, Listing.ward_new, Listing.ward_old)
    public = select(*columns).where(Listing.group == "places", Listing.state == State.PUBLISHED)
    venues = [
        {"venue_id": number, "venue_name": "", "area": area, "ward_new": new, "ward_old": old}
        for number, area, new, old in db.session.execute(public.order_by(Listing.id).limit(300))
    ]
    wards = [
        {
            "venue_id": None, "venue_name": f"Sân đình {ward.name}", "area": ward.area, "ward_new": ward.new_key,
            "ward_old": ward.key,
        }
        for ward in here().old_wards.values()
    ]  # fmt: skip
    return venues + wards


def _place(places: Sequence[Row], chance: random.Random) -> Row:
    return dict(chance.choice(places))


def _price(chance: random.Random) -> Row:
    price = chance.choice((Price.FREE, Price.FREE, Price.DONATION, Price.AMOUNT))
    languages = sorted(chance.sample(("vi", "en", "fr"), chance.randrange(1, 3)))
    return {
        "price": price, "price_vnd": chance.randrange(3, 40) * 10_000 if price == Price.AMOUNT else None,
        "languages": languages, "spoken": f" {' '.join(languages)} ",
    }  # fmt: skip


def _status(chance: random.Random) -> Status:
    thrown = chance.random()
    if thrown < POSTPONED:
        return Status.POSTPONED
    return Status.CANCELLED if thrown < POSTPONED + CANCELLED else Status.PLANNED


def _admission(chance: random.Random, starts_at: datetime) -> Row:
    if chance.random() >= WITH_FORM:
        return {}
    return {
        "joining": Joining.FORM, "url": "", "capacity": chance.randrange(8, 120), "most_people": 5, "by_hand": False,
        "residents_only": False, "taken": 0, "closes_at": starts_at - timedelta(hours=14),
    }  # fmt: skip
