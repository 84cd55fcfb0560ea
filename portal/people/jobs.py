"""What the worker does for people's privacy: forgets what is no longer needed, and whoever asked to be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.businesses import erasing as shops
from portal.businesses.customers import erasing as customers
from portal.businesses.sheets import erasing as sheets
from portal.businesses.showcase import erasing as showcase
from portal.businesses.steps import erasing as steps
from portal.competitions.entries import erasing as entries
from portal.contributions import erasing as tickets
from portal.events import erasing as events
from portal.letters import erasing as letters
from portal.letters.rules import reminded
from portal.listings import erasing as listings
from portal.listings import photos
from portal.people import erasing, forgetting, requests, rules
from portal.people.models import Person
from portal.schedule import InTransaction, Task
from portal.uploads import rules as transfers
from portal.web import once

DRAFTS_LAST = timedelta(days=90)  # since their last letter, as the privacy page says


def forget_trials(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(lambda: rules.forget_trials(before=at - rules.TRIALS_LAST))


@reminded(requests.ERASURE)
def carry_out(number: int, at: datetime) -> None:
    """An erasure whose grace is over, unless it was taken back."""
    request = requests.find(number)
    if request is not None and requests.is_open(request):
        erase(request.person, at=at)
        request.done_at = at


def erase(person: Person, *, at: datetime) -> None:
    """Takes a person out of everything the portal keeps, in one transaction: the whole or nothing."""
    with erasing.under_way(person):
        standing = [*listings.numbers_of(person)]
        customers.erase(person)  # first: it asks in which shops the person still works
        showcase.erase(person, at=at)  # the same
        sheets.erase(person, at=at)  # and the same
        handed_in = steps.erase(person, at=at)
        shops.erase(person, at=at)  # last of these: from here on they work nowhere
        entries.erase(person, at=at)
        transfers.erase(person)
        free = tickets.erase(person, about=standing, at=at)
        slugs = events.erase(person, at=at) | listings.erase(person, at=at)
        photos.forget([*free, *handed_in])
        letters.erase(person, slugs=slugs, at=at)
        once.forget(slugs)
        erasing.empty(person, at=at)


def forget_sign_ins(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(lambda: forgetting.forget_sign_ins(at=at))


def forget_drafts(at: datetime, in_transaction: InTransaction) -> None:
    in_transaction(lambda: photos.forget(tickets.forget_drafts(before=at - DRAFTS_LAST)))


TASKS = (
    Task("forget_sign_in_trials", timedelta(days=1), forget_trials),
    Task("forget_sign_ins", timedelta(days=1), forget_sign_ins),
    Task("forget_drafts", timedelta(days=1), forget_drafts),
)
