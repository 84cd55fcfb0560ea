"""A sheet of a panel as light pictures: two small ones for a first look, then tiles, sharper from level to level.

The manifest, a plain dictionary that is stored with the row, is all that a viewer needs:

    {"tile": 512,
     "pictures": [{"width": 849, "height": 1200, "digest": "…", "size": 41230}, …],          the wider first
     "levels": [{"width": 1242, "height": 1755, "columns": 3, "rows": 4, "digests": […]}, …]}   the coarsest first

`digests` run row by row. Everything is WebP and holds pixels alone. A guarded view asks `tile` or `picture` and sends
what stands in the storage under the digest; equal tiles (empty paper) are one file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import IO, Any

from portal.media.panels import confined, inspection
from portal.media.storage import Storage
from portal.owed import Hopeless

MEDIA_TYPE = "image/webp"
TILE = 512  # pixels of an edge
Manifest = Mapping[str, Any]


def make(panel: IO[bytes], page: int, storage: Storage) -> dict[str, Any]:
    """The manifest of one page, counted from 0, its pictures kept. Closes the panel.

    Raises `Hopeless` for a panel that cannot be drawn.
    """
    pictures: list[dict[str, Any]] = []
    tiles: dict[tuple[int, int, int], str] = {}
    sizes: list[tuple[int, int]] = []
    kept: set[str] = set()
    with panel:
        try:
            for facts, body in confined.run("tiling", panel, confined.MAKING, page=page):
                if "tile" in facts:
                    level, column, row = facts["tile"]
                    tiles[level, row, column] = _keep(body, storage, kept)
                elif "picture" in facts:
                    width, height = facts["picture"]
                    digest = _keep(body, storage, kept)
                    pictures.append({"width": width, "height": height, "digest": digest, "size": len(body)})
                else:
                    sizes = facts["levels"]
        except confined.Unfit as unfit:
            raise Hopeless(str(inspection.refusal(unfit))) from unfit
    levels = [_level(size, number, tiles) for number, size in enumerate(sizes)]
    return {"tile": TILE, "pictures": pictures, "levels": levels[::-1]}


def tile(manifest: Manifest, level: int, column: int, row: int) -> str | None:
    """The digest of a tile; None where there is none."""
    levels = manifest["levels"]
    if not 0 <= level < len(levels):
        return None
    columns, rows = levels[level]["columns"], levels[level]["rows"]
    if not (0 <= column < columns and 0 <= row < rows):
        return None
    return str(levels[level]["digests"][row * columns + column])


def picture(manifest: Manifest, width: int) -> dict[str, Any]:
    """The whole sheet as one picture that serves so many pixels best: the narrowest that is wide enough, or the widest.

    {"width", "height", "digest", "size"}; the widest has at most 58 kB.
    """
    narrow_first = sorted(manifest["pictures"], key=lambda one: int(one["width"]))
    return dict(next((one for one in narrow_first if one["width"] >= width), narrow_first[-1]))


def outline(manifest: Manifest) -> dict[str, Any]:
    """What a viewer in the browser needs to know: sizes and counts, no digests."""
    return {
        "tile": manifest["tile"],
        "levels": [{name: level[name] for name in ("width", "height", "columns", "rows")}
                   for level in manifest["levels"]],
    }  # fmt: skip


def digests(manifest: Manifest) -> set[str]:
    """Every file that a manifest speaks of."""
    return set(_each(manifest))


def _each(manifest: Manifest) -> Iterator[str]:
    yield from (one["digest"] for one in manifest.get("pictures", ()))
    for level in manifest.get("levels", ()):
        yield from level["digests"]


def _level(size: tuple[int, int], number: int, tiles: Mapping[tuple[int, int, int], str]) -> dict[str, Any]:
    width, height = size
    columns, rows = -(-width // TILE), -(-height // TILE)
    digests = [tiles[number, row, column] for row in range(rows) for column in range(columns)]
    return {"width": width, "height": height, "columns": columns, "rows": rows, "digests": digests}


def _keep(body: bytes, storage: Storage, kept: set[str]) -> str:
    digest = hashlib.sha256(body).hexdigest()
    if digest not in kept:
        storage.put(body)
        kept.add(digest)
    return digest
