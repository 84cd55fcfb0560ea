"""Amounts of đồng: whole numbers, typed in every way people type them, shown and read out.

There is no xu, so no amount has decimals. An amount that is typed is read back in words before it is saved.
"""

import re
from decimal import Decimal

from portal.kit import numbers
from portal.kit.fold import fold
from portal.kit.numbers import NO_BREAK_SPACE
from portal.kit.say import N_, Refused

CEILING = 100_000_000_000
"""The most that is taken without being asked twice: 100 billion đồng."""

_THOUSAND, _MILLION, _BILLION = 10**3, 10**6, 10**9
_UNITS = {
    "": 1,
    "k": _THOUSAND,
    "nghin": _THOUSAND,
    "ngan": _THOUSAND,
    "tr": _MILLION,
    "trieu": _MILLION,
    "ty": _BILLION,
    "ti": _BILLION,
}
_UNIT = "ty|ti|trieu|tr|nghin|ngan|k"
_PART = re.compile(rf"([0-9][0-9., ]*)({_UNIT})?")
_PARTS = re.compile(rf"[0-9][0-9., ]*(?:(?:{_UNIT})[0-9][0-9., ]*)*(?:{_UNIT})?")
_CURRENCY = re.compile(r"^(?:₫|vnd|d)\s*|\s*(?:₫|vnd|dong|d)$")
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]00?)?")
_LONGEST = 60

_UNREADABLE = N_("Write an amount in đồng, for example 1.500.000, 500k or 1,5 triệu.")
_TWO_READINGS = N_("This amount can be read in two ways. Write it in full, for example 1.500.000.")
_NEGATIVE = N_("An amount of money cannot be below zero.")
_TOO_LARGE = N_("This is more than 100 billion đồng. Check the zeros.")

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SIZES = ((_BILLION, "tỷ"), (_MILLION, "triệu"), (_THOUSAND, "nghìn"))


def parse(text: str, *, allow_large: bool = False) -> int:
    """A typed amount in đồng: `1500000`, `1.500.000`, `1,500,000`, `500k`, `1tr`, `1,5tr`, `1tr5`, `2 triệu rưỡi`,
    `1 tỷ 200 triệu`, with or without ₫, đ, đồng, VND. `1.500` is one thousand five hundred.

    Raises Refused for what is below zero, has xu, can be read in two ways (`1,500 triệu`), is more than 100 billion
    (unless `allow_large`, after the person has confirmed it) or is no amount at all.
    """
    typed = fold(text)
    if typed.startswith("-"):
        raise Refused(_NEGATIVE)
    typed = _CURRENCY.sub("", typed)
    # Spaces stay only between digits, where they can group thousands.
    typed = re.sub(r"(?<=\D) | (?=\D)", "", typed)
    typed = re.sub(r"(?<=[a-z])ruoi$", "5", typed)
    if len(typed) > _LONGEST or not _PARTS.fullmatch(typed):
        raise Refused(_UNREADABLE)
    amount = _sum(_PART.findall(typed))
    if amount > CEILING and not allow_large:
        raise Refused(_TOO_LARGE)
    return amount


def show(amount: int, lang: str) -> str:
    """An amount of đồng for reading: "1.500.000 ₫", in English "₫1,500,000", in French "1 500 000 ₫" (CLDR's patterns).

    The spaces do not break, the French ones between thousands are narrow.
    """
    if lang in ("vi", "fr"):
        return f"{numbers.show(amount, lang)}{NO_BREAK_SPACE}₫"
    return f"{'-' if amount < 0 else ''}₫{numbers.show(abs(amount), lang)}"


def in_words_vi(amount: int) -> str:
    """An amount of đồng (0 to 10^18 - 1) read out: "một triệu năm trăm nghìn đồng".

    Raises ValueError outside that range.
    """
    if not 0 <= amount < 10**18:
        raise ValueError(f"{amount} đồng cannot be read out")
    return f"{' '.join(_read(amount)) or _DIGITS[0]} đồng"


def _sum(parts: list[tuple[str, str]]) -> int:
    """The sum of "1 tỷ 200 triệu": each part less than the unit before it, a last part without unit its decimals."""
    total, above = Decimal(0), 0
    for digits, unit in parts:
        if above and not unit and re.fullmatch("[0-9]{1,3}", digits):  # "1tr5" is 1,5 triệu
            value = Decimal(above) * int(digits) / 10 ** len(digits)
        else:
            value = _value(digits, unit) * _UNITS[unit]
        if above and value >= above:
            raise Refused(_UNREADABLE)
        total, above = total + value, _UNITS[unit]
    if total != int(total):
        raise Refused(_UNREADABLE)
    return int(total)


def _value(digits: str, unit: str) -> Decimal:
    if unit and re.fullmatch("[1-9][0-9]{0,2},[0-9]{3}", digits):
        raise Refused(_TWO_READINGS)
    if grouped := _GROUPED.fullmatch(digits):
        return Decimal(re.sub("[., ]", "", grouped[1]))
    if re.fullmatch("[0-9]+(?:[.,]00?)?", digits) or (unit and re.fullmatch("[0-9]+[.,][0-9]+", digits)):
        return Decimal(digits.replace(",", "."))
    raise Refused(_UNREADABLE)


def _read(n: int, *, after_more: bool = False) -> list[str]:
    """The words of n, none for 0; after a larger unit the next group is read in full, "không trăm linh năm"."""
    for size, name in _SIZES:
        if n >= size:
            return [*_read(n // size, after_more=after_more), name, *_read(n % size, after_more=True)]
    return _read_hundreds(n, after_more=after_more)


def _read_hundreds(n: int, *, after_more: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    if n == 0:
        return []
    words = [_DIGITS[hundreds], "trăm"] if hundreds or after_more else []
    if 0 < rest < 10 and words:
        return [*words, "linh", _DIGITS[rest]]
    return [*words, *_read_tens(rest)]


def _read_tens(n: int) -> list[str]:
    tens, ones = divmod(n, 10)
    if tens == 0:
        return [_DIGITS[ones]] if ones else []
    if tens == 1:
        return ["mười", *([] if ones == 0 else ["lăm"] if ones == 5 else [_DIGITS[ones]])]
    # After mươi one is mốt, four tư and five lăm.
    changed = {0: [], 1: ["mốt"], 4: ["tư"], 5: ["lăm"]}
    return [_DIGITS[tens], "mươi", *changed.get(ones, [_DIGITS[ones]])]
