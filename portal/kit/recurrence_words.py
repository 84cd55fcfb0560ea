"""Rules of recurrence as people say them: "14 âm lịch hằng tháng", "every two weeks on Tuesday and Friday"."""

from dataclasses import dataclass

from portal.kit import lunar_names
from portal.kit.dates import month_name, weekday_name
from portal.kit.recurrence import (
    LunarMonthly,
    LunarYearly,
    MonthlyDate,
    MonthlyWeekday,
    Rule,
    ShortMonth,
    Weekly,
    Yearly,
)
from portal.kit.say import in_language


@dataclass(frozen=True, slots=True)
class _Words:
    """How a language says rules. Pairs speak of months and of years."""

    every_day: str
    every_weekday: str
    every_weeks: str
    weekday: str
    conjunction: str
    counts: tuple[str, ...]
    monthly_date: str
    monthly_weekday: str
    which: dict[int, str]
    yearly: str
    lunar_monthly: str
    lunar_yearly: str
    or_last: tuple[str, str]
    or_none: tuple[str, str]
    not_in_leap: str
    in_leap_too: str
    lasting: str


_WORDS = {
    "vi": _Words(
        every_day="hằng ngày",
        every_weekday="mỗi {}",
        every_weeks="{} tuần một lần vào {}",
        weekday="{}",
        conjunction=" và ",
        counts=("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
        monthly_date="ngày {} hằng tháng",
        monthly_weekday="{weekday} {which} của mỗi tháng",
        which={1: "đầu tiên", 2: "thứ hai", 3: "thứ ba", 4: "thứ tư", -1: "cuối cùng"},
        yearly="ngày {} {} hằng năm",
        lunar_monthly="{} âm lịch hằng tháng",
        lunar_yearly="{}",
        or_last=(
            ", tháng không có ngày này thì vào ngày cuối tháng",
            ", năm không có ngày này thì vào ngày cuối tháng",
        ),
        or_none=(", bỏ qua tháng không có ngày này", ", bỏ qua năm không có ngày này"),
        not_in_leap=", trừ tháng nhuận",
        in_leap_too=", cả trong tháng nhuận",
        lasting=", kéo dài {} ngày",
    ),
    "en": _Words(
        every_day="every day",
        every_weekday="every {}",
        every_weeks="every {} weeks on {}",
        weekday="{}",
        conjunction=" and ",
        counts=("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        monthly_date="every month on the {}",
        monthly_weekday="every month on the {which} {weekday}",
        which={1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"},
        yearly="every year on {} {}",
        lunar_monthly="every lunar month on the {}",
        lunar_yearly="every year on the {}",
        or_last=(", or on the last day of a shorter month", ", or on the last day of a shorter month"),
        or_none=(", leaving out months without that day", ", leaving out years without that day"),
        not_in_leap=", leaving out leap months",
        in_leap_too=", and again in the leap month",
        lasting=", lasting {} days",
    ),
    "fr": _Words(
        every_day="tous les jours",
        every_weekday="chaque {}",
        every_weeks="toutes les {} semaines, {}",
        weekday="le {}",
        conjunction=" et ",
        counts=("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
        monthly_date="le {} de chaque mois",
        monthly_weekday="le {which} {weekday} de chaque mois",
        which={1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"},
        yearly="chaque année, le {} {}",
        lunar_monthly="le {} jour de chaque mois lunaire",
        lunar_yearly="chaque année, le {}",
        or_last=(", ou le dernier jour d’un mois plus court", ", ou le dernier jour d’un mois plus court"),
        or_none=(", sauf les mois sans ce jour", ", sauf les années sans ce jour"),
        not_in_leap=", sauf les mois intercalaires",
        in_leap_too=", et de nouveau le mois intercalaire",
        lasting=", pendant {} jours",
    ),
}
_SHORTEST_MONTH = 28
_SHORT_LUNAR_MONTH = 29


def say(rule: Rule, lang: str) -> str:
    """A rule in a line of text, in small letters, without a full stop."""
    lasting = in_language(_WORDS, lang).lasting.format(rule.days) if rule.days > 1 else ""
    return _days(rule, lang) + lasting


def _days(rule: Rule, lang: str) -> str:
    words = in_language(_WORDS, lang)
    match rule:
        case Weekly():
            return _weekly(rule, lang)
        case MonthlyDate():
            may_lack = rule.day > _SHORTEST_MONTH
            said = words.monthly_date.format(_date(rule.day, lang, alone=True))
            return said + _otherwise(rule.short_month, lang, of_years=False, may_lack=may_lack)
        case MonthlyWeekday():
            return words.monthly_weekday.format(which=words.which[rule.nth], weekday=weekday_name(rule.weekday, lang))
        case Yearly():
            may_lack = (rule.month, rule.day) == (2, 29)
            said = words.yearly.format(_date(rule.day, lang, alone=False), month_name(rule.month, lang))
            return said + _otherwise(rule.short_month, lang, of_years=True, may_lack=may_lack)
        case LunarMonthly():
            may_lack = rule.day > _SHORT_LUNAR_MONTH
            said = words.lunar_monthly.format(lunar_names.day(rule.day, lang))
            leap = "" if rule.leap_months else words.not_in_leap
            return said + leap + _otherwise(rule.short_month, lang, of_years=False, may_lack=may_lack)
        case LunarYearly():
            may_lack = rule.day > _SHORT_LUNAR_MONTH
            said = words.lunar_yearly.format(lunar_names.of_month(rule.day, rule.month, lang))
            leap = words.in_leap_too if rule.leap_repeat else ""
            return said + leap + _otherwise(rule.short_month, lang, of_years=True, may_lack=may_lack)
    raise NotImplementedError(rule.kind)


def _weekly(rule: Weekly, lang: str) -> str:
    words = in_language(_WORDS, lang)
    names = [weekday_name(weekday, lang) for weekday in rule.weekdays]
    if rule.every > 1:
        count = words.counts[rule.every - 2] if rule.every <= 10 else str(rule.every)
        return words.every_weeks.format(count, _listed([words.weekday.format(name) for name in names], lang))
    return words.every_day if len(names) == 7 else words.every_weekday.format(_listed(names, lang))


def _date(day: int, lang: str, *, alone: bool) -> str:
    """A day of the sun's month: "15"; English says "the 15th" where no month follows; French begins with "1er"."""
    return lunar_names.ordinal(day, lang) if (lang == "fr" and day == 1) or (lang == "en" and alone) else str(day)


def _otherwise(short_month: ShortMonth, lang: str, *, of_years: bool, may_lack: bool) -> str:
    """What happens where a month has no such day; nothing when every month has it."""
    words = in_language(_WORDS, lang)
    return (words.or_last if short_month == "last" else words.or_none)[of_years] if may_lack else ""


def _listed(names: list[str], lang: str) -> str:
    """One, two and three: commas, and the conjunction before the last."""
    return in_language(_WORDS, lang).conjunction.join(filter(None, [", ".join(names[:-1]), names[-1]]))
