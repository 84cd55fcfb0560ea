"""`bin/portal lunar`: what programs and people read from it."""

import pytest
from flask import Flask

from portal.kit.dates import parse_day
from portal.kit.say import Refused


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["lunar", *arguments])


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-02-17", "2026-02-17 1/1/2026 Bính Ngọ"),
        ("17/02/2026", "2026-02-17 1/1/2026 Bính Ngọ"),
        ("2026-02-16", "2026-02-16 29/12/2025 Ất Tỵ"),
        ("2025-08-07", "2025-08-07 14/6+/2025 Ất Tỵ"),
        ("1900-01-01", "1900-01-01 1/12/1899 Kỷ Hợi"),
        ("2100-12-31", "2100-12-31 1/12/2100 Canh Thân"),
    ],
)
def test_a_day_is_one_line(app: Flask, day, line):
    answer = run(app, day)
    assert (answer.exit_code, answer.output) == (0, f"{line}\n")


def test_a_month_is_a_line_a_day(app: Flask):
    answer = run(app, "--month", "2025-07")
    lines = answer.output.splitlines()
    assert (answer.exit_code, len(lines)) == (0, 31)
    assert lines[0] == "2025-07-01 7/6/2025 Ất Tỵ"
    assert lines[23:25] == ["2025-07-24 30/6/2025 Ất Tỵ", "2025-07-25 1/6+/2025 Ất Tỵ"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tomorrow"], "Write the date as day/month/year, for example 15/06/2026."),
        ([""], "Write the date as day/month/year, for example 15/06/2026."),
        (["1899-12-31"], "The lunar calendar is known here for the years 1900 to 2100."),
        (["2101-01-01"], "The lunar calendar is known here for the years 1900 to 2100."),
        (["--month", "2101-01"], "The lunar calendar is known here for the years 1900 to 2100."),
        (["--month", "2026-13"], "Write the month as YYYY-MM, for example 2026-02."),
        (["--month", "0000-01"], "Write the month as YYYY-MM, for example 2026-02."),
        (["--month", "2026-02-17"], "Write the month as YYYY-MM, for example 2026-02."),
        (["--month", ""], "Write the month as YYYY-MM, for example 2026-02."),
        ([], "Say a date, or --month YYYY-MM."),
        (["2026-02-17", "--month", "2026-02"], "Say a date, or --month YYYY-MM."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(app: Flask, arguments, sentence):
    answer = run(app, *arguments)
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (2, f"Error: {sentence}")


def test_a_day_that_no_month_has_is_refused_as_in_every_form(app: Flask):
    with pytest.raises(Refused) as refused:
        parse_day("2026-02-30")
    answer = run(app, "2026-02-30")
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (2, f"Error: {refused.value}")
