"""The reveal: two people open the vault together, after the ranking is signed and never before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import rules as competitions
from portal.competitions.entries.models import VaultAccess
from portal.competitions.models import Competition, Stage
from portal.competitions.results import freezing
from portal.competitions.results.models import RevealKey
from portal.competitions.results.policy import prepares_results
from portal.db import db
from portal.kit.say import N_, Refused
from portal.people.models import Person

TWO = 2
WHY = "Công bố tác giả"


def keys(competition: Competition) -> Sequence[RevealKey]:
    found = select(RevealKey).where(RevealKey.competition_id == competition.id).order_by(RevealKey.id)
    return db.session.scalars(found).all()


def names(competition: Competition) -> Mapping[int | None, str]:
    """Who turned the keys, by number: what is done by two stands under two names."""
    turned = select(RevealKey.by_id).where(RevealKey.competition_id == competition.id)
    found = select(Person.id, Person.full_name).where(Person.id.in_(turned))
    return {None: "", **{row[0]: row[1] for row in db.session.execute(found)}}


def turn_key(competition: Competition, *, by: Person, at: datetime) -> bool:
    """One of the two; the second one opens the vault. Returns whether it is open now."""
    if competition.stage != Stage.RANKING_SIGNED:
        raise Refused(N_("The vault is opened when the ranking is signed, and once."))
    if freezing.last(competition) is None:
        raise Refused(N_("The signed result is being written down at this moment. Try again in a minute."))
    if not prepares_results(by):
        raise Refused(N_("Only the registrar and the organisers open the vault."))
    turned = keys(competition)
    if any(one.by_id == by.id for one in turned):
        raise Refused(N_("You have turned your key. Somebody else turns the second one."))
    db.session.add(RevealKey(competition_id=competition.id, by_id=by.id, at=at))
    db.session.add(VaultAccess(competition_id=competition.id, what="reveal", why=WHY, by_id=by.id, at=at))
    audit.note("reveal_key_turned", "competition", competition.id, by=by, at=at)
    db.session.flush()
    if len(turned) + 1 < TWO:
        return False
    competitions.step(competition, Stage.REVEALED, by=by, at=at)
    return True
