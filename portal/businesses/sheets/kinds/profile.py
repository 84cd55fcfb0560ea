"""What the one-page profile says beside story, prices and code: what is made, how much of it, for whom."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Type, empty, missing
from portal.kit.say import N_

STARS = {"none": N_("none"), "3": N_("3 stars"), "4": N_("4 stars"), "5": N_("5 stars")}


class Profile(Kind):
    key = "profile"
    title = N_("One-page profile")
    about = N_("For hotels, guides and wholesalers. Story, prices and code come from their own sheets.")
    fields = (
        Field("headline_vi", N_("One line about you, in Vietnamese"), most=120),
        Field("headline_en", N_("One line about you, in English"), most=120),
        Field("makes_vi", N_("What you make, in Vietnamese"), most=300),
        Field("makes_en", N_("What you make, in English"), most=300),
        Field("since_year", N_("Since which year"), Type.COUNT, most=2100),
        Field("hands", N_("How many people work there"), Type.COUNT, most=1000),
        Field("a_month", N_("Pieces you can make in a month"), Type.COUNT, most=1_000_000),
        Field("least_order", N_("Least order, in pieces"), Type.COUNT, most=100_000),
        Field("lead_days", N_("Days a usual order takes"), Type.COUNT, most=1000),
        Field("abroad", N_("We send abroad"), Type.TICK),
        Field("buyers", N_("Who buys from you already"), hint=N_("Only those who agree to be named."), most=300),
        Field("ocop", N_("OCOP"), Type.CHOICE, choices=STARS),
        Field("contact", N_("Whom to ask for"), most=80),
    )

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "headline_vi", "headline_en"):
            yield missing(N_("Write the one line in both languages."), "headline_vi")
        if empty(given, "makes_vi", "makes_en"):
            yield missing(N_("Say what you make in both languages."), "makes_vi")
        if given.get("a_month") is None or given.get("lead_days") is None:
            yield missing(N_("Say how many pieces you make in a month and how long an order takes."), "a_month")
        if empty(given, "contact"):
            yield missing(N_("Say whom to ask for."), "contact")
