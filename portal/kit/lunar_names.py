"""How days, months and years of the lunar calendar are called: in words, in short, and by stem and branch (can chi)."""

from datetime import date

from portal.kit.lunar import LunarDay
from portal.kit.say import in_language

_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
_MONTHS = ("Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Chạp")
_FULL_MOON = 15

_MONTH = {"vi": "tháng {}", "en": "{} lunar month", "fr": "{} mois lunaire"}
_LEAP_MONTH = {"vi": "tháng {} nhuận", "en": "leap {} lunar month", "fr": "{} mois lunaire intercalaire"}
_DAY_OF_MONTH = {"vi": "{} {} âm lịch", "en": "{} of the {}", "fr": "{} jour du {}"}
_WITH_YEAR = {"vi": "{} {}, năm {}", "en": "{} of the {}, year {}", "fr": "{} jour du {}, année {}"}


def short(lunar: LunarDay) -> str:
    """Day and month for the cell of a month page: "1/7"; in a leap month "14/6+"."""
    return f"{lunar.day}/{lunar.month}{'+' if lunar.leap else ''}"


def in_line(lunar: LunarDay, lang: str) -> str:
    """A lunar day in a line of text, its year left out.

    "14 tháng Mười Một âm lịch", "14th of the 11th lunar month", "14e jour du 11e mois lunaire".
    """
    return of_month(lunar.day, lunar.month, lang, leap=lunar.leap)


def of_month(day_of_month: int, month_of_year: int, lang: str, *, leap: bool = False) -> str:
    """The same of a day in any year, as a rule names it: "mùng 7 tháng Giêng âm lịch"."""
    return in_language(_DAY_OF_MONTH, lang).format(day(day_of_month, lang), month(month_of_year, lang, leap=leap))


def with_year(lunar: LunarDay, lang: str) -> str:
    """A lunar day and its year: "mùng 1 tháng Bảy, năm Ất Tỵ", "1st of the 7th lunar month, year Ất Tỵ"."""
    days, months = day(lunar.day, lang), month(lunar.month, lang, leap=lunar.leap)
    return in_language(_WITH_YEAR, lang).format(days, months, year(lunar.year))


def day(number: int, lang: str) -> str:
    """The name of a day of the month (1 to 30): "mùng 7", "rằm", "23"; "7th"; "7e"."""
    if lang == "vi":
        return "rằm" if number == _FULL_MOON else f"mùng {number}" if number <= 10 else str(number)
    return ordinal(number, lang)


def month(number: int, lang: str, *, leap: bool = False) -> str:
    """The name of a month (1 to 12): "tháng Giêng", "tháng Sáu nhuận"; "leap 6th lunar month"; "1er mois lunaire"."""
    name = _MONTHS[number - 1] if lang == "vi" else ordinal(number, lang)
    return in_language(_LEAP_MONTH if leap else _MONTH, lang).format(name)


def year(number: int) -> str:
    """A lunar year by stem and branch, the same in every language: 2026 is "Bính Ngọ"."""
    return _can_chi(number - 4)


def month_by_stem(lunar: LunarDay) -> str:
    """The month of a lunar day by stem and branch; a leap month has those of the month before."""
    return _can_chi(12 * lunar.year + lunar.month + 13)


def day_by_stem(solar: date) -> str:
    """A day by stem and branch, sixty days in a round: 1 January 2000 was "Mậu Ngọ"."""
    return _can_chi(solar.toordinal() + 14)


def ordinal(number: int, lang: str) -> str:
    """A number that says which (1 to 60): "1st", "22nd", "13th"; in French "1er", "22e"."""
    if lang == "fr":
        return f"{number}{'er' if number == 1 else 'e'}"
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _can_chi(place: int) -> str:
    """A place in the round of sixty, 0 being Giáp Tý; each of the two cycles goes on by one."""
    return f"{_STEMS[place % 10]} {_BRANCHES[place % 12]}"
