"""The scripts and styles of the movable map: modules of their own to read, one answer to fetch."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from portal.web import asset

LAZY = sorted((asset.STATIC / "js" / "lazy").glob("*.js"))
IMPORT = re.compile(r'^import \{ (.*) \} from "\./(.*)";$', re.M)
NAMED = re.compile(r"^(?:export )?(?:async )?(?:class|function|const|let) (\w+)", re.M)
EXPORTED = re.compile(r"^export (?:async )?(?:class|function|const|let) (\w+)", re.M)


@pytest.mark.parametrize("path", LAZY, ids=lambda path: path.name)
def test_what_a_module_asks_for_the_other_gives(path: Path) -> None:
    for names, other in IMPORT.findall(path.read_text()):
        given = set(EXPORTED.findall((path.parent / other).read_text()))
        assert set(names.split(", ")) <= given, other


def test_joined_the_modules_import_nothing_and_no_name_stands_twice() -> None:
    names = [name for path in LAZY for name in NAMED.findall(path.read_text())]
    assert len(names) == len(set(names))
    joined = asset._joined()["map.js"].decode()
    assert not re.search(r"^import ", joined, re.M)
    assert "MovableMap" in EXPORTED.findall(joined)


def test_vendored_scripts_are_the_ones_their_list_names() -> None:
    said = dict(
        re.findall(r"^\| `(\S+)` .* `([0-9a-f]{64})` \|$", (asset.STATIC / "vendor" / "README.md").read_text(), re.M)
    )
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (asset.STATIC / "vendor").glob("*.js")}
    assert said == kept


def test_what_leaflet_needs_of_styles_fetches_nothing() -> None:
    assert "url(" not in asset._joined()["map.css"].decode()
