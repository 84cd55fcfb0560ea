"""The notice about the customer book, in its reader's language: how many things are due, never with whom."""

from __future__ import annotations

from datetime import datetime

from flask_babel import ngettext

from portal.businesses.models import Shop
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import in_language_of, link


def due(person: Person, shop: Shop, number: int, *, at: datetime) -> None:
    with in_language_of(person):
        letters.write(
            person,
            kind="customers_due",
            subject=ngettext(
                "%(shop)s: %(num)s customer to come back to today",
                "%(shop)s: %(num)s customers to come back to today",
                number, shop=shop.listing.name_vi,
            ),
            body=ngettext(
                "The customer book reminds you of %(num)s thing today. Who it is about stands in the book:\n\n%(link)s",
                "The customer book reminds you of %(num)s things today. Who they are about stands in the book:"
                "\n\n%(link)s",
                number, link=link("customers.index", slug=shop.slug),
            ),
            at=at,
        )  # fmt: skip
