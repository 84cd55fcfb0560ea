"""How shops stood before and after, in bands: no exact figure is asked for, and no small number is told of any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from portal.businesses.models import Measure, Shop
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person

BEFORE, AFTER = "before", "after"
CHANNELS = "channels"
TIMES = {BEFORE: N_("When we began"), AFTER: N_("Now, or when we finished")}
BANDS = {
    "orders": {
        "0": N_("none"), "1-10": N_("1 to 10"), "11-30": N_("11 to 30"), "31-100": N_("31 to 100"),
        "101+": N_("more than 100"),
    },
    "followers": {
        "0-100": N_("up to 100"), "101-500": N_("101 to 500"), "501-2000": N_("501 to 2,000"),
        "2001-10000": N_("2,001 to 10,000"), "10001+": N_("more than 10,000"),
    },
    "reply_time": {
        "15m": N_("within a quarter of an hour"), "2h": N_("within two hours"), "day": N_("on the same day"),
        "later": N_("later"),
    },
    "revenue": {
        "0-5": N_("up to 5 million dong"), "5-20": N_("5 to 20 million dong"), "20-50": N_("20 to 50 million dong"),
        "50-200": N_("50 to 200 million dong"), "200+": N_("more than 200 million dong"),
    },
}  # fmt: skip
"""By field the bands, in order: keys as they are kept, with their words."""
NAMES = {
    "orders": N_("Orders in a month"),
    "followers": N_("Followers on all channels together"),
    "reply_time": N_("First reply to a customer"),
    "revenue": N_("Revenue in a month"),
    "channels": N_("Channels through which you sell"),
}
FEWEST = 3
"""A smaller number of shops could be told apart: it is not said."""


def write(shop: Shop, time: str, given: Mapping[str, str], channels: int | None, *, by: Person, at: datetime) -> None:
    """One more row; the last of a time counts. An empty band is "rather not say"."""
    if time not in TIMES:
        raise Refused(N_("Say whether this is before or after."), field="time")
    for name, bands in BANDS.items():
        if given.get(name, "") not in {"", *bands}:
            raise Refused(N_("Choose one of the bands."), field=name)
    bands_given = {name: given.get(name, "") for name in BANDS}
    if not any(bands_given.values()) and channels is None:
        raise Refused(N_("Choose at least one answer."), field="orders")
    db.session.add(Measure(shop_id=shop.id, time=time, channels=channels, by_id=by.id, at=at, **bands_given))
    db.session.flush()


def last_of(shop: Shop) -> dict[str, Measure]:
    """What counts of a shop, by time."""
    rows = db.session.scalars(select(Measure).where(Measure.shop_id == shop.id).order_by(Measure.id))
    return {row.time: row for row in rows}


class Row(NamedTuple):
    """A band of a field: how many shops stood in it; None for a number that is too small to be told."""

    field: str
    band: str
    before: int | None
    after: int | None


def table() -> list[Row]:
    """All shops together, each by its last row before and after."""
    last = select(func.max(Measure.id)).group_by(Measure.shop_id, Measure.time)
    rows = db.session.scalars(select(Measure).where(Measure.id.in_(last))).all()
    return list(_table(rows))


def _table(rows: Sequence[Measure]) -> Iterator[Row]:
    for name, bands in BANDS.items():
        told = {
            time: untold(Counter(getattr(row, name) for row in rows if row.time == time), list(bands)) for time in TIMES
        }
        for band in bands:
            yield Row(name, band, told[BEFORE][band], told[AFTER][band])


def untold(counted: Mapping[str, int], bands: Sequence[str]) -> dict[str, int | None]:
    """The numbers without those below `FEWEST`. One alone could be reckoned from the rest: then the next goes too."""
    small = {band for band in bands if 0 < counted.get(band, 0) < FEWEST}
    others = [band for band in bands if counted.get(band, 0) >= FEWEST]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda band: counted[band]))
    return {band: None if band in small else counted.get(band, 0) for band in bands}


def taking_part() -> int:
    """How many shops have said anything."""
    return db.session.scalar(select(func.count(Measure.shop_id.distinct()))) or 0
