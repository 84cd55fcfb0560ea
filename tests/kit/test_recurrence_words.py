"""Rules of recurrence as people say them."""

import pytest

from portal.kit import recurrence_words
from portal.kit.recurrence import LunarMonthly, LunarYearly, MonthlyDate, MonthlyWeekday, Weekly, Yearly

LANGUAGES = ("vi", "en", "fr")
TU, FR, SA, SU = 1, 4, 5, 6


def said(rule):
    return tuple(recurrence_words.say(rule, lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Weekly(weekdays=(SA,)), ("mỗi thứ Bảy", "every Saturday", "chaque samedi")),
        (
            Weekly(weekdays=(TU, FR, SU)),
            (
                "mỗi thứ Ba, thứ Sáu và Chủ nhật",
                "every Tuesday, Friday and Sunday",
                "chaque mardi, vendredi et dimanche",
            ),
        ),
        (Weekly(weekdays=tuple(range(7))), ("hằng ngày", "every day", "tous les jours")),
        (
            Weekly(weekdays=(TU, FR), every=2),
            (
                "hai tuần một lần vào thứ Ba và thứ Sáu",
                "every two weeks on Tuesday and Friday",
                "toutes les deux semaines, le mardi et le vendredi",
            ),
        ),
        (
            Weekly(weekdays=(SU,), every=10),
            ("mười tuần một lần vào Chủ nhật", "every ten weeks on Sunday", "toutes les dix semaines, le dimanche"),
        ),
        (
            Weekly(weekdays=(SU,), every=26),
            ("26 tuần một lần vào Chủ nhật", "every 26 weeks on Sunday", "toutes les 26 semaines, le dimanche"),
        ),
    ],
)
def test_weeks(rule, words):
    assert said(rule) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MonthlyDate(day=1), ("ngày 1 hằng tháng", "every month on the 1st", "le 1er de chaque mois")),
        (MonthlyDate(day=28), ("ngày 28 hằng tháng", "every month on the 28th", "le 28 de chaque mois")),
        (
            MonthlyWeekday(nth=2, weekday=SA),
            (
                "thứ Bảy thứ hai của mỗi tháng",
                "every month on the second Saturday",
                "le deuxième samedi de chaque mois",
            ),
        ),
        (
            MonthlyWeekday(nth=-1, weekday=SU),
            (
                "Chủ nhật cuối cùng của mỗi tháng",
                "every month on the last Sunday",
                "le dernier dimanche de chaque mois",
            ),
        ),
        (Yearly(month=5, day=19), ("ngày 19 tháng 5 hằng năm", "every year on 19 May", "chaque année, le 19 mai")),
        (Yearly(month=5, day=1), ("ngày 1 tháng 5 hằng năm", "every year on 1 May", "chaque année, le 1er mai")),
    ],
)
def test_months_and_years_of_the_sun(rule, words):
    assert said(rule) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            LunarMonthly(day=14),
            ("14 âm lịch hằng tháng", "every lunar month on the 14th", "le 14e jour de chaque mois lunaire"),
        ),
        (
            LunarMonthly(day=1, leap_months=False),
            (
                "mùng 1 âm lịch hằng tháng, trừ tháng nhuận",
                "every lunar month on the 1st, leaving out leap months",
                "le 1er jour de chaque mois lunaire, sauf les mois intercalaires",
            ),
        ),
        (
            LunarYearly(month=1, day=7),
            (
                "mùng 7 tháng Giêng âm lịch",
                "every year on the 7th of the 1st lunar month",
                "chaque année, le 7e jour du 1er mois lunaire",
            ),
        ),
        (
            LunarYearly(month=7, day=14, leap_repeat=True, days=3),
            (
                "14 tháng Bảy âm lịch, cả trong tháng nhuận, kéo dài 3 ngày",
                "every year on the 14th of the 7th lunar month, and again in the leap month, lasting 3 days",
                "chaque année, le 14e jour du 7e mois lunaire, et de nouveau le mois intercalaire, pendant 3 jours",
            ),
        ),
    ],
)
def test_months_and_years_of_the_moon(rule, words):
    assert said(rule) == words


@pytest.mark.parametrize("rule", [MonthlyDate(day=29), LunarMonthly(day=30)])
def test_a_day_that_some_months_lack_says_what_happens_there(rule):
    vi, en, fr = said(rule)
    assert vi.endswith(" hằng tháng, tháng không có ngày này thì vào ngày cuối tháng")
    assert en.endswith("th, or on the last day of a shorter month")
    assert fr.endswith(", ou le dernier jour d’un mois plus court")


@pytest.mark.parametrize(
    ("rule", "ending"),
    [
        (MonthlyDate(day=31, short_month="skip"), "leaving out months without that day"),
        (LunarMonthly(day=30, short_month="skip"), "leaving out months without that day"),
        (Yearly(month=2, day=29, short_month="skip"), "leaving out years without that day"),
        (LunarYearly(month=12, day=30, short_month="skip"), "leaving out years without that day"),
        (Yearly(month=2, day=29), "or on the last day of a shorter month"),
        (LunarYearly(month=12, day=30), "or on the last day of a shorter month"),
    ],
)
def test_months_and_years_without_the_day_are_told_apart(rule, ending):
    assert recurrence_words.say(rule, "en").partition(", ")[2] == ending


@pytest.mark.parametrize(
    "rule", [Yearly(month=3, day=29), LunarMonthly(day=29, short_month="skip"), LunarYearly(month=12, day=29)]
)
def test_a_day_that_is_never_lacking_says_nothing_of_it(rule):
    assert "," not in recurrence_words.say(rule, "en")
