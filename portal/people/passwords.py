"""Passwords: which ones are good enough, and how they are kept (Argon2id).

Hashing and comparing take 70 ms and 19 MiB each: never inside a write transaction.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import CHEAPEST

from portal.kit.fold import fold, nfc
from portal.kit.say import N_, Refused

STRONG = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)  # as OWASP advises
SHORTEST, LONGEST = 8, 200
COMMON = Path(__file__).parent / "seed" / "common-passwords.txt"

_ENDING = re.compile(r"[0-9@!.#$*_-]{1,6}$")
_hasher = [STRONG]
# Twin of a real hash for people who are unknown or have no password yet; 32 zero bytes, which no password gives.
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmUhIQ$" + "A" * 43


def be_quick() -> None:
    """For tests: the cheapest hashes, safe for nobody."""
    _hasher[0] = PasswordHasher.from_parameters(CHEAPEST)


def hashed(password: str) -> str:
    """The hash to keep. The same password typed on a Mac (decomposed letters) and elsewhere gives the same access."""
    return _hasher[0].hash(nfc(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one behind a kept hash; without one, just as long and then False."""
    try:
        return _hasher[0].verify(kept or _NOBODYS, nfc(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, *, own: tuple[str, ...] = ()) -> None:
    """Raises Refused for a password that others would guess. `own` are words that are known of the person."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(
            N_("A password has %(shortest)s to %(longest)s characters."),
            field="password", values={"shortest": SHORTEST, "longest": LONGEST},
        )  # fmt: skip
    said = _bare(password)
    if said in {_bare(word) for word in own}:
        raise Refused(N_("Your own phone number or mail address is the first thing others try."), field="password")
    if said in _common() or _ENDING.sub("", said) in _common() or len(set(said)) < 3:
        raise Refused(N_("Many people use this password, so it is tried first. Take three words of your own."),
                      field="password")  # fmt: skip


def _bare(word: str) -> str:
    return fold(word).replace(" ", "")


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())
