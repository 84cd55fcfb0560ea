"""Numbers as each language writes them: 1.000.000 and 8,25 · 1,000,000 and 8.25 · 1 000 000 and 8,25."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from portal.kit.say import N_, Refused, in_language

NO_BREAK_SPACE = "\u00a0"
NARROW_SPACE = "\u202f"

_GROUP_AND_DECIMAL = {"vi": (".", ","), "en": (",", "."), "fr": (NARROW_SPACE, ",")}
_KILOBYTE = {"vi": "KB", "en": "KB", "fr": "Ko"}
_MEGABYTE = {"vi": "MB", "en": "MB", "fr": "Mo"}
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_LONGEST = 40
_NOT_A_NUMBER = N_("Write a number, for example 12 or 8,25.")


@lru_cache(maxsize=2_000, typed=True)
def show(n: int | float | Decimal, lang: str, decimals: int | None = None) -> str:
    """A finite number below 10^20, grouped by thousands, in the marks of a language ("vi", "en", "fr").

    With `decimals` exactly so many, a half rounded away from zero; without, as many as it has and no zero at the end.
    Raises ValueError for what is not finite.
    """
    if decimals is None and type(n) is int:
        return _marked(f"{n:,}", lang)
    value = Decimal(str(n))
    if not value.is_finite():
        raise ValueError(f"{n} cannot be shown: not a finite number")
    if decimals is None:
        text = _without_end_zeros(f"{value + 0:,f}")
    else:
        # "+ 0" turns the -0 that rounding can leave into a plain 0.
        text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0:,f}"
    return _marked(text, lang)


def _marked(text: str, lang: str) -> str:
    """The text of a number with the marks of a language in the place of the English ones."""
    group, point = in_language(_GROUP_AND_DECIMAL, lang)
    return text.translate({ord(","): group, ord("."): point})


def parse(text: str) -> Decimal:
    """A typed number, with comma or point: "8,25", "8.25", "-3", "1.000.000", "1,000,000.5", "1 000".

    One comma or point alone is the decimal mark ("8.250" is a score, not eight thousand; for money see `money.parse`);
    two or more of the same, or one before the other, group thousands. Raises Refused for anything else.
    """
    typed = " ".join(text.split()).replace("−", "-")
    if len(typed) > _LONGEST:
        raise Refused(_NOT_A_NUMBER)
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    if grouped := _GROUPED.fullmatch(typed):
        return Decimal(typed.replace(grouped[1], "").replace(",", "."))
    raise Refused(_NOT_A_NUMBER)


def bytes_kb(n: int, lang: str) -> str:
    """A weight in bytes (>= 0) as kilobytes of 1000: "21 KB", in French "21 Ko"; below 10 with one decimal."""
    kilobytes = Decimal(n) / 1000
    rounded = kilobytes.quantize(Decimal("0.1" if kilobytes < 10 else "1"), ROUND_HALF_UP)
    return f"{show(rounded, lang)}{NO_BREAK_SPACE}{in_language(_KILOBYTE, lang)}"


def size(n: int, lang: str) -> str:
    """How large a file is, as people say it: kilobytes below a megabyte of 1,000,000, from there "18.2 MB"."""
    if n < 1_000_000:
        return bytes_kb(n, lang)
    megabytes = (Decimal(n) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{show(megabytes, lang)}{NO_BREAK_SPACE}{in_language(_MEGABYTE, lang)}"


def _without_end_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
