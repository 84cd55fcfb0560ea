"""What a city is made of: plain, frozen values without behaviour beyond looking things up.

Latitudes and longitudes are degrees (WGS 84); a point is always `lat, lon` in that order. Nothing here reads a file:
`reading.load` does, and checks what it read, so that a `City` in hand is a consistent one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from portal.kit.fold import exact, fold

LANGUAGES = ("vi", "en", "fr")


@dataclass(frozen=True, slots=True)
class Names:
    """One name in the three languages. `names["en"]`; an unknown language reads the Vietnamese, which is the first."""

    vi: str
    en: str
    fr: str

    def __getitem__(self, lang: str) -> str:
        return {"en": self.en, "fr": self.fr}.get(lang, self.vi)

    def all(self) -> tuple[str, ...]:
        return (self.vi, self.en, self.fr)


@dataclass(frozen=True, slots=True)
class Brand:
    """The wordmark in two parts: the first the same everywhere, the second in the reader's language."""

    first: str
    second: Names


@dataclass(frozen=True, slots=True)
class Licence:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees, edges included."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    @property
    def bbox(self) -> str:
        """The bounds as an address writes them, longitude first: "108.26,15.83,108.55,15.99"."""
        return f"{self.west},{self.south},{self.east},{self.north}"

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> "Box":
        """The smallest box that holds all of these."""
        sides = [(box.south, box.west, box.north, box.east) for box in boxes]
        south, west, north, east = zip(*sides, strict=True)
        return cls(min(south), min(west), max(north), max(east))


@dataclass(frozen=True, slots=True)
class Group:
    """One of the kinds of listing. `singular` names one of them ("Place"), `chip` is the short plural on a button;
    `symbol` is the inside of an SVG symbol on a 24 grid."""

    key: str
    name: Names
    chip: Names
    singular: Names
    symbol: Markup


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work: craft, tourism, farming …"""

    key: str
    name: Names


@dataclass(frozen=True, slots=True)
class OldWard:
    """A ward or commune as it was before July 2025; people still say its name. `status` says how sure the row is."""

    key: str
    name: str
    kind: Names
    area: str
    new_key: str
    status: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Ward:
    """A unit of government today, with the old units it was made of."""

    key: str
    name: str
    kind: Names
    area: str
    lat: float
    lon: float
    old: tuple[OldWard, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for a ward: a village in it, a unit that was merged earlier."""

    name: str
    key: str
    status: str


@dataclass(frozen=True, slots=True)
class Landmark:
    """A public place that everybody knows, for directions in words. Estimated, true within `precision_m` metres."""

    key: str
    name: Names
    area: str
    lat: float
    lon: float
    precision_m: int


ShapeKind = Literal["land", "leaf", "river", "road", "town", "ward", "label"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn thing of the outline. `lines` holds its rings or lines, runs of (lat, lon); a label has one point.

    `width_m` is a river's width in metres, `ward` the key a ward's shape belongs to, `water` marks the name of a river
    or sea, `zoom` the least zoom at which a label has room (0: always).
    """

    kind: ShapeKind
    lines: tuple[tuple[tuple[float, float], ...], ...]
    name: Names | None = None
    width_m: int = 0
    ward: str = ""
    water: bool = False
    zoom: int = 0


@dataclass(frozen=True, slots=True)
class Inset:
    """A far part of an area, drawn smaller: `window` on the ground, its corner and width in the drawing."""

    window: Box
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """How an area is drawn: the part of the ground in the frame, and what is shown apart."""

    frame: Box
    insets: tuple[Inset, ...]


@dataclass(frozen=True, eq=False)
class Area:
    """A part of the portal's territory that has a map of its own; not a unit of government."""

    key: str
    name: str
    known_as: tuple[str, ...]
    box: Box
    sketch: Sketch
    shapes: tuple[Shape, ...]


Age = Literal["old", "new"]


@dataclass(frozen=True, eq=False)
class City:
    """Everything that makes the portal this city's."""

    key: str
    name: Names
    brand: Brand
    zone: str
    known_as: tuple[str, ...]
    partners: Names
    licence: Licence
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    areas: Mapping[str, Area]
    wards: Mapping[str, Ward]
    aliases: tuple[Alias, ...]
    landmarks: tuple[Landmark, ...]
    outline: str
    folder: Path

    @cached_property
    def box(self) -> Box:
        """The bounds of all areas together."""
        return Box.around(area.box for area in self.areas.values())

    @cached_property
    def old_wards(self) -> Mapping[str, OldWard]:
        return {old.key: old for ward in self.wards.values() for old in ward.old}

    def ward(self, key: str) -> Ward | OldWard | None:
        """The unit of this key, today's or an old one."""
        return self.wards.get(key) or self.old_wards.get(key)

    def ward_named(self, text: str, *, age: Age | None = None) -> Ward | OldWard | None:
        """The unit that people mean by `text`: with or without its kind, tones and capitals ("xã Cẩm Hà", "cam ha").

        A name with its tones goes before one without, today's unit before an old one, a unit before an alias.
        `age` asks for one sort only: "old" or "new".
        """
        wanted = OldWard if age == "old" else Ward if age == "new" else (OldWard, Ward)
        return next((unit for unit in self._units_called(text) if isinstance(unit, wanted)), None)

    def place_words(self, old_key: str | None, new_key: str | None, area_key: str | None) -> tuple[str, ...]:
        """All names by which people look for a place there: units old and new with their kinds, villages, area,
        old city, province and city of today. Unknown or missing keys add nothing; no name twice, fixed order."""
        units = [unit for unit in (self.ward(old_key or ""), self.ward(new_key or "")) if unit]
        area = self.areas.get(area_key or "")
        words = [word for unit in units for word in (f"{unit.kind.vi} {unit.name}", unit.name)]
        words += [alias.name for alias in self.aliases if any(alias.key == unit.key for unit in units)]
        words += [area.name, *area.known_as] if area else []
        return tuple(dict.fromkeys([*words, *self.known_as]))

    def area_of(self, lat: float, lon: float) -> Area | None:
        """The area whose box holds the point."""
        return next((area for area in self.areas.values() if area.box.contains(lat, lon)), None)

    def _units_called(self, text: str) -> list[Ward | OldWard]:
        """The units that the text may mean, the likeliest first."""
        said = self._kinds.sub("", exact(text))
        return [*self._by_name.get(exact(said), ()), *self._by_name.get(fold(said), ())]

    @cached_property
    def _by_name(self) -> Mapping[str, list[Ward | OldWard]]:
        """The units by every name in use, with tones and without: those of today, the old ones, then the aliases."""
        units: list[Ward | OldWard] = [*self.wards.values(), *self.old_wards.values()]
        others = [(alias.name, unit) for alias in self.aliases if (unit := self.ward(alias.key))]
        found: dict[str, list[Ward | OldWard]] = {}
        for name, unit in [(unit.name, unit) for unit in units] + others:
            for like in {exact(name), fold(name)}:
                found.setdefault(like, []).append(unit)
        return found

    @cached_property
    def _kinds(self) -> re.Pattern[str]:
        """The words that say of what kind a unit is, before or after its name: "phường", "P.", "ward" …"""
        units: list[Ward | OldWard] = [*self.wards.values(), *self.old_wards.values()]
        kinds = {kind for unit in units for kind in unit.kind.all()}
        either = "|".join(re.escape(word) for word in sorted({like(kind) for kind in kinds for like in (exact, fold)}))
        return re.compile(rf"^(?:(?:{either}) |[px]\. ?)| (?:{either})$")
