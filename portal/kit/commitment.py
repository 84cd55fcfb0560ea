"""The seal of a ballot: h = SHA-256(canonical JSON || salt), published when it is locked, opened when all are.

Who has the ballot and its salt can make h again; who has h alone learns nothing, as the salt has 256 random bits. The
ballot names its juror (by pseudonym), entry and round itself, so that no seal fits another ballot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from hmac import compare_digest
from typing import Any, NamedTuple

from portal.kit import canonical

SALT_BYTES = 32
TENTHS = range(101)
"""The points that a score can have, in tenths."""


class Altered(NamedTuple):
    """The one score by which a ballot differs from the sealed one; None says "not applicable"."""

    criterion: str
    now: int | None
    sealed: int | None


def seal(ballot: Mapping[str, Any], salt: str) -> str:
    """The seal, 64 hexadecimal digits. `salt` is 64 hexadecimal digits; raises ValueError for another one, and for a
    ballot that JSON cannot hold."""
    made = bytes.fromhex(salt)
    if len(made) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(canonical.data(ballot) + made).hexdigest()


def fits(ballot: Mapping[str, Any], salt: str, sealed: str) -> bool:
    """Whether an opened ballot is the one that was sealed."""
    try:
        return compare_digest(seal(ballot, salt), sealed)
    except (ValueError, TypeError):
        return False


def altered(ballot: Mapping[str, Any], salt: str, sealed: str) -> Altered | None:
    """Which score was changed since the sealing, when it is one: every other value of every score is tried.

    `ballot["scores"]` holds tenths of a point by criterion.
    """
    scores: Mapping[str, int | None] = ballot["scores"]
    for criterion, points in _other_scores(scores):
        if fits({**ballot, "scores": {**scores, criterion: points}}, salt, sealed):
            return Altered(criterion, scores[criterion], points)
    return None


def _other_scores(scores: Mapping[str, int | None]) -> Iterator[tuple[str, int | None]]:
    for criterion in sorted(scores):
        yield from ((criterion, points) for points in (*TENTHS, None) if points != scores[criterion])
