"""What a shop does for the data of its customers: a list to tick, and the day of the last export."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Type, empty, missing
from portal.kit.say import N_

TICKS = {
    "lock": N_("The phone locks by itself, with a code only we know"),
    "two_steps": N_("Zalo and Facebook ask for a second step at sign-in"),
    "asked": N_("We keep a customer’s data only when they have agreed"),
    "forgets": N_("Who asks to be forgotten is deleted within three days"),
    "no_papers": N_("No photo of an identity card stays in our chats"),
    "no_children": N_("No child stands in our book"),
    "few": N_("Only people of the shop can open the book; who left was taken out"),
}


class Privacy(Kind):
    key = "privacy"
    title = N_("Caring for customers’ data")
    about = N_("Tick what is really so. What is missing is the next thing to do.")
    fields = (
        *(Field(name, label, Type.TICK) for name, label in TICKS.items()),
        Field("exported_on", N_("When you last exported the book"), Type.DAY),
        Field("policy", N_("Where customers read what you keep"), Type.LINK),
    )

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if empty(given, *TICKS):
            yield missing(N_("Not everything is ticked yet."))
        if empty(given, "exported_on"):
            yield missing(N_("Export the book once, and write down the day."), "exported_on")
        if empty(given, "policy"):
            yield missing(N_("Add the page on which customers read what you keep."), "policy")
