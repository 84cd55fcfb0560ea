"""The order of the Vietnamese dictionary, as a key that a database can sort by.

Keys are plain ASCII and compare byte by byte, so SQLite (BINARY) and PostgreSQL give one order, on the condition that
the PostgreSQL column is declared with collation "C". A key is computed when its row is saved; it is not reversible and
two different texts may share one.

Words are compared one after the other, as printed dictionaries do: first the letters (a ă â b c d đ e ê … with f j w z
as in Latin), then the tone (ngang, huyền, hỏi, ngã, sắc, nặng); so all of "Lan …" stands before all of "Làn …".
A word is written as its letters with `}` and `~` after those that come second and third (ă = `a}`, â = `a~`), then a
digit for its tone; both signs are higher than any letter, and the space between words is lower than all.
Numbers come before letters and by value: their count of digits stands in front.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from portal.kit.fold import SPELT_OUT, exact, nfc

HEADS = (
    "nghệ nhân nhân dân",
    "nghệ nhân ưu tú",
    "nghệ nhân",
    "nghệ sĩ nhân dân",
    "nghệ sĩ ưu tú",
    "nghệ sĩ",
    "họa sĩ",
    "nhạc sĩ",
    "ca sĩ",
    "thi sĩ",
    "nhà thơ",
    "nhà văn",
    "nhà báo",
    "nhà nghiên cứu",
    "nhà thiết kế",
    "nhà điêu khắc",
    "nhà giáo",
    "nhiếp ảnh gia",
    "kiến trúc sư",
    "kỹ sư",
    "luật sư",
    "bác sĩ",
    "tiến sĩ",
    "thạc sĩ",
    "thợ gốm",
    "thợ mộc",
    "thợ may",
    "thợ rèn",
    "thợ đèn lồng",
    "thợ",
    "ts",
    "ths",
    "kts",
    "ks",
)
"""What stands before a person's name and is no part of it. Not "Ông" and "Cô": they begin names too."""

_SPELT_OUT = str.maketrans({**SPELT_OUT})
_SECOND_OR_THIRD = {
    "a\u0306": "}",
    "a\u0302": "~",
    "e\u0302": "}",
    "o\u0302": "}",
    "o\u031b": "~",
    "u\u031b": "}",
}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LONGEST_NUMBER = ord("_") - ord("0")
_NUMBER_OR_WORD = re.compile("[0-9]+|[^\\W0-9_]+")
_END_OF_NAME = re.compile(r"\s*[,;(/|–—]|\s-\s")


def sort_key(text: str) -> str:
    """The sort key of any text, ASCII. Case, punctuation and the place of a tone mark in its word do not count."""
    spelt = exact(text).translate(_SPELT_OUT)
    letters = "".join(sign for sign in spelt if not unicodedata.combining(sign))
    return " ".join(_part(part) for part in _NUMBER_OR_WORD.findall(letters))


def person_sort_key(full_name: str, heads: Sequence[str] = HEADS) -> str:
    """The sort key of a person: given name, then family name, then what is between; titles in front do not count."""
    names = _names(full_name, heads)
    return sort_key(" ".join([*names[-1:], *names[:-1]]))


def given_name(full_name: str, heads: Sequence[str] = HEADS) -> str:
    """The name a person is called by, the last word: "Nghệ nhân Lê Ngọc Thuận" is "Thuận". "" for an empty name."""
    return "".join(_names(full_name, heads)[-1:])


def _part(part: str) -> str:
    return _number(part) if part[0] in "0123456789" else _word(part)


def _number(digits: str) -> str:
    value = digits.lstrip("0") or "0"
    return chr(ord("0") + min(len(value), _LONGEST_NUMBER)) + value


def _word(word: str) -> str:
    letters, tones = "", ""
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tones += _TONES[sign]
        elif sign == "đ":
            letters += "d}"
        elif unicodedata.combining(sign):
            letters += _SECOND_OR_THIRD.get(letters[-1:] + sign, "")
        elif "a" <= sign <= "z":
            letters += sign
        else:  # another script: after z, in the order of Unicode
            letters += f"{{{ord(sign):06x}"
    return letters + tones


def _names(full_name: str, heads: Sequence[str]) -> list[str]:
    own = _without_heads(nfc(full_name).split(), heads)
    return _END_OF_NAME.split(" ".join(own), maxsplit=1)[0].split() or own


def _without_heads(names: list[str], heads: Sequence[str]) -> list[str]:
    """The words after the titles; a title is taken off only while a name is left."""
    plain = [exact(name).strip(".,") for name in names]
    longest_first = _longest_first(tuple(heads))
    while head := next((h for h in longest_first if plain[: len(h)] == h and len(h) < len(plain)), None):
        plain = plain[len(head) :]
    return names[len(names) - len(plain) :]


@cache
def _longest_first(heads: tuple[str, ...]) -> list[list[str]]:
    return sorted((exact(head).split() for head in heads), key=len, reverse=True)
