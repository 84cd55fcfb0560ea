"""Visits: an advisor was there, on a day, and says what was seen. Closed notes stand, and count as evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from portal.audit import rules as audit
from portal.businesses.models import Shop, Step
from portal.businesses.policy import advises
from portal.businesses.steps import evidence, queries, rules
from portal.businesses.steps.models import Visit
from portal.businesses.steps.policy import CLOSED
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.letters import rules as letters
from portal.people.models import Person

CLOSED_VISIT = "shop_visited"
WRITTEN = {"place": 200, "notes": 4000, "private_notes": 4000}
STANDS = N_("The notes of this visit are closed and stand.")


def plan(shop: Shop, *, on: date, place: str, by: Person, at: datetime) -> Visit:
    """A visit, before it or after: its notes follow."""
    if not advises(by, shop):
        raise Refused(N_("You work in this shop: another advisor has to visit it."))
    made = Visit(
        shop=shop,
        advisor_id=by.id,
        on=on,
        place=clean(place)[: WRITTEN["place"]],
        version=1,
        begun_at=at,
        changed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def write(visit: Visit, given: dict[str, str], *, at: datetime) -> None:
    """Notes as they come, also long after they were typed: a phone without a line keeps them."""
    if visit.ended_at is not None:
        raise Refused(STANDS)
    changes = {name: clean(text, lines=True)[: WRITTEN[name]] for name, text in given.items() if name in WRITTEN}
    if any(getattr(visit, name) != text for name, text in changes.items()):
        for name, text in changes.items():
            setattr(visit, name, text)
        visit.version += 1
        visit.changed_at = at
    db.session.flush()


def move(visit: Visit, *, on: date) -> None:
    if visit.ended_at is not None:
        raise Refused(STANDS)
    visit.on = on


def close(visit: Visit, steps: Collection[Step], *, by: Person, at: datetime) -> None:
    """Ends the notes. The visit counts for the steps that allow it and that the advisor names."""
    if visit.ended_at is not None:
        raise Refused(STANDS)
    if not visit.notes:
        raise Refused(N_("Write what you saw: the shop reads it."), field="notes")
    visit.ended_at = visit.changed_at = at
    for step in steps:
        if not step.also_visit:
            raise Refused(N_("A visit does not count for this step."))
        progress = queries.find(visit.shop, step) or rules.begin(visit.shop, step, by=None, at=at)
        if progress.standing not in CLOSED:
            evidence.add_visit(progress, visit, at=at)
            rules.touch(progress, by=by, at=at)
    db.session.flush()
    audit.note("shop_visited", "shop", visit.shop_id, by=by, at=at, visit=visit.id)
    letters.remind(CLOSED_VISIT, of=visit.id, at=at)
