from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from portal.kit import totp

SECRET = b32encode(b"12345678901234567890").decode()  # RFC 6238, appendix B
AT = datetime(2026, 11, 22, 3, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=totp.SECONDS)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds: int, expected: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code(SECRET, step, digits=8) == expected
    assert totp.code(SECRET, step) == expected[-6:]


def test_a_code_that_begins_with_noughts_keeps_them() -> None:
    steps = (step for step in range(10_000) if totp.code(SECRET, step).startswith("00"))
    assert len(totp.code(SECRET, next(steps))) == 6


def test_a_secret_is_as_long_as_apps_expect() -> None:
    assert totp.secret_of(b"12345678901234567890") == SECRET
    assert len(SECRET) == 32


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_phone_may_be_off_by_one_step(steps: int, is_good: bool) -> None:
    step = totp.step_at(AT + steps * STEP)
    found = totp.matching_step(SECRET, totp.code(SECRET, step), at=AT)
    assert found == (step if is_good else None)


def test_a_code_is_read_with_a_space_in_the_middle() -> None:
    typed = totp.code(SECRET, totp.step_at(AT))
    assert totp.matching_step(SECRET, f" {typed[:3]} {typed[3:]} ", at=AT) == totp.step_at(AT)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\0", "+12345"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert totp.matching_step(SECRET, typed, at=AT) is None


def test_no_step_counts_up_to_the_last_one_that_was_used() -> None:
    now = totp.step_at(AT)
    used = totp.code(SECRET, now)
    assert totp.matching_step(SECRET, used, at=AT, after=now - 1) == now
    assert totp.matching_step(SECRET, used, at=AT, after=now) is None
    assert totp.matching_step(SECRET, totp.code(SECRET, now - 1), at=AT, after=now) is None
