"""One way of writing JSON down."""

import hashlib
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import canonical


def double(bits):
    return struct.unpack(">d", bytes.fromhex(bits))[0]


def test_numbers_are_written_as_rfc_8785_shows():
    """Appendix B of the RFC."""
    shown = {
        "0000000000000000": "0",
        "8000000000000000": "0",
        "0000000000000001": "5e-324",
        "8000000000000001": "-5e-324",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992",
        "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22",
        "44b52d02c7e14af6": "1e+23",
        "44b52d02c7e14af7": "1.0000000000000001e+23",
        "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef4f": "999999999999999900000",
        "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332",
        "41b3de4355555557": "333333333.33333343",
        "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2",
    }
    assert {bits: canonical.text(double(bits)) for bits in shown} == shown


def test_keys_stand_in_the_order_of_their_utf16_units_and_strings_are_hardly_escaped():
    """Section 3.2.3 of the RFC, and its strings."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = canonical.text(dict.fromkeys(keys, 0))
    assert list(json.loads(written)) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert canonical.text('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    assert canonical.text({"b": [1.0, True, None], "a": "Hội An"}) == '{"a":"Hội An","b":[1,true,null]}'


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_what_is_written_reads_back_and_is_written_the_same_again(value):
    written = canonical.text(value)
    assert canonical.read(written) == value
    assert canonical.text(canonical.read(written)) == written
    assert canonical.sha256(value) == hashlib.sha256(written.encode()).hexdigest()


def test_what_has_no_canonical_form_is_refused():
    for value in (float("nan"), float("inf"), 2**53, {1: 2}, {"a": object()}, b"bytes", "\ud800", {"\udc00": 1}):
        with pytest.raises(ValueError):
            canonical.text(value)
    for written in ('{"a": 1, "a": 2}', "[NaN]", "[-Infinity]", "{", ""):
        with pytest.raises(ValueError):
            canonical.read(written)
