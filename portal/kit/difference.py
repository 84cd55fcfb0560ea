"""What changed between two texts, word by word: for showing the old and the new side by side."""

from difflib import SequenceMatcher
from itertools import groupby
from re import findall
from typing import NamedTuple

LONGEST = 2_000
"""Words of either text up to which they are compared; longer ones are told apart as a whole."""

_LETTER, _GAP = r"[\S\xa0\u202f]", r"[^\S\xa0\u202f]"


class Piece(NamedTuple):
    """A stretch of a text, and whether the other text has it not."""

    text: str
    changed: bool


def sides(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """The old and the new text in pieces; those of a side together are that text again. White space is no change."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > LONGEST:
        return _whole(old, changed=old != new), _whole(new, changed=old != new)
    left: list[Piece] = []
    right: list[Piece] = []
    bare_before, bare_after = ([word.strip() for word in side] for side in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, bare_before, bare_after, autojunk=False).get_opcodes():
        left += _whole("".join(before[a:b]), changed=kind != "equal")
        right += _whole("".join(after[c:d]), changed=kind != "equal")
    return _joined(left), _joined(right)


def _words(text: str) -> list[str]:
    """Words with the white space around them; white space alone is one word. A number keeps its no-break spaces."""
    return findall(rf"{_GAP}*{_LETTER}+{_GAP}*|{_GAP}+", text)


def _whole(text: str, *, changed: bool) -> list[Piece]:
    return [Piece(text, changed)] if text else []


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [
        Piece("".join(piece.text for piece in run), changed)
        for changed, run in groupby(pieces, key=lambda piece: piece.changed)
    ]
