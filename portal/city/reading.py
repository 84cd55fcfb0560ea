"""Reading a city from its folder, and refusing one whose files contradict each other.

A city is a folder with `city.toml`, `groups.csv`, `fields.csv` and `wards.csv`, and if it has them `aliases.csv`,
`landmarks.csv` and `outline.geojson`; `hoi-an/README.md` tells what stands in each. A fault is one sentence that names
the file and the line, said at start-up, before anybody meets it on a page.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup

from portal.city.model import (
    Alias,
    Area,
    Brand,
    City,
    Field,
    Group,
    Inset,
    Landmark,
    Licence,
    Names,
    OldWard,
    Shape,
    Sketch,
    Ward,
)
from portal.city.outline import read_outline
from portal.city.source import CityError, Line, Table, lines, table

CITIES = Path(__file__).parent

Thing = TypeVar("Thing")
Areas = Mapping[str, Area]
Kinds = Mapping[str, Names]


def load(key: str | os.PathLike[str]) -> City:
    """The city of that key, or the one in that folder; read once. Raises CityError with a sentence when it is faulty.

    A key is the name of a folder beside this file ("hoi-an"); anything with a path separator is a folder elsewhere.
    """
    name = os.fspath(key)
    return _read(Path(name).resolve() if os.sep in name else CITIES / name)


@cache
def _read(folder: Path) -> City:
    told = table(folder, "city.toml")
    outline, shapes = read_outline(folder)
    areas = MappingProxyType({key: _area(key, of, shapes.get(key, ())) for key, of in told.tables("areas")})
    kinds = {key: Names(of.text("vi"), of.text("en"), of.text("fr")) for key, of in told.tables("kinds")}
    wards = _wards(folder, kinds, areas)
    city = City(
        key=folder.name,
        name=told.names("name"),
        brand=Brand(told.table("brand").text("first"), told.table("brand").names("second")),
        zone=_zone(told),
        known_as=told.texts("known_as"),
        partners=told.names("partners"),
        licence=Licence(told.table("licence").text("name"), told.table("licence").text("url")),
        groups=_keyed(folder, "groups.csv", _group),
        fields=_keyed(folder, "fields.csv", lambda line: Field(line["key"], line.names())),
        areas=areas,
        wards=wards,
        aliases=tuple(_alias(line, wards) for line in lines(folder, "aliases.csv", optional=True)),
        landmarks=tuple(_keyed(folder, "landmarks.csv", lambda line: _landmark(line, areas), optional=True).values()),
        outline=outline,
        folder=folder,
    )
    _check_shapes(city, shapes)
    return city


def _area(key: str, told: Table, shapes: tuple[Shape, ...]) -> Area:
    box = told.box("box")
    sketch = told.table("sketch")
    insets = tuple(
        Inset(of.box("window"), of.whole("x"), of.whole("y"), of.whole("width")) for _, of in sketch.tables("insets")
    )
    return Area(key, told.text("name"), told.texts("known_as"), box, Sketch(sketch.box("frame"), insets), shapes)


def _zone(told: Table) -> str:
    zone = told.text("zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise told.fault(f"there is no time zone “{zone}”.") from None
    return zone


def _keyed(
    folder: Path, name: str, thing_of: Callable[[Line], Thing], *, optional: bool = False
) -> Mapping[str, Thing]:
    """The things of a file by their keys, in its order."""
    things: dict[str, Thing] = {}
    for line in lines(folder, name, optional=optional):
        if line["key"] in things:
            raise line.fault(f"the key “{line['key']}” occurs twice.")
        things[line["key"]] = thing_of(line)
    return MappingProxyType(things)


def _group(line: Line) -> Group:
    symbol = Markup(line["symbol"])  # nosec B704
    return Group(line["key"], line.names(), line.names("chip_"), line.names("one_"), symbol)


def _wards(folder: Path, kinds: Kinds, areas: Areas) -> Mapping[str, Ward]:
    """Today's units by key; each line of the file is an old unit, and repeats what is known of its new one."""
    wards: dict[str, Ward] = {}
    taken: set[str] = set()
    for line in lines(folder, "wards.csv"):
        old = _old_ward(line, kinds, areas)
        unit = _ward(line, kinds, areas)
        ward = wards.setdefault(unit.key, unit)
        if replace(ward, old=()) != unit:
            raise line.fault(f"the unit “{unit.key}” is told otherwise than in an earlier line.")
        if old.key in taken:
            raise line.fault(f"the key “{old.key}” occurs twice.")
        taken.add(old.key)
        wards[ward.key] = replace(ward, old=(*ward.old, old))
    for key in taken & wards.keys():
        raise CityError(f"wards.csv: the key “{key}” is that of an old and of a new unit.")
    return MappingProxyType(wards)


def _ward(line: Line, kinds: Kinds, areas: Areas) -> Ward:
    area = _area_named(line, areas)
    lat, lon = line.place_in(area.box, f"the centre of “{line['new_key']}”")
    return Ward(line["new_key"], line["new_unit"], _kind(line, "kind", kinds), area.key, lat, lon, ())


def _old_ward(line: Line, kinds: Kinds, areas: Areas) -> OldWard:
    area = _area_named(line, areas)
    lat, lon = line.place_in(area.box, f"the centre of “{line['old_key']}”", lat="old_lat", lon="old_lon")
    kind = _kind(line, "old_kind", kinds)
    return OldWard(line["old_key"], line["old_unit"], kind, area.key, line["new_key"], line["status"], lat, lon)


def _kind(line: Line, column: str, kinds: Kinds) -> Names:
    if line[column] not in kinds:
        raise line.fault(f"the kind “{line[column]}” is not in city.toml.")
    return kinds[line[column]]


def _area_named(line: Line, areas: Areas) -> Area:
    if line["area"] not in areas:
        raise line.fault(f"the area “{line['area']}” is not in city.toml.")
    return areas[line["area"]]


def _alias(line: Line, wards: Mapping[str, Ward]) -> Alias:
    known = {*wards, *(old.key for ward in wards.values() for old in ward.old)}
    if line["key"] not in known:
        raise line.fault(f"the ward “{line['key']}” is not in wards.csv.")
    return Alias(line["name"], line["key"], line["status"])


def _landmark(line: Line, areas: Areas) -> Landmark:
    area = _area_named(line, areas)
    lat, lon = line.place_in(area.box, f"the landmark “{line['key']}”")
    return Landmark(line["key"], line.names(), area.key, lat, lon, int(line.number("precision_m")))


def _check_shapes(city: City, shapes: Mapping[str, tuple[Shape, ...]]) -> None:
    for area in shapes.keys() - city.areas.keys():
        raise CityError(f"outline.geojson: the area “{area}” is not in city.toml.")
    for shape in (shape for area in shapes.values() for shape in area):
        if shape.kind == "ward" and not city.ward(shape.ward):
            raise CityError(f"outline.geojson: the ward “{shape.ward}” is not in wards.csv.")
