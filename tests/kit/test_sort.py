"""The order of the Vietnamese dictionary."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.sort import given_name, person_sort_key, sort_key

LETTERS = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def in_order(texts, key=sort_key):
    mixed = list(texts)
    random.Random(7).shuffle(mixed)
    return sorted(mixed, key=key)


@pytest.mark.parametrize(
    "texts",
    [
        ["An", "Ăn", "Ân", "Bình", "Dung", "Đà", "Đức", "Em", "Êm", "Oanh", "Ô", "Ơn", "Phố", "Tư", "Uyên", "Ưu", "Vy"],
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["ba", "bà", "bá con", "bạ", "bác", "băm", "bấm", "bong", "bông", "bơ"],
        ["Lan Anh", "Lan Phương", "Làn An", "Lăng"],
        ["Gói 2", "Gói 9", "Gói 10", "Gói 100", "Gói A"],
        ["1 tháng 6", "25", "Áo dài"],
        ["zebra", "я", "東京"],
        ["Mì", "Mì Quảng", "Mì Quảng bà Lan"],
    ],
)
def test_texts_stand_as_in_the_dictionary(texts):
    assert in_order(texts) == texts


syllables = st.tuples(
    st.text(LETTERS, max_size=3), st.sampled_from("aăâeêioôơuưy"), st.sampled_from(TONES), st.text(LETTERS, max_size=2)
)


@given(syllables, syllables)
def test_syllables_compare_by_letters_and_then_by_tone(one, other):
    def place(syllable):
        before, vowel, tone, after = syllable
        return [LETTERS.index(letter) for letter in before + vowel + after], TONES.index(tone)

    def key(syllable):
        before, vowel, tone, after = syllable
        return sort_key(unicodedata.normalize("NFC", before + vowel + tone + after))

    assert (key(one) < key(other), key(one) == key(other)) == (place(one) < place(other), place(one) == place(other))


@given(small=st.integers(0, 10**20), large=st.integers(0, 10**20))
def test_numbers_compare_by_value(small, large):
    assert (sort_key(f"Gói {small}") < sort_key(f"Gói {large}")) == (small < large)


@given(st.lists(st.integers(0, 0x10FFFF).map(chr), max_size=12).map("".join))
def test_a_key_is_ascii_without_controls_so_bytes_decide_everywhere(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "hoà"),
        ("“Đêm rằm” phố cổ", "đêm rằm – phố cổ"),
        ("Cœur", "coeur"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("Gói 02", "Gói 2"),
        (unicodedata.normalize("NFD", "Thượng"), "Thượng"),
        ("façade", "facade"),
        ("q\u0303a", "qa"),
    ],
)
def test_writings_of_one_word_share_a_key(one, other):
    assert sort_key(one) == sort_key(other)


def test_a_number_too_long_to_count_still_has_a_key():
    assert sort_key("9" * 90).isascii()


def test_people_stand_by_given_name_then_family_name():
    people = ["Trần Văn An", "Lê Thị Ánh", "Phạm Đình Bảo", "Đỗ Thị Bảo", "Nguyễn Quốc Dân", "Võ Đạt"]
    assert in_order(people, person_sort_key) == [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Đỗ Thị Bảo",
        "Phạm Đình Bảo",
        "Nguyễn Quốc Dân",
        "Võ Đạt",
    ]


@pytest.mark.parametrize(
    ("full_name", "given_one"),
    [
        ("Nghệ nhân Lê Ngọc Thuận", "Thuận"),
        ("Hoạ sĩ Nguyễn Quốc Dân", "Dân"),
        ("NGHỆ NHÂN ƯU TÚ, thợ gốm Lê Văn Nhật", "Nhật"),
        ("KTS. Võ Trọng Nghĩa", "Nghĩa"),
        ("Le Ngoc Thuan, driftwood artist", "Thuan"),
        ("Huỳnh Ri (Thanh Hà)", "Ri"),
        ("Ông Ích Khiêm", "Khiêm"),
        ("Thợ Gốm", "Gốm"),
        ("Tân", "Tân"),
        ("(", "("),
        ("", ""),
    ],
)
def test_the_given_name_is_the_last_word_of_the_name_itself(full_name, given_one):
    assert given_name(full_name) == given_one


def test_a_title_does_not_move_a_person_in_the_list():
    assert person_sort_key("Nghệ nhân Nguyễn Viết Lâm") == person_sort_key("Nguyễn Viết Lâm")
    assert person_sort_key("Ông Ích Khiêm") != person_sort_key("Ích Khiêm")


def test_titles_can_be_named_by_the_caller():
    assert person_sort_key("Thầy Nguyễn An", heads=["thầy"]) == person_sort_key("Nguyễn An")
