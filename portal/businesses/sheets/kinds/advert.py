"""The first advertisement: at most 300.000 ₫ and seven days, one goal, and a decision at its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.businesses.sheets.kind import (
    Field,
    Given,
    Kind,
    Known,
    Line,
    Remark,
    Type,
    empty,
    good,
    look,
    missing,
    money,
)
from portal.kit.say import N_

MOST_SPENT, MOST_DAYS = 300_000, 7
GOALS = {
    "messages": N_("messages"), "visits": N_("visits to the page"), "orders": N_("orders"),
    "followers": N_("followers"),
}  # fmt: skip


class Advert(Kind):
    key = "advert"
    title = N_("Trial advertisement")
    about = N_("At most ₫300,000 and seven days, with one goal. What counts is the decision at its end.")
    fields = (
        Field("goal", N_("One goal"), Type.CHOICE, choices=GOALS),
        Field("channel", N_("Where it runs"), most=80),
        Field("starts_on", N_("First day"), Type.DAY),
        Field("ends_on", N_("Last day"), Type.DAY),
        Field("spent", N_("Spent (₫)"), Type.MONEY),
        Field("clicks", N_("Clicks"), Type.COUNT, most=10_000_000),
        Field("orders", N_("Orders"), Type.COUNT, most=100_000),
        Field("revenue", N_("Sales that came of it (₫)"), Type.MONEY),
        Field("decision", N_("Stop, go on, or change what?"), Type.TEXT, most=1000),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        if days := _days(given):
            yield Line(N_("Days"), Type.COUNT, days)
        if given.get("spent") and given.get("clicks"):
            yield Line(N_("One click costs"), Type.MONEY, round(given["spent"] / given["clicks"]))
        if (roas := _roas(given)) is not None:
            yield Line(N_("Sales for each đồng spent (ROAS)"), Type.TENTHS, roas)

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "goal"):
            yield missing(N_("Choose one goal."), "goal")
        if given.get("spent") is None or given.get("clicks") is None or given.get("orders") is None:
            yield missing(N_("Write down what was spent, the clicks and the orders."), "spent")
        if given.get("revenue") is None:
            yield missing(N_("Write down the sales that came of it, 0 if none did."), "revenue")
        if empty(given, "decision"):
            yield missing(N_("Write down what you decide."), "decision")
        if empty(given, "starts_on", "ends_on"):
            yield missing(N_("Write down the first and the last day."), "starts_on")
        elif not 1 <= _days(given) <= MOST_DAYS:
            yield look(N_("A trial runs for one to seven days; this is %(days)s."), "ends_on", days=_days(given))
        if (spent := given.get("spent") or 0) > MOST_SPENT:
            sentence = N_("%(spent)s is more than the ₫300,000 of a trial, by %(more)s.")
            yield look(sentence, "spent", spent=money(spent), more=money(spent - MOST_SPENT))
        roas = _roas(given)
        if roas is not None and roas < 10:
            yield look(
                N_("It brought in less than it cost. That is an answer too: write down what you change."), "revenue"
            )
        elif roas is not None:
            yield good(N_("It brought in %(more)s more than it cost."), more=money(given["revenue"] - given["spent"]))


def _days(given: Given) -> int:
    """0 while a day is missing."""
    if empty(given, "starts_on", "ends_on"):
        return 0
    return (date.fromisoformat(given["ends_on"]) - date.fromisoformat(given["starts_on"])).days + 1


def _roas(given: Given) -> int | None:
    """In tenths."""
    spent, revenue = given.get("spent"), given.get("revenue")
    return None if not spent or revenue is None else round(revenue * 10 / spent)
