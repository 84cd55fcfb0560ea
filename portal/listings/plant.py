"""Plausible listings in any number, for looking at crowds and for measuring: `demo --size` and the benchmark.

Each is made from its number and a seed alone, so the same call makes the same city, and a larger one only adds. They
are written in bulk past `rules`, marked as demo, and stand on dry ground inside their ward.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select

from portal.city import OldWard
from portal.city.chosen import here
from portal.db import Model, db
from portal.kit import hours
from portal.kit.fold import fold, slug
from portal.kit.sort import person_sort_key, sort_key
from portal.listings import document, kept, rules
from portal.listings.ground import Ground
from portal.listings.models import Listing, LocationMode, Mark, MarkKind, OpeningHour, Stage, State, Support

WORDS = Path(__file__).parent / "seed" / "words.json"
SOURCE = "demo"
AT_ONCE = 1_000
WITH_ENGLISH = 0.6
WITH_HOURS = 0.5
WITHOUT_POINT = {"ideas": 0.5, "processes": 0.5}
FEW = 0.05
"""The share of each group that stands in no one place."""
VISITED = {"organisations", "places", "products", "experiences"}
DAYS = 700
"""Over how many days the listings were published."""


def plant(n: int, *, seed: int = 1, at: datetime, track: Callable[[Sequence[int]], Iterable[int]] = iter) -> int:
    """Plants the listings number 1 to n that are not here yet; returns how many that were. Nothing is committed.

    `track` wraps the numbers, for a progress bar.
    """
    known = set(db.session.scalars(select(Listing.source_id).where(Listing.source == SOURCE)))
    missing = [number for number in range(1, n + 1) if _source_id(seed, number) not in known]
    if not missing:
        return 0
    numbers = iter(track(missing))
    while some := list(islice(numbers, AT_ONCE)):
        _write([_listing(seed, number, at=at) for number in some])
    kept.rebuild(at=at)
    return len(missing)


def _write(made: Sequence[Planted]) -> None:
    _insert(Listing, [one.row for one in made])
    slugs = [one.row["slug"] for one in made]
    known = db.session.execute(select(Listing.slug, Listing.id).where(Listing.slug.in_(slugs)))
    ids = {row.slug: row.id for row in known}
    _insert(Mark, [{"listing_id": ids[one.row["slug"]], **mark} for one in made for mark in one.marks])
    _insert(OpeningHour, [{"listing_id": ids[one.row["slug"]], **opening} for one in made for opening in one.openings])
    document.keep([cast(Listing, Findable(one, ids[one.row["slug"]])) for one in made])


def _insert(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Into the table and not by the model: the mapper cuts a list into runs of rows that lack the same values."""
    if rows:
        db.session.execute(insert(cast(Table, model.__table__)), rows)


@dataclass(frozen=True)
class Planted:
    """The rows of one listing."""

    row: dict[str, Any]
    marks: list[dict[str, Any]]
    openings: list[dict[str, Any]]


class Findable:
    """What `document` asks of a listing, without a mapper behind it: loading a hundred thousand takes half a minute."""

    steps = ()

    def __init__(self, planted: Planted, number: int) -> None:
        self.__dict__.update(dict.fromkeys(rules.TEXTS, ""), **planted.row, id=number)
        self._marks = planted.marks

    def keys(self, kind: MarkKind) -> tuple[str, ...]:
        return tuple(mark["key"] for mark in self._marks if mark["kind"] == kind)


def _listing(seed: int, number: int, *, at: datetime) -> Planted:
    words, chance = _words(), random.Random(f"{seed}:{number}")  # nosec B311
    fixed = words["first"][number - 1] if number <= len(words["first"]) else {}
    group = fixed.get("group") or chance.choice(list(here().groups))
    craft, ward = chance.choice(words["crafts"]), chance.choice(list(here().old_wards.values()))
    published_at = at - timedelta(minutes=chance.randrange(DAYS * 24 * 60))
    opening_hours = chance.choice(words["hours"]) if group in VISITED and chance.random() < WITH_HOURS else ""
    texts = _texts(group, craft, ward, chance) | fixed.get("texts", {})
    row = {
        **texts, **_place(group, ward, chance), "group": group, "state": State.PUBLISHED, "demo": True,
        "slug": f"{_slug(texts['name_vi'])}-{seed}-{number:05}", "source": SOURCE,
        "source_id": _source_id(seed, number), "stage": chance.choice(list(Stage)), "hours": opening_hours,
        "price_from": chance.randrange(3, 60) * 10_000 if group == "products" else None,
        "sort_vi": person_sort_key(texts["name_vi"]) if group == "people" else _sort_key(texts["name_vi"]),
        "sort_en": _sort_key(texts["name_en"] or texts["name_vi"]),
        "added_at": published_at, "changed_at": published_at, "published_at": published_at,
    }  # fmt: skip
    return Planted(row, list(_marks(craft, chance, at=at)), _openings(opening_hours))


def _source_id(seed: int, number: int) -> str:
    return f"{seed}-{number}"


# Words


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return words


def _texts(group: str, craft: Mapping[str, str], ward: OldWard, chance: random.Random) -> dict[str, str]:
    words = _words()
    patterns = words["groups"].get(group) or words["groups"]["places"]
    said = _said(craft, ward, chance)
    chosen = {"name": chance.choice(patterns["names"]), "summary": chance.choice(patterns["summaries"])}
    in_english = chance.random() < WITH_ENGLISH
    vietnamese = {f"{part}_vi": _filled(vi, said) for part, (vi, _) in chosen.items()}
    return vietnamese | {f"{part}_en": _filled(en, said) if in_english else "" for part, (_, en) in chosen.items()}


def _said(craft: Mapping[str, str], ward: OldWard, chance: random.Random) -> dict[str, str]:
    """What the patterns of names and sentences are filled with."""
    words = _words()
    person = " ".join(chance.choice(words[part]) for part in ("families", "middles", "given"))
    mark = chance.choice(words["marks"])
    return {
        "craft": craft["vi"], "craft_en": craft["en"], "mark": mark, "mark_en": _plain(mark),
        "person": person, "person_en": _plain(person), "ward": ward.name, "ward_en": _plain(ward.name),
    }  # fmt: skip


# The same names come again and again, which makes remembering them worth a third of the time.
_slug, _sort_key = lru_cache(maxsize=20_000)(slug), lru_cache(maxsize=20_000)(sort_key)


@lru_cache(maxsize=2_000)
def _plain(name: str) -> str:
    """A name as English texts write it."""
    return fold(name).title()


def _filled(pattern: str, said: Mapping[str, str]) -> str:
    text = pattern.format_map(said)
    return text[0].upper() + text[1:]


def _marks(craft: Mapping[str, str], chance: random.Random, *, at: datetime) -> Iterator[dict[str, Any]]:
    fields = [craft["field"], *([chance.choice(list(here().fields))] if chance.random() < 0.3 else [])]
    kinds = list(Support)
    marks = [
        *((MarkKind.FIELD, key, None) for key in fields),
        *((MarkKind.OFFER, key, None) for key in chance.sample(kinds, chance.randrange(3))),
        *((MarkKind.NEED, key, at + rules.NEED_LASTS) for key in chance.sample(kinds, chance.randrange(3))),
        *((MarkKind.LANGUAGE, key, None) for key in ("vi", "en", "fr")[: chance.randrange(-3, 4)]),
    ]
    for (kind, key), lapses_at in {(kind, key): lapses_at for kind, key, lapses_at in marks}.items():
        yield {"kind": kind, "key": key, "lapses_at": lapses_at}


@cache
def _openings(text: str) -> list[dict[str, Any]]:
    return [{"weekday": o.weekday, "opens": o.opens, "closes": o.closes} for o in hours.parse(text)] if text else []


# Places


def _place(group: str, ward: OldWard, chance: random.Random) -> dict[str, Any]:
    place = {
        "area": ward.area, "ward_new": ward.new_key, "ward_old": ward.key if chance.random() < 0.8 else None,
        "location_mode": LocationMode.AREA, "lat": None, "lon": None, "precision_m": None, "point_source": "",
    }  # fmt: skip
    if chance.random() < WITHOUT_POINT.get(group, FEW):
        return place
    lat, lon = _ground(ward.key).point(chance)
    exact = chance.random() < 0.3
    mode = LocationMode.EXACT if exact else LocationMode.APPROXIMATE
    return place | {
        "location_mode": mode, "lat": lat, "lon": lon, "point_source": "seed",
        "precision_m": chance.choice((20, 50) if exact else (150, 300, 500)),
    }  # fmt: skip


@cache
def _ground(ward: str) -> Ground:
    return Ground(here(), here().old_wards[ward])
