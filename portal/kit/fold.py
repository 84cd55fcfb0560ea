"""Vietnamese text as people type it, made comparable: with its tone marks (`exact`) and without (`fold`).

Input arrives composed or decomposed (NFC, NFD), with đ or the Icelandic ð of old code pages, with curly or plain
quotes, and with the tone of `hoà` on either letter. Every text that is stored goes through `clean`; every text that
is searched goes through `exact` or `fold`, and so does every query.
"""

import re
import unicodedata

SPELT_OUT = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"}
"""Small letters that Unicode does not decompose, as plain letters: what a French name holds is found without œ."""

# U+00D0 and U+0189 look like Đ and stand for it in texts that came through old code pages.
_REAL_D = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_PLAIN_MARKS = {
    **dict.fromkeys("‘’‚‛ʼ′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_TYPED = str.maketrans({**_REAL_D, **_PLAIN_MARKS})
_UNDIVIDED = str.maketrans({"đ": "d", **SPELT_OUT})

_TONE = "[\u0300\u0301\u0303\u0309\u0323]"
_TONE_ON_FIRST_VOWEL = re.compile(rf"(o)({_TONE})([ae])(?![\u0300-\u036f])|(u)({_TONE})(y)(?![\u0300-\u036f])")

# The marks that SQLite's unicode61 lets stand inside a word (sqlite3Fts5UnicodeIsdiacritic).
_MARKS_INSIDE = frozenset(
    "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u031b"
    "\u0323\u0324\u0325\u0326\u0327\u0328\u032d\u032e\u0330\u0331"
)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, save tab and the line ends
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they can show one text and hold another
    "\u200b\u2060\ufeff"  # spaces of no width
    "\ud800-\udfff]"  # halves of a surrogate pair: no database can store them
)


def nfc(text: str) -> str:
    """The text in Unicode form C, the form everything is stored in."""
    return unicodedata.normalize("NFC", text)


def clean(text: str, *, lines: bool = False) -> str:
    """The text as it may be stored: NFC, no control or bidi characters, no space at either end, single spaces.

    With `lines` the line breaks stay (as "\\n", at most one empty line in a row); without, they become spaces.
    Joiners of zero width stay: emoji and some scripts need them. Cleaning twice changes nothing.
    """
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    if not lines:
        return nfc(_single_spaced(text))
    rows = "\n".join(_single_spaced(row) for row in text.split("\n"))
    return nfc(re.sub(r"\n{3,}", "\n\n", rows).strip("\n"))


def fold(text: str) -> str:
    """The text for a search without marks: "Đèn  LỒNG" is "den long".

    NFD, combining marks dropped, lower case, đ to d, œ to oe, single spaces; quotes and dashes plain.
    Folding twice changes nothing, and `fold(exact(text)) == fold(text)`.
    """
    parts = unicodedata.normalize("NFD", _visible(text))
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return _single_spaced(nfc(bare).lower().translate(_UNDIVIDED))


def exact(text: str) -> str:
    """The text for a search with marks: NFC, lower case, single spaces, quotes and dashes plain.

    The tone of an open oa, oe, uy stands on the second vowel, the newer of the two spellings in use: `hòa` and `hoà`,
    `khỏe` and `khoẻ`, `thủy` and `thuỷ` are one word, and so are `quý` and the slip `qúy`. The choice between i and y
    (`Mỹ`, `Mĩ`) is a spelling, not a placement, and is left alone.
    """
    parts = unicodedata.normalize("NFD", _visible(text).lower())
    return _single_spaced(nfc(_TONE_ON_FIRST_VOWEL.sub(r"\1\4\3\6\2\5", parts)))


def slug(text: str) -> str:
    """The text as a piece of an address: "Đèn lồng Hội An" is "den-long-hoi-an". "" when no letter or digit is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def words(text: str) -> list[str]:
    """The words of a folded or exact text, in order, split where SQLite's FTS5 tokenizer unicode61 splits.

    A word is letters, digits and private-use characters; a combining mark goes on with a word but begins none.
    SQLite's tables stand at Unicode 6.1: letters that are younger it may split otherwise.
    """
    found: list[str] = []
    word = ""
    for sign in text:
        if _is_of_a_word(sign) or (word and sign in _MARKS_INSIDE):
            word += sign
        elif word:
            found.append(word)
            word = ""
    return [*found, word] if word else found


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _visible(text: str) -> str:
    """NFC without invisible format characters (soft hyphens, joiners), with plain quotes and a real đ."""
    seen = text if text.isascii() else "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return nfc(seen).translate(_TYPED)


def _is_of_a_word(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] in "LN" or kind == "Co"
