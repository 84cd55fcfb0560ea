"""The content calendar: twelve posts in four weeks, of products, of how they are made, of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Line, Remark, Rows, Type, look, missing
from portal.kit.say import N_

POSTS, ENOUGH = 12, 10
KINDS = {"product": N_("a product"), "making": N_("how it is made"), "person": N_("a person")}
CHANNELS = {
    "facebook": "Facebook", "zalo": "Zalo", "instagram": "Instagram", "tiktok": "TikTok", "other": N_("elsewhere"),
}  # fmt: skip


class Calendar(Kind):
    key = "calendar"
    title = N_("Content calendar of four weeks")
    about = N_("Three posts a week, twelve in all: products, how they are made, people. Add the link once it is out.")
    tables = (
        Rows(
            "posts", N_("Posts"),
            (
                Field("on", N_("Day"), Type.DAY),
                Field("kind", N_("What it shows"), Type.CHOICE, choices=KINDS),
                Field("channel", N_("Where"), Type.CHOICE, choices=CHANNELS),
                Field("idea", N_("In one line"), most=200),
                Field("link", N_("Link, once it is out"), Type.LINK),
                Field("own", N_("The picture is our own"), Type.TICK),
            ),
            most=POSTS, fixed=True, each=N_("Post %(n)s"),
        ),
    )  # fmt: skip

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        yield Line(N_("Planned, of 12"), Type.COUNT, len(_planned(given)))
        yield Line(N_("Out, of 12"), Type.COUNT, len(_out(given)))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        planned, out = _planned(given), _out(given)
        if len(planned) < POSTS:
            yield missing(N_("Plan all twelve posts: a day, what it shows, one line."))
        if len(out) < ENOUGH:
            yield missing(N_("Ten of the twelve posts need their links."))
        kinds = {row["kind"] for row in planned if row["kind"]}
        for key in KINDS if len(planned) == POSTS else ():
            if key not in kinds:
                yield look(N_("No post shows %(kind)s."), kind={"words": KINDS[key]})
        foreign = [number + 1 for number, row in self.tables[0].filled(given) if row["link"] and not row["own"]]
        if foreign:
            numbers = ", ".join(map(str, foreign))
            yield look(N_("Is the picture your own? Not ticked yet: post %(numbers)s."), numbers=numbers)

    def summary(self, given: Given, known: Known) -> tuple[str, dict[str, Any]]:
        return N_("%(planned)s of 12 posts planned, %(out)s out"), {
            "planned": len(_planned(given)), "out": len(_out(given)),
        }  # fmt: skip


def _planned(given: Given) -> list[dict[str, Any]]:
    return [row for _n, row in Calendar.tables[0].filled(given) if row["on"] and row["kind"] and row["idea"]]


def _out(given: Given) -> list[dict[str, Any]]:
    return [row for _n, row in Calendar.tables[0].filled(given) if row["link"]]
