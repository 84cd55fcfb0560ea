"""After the first livestream: its numbers, and three lines on what to change."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Line, Remark, Type, empty, look, missing
from portal.kit.cost import WHOLE
from portal.kit.say import N_


class LivestreamReview(Kind):
    key = "livestream_review"
    title = N_("After the livestream")
    about = N_("The numbers as the platform shows them, and three lines on what you change.")
    fields = (
        Field("link", N_("Link to the recording"), Type.LINK),
        Field("viewers", N_("Viewers"), Type.COUNT, most=10_000_000),
        Field("comments", N_("Comments"), Type.COUNT, most=10_000_000),
        Field("orders", N_("Orders"), Type.COUNT, most=100_000),
        Field("returned", N_("Sent back"), Type.COUNT, most=100_000),
        Field("revenue", N_("Sales (₫)"), Type.MONEY),
        Field("change_1", N_("First thing to change")),
        Field("change_2", N_("Second thing to change")),
        Field("change_3", N_("Third thing to change")),
        Field("honest", N_("Nothing was claimed that is not true"), Type.TICK),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        if given.get("orders") and given.get("viewers"):
            yield Line(N_("Orders of a hundred viewers"), Type.TENTHS, round(given["orders"] * 1000 / given["viewers"]))
        if given.get("orders") and given.get("returned") is not None:
            yield Line(N_("Share sent back"), Type.SHARE, round(given["returned"] * WHOLE / given["orders"]))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, "link"):
            yield missing(N_("Add the link to the recording."), "link")
        if any(given.get(name) is None for name in ("viewers", "comments", "orders", "returned")):
            yield missing(N_("Write down viewers, comments, orders and what was sent back."), "viewers")
        if empty(given, "change_1", "change_2", "change_3"):
            yield missing(N_("Write three lines on what to change."), "change_1")
        if empty(given, "honest"):
            yield missing(N_("Say that nothing was claimed that is not true."), "honest")
        if (given.get("returned") or 0) > (given.get("orders") or 0):
            yield look(N_("More was sent back than was ordered."), "returned")
