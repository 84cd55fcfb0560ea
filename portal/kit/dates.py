"""Days and times of day as each language writes them; the clock and the zone are passed in.

Twenty-four hours, weeks from Monday (weekday 0), zones as their distance from GMT and never as abbreviations.
"""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from portal.kit.clock import to_zone
from portal.kit.numbers import NO_BREAK_SPACE
from portal.kit.say import N_, Refused, in_language

Unit = Literal["today", "day", "month", "year"]

SATURDAY = 5
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "vi": tuple(f"tháng {month}" for month in range(1, 13)),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TYPED_DAY = re.compile(r"(?P<day>[0-9]{1,2})([/.-])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})")
_TYPED_TIME = re.compile(r"([0-9]{1,2})(?:\s*(?:[:.]|h|giờ)\s*([0-9]{2})?)?")
_NOT_A_DAY = N_("Write the date as day/month/year, for example 15/06/2026.")
_NO_SUCH_DAY = N_("There is no such day. Write the date as day/month/year, for example 15/06/2026.")
_NOT_A_TIME = N_("Write the time in 24 hours, for example 18:30.")
_NO_SUCH_TIME = N_("There is no such time: the day has hours 0 to 24 and minutes 0 to 59.")
A_DAY_IN_MINUTES = 24 * 60


def parse_day(text: str) -> date:
    """A typed day: "15/06/2026", "15.6.2026", "15-06-2026" or ISO "2026-06-15". Raises Refused for anything else."""
    typed = text.strip()
    if iso := _ISO_DAY.fullmatch(typed):
        year, month, day_of_month = map(int, iso.groups())
    elif found := _TYPED_DAY.fullmatch(typed):
        year, month, day_of_month = int(found["year"]), int(found["month"]), int(found["day"])
    else:
        raise Refused(_NOT_A_DAY)
    try:
        return date(year, month, day_of_month)
    except ValueError as impossible:
        raise Refused(_NO_SUCH_DAY) from impossible


def parse_time(text: str) -> int:
    """A typed time of day as its minute, 0 to 1440: "18:30", "18h30", "18 giờ", "8.05"; "24:00" is the next midnight.

    Raises Refused for anything else.
    """
    typed = text.strip().lower()
    if typed.count(":") == 2:
        typed = typed.removesuffix(":00")  # some browsers send the seconds
    if not (found := _TYPED_TIME.fullmatch(typed)):
        raise Refused(_NOT_A_TIME)
    hour, minute = int(found[1]), int(found[2] or 0)
    if minute > 59 or hour * 60 + minute > A_DAY_IN_MINUTES:
        raise Refused(_NO_SUCH_TIME)
    return hour * 60 + minute


def day(d: date, lang: str) -> str:
    """A day in a line of text: "15/06/2026"; in English "15 June 2026", since 05/06 is read in two ways there."""
    if lang in ("vi", "fr"):
        return f"{d.day:02}/{d.month:02}/{d.year:04}"
    return f"{d.day} {month_name(d.month, lang)} {d.year}"


def long_day(d: date, lang: str) -> str:
    """A day with its weekday: "Thứ Hai, 15/06/2026", "Monday 15 June 2026", "lundi 15 juin 2026"."""
    weekday = weekday_name(d.weekday(), lang)
    if lang == "vi":
        return f"{weekday[0].upper()}{weekday[1:]}, {day(d, lang)}"
    first = "1er" if lang == "fr" and d.day == 1 else str(d.day)
    return f"{weekday} {first} {month_name(d.month, lang)} {d.year}"


def time(at: datetime, zone: tzinfo, lang: str) -> str:
    """The time of day of an aware moment in a zone: "14:12", "9:05"; in French "14 h 12", "9 h"."""
    local = to_zone(at, zone)
    return time_of_day(local.hour * 60 + local.minute, lang)


def time_of_day(minute: int, lang: str) -> str:
    """A minute of the day (0 to 1440) as a time: 480 is "8:00", in French "8 h"; 1440 is "24:00"."""
    hour, rest = divmod(minute, 60)
    if lang == "fr":
        return NO_BREAK_SPACE.join([str(hour), "h", *([f"{rest:02}"] if rest else [])])
    return f"{hour}:{rest:02}"


def moment(at: datetime, zone: tzinfo, lang: str) -> str:
    """An aware moment as a deadline is printed: "14:12 (GMT+7), 15/06/2026"."""
    local = to_zone(at, zone)
    return f"{time(at, zone, lang)} ({_gmt(local)}), {day(local.date(), lang)}"


def deadline(over_at: datetime, zone: tzinfo, lang: str) -> str:
    """A deadline by the first moment at which it is over: "23:59 (GMT+7), Thứ Sáu 27/11/2026".

    Its last minute is named, and the whole of it counts: 23:59 means until 23:59:59. The one source of this sentence.
    """
    last = to_zone(over_at, zone) - timedelta(minutes=1)
    named = long_day(last.date(), lang).replace(",", "")
    return f"{time(last, zone, lang)} ({_gmt(last)}), {named}"


def weekday_name(weekday: int, lang: str) -> str:
    """The name of a weekday (0 is Monday) inside a sentence: "thứ Hai", "Chủ nhật", "Monday", "lundi"."""
    return in_language(_WEEKDAYS, lang)[weekday]


def month_name(month: int, lang: str) -> str:
    """The name of a month (1 to 12) inside a sentence: "tháng 6", "June", "juin"."""
    return in_language(_MONTHS, lang)[month - 1]


def age(then: date, now: date) -> tuple[int, Unit]:
    """How long ago a day was, in the largest whole unit of the calendar: (3, "month"), (1, "year"), (0, "today").

    Both are local days (not moments). A month is full on the same day of a later month, or on that month's last day.
    A day still to come counts as today: it can only be the other side of midnight in another zone.
    """
    months = _full_months(then, now)
    if months >= 12:
        return months // 12, "year"
    if months > 0:
        return months, "month"
    days = (now - then).days
    return (days, "day") if days > 0 else (0, "today")


def working_days_after(at: datetime, days: int, zone: tzinfo) -> datetime:
    """The last minute of the working day (Monday to Friday) that lies `days` of them after the day of `at`, in a zone.

    What comes in on a Friday and is due in two working days is due when Tuesday ends. Public holidays are not known
    here, so a date is never later than the law would have it.
    """
    last = to_zone(at, zone).date()
    while days > 0:
        last += timedelta(days=1)
        days -= last.weekday() < SATURDAY
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=zone) - timedelta(minutes=1)


def _full_months(then: date, now: date) -> int:
    months = (now.year - then.year) * 12 + now.month - then.month
    last_of_month = (now + timedelta(days=1)).day == 1
    return months if now.day >= then.day or last_of_month else months - 1


def _gmt(local: datetime) -> str:
    """The distance from GMT at that moment: "GMT+7", "GMT+5:30", "GMT-3", "GMT"."""
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    if minutes == 0:
        return "GMT"
    return f"GMT{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
