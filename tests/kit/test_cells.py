"""Cells that spreadsheets open: nothing of ours is computed there, and everything comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.kit.cells import escaped, unescaped


@pytest.mark.parametrize("text", ["=1+1", "+84905123456", "-5", "@SUM(A1)", "\tx", "\rx", "'=1", "''@x"])
def test_a_text_that_a_spreadsheet_would_compute_gets_an_apostrophe(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Nhà Tơ", "a=b", "'", "'Tơ'", "5-6", " =1"])
def test_any_other_text_is_a_cell_as_it_is(text: str) -> None:
    assert escaped(text) == text
    assert unescaped(text) == text


def test_a_live_formula_stays_plain_text() -> None:
    assert unescaped('=HYPERLINK("x")') == '=HYPERLINK("x")'


@given(some.text(alphabet=some.sampled_from("'=+-@\t\ra1"), max_size=6))
def test_what_was_escaped_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
