"""Filling in a ballot: points, remark, note. Each act is written down once, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from portal.competitions.jury.models import Ballot, BallotState, Score, ScoreAct
from portal.competitions.terms_models import Criterion
from portal.db import db
from portal.kit import ballots, numbers
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused
from portal.people.models import Person

NA = "na"
LONGEST_TEXT = 2000
A_SITTING = timedelta(minutes=15)
"""A pause longer than this is not the time that somebody took for an entry."""


class Points(NamedTuple):
    """What was given for one criterion, in tenths of a point. Nothing and not `is_na`: taken back."""

    tenths: int | None = None
    is_na: bool = False


def read(typed: str) -> Points:
    """Points as they are typed or tapped: "8", "8,5", "na", "" for none. Refused in words beyond 0 to 10, and for more
    than one decimal."""
    if typed.strip().lower() == NA:
        return Points(is_na=True)
    points = ballots.read_score(typed)
    if points is None:
        return Points()
    if points * 10 % 1:
        low = int(points * 10)
        near = [numbers.show(Decimal(tenths) / 10, "vi") for tenths in (low, low + 1)]
        raise Refused(
            N_("%(typed)s has more than one decimal. Give %(low)s or %(high)s."),
            values={"typed": numbers.show(points, "vi"), "low": near[0], "high": near[1]},
        )
    return Points(int(points * 10))


def score(
    ballot: Ballot, criterion: Criterion, points: Points, *, by: Person | None, at: datetime, once: str | None = None
) -> bool:
    """Gives points for one criterion, or takes them back. False where this very act was done before."""
    if criterion.competition_id != ballot.round.competition_id:
        raise Refused(N_("This is no criterion of the competition."))
    check_points(criterion, points)
    if _is_done(once):
        return False
    insist_open(ballot)
    given = next((one for one in ballot.scores if one.criterion_id == criterion.id), None)
    if given is not None and (given.tenths, given.is_na) == points:
        return False
    if points == Points():
        if given is None:
            return False
        ballot.scores.remove(given)
        db.session.delete(given)
    elif given is None:
        ballot.scores.append(Score(criterion_id=criterion.id, tenths=points.tenths, is_na=points.is_na, at=at))
    else:
        given.tenths, given.is_na, given.at = points.tenths, points.is_na, at
    _note(ballot, at=at, by=by, once=once, criterion=criterion, points=points)
    return True


def write(ballot: Ballot, field: str, text: str, *, by: Person | None, at: datetime, once: str | None = None) -> bool:
    """Writes the remark for the entrant ("remark"), or the note for oneself ("note"). A remark never says by whom."""
    text = check_text(ballot, field, text)
    if _is_done(once):
        return False
    insist_open(ballot)
    if getattr(ballot, field) == text:
        return False
    setattr(ballot, field, text)
    _note(ballot, at=at, by=by, once=once)
    return True


def check_points(criterion: Criterion, points: Points) -> None:
    """Raises Refused where points are none that this criterion takes."""
    if points.is_na and not criterion.allows_na:
        said = N_("This criterion applies to every entry: give it points, 0 if need be.")
        raise Refused(said, field=f"score_{criterion.key}")


def check_text(ballot: Ballot, field: str, text: str) -> str:
    """The text as it is kept. Raises Refused where it is too long, or says in a remark who the juror is."""
    text = clean(text, lines=True)
    if len(text) > LONGEST_TEXT:
        raise Refused(N_("Write at most %(number)s letters."), values={"number": LONGEST_TEXT}, field=field)
    if field == "remark" and _signs(text, ballot.member.person):
        raise Refused(N_("Your name stands in the remark. It is published without: leave the name out."), field=field)
    return text


def missing(ballot: Ballot, criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria that count and have no points yet. 0 is a score, and so is "does not apply"."""
    given = {one.criterion_id for one in ballot.scores}
    return [one for one in criteria if not one.independent and one.id not in given]


def worth(ballot: Ballot, criteria: Sequence[Criterion]) -> float | None:
    """What a complete ballot comes to, 0 to 10; None while something is missing."""
    if missing(ballot, criteria):
        return None
    return ballots.value(of_kit(ballot, criteria), ballots.counted(kit_criteria(criteria)))


def of_kit(ballot: Ballot, criteria: Sequence[Criterion]) -> ballots.Ballot:
    """A ballot as `kit.ballots` reckons with it."""
    keys = {one.id: one.key for one in criteria}
    points = {keys[one.criterion_id]: None if one.tenths is None else one.tenths / 10 for one in ballot.scores}
    return ballots.Ballot(ballot.member.pseudonym, ballot.entry.code, points)


def kit_criteria(criteria: Sequence[Criterion]) -> list[ballots.Criterion]:
    return [ballots.Criterion(one.key, one.weight, one.allows_na, one.independent) for one in criteria]


def insist_open(ballot: Ballot) -> None:
    """Raises Refused where a ballot stands."""
    if ballot.round.locked_at is not None:
        raise Refused(N_("This round is locked: its ballots stand."))
    if ballot.state == BallotState.LOCKED:
        raise Refused(N_("You have locked your ballots. Ask the registrar to open them again."))
    if ballot.state == BallotState.VOID:
        raise Refused(N_("This ballot does not count any more."))


def _note(
    ballot: Ballot,
    *,
    at: datetime,
    by: Person | None,
    once: str | None,
    criterion: Criterion | None = None,
    points: Points | None = None,
) -> None:
    given = points or Points()
    db.session.add(
        ScoreAct(
            ballot_id=ballot.id, criterion_id=criterion and criterion.id, tenths=given.tenths, is_na=given.is_na,
            once=once or None, by_id=by and by.id, at=at,
        )
    )  # fmt: skip
    ballot.seconds += _seconds(ballot, at)
    ballot.opened_at = ballot.opened_at or at
    ballot.changed_at = at
    criteria = ballot.round.competition.criteria
    empty = not ballot.scores and not ballot.remark and not ballot.note
    if not missing(ballot, criteria):
        ballot.state = BallotState.COMPLETE
    else:
        ballot.state = BallotState.ASSIGNED if empty else BallotState.STARTED
    db.session.flush()


def _seconds(ballot: Ballot, at: datetime) -> int:
    """How long it was since the juror's last act on whichever entry, where they sat at it without a pause."""
    of = select(func.max(Ballot.changed_at)).where(
        Ballot.round_id == ballot.round_id, Ballot.member_id == ballot.member_id
    )
    before = db.session.scalar(of)
    return int((at - before).total_seconds()) if before is not None and at - before <= A_SITTING else 0


def _is_done(once: str | None) -> bool:
    return bool(once) and db.session.scalar(select(ScoreAct.id).where(ScoreAct.once == once)) is not None


def _signs(text: str, person: Person) -> bool:
    return bool(person.full_name) and fold(person.full_name) in fold(text)
