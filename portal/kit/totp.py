"""The six digits of an authenticator app: TOTP (RFC 6238) as every app speaks it, SHA-1, a new code each 30 seconds."""

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from hashlib import sha1

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
"""As long as a SHA-1 digest (RFC 4226 §4, R6)."""
DRIFT = 1
"""Steps by which the clock of a phone may be off (RFC 6238 §5.2)."""


def secret_of(random: bytes) -> str:
    """`SECRET_BYTES` random bytes as apps take them: 32 letters and digits in base 32."""
    return b32encode(random).decode()


def step_at(at: datetime) -> int:
    """The number of the time step: thirties of seconds since 1970."""
    return int(at.timestamp()) // SECONDS


def code(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """The code of one time step (RFC 4226 §5.3)."""
    digest = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def matching_step(secret: str, typed: str, *, at: datetime, after: int | None = None) -> int | None:
    """The time step whose code was typed, with or without a space; None when it is none of these minutes.

    No step up to `after` counts: a code that was used is never good again.
    """
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    now = step_at(at)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if (after is None or step > after) and hmac.compare_digest(code(secret, step), digits):
            return step
    return None
