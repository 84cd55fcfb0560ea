"""How a marketplace sees the shop's service in 30 days, beside its thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Type, empty, good, look, missing, share
from portal.kit.say import N_

HOURS, CANCELLED, RATING = 120, 500, 45
"""12 hours in tenths, 5 % in hundredths, 4,5 stars in tenths."""


class Service(Kind):
    key = "service"
    title = N_("Service on the marketplace")
    about = N_("30 days as the marketplace counts them: answer within 12 hours, cancel less than 5 in 100, 4,5 stars.")
    fields = (
        Field("platform", N_("Marketplace"), most=80),
        Field("from_on", N_("From"), Type.DAY),
        Field("until_on", N_("Until"), Type.DAY),
        Field("reply", N_("Hours until the first answer"), Type.TENTHS, most=10_000),
        Field("cancelled", N_("Orders cancelled by you, percent"), Type.SHARE),
        Field("rating", N_("Stars, of 5"), Type.TENTHS, most=50),
        Field("plan", N_("What you do about it"), Type.TEXT, N_("Needed only where a threshold is missed."), most=1000),
    )

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "from_on", "until_on"):
            yield missing(N_("Write down from when until when."), "from_on")
        elif (date.fromisoformat(given["until_on"]) - date.fromisoformat(given["from_on"])).days < 27:
            yield look(N_("These are less than 30 days."), "until_on")
        if any(given.get(name) is None for name in ("reply", "cancelled", "rating")):
            yield missing(N_("Write down all three figures."), "reply")
            return
        missed = list(_missed(given))
        yield from missed
        if missed and empty(given, "plan"):
            yield missing(N_("A threshold is missed: write down what you do about it."), "plan")
        if not missed:
            yield good(N_("All three thresholds are kept."))


def _missed(given: Given) -> Iterator[Remark]:
    if given["reply"] >= HOURS:
        yield look(
            N_("The first answer takes %(hours)s hours; the threshold is 12."), "reply", hours=given["reply"] / 10
        )
    if given["cancelled"] >= CANCELLED:
        sentence = N_("%(cancelled)s of the orders were cancelled; the threshold is 5 percent.")
        yield look(sentence, "cancelled", cancelled=share(given["cancelled"]))
    if given["rating"] < RATING:
        yield look(N_("%(rating)s stars; the threshold is 4,5."), "rating", rating=given["rating"] / 10)
