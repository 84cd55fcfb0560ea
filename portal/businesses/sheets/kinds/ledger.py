"""The ledger of a month: what came in and went out on each channel, beside what the channel's own statement says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.businesses.sheets.kind import (
    Field,
    Given,
    Kind,
    Known,
    Line,
    Remark,
    Rows,
    Type,
    empty,
    good,
    look,
    missing,
    money,
    words,
)  # fmt: skip
from portal.kit.say import N_

CHANNELS = {
    "shop": N_("at the shop"), "market": N_("market and fair"), "social": N_("Facebook and Zalo"), "shopee": "Shopee",
    "tiktok": "TikTok Shop", "lazada": "Lazada", "wholesale": N_("wholesale"), "other": N_("another channel"),
}  # fmt: skip
WAYS = {"in": N_("came in"), "out": N_("went out")}


class Ledger(Kind):
    key = "ledger"
    title = N_("Ledger by channel")
    about = N_("One month: each day’s sum is enough. Below it what the marketplace’s or the bank’s statement says.")
    fields = (Field("month", N_("Month"), Type.MONTH, N_("For example 11/2026")),)
    tables = (
        Rows(
            "lines", N_("What came in and went out"),
            (
                Field("on", N_("Day"), Type.DAY),
                Field("channel", N_("Channel"), Type.CHOICE, choices=CHANNELS),
                Field("way", N_("In or out"), Type.CHOICE, choices=WAYS),
                Field("amount", N_("Amount (₫)"), Type.MONEY),
                Field("note", N_("What for"), most=120),
            ),
            most=120, spare=5, each=N_("Line %(n)s"),
        ),
        Rows(
            "statements", N_("What the statements say"),
            (
                Field("channel", N_("Channel"), Type.CHOICE, choices=CHANNELS),
                Field("total", N_("Came in, by the statement (₫)"), Type.MONEY),
                Field("tax", N_("Tax withheld (₫)"), Type.MONEY),
                Field("reason", N_("Why it differs"), most=200),
            ),
            most=len(CHANNELS), spare=1, each=N_("Statement %(n)s"),
        ),
    )  # fmt: skip

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        come, gone = totals(given, "in"), totals(given, "out")
        yield Line(N_("Came in"), Type.MONEY, sum(come.values()))
        yield Line(N_("Went out"), Type.MONEY, sum(gone.values()))
        yield Line(N_("Left over"), Type.MONEY, sum(come.values()) - sum(gone.values()))
        yield Line(N_("Tax withheld"), Type.MONEY, sum(row["tax"] or 0 for _n, row in self.tables[1].filled(given)))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "month"):
            yield missing(N_("Write down the month."), "month")
        rows = self.tables[0].filled(given)
        if not rows:
            yield missing(N_("Write down what came in and went out."))
        half = [n + 1 for n, row in rows if not (row["channel"] and row["way"]) or row["amount"] is None]
        if half:
            numbers = ", ".join(map(str, half))
            yield look(
                N_("A line counts only with its channel, in or out, and amount: line %(numbers)s."), numbers=numbers
            )
        if given.get("month"):
            yield from _other_months(rows, given["month"])
        statements = [(n, row) for n, row in self.tables[1].filled(given) if row["channel"]]
        if not statements:
            yield missing(N_("Compare at least one channel with its statement."))
        if statements and all(row["tax"] is None for _n, row in statements):
            yield missing(N_("Write down the tax that was withheld, 0 if none was."))
        for number, row in statements:
            yield from _compared(row, totals(given, "in").get(row["channel"], 0), at=f"statements_{number}_total")


def totals(given: Given, way: str) -> dict[str, int]:
    """What came in, or went out, on each channel."""
    sums: dict[str, int] = {}
    for _number, row in Ledger.tables[0].filled(given):
        if row["way"] == way and row["channel"] and row["amount"] is not None:
            sums[row["channel"]] = sums.get(row["channel"], 0) + row["amount"]
    return sums


def _compared(row: dict[str, Any], booked: int, *, at: str) -> Iterator[Remark]:
    if row["total"] is None:
        yield missing(N_("A statement without its total cannot be compared."), at)
        return
    channel, apart = words(CHANNELS.get(row["channel"], row["channel"])), booked - row["total"]
    if apart == 0:
        yield good(N_("%(channel)s: book and statement agree, %(total)s."), channel=channel, total=money(booked))
        return
    more = N_("%(channel)s: the book says %(book)s, the statement %(total)s: %(apart)s more in the book.")
    less = N_("%(channel)s: the book says %(book)s, the statement %(total)s: %(apart)s missing in the book.")
    values = {"channel": channel, "book": money(booked), "total": money(row["total"]), "apart": money(abs(apart))}
    yield look(more if apart > 0 else less, at, **values)
    if not row["reason"]:
        yield missing(N_("Say why book and statement differ."), at.replace("_total", "_reason"))


def _other_months(rows: list[tuple[int, dict[str, Any]]], month: str) -> Iterator[Remark]:
    other = [n + 1 for n, row in rows if row["on"] and not row["on"].startswith(month)]
    if other:
        yield look(N_("Not of this month: line %(numbers)s."), numbers=", ".join(map(str, other)))
