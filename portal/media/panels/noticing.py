"""What a machine notices in a file that somebody brought: facts for hints, read within the walls."""

from __future__ import annotations

from typing import IO, Any

from portal.media.panels import confined


def notice(file: IO[bytes]) -> dict[str, Any]:
    """Of a photo `pixels`, `sharp`, `likeness`, `codes`; of a PDF `pages`, `words`, `codes`; or `refused`, a word."""
    try:
        for frame in confined.run("noticing", file, confined.MAKING):
            return frame.facts
    except confined.Unfit as unfit:
        return {"refused": unfit.why}
    return {"refused": "heavy"}


def distance(one: str, other: str) -> int:
    """In how many of their 64 bits two likenesses differ: up to 3 it is one picture, sent again or made smaller."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
