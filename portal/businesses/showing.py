"""What the pages of a shop have in common: its places, each with its name and address, for those who may open them."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app, url_for
from flask_babel import gettext as _

from portal.businesses.models import Shop
from portal.businesses.policy import sees_work, works_in
from portal.kit.say import N_
from portal.web import reader

PLACES = (
    ("packages", N_("Packages"), "businesses.show", sees_work),
    ("sheets", N_("Sheets"), "shop_sheets.index", works_in),
    ("customers", N_("Customers"), "customers.index", works_in),
    ("showcase", N_("What is public"), "showcase.index", works_in),
    ("people", N_("People"), "shop_people.index", works_in),
)


class Place(NamedTuple):
    key: str
    name: str
    address: str


def places(shop: Shop) -> list[Place]:
    """Where the reader may go in a shop."""
    person = reader.person()
    return [
        Place(key, _(name), url_for(endpoint, slug=shop.slug))
        for key, name, endpoint, may in PLACES
        if endpoint in current_app.view_functions and may(person, shop)
    ]
