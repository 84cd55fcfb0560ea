"""One way of writing JSON down, so that the same values always have the same bytes and the same sum: RFC 8785.

Keys stand in the order of their UTF-16 code units, no spaces, strings escaped no more than JSON demands, numbers as
ECMAScript writes them (8.0 is "8", 1e21 is "1e+21"), UTF-8. Text is not normalised: é in one sign or in two differs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

_LARGEST = 2**53 - 1
_LONG = 18
"""Signs of a whole number that may still be exact."""
_LONE = re.compile(r"[\ud800-\udfff]")


def text(value: Any) -> str:
    """The canonical JSON of a value: None, bool, int (to 2^53 - 1), float, str, lists and mappings with str keys.

    Raises ValueError for anything else, for numbers that are not finite, and for half of a surrogate pair.
    """
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        keys = sorted(value, key=_utf16)
        return "{" + ",".join(f"{_string(key)}:{text(value[key])}" for key in keys) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join(map(text, value)) + "]"
    raise ValueError(f"{type(value).__name__} has no canonical JSON")


def data(value: Any) -> bytes:
    """The bytes of the canonical JSON, over which sums are made."""
    return text(value).encode()


def sha256(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(data(value)).hexdigest()


def read(written: str) -> Any:
    """The value of a JSON text; whole numbers beyond 2^53 - 1 are floats. Raises ValueError for what is no JSON, for a
    key that stands twice, and for NaN and Infinity."""
    return json.loads(written, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole)


def _string(value: Any) -> str:
    if not isinstance(value, str) or _LONE.search(value):
        raise ValueError("keys and strings are whole Unicode text")
    return json.dumps(value, ensure_ascii=False)


def _utf16(key: Any) -> bytes:
    return key.encode("utf-16-be", "surrogatepass") if isinstance(key, str) else b""


def _number(value: int | float) -> str:
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"{value} is not exact in every reader of JSON")
        return str(value)
    if not isfinite(value):
        raise ValueError("only finite numbers can be written")
    sign, digits, shift = Decimal(repr(value)).normalize().as_tuple()
    return ("-" if sign and value else "") + _ecmascript("".join(map(str, digits)), int(shift) + len(digits))


def _ecmascript(digits: str, point: int) -> str:
    """The shortest digits with the decimal point after so many of them, as Number::toString of ECMA-262 has it."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+}"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice")
    return made


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONG and abs(int(digits)) <= _LARGEST else float(digits)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
