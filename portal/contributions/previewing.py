"""What a proposal will look like: a listing that no database knows, and the sketch on which its dot is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from portal.city.chosen import here
from portal.city.sketch import backdrop, projection
from portal.listings import rules
from portal.listings.models import Channel, Contact, Listing, LocationMode


def as_listing(given: Mapping[str, Any]) -> Listing:
    """The listing that these fields would make. It is only looked at."""
    tidy = rules.tidied(given)
    contacts = tidy.pop("contacts", {})
    listing = Listing(**tidy, steps=[], source="", street="", village="")
    listing.location_mode = LocationMode(tidy["location_mode"])
    listing.contacts = [Contact(channel=Channel(key), value=value, shown=on) for key, (value, on) in contacts.items()]
    return listing


class Sheet(NamedTuple):
    """The sketch of an area to set a dot on; `frame` and `insets` are the ground it shows: south, west, north, east."""

    key: str
    name: str
    view_box: str
    ground: Markup
    frame: str
    insets: str


def sheets(lang: str) -> list[Sheet]:
    """The sketch of each area, with what a script needs to read a tap on it."""
    found = []
    for area in here().areas.values():
        on = projection(area)
        insets = (f"{_sides(one.ground)},{one.x},{one.y},{one.width}" for one in on.insets)
        found.append(
            Sheet(area.key, area.name, on.view_box, backdrop(area, lang), _sides(on.frame.ground), ";".join(insets))
        )
    return found


def _sides(box: Any) -> str:
    return f"{box.south},{box.west},{box.north},{box.east}"
