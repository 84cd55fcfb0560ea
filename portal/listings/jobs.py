"""What the worker does for the map: asks once a year whether a listing still holds, and lets needs run out.

Owners are asked first, three times a month apart; where nobody answers, or there is no owner, the editors are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _

from portal.db import db
from portal.letters import rules as letters
from portal.listings import needs, ownership, rules
from portal.listings.models import Listing, Support
from portal.listings.policy import EDITORS
from portal.listings.words import SUPPORT
from portal.people import rules as people
from portal.people.models import Person
from portal.schedule import InTransaction, Task
from portal.web.language import in_language_of, link

AGAIN_AFTER = timedelta(days=30)
ASKED = ("confirm_listing", "confirm_listing_again", "confirm_listing_last")
"""The reminders by which owners are asked, one after the other."""
UNANSWERED = "confirm_listing_editors"


def ask_owners(turn: int) -> Callable[[int, datetime], None]:
    """Asks the owners for the first, second or third time, and sees to the next step in a month."""

    def ask(listing_id: int, at: datetime) -> None:
        if (listing := _doubtful(listing_id, at)) is None:
            return
        if not (owners := ownership.owners_of(listing)):
            ask_editors(listing_id, at)
            return
        _write(listing, owners, at, page="still_true.ask")
        letters.remind((*ASKED, UNANSWERED)[turn + 1], of=listing_id, at=at + AGAIN_AFTER)

    return ask


def ask_editors(listing_id: int, at: datetime) -> None:
    """A letter to each editor, unless somebody has confirmed the listing meanwhile or it is no longer public."""
    if (listing := _doubtful(listing_id, at)) is not None:
        _write(listing, people.with_any_role(EDITORS), at, page="listings.show")


def _doubtful(listing_id: int, at: datetime) -> Listing | None:
    """The listing, if visitors read it and nobody has confirmed it within a year."""
    listing = db.session.get(Listing, listing_id)
    stands = listing is not None and listing.is_public() and not rules.is_fresh(listing, at=at)
    return listing if stands else None


def _write(listing: Listing, to: Iterable[Person], at: datetime, *, page: str) -> None:
    for person in to:
        with in_language_of(person):
            letters.write(
                person,
                kind="confirm_listing",
                subject=_("Is “%(name)s” still true?", name=listing.text("name", person.language).text),
                body=_(
                    "A year has passed since somebody confirmed this listing. Please look, correct it, and confirm it:"
                    " %(link)s",
                    link=link(page, slug=listing.slug),
                ),
                at=at,
            )


letters.REMINDED.update({kind: ask_owners(turn) for turn, kind in enumerate(ASKED)})
letters.REMINDED[UNANSWERED] = ask_editors


# Needs


@letters.reminded(needs.LAPSES)
def say_that_needs_lapse(listing_id: int, at: datetime) -> None:
    """Owners are told which needs run out soon, unless they have said meanwhile that these still stand."""
    listing = db.session.get(Listing, listing_id)
    lapsing = needs.about_to_lapse(listing, at=at) if listing is not None and listing.is_public() else []
    if listing is None or not lapsing:
        return
    for person in ownership.owners_of(listing):
        with in_language_of(person):
            letters.write(
                person,
                kind=needs.LAPSES,
                subject=_("Is this still needed at “%(name)s”?", name=listing.text("name", person.language).text),
                body=_(
                    "In two weeks this will no longer be shown as looked for: %(needs)s. If it is still needed, say so"
                    " with one tap: %(link)s",
                    needs=", ".join(_(SUPPORT[Support(mark.key)]) for mark in lapsing),
                    link=link("needs.show", slug=listing.slug),
                ),
                at=at,
            )


@letters.reminded(needs.LAPSED)
def let_needs_lapse(listing_id: int, at: datetime) -> None:
    if (listing := db.session.get(Listing, listing_id)) is not None:
        needs.lapse(listing, at=at)


def plan_needs(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(lambda: needs.plan(at=at))


TASKS = (Task("plan_lapsing_needs", timedelta(days=1), plan_needs),)
