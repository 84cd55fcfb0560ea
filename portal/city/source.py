"""Files that know where they stand: a line of a CSV, a table of a TOML, and the sentence for what is wrong in it."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.city.model import LANGUAGES, Box, Names


class CityError(ValueError):
    """A city's files are not whole, or contradict each other; the message says where and how."""


class Line:
    """A line of a CSV file."""

    def __init__(self, where: str, cells: Mapping[str, str | None]) -> None:
        self._where = where
        self._cells = cells

    def fault(self, sentence: str) -> CityError:
        return CityError(f"{self._where}: {sentence}")

    def __getitem__(self, column: str) -> str:
        """What stands in the column; an empty cell is a fault."""
        if text := (self._cells.get(column) or "").strip():
            return text
        raise self.fault(f"the column “{column}” is missing or empty.")

    def number(self, column: str) -> float:
        try:
            return float(self[column])
        except ValueError:
            raise self.fault(f"“{self[column]}” in the column “{column}” is not a number.") from None

    def names(self, prefix: str = "") -> Names:
        return Names(**{lang: self[prefix + lang] for lang in LANGUAGES})

    def place_in(self, box: Box, what: str, *, lat: str = "lat", lon: str = "lon") -> tuple[float, float]:
        """The point in these columns, which must lie in the box of its area."""
        point = self.number(lat), self.number(lon)
        if not box.contains(*point):
            raise self.fault(f"{what} lies outside the box of its area.")
        return point


def lines(folder: Path, name: str, *, optional: bool = False) -> Iterator[Line]:
    """The lines of a CSV file with a header; none when the file is optional and not there."""
    if optional and not (folder / name).exists():
        return
    with existing(folder, name).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for cells in reader:
            yield Line(f"{name}, line {reader.line_num}", cells)


class Table:
    """A table of a TOML file, or one inside another."""

    def __init__(self, where: str, values: Mapping[str, object]) -> None:
        self._where = where
        self._values = values

    def fault(self, sentence: str) -> CityError:
        return CityError(f"{self._where}: {sentence}")

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if isinstance(value, str) and value.strip():
            return value
        raise self.fault(f"“{key}” must be a text.")

    def whole(self, key: str) -> int:
        value = self._values.get(key)
        if isinstance(value, int):
            return value
        raise self.fault(f"“{key}” must be a whole number.")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none when the key is not there."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        raise self.fault(f"“{key}” must be a list of texts.")

    def names(self, key: str) -> Names:
        table = self.table(key)
        return Names(**{lang: table.text(lang) for lang in LANGUAGES})

    def box(self, key: str) -> Box:
        """Four numbers, south, west, north, east."""
        value = self._values.get(key)
        if isinstance(value, list) and len(value) == 4 and all(isinstance(side, int | float) for side in value):
            box = Box(*map(float, value))
            if box.south < box.north and box.west < box.east:
                return box
        raise self.fault(f"“{key}” must be a box: south, west, north, east, in rising order.")

    def table(self, key: str) -> "Table":
        value = self._values.get(key)
        if isinstance(value, dict):
            return Table(f"{self._where}, “{key}”", value)
        raise self.fault(f"the table “{key}” is missing.")

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables inside one, with their keys; a list of tables is numbered from 1."""
        value = self._values.get(key, {})
        named = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
        for name, inner in named:
            if not isinstance(inner, dict):
                raise self.fault(f"“{key}” must hold tables only.")
            yield str(name), Table(f"{self._where}, “{key}.{name}”", inner)


def table(folder: Path, name: str) -> Table:
    try:
        return Table(name, tomllib.loads(existing(folder, name).read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as wrong:
        raise CityError(f"{name}: {wrong}.") from wrong


def existing(folder: Path, name: str) -> Path:
    """The path of a file that a city cannot do without."""
    path = folder / name
    if not path.is_file():
        raise CityError(f"There is no {name} in {folder}.")
    return path
