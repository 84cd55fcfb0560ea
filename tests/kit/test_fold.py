"""Vietnamese text made comparable, with and without its marks."""

import sqlite3
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.fold import clean, exact, fold, nfc, slug, words

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựiìỉĩíịyỳỷỹýỵdđ"
TYPED = VIETNAMESE + VIETNAMESE.upper() + "bcdghklmnpqrstvxfjwz0129 -'’“…ßœðÐ½²\u00ad\u200b"


def texts_of(*signs):
    return st.lists(st.one_of(*signs), max_size=12).map("".join)


def between(first, last):
    return st.integers(first, last).map(chr)


# Letters of Vietnamese and other Latin languages, any mark after any of them.
typed = texts_of(st.sampled_from(TYPED), between(0, 0x24F), between(0x300, 0x36F))
anything = texts_of(st.sampled_from(TYPED), between(0, 0x10FFFF))


def nfd(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đèn lồng", "den long"),
        ("Đặng", "dang"),
        ("đan tre", "dan tre"),
        ("HỘI AN", "hoi an"),
        ("  Làng   gốm\u00a0Thanh\tHà ", "lang gom thanh ha"),
        ("Nguyễn Ưu Tú, Ễ Ộ Ợ Ử", "nguyen uu tu, e o o u"),
        ("Cœur d’or", "coeur d'or"),
        ("Ðà Nẵng", "da nang"),
        ("xin\u00adchào", "xinchao"),
        ("한국 東京", "한국 東京"),
        ("", ""),
        ("Đ", "d"),
    ],
)
def test_folding_drops_the_marks_and_keeps_every_letter(text, folded):
    assert fold(text) == folded


def test_all_vietnamese_letters_fold_to_their_plain_letter():
    assert fold(VIETNAMESE.upper()) == "a" * 18 + "e" * 12 + "o" * 18 + "u" * 12 + "i" * 6 + "y" * 6 + "dd"


@pytest.mark.parametrize("form", [fold, exact, slug])
@given(text=typed)
def test_composed_and_decomposed_input_are_one(form, text):
    assert form(nfd(text)) == form(nfc(text))


@pytest.mark.parametrize("form", [fold, exact, slug, clean, lambda text: clean(text, lines=True)])
@given(text=st.one_of(typed, anything))
def test_doing_it_twice_changes_nothing(form, text):
    assert form(form(text)) == form(text)


@given(text=st.one_of(typed, anything))
def test_the_exact_form_folds_to_the_folded_form(text):
    assert fold(exact(text)) == fold(text)


def test_the_exact_form_keeps_the_tone_that_tells_words_apart():
    assert exact("Bún") == "bún"
    assert exact("bún") != exact("bùn")
    assert fold("bún") == fold("bùn")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hòa", "Hoà"),
        ("hóa học", "hoá học"),
        ("khỏe", "khoẻ"),
        ("lõa xõa", "loã xoã"),
        ("họa sĩ", "hoạ sĩ"),
        ("Thủy", "Thuỷ"),
        ("tùy ý", "tuỳ ý"),
        ("lũy tre", "luỹ tre"),
        ("qúy", "quý"),
        ("HÒA HƯƠNG", "HOÀ HƯƠNG"),
        ("hòan", "hoàn"),
    ],
)
def test_old_and_new_places_of_the_tone_are_one_word(old, new):
    assert exact(old) == exact(new) == new.lower()
    assert exact(nfd(old)) == exact(nfd(new))


@pytest.mark.parametrize("word", ["của", "mùa", "hoặc", "thuở", "hồi", "cười", "mượn", "khuỷu", "ngoèo", "quả", "già"])
def test_a_tone_that_has_only_one_place_stays(word):
    assert exact(word) == word


def test_typographic_marks_become_the_plain_ones():
    assert exact("“Bếp” – L’Atelier… «Hội An»") == '"bếp" - l\'atelier... "hội an"'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Đèn lồng Hội An", "den-long-hoi-an"),
        ("  Gói 2: “Đặng & Đỗ” ", "goi-2-dang-do"),
        ("!!!", ""),
        ("", ""),
        ("東京", ""),
    ],
)
def test_a_slug_holds_plain_letters_digits_and_single_dashes(text, address):
    assert slug(text) == address


def test_cleaning_takes_away_what_nobody_sees():
    assert clean("Hội\x00 An\u202e \u200bđẹp\ud800\ufeff") == "Hội An đẹp"


def test_cleaning_makes_one_line_with_single_spaces():
    assert clean(" một\r\nhai\t ba\u2028bốn ") == "một hai ba bốn"


def test_cleaning_with_lines_keeps_paragraphs():
    assert clean("\n một \r\n\r\n\r\n\r\nhai\u2029ba\tbốn\x07\n", lines=True) == "một\n\nhai\nba bốn"


def test_cleaning_composes_and_leaves_joined_emoji_whole():
    assert clean(nfd("Hội") + " 👩\u200d🎨") == "Hội 👩\u200d🎨"


def test_what_is_cleaned_can_be_written_as_utf_8():
    every_sign = "".join(map(chr, range(0x10000)))
    clean(every_sign).encode()
    assert not [sign for sign in clean(every_sign) if unicodedata.category(sign) in ("Cc", "Cs")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lò gốm, thanh hà!", ["lò", "gốm", "thanh", "hà"]),
        ("l'atelier 3.5 a4", ["l", "atelier", "3", "5", "a4"]),
        ("", []),
        ("-", []),
        ("q\u0303 \u0303", ["q\u0303"]),
        ("\ue000x", ["\ue000x"]),
    ],
)
def test_words_are_runs_of_letters_and_digits(text, found):
    assert words(text) == found


@cache
def fts5():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 0')")
    db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')")
    return db


def split_by_sqlite(text):
    fts5().execute("DELETE FROM texts")
    fts5().execute("INSERT INTO texts VALUES (?)", [text])
    return [term for (term,) in fts5().execute('SELECT term FROM terms ORDER BY "offset"')]


def is_settled(sign):
    """Signs whose kind has not changed since Unicode 3.2: SQLite and Python have tables of different years."""
    return unicodedata.ucd_3_2_0.category(sign) == unicodedata.category(sign) != "Cn"


@pytest.mark.parametrize("form", [fold, exact])
@given(text=texts_of(st.sampled_from(TYPED), between(0, 0x2FFF)))
def test_words_are_split_where_sqlite_splits(form, text):
    text = "".join(filter(is_settled, text))
    visible = form(clean(text))
    # Lengths, because SQLite may fold a rare letter once more (the micro sign to a Greek mu).
    assert list(map(len, words(visible))) == list(map(len, split_by_sqlite(visible)))
