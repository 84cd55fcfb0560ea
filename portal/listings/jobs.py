"""What the worker does for the map: a year after somebody confirmed a listing its editors are asked about it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.db import db
from portal.letters import rules as letters
from portal.listings import rules
from portal.listings.models import Listing, State
from portal.listings.policy import EDITORS
from portal.people import rules as people
from portal.web.language import in_language_of, link


def ask_whether_it_holds(listing_id: int, at: datetime) -> None:
    """A letter to each editor, unless somebody has confirmed the listing meanwhile or it is no longer public."""
    listing = db.session.get(Listing, listing_id)
    if listing is None or listing.state != State.PUBLISHED or rules.is_fresh(listing, at=at):
        return
    for person in people.with_any_role(EDITORS):
        with in_language_of(person):
            letters.write(
                person,
                kind="confirm_listing",
                subject=_("Is “%(name)s” still true?", name=listing.text("name", person.language).text),
                body=_(
                    "A year has passed since somebody confirmed this listing. Please look, correct it, and confirm it:"
                    " %(link)s",
                    link=link("listings.show", slug=listing.slug),
                ),
                at=at,
            )


letters.REMINDED["confirm_listing"] = ask_whether_it_holds
