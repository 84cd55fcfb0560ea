"""The plan of a livestream: 60 to 90 minutes, five to eight products with their papers, who does what."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Rows, Type, empty, look, missing, words
from portal.kit.say import N_

TRIED = {"light": N_("light"), "sound": N_("sound"), "line": N_("connection")}


class Livestream(Kind):
    key = "livestream"
    title = N_("Plan of a livestream")
    about = N_("60 to 90 minutes, five to eight products, three people, everything tried a day before.")
    fields = (
        Field("on", N_("Day"), Type.DAY),
        Field("begins", N_("Begins at"), Type.TIME),
        Field("minutes", N_("Length in minutes"), Type.COUNT, most=600),
        Field("platform", N_("Where"), most=80),
        Field("host", N_("Who speaks"), most=80),
        Field("moderator", N_("Who answers comments"), most=80),
        Field("packer", N_("Who takes orders and packs"), most=80),
        Field("promotion", N_("The promotion of the evening"), most=200),
        Field("script", N_("Script: beginning, each product, end"), Type.TEXT, most=4000),
        Field("teaser_day", N_("Post a day before: link or words")),
        Field("teaser_hour", N_("Post an hour before: link or words")),
        Field("light", N_("Light tried"), Type.TICK),
        Field("sound", N_("Sound tried"), Type.TICK),
        Field("line", N_("Connection tried"), Type.TICK),
        Field("identity", N_("Seller and speaker have proved who they are on the platform (VNeID)"), Type.TICK),
    )
    tables = (
        Rows(
            "pieces", N_("Products, in their order"),
            (
                Field("product", N_("Product"), Type.PRODUCT),
                Field("price", N_("Price of the evening (₫)"), Type.MONEY),
                Field("papers", N_("Its papers are at hand"), Type.TICK),
            ),
            most=8, fixed=True, each=N_("Product %(n)s"),
        ),
    )  # fmt: skip

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "on", "begins", "platform"):
            yield missing(N_("Write down the day, the hour and the platform."), "on")
        if empty(given, "host", "moderator", "packer"):
            yield missing(N_("Say who speaks, who answers and who packs."), "host")
        rows = [row for _n, row in self.tables[0].filled(given) if row["product"]]
        if len(rows) < 2:
            yield missing(N_("At least two products."))
        if empty(given, "promotion"):
            yield missing(N_("At least one promotion."), "promotion")
        if empty(given, "teaser_day") and empty(given, "teaser_hour"):
            yield missing(N_("At least one post beforehand."), "teaser_day")
        if empty(given, "script"):
            yield missing(N_("Write the script."), "script")
        if empty(given, "identity"):
            yield missing(N_("By law the seller and the speaker prove who they are first."), "identity")
        yield from _looks(given, rows)


def _looks(given: Given, rows: list[dict[str, object]]) -> Iterator[Remark]:
    minutes = given.get("minutes")
    if minutes is None or not 60 <= minutes <= 90:
        yield look(N_("60 to 90 minutes are asked for: time to warm up, not so long that you tire."), "minutes")
    if 2 <= len(rows) < 5:
        yield look(N_("Five to eight products keep people watching; these are %(count)s."), count=len(rows))
    if any(not row["papers"] for row in rows):
        yield look(N_("By law the papers of each product are at hand before it is shown."), "pieces_0_papers")
    for name, word in TRIED.items():
        if empty(given, name):
            yield look(N_("Not tried yet: %(what)s."), name, what=words(word))
