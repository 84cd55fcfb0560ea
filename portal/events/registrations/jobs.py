"""What the worker does for those who take part: offers run out, letters tell, and participants are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.events import taking_place
from portal.events.registrations import forgetting, places, queries, rules, telling
from portal.letters.rules import reminded
from portal.schedule import InTransaction, Task


@reminded(places.LAPSES)
def lapse(seat_id: int, at: datetime) -> None:
    """An offer whose time is over; one that was answered, or made anew since, is left alone."""
    if (seat := queries.seat(seat_id)) is not None:
        rules.lapse(seat, at=at)


@reminded(places.TOLD)
def tell(act_id: int, at: datetime) -> None:
    """A letter about what others did to a seat, as long as it stands where the act left it."""
    act = queries.act(act_id)
    if act is not None and queries.is_last_word(act) and (seat := queries.seat(act.seat_id)) is not None:
        telling.told(seat, act.act, at=at)


@reminded(rules.REGISTERED)
def acknowledge(registration_id: int, at: datetime) -> None:
    if (registration := queries.registration(registration_id)) is not None:
        telling.registered(registration, at=at)


@reminded(taking_place.CHANGED)
def follow(revision_id: int, at: datetime) -> None:
    """An event was moved, postponed, cancelled or resumed: the waiting list follows, and those who registered are told.

    What was done to a whole event was done to its sessions by the same act; people are told once.
    """
    revision = queries.revision(revision_id)
    if revision is None:
        return
    event = queries.event_of(revision)
    if revision.act in ("postponed", "cancelled"):
        places.withdraw_offers(event, at=at)
    else:
        places.offer(event, at=at)
    if not queries.is_part_of_another(revision):
        for registration in queries.takers(revision):
            telling.changed(registration, revision, at=at)


def forget(at: datetime, in_transaction: InTransaction) -> None:
    """In portions, so that nobody waits for a lock behind thousands of rows."""
    while in_transaction(lambda: forgetting.forget(at=at)) == forgetting.AT_ONCE:
        continue


TASKS = (Task("forget_participants", timedelta(days=1), forget),)
