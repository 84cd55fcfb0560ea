"""Short codes that people copy by hand."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import code

codes = st.integers(0, 2**32).map(lambda seed: code.make(random.Random(seed).choice))


def test_the_alphabet_has_31_symbols_that_look_different():
    assert len(set(code.ALPHABET)) == 31
    assert not set("01IO") & set(code.ALPHABET)


@given(codes)
def test_a_new_code_is_read_as_itself_however_it_is_typed(made):
    spaced = " ".join(made.lower())
    assert code.read(made) == code.read(code.show(made)) == code.read(spaced) == made
    assert code.read(f"{made[:4]}–{made[4:]}\u00a0") == made


@given(codes)
def test_every_wrong_symbol_at_every_place_is_caught(made):
    for place in range(code.LENGTH):
        for symbol in code.ALPHABET.replace(made[place], ""):
            assert code.read(made[:place] + symbol + made[place + 1 :]) is None


@given(codes)
def test_every_swap_of_two_symbols_is_caught(made):
    for one, other in combinations(range(code.LENGTH), 2):
        swapped = list(made)
        swapped[one], swapped[other] = made[other], made[one]
        assert code.read("".join(swapped)) == (made if made[one] == made[other] else None)


@given(codes)
def test_a_missing_or_doubled_symbol_is_caught(made):
    for place in range(code.LENGTH):
        assert code.read(made[:place] + made[place + 1 :]) is None
        assert code.read(made[:place] + made[place] + made[place:]) is None


def test_one_of_31_bodies_and_checks_fits():
    body = "2345678"
    assert len([check for check in code.ALPHABET if code.read(body + check)]) == 1


@pytest.mark.parametrize("text", ["", "ABCD", "O0I1-ZZZZ", "ABCD-EFGH-JKLM", "ăbcd-efgh", "2222 222２"])
def test_what_cannot_be_a_code_is_none(text):
    assert code.read(text) is None


def test_the_seven_symbols_are_chosen_and_the_check_computed():
    asked = []

    def second(symbols):
        asked.append(symbols)
        return symbols[1]

    # 2 + 3 + … + 8 = 35, and 35 + 27 = 62 is twice 31: the check is the symbol of value 27.
    assert code.make(second) == "3333333" + code.ALPHABET[27]
    assert asked == [code.ALPHABET] * 7


def test_a_code_is_printed_in_two_halves():
    assert code.show("ABCDEFGH") == "ABCD-EFGH"
