"""Opening hours, in the grammar of the map: when accepted and wished, they stand there."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Line, Remark, Type, look, missing
from portal.kit.say import N_


class Hours(Kind):
    key = "hours"
    title = N_("Opening hours")
    about = N_("The hours at which somebody is really there. The same on the map, on Google and on your door.")
    fields = (
        Field("hours", N_("Opening hours"), Type.HOURS, N_("For example: Mo-Sa 08:00-11:30,13:30-17:00; Su off")),
        Field("note_vi", N_("What else guests should know, in Vietnamese"), hint=N_("Tết, lunch, flood season")),
        Field("note_en", N_("What else guests should know, in English")),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        if given.get("hours"):
            yield Line(N_("In words"), Type.HOURS, given["hours"])
        if known.hours:
            yield Line(N_("On the map now"), Type.HOURS, known.hours)

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if not given.get("hours"):
            yield missing(N_("The opening hours are not written yet."), "hours")
        elif known.hours and known.hours != given["hours"]:
            yield look(N_("These hours differ from those on the map."), "hours")
