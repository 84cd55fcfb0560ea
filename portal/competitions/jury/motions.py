"""Motions: the jury votes on one entry or prize at a time. Numbers are evidence; only a vote decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.audit import rules as audit
from portal.competitions import roster
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.jury import conflicts, queries, rounds, sittings
from portal.competitions.jury.models import Motion, MotionKind, RoundKind, Sitting, Vote
from portal.competitions.models import Competition, JuryMember
from portal.competitions.terms_models import Prize
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person

YES, NO, ABSTAIN = "yes", "no", "abstain"
SAYS = (YES, NO, ABSTAIN)
ON_ENTRIES = frozenset(MotionKind) - {MotionKind.WITHHOLD}
ON_PRIZES = frozenset({MotionKind.PRIZE, MotionKind.WITHHOLD})
BECOMES = {
    MotionKind.SHORTLIST: (EntryState.SHORTLISTED, EntryState.NOT_ADVANCED),
    MotionKind.HORS_CONCOURS: (EntryState.HORS_CONCOURS, None),
    MotionKind.EXCLUDE: (EntryState.EXCLUDED, None),
}
"""What an entry becomes by a vote: carried, or not."""
AFTER_A_ROUND = frozenset({MotionKind.SHORTLIST, MotionKind.TIE, MotionKind.PRIZE, MotionKind.WITHHOLD})
"""Votes that are informed by the table: it must be open."""


def put(
    competition: Competition,
    kind: MotionKind,
    *,
    entry: Entry | None = None,
    prize: Prize | None = None,
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> Motion:
    """Puts a motion to the vote, in the sitting that was begun last. Refused without a quorum there."""
    if (kind in ON_ENTRIES) != (entry is not None):
        raise Refused(N_("Write the code of the entry."), field="code")
    if (kind in ON_PRIZES) != (prize is not None):
        raise Refused(N_("Choose the prize."), field="prize")
    if kind in (MotionKind.EXCLUDE, MotionKind.HORS_CONCOURS) and not clean(reason):
        raise Refused(N_("Write why."), field="reason")
    sitting, round_ = sittings.latest(competition), queries.latest(competition)
    if sitting is None:
        raise Refused(N_("Begin a sitting first: who is present decides whether there can be a vote."))
    insist_quorum(sitting)
    if kind in AFTER_A_ROUND and (round_ is None or _sealed_scores(competition)):
        raise Refused(N_("The scores are not open yet: lock the round first."))
    if kind == MotionKind.REVIVE:
        raise Refused(N_("In the control round each juror may bring back one entry, on their own page."))
    made = Motion(
        competition_id=competition.id, round_id=round_ and round_.id, sitting_id=sitting.id, kind=kind, entry=entry,
        prize=prize, reason=clean(reason)[:1000], opened_by_id=by and by.id, opened_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("motion_put", "competition", competition.id, by=by, at=at, motion=made.id, what=str(kind))
    return made


def vote(motion: Motion, member: JuryMember, says: str, *, by: Person | None, at: datetime) -> Vote:
    """A juror votes; until the motion is closed the last word counts. Whoever has a conflict has no vote on it."""
    if says not in SAYS:
        raise Refused(N_("Say yes, no or abstain."))
    if motion.closed_at is not None:
        raise Refused(N_("This vote is closed: it stands."))
    if member.id not in {one.id for one in roster.voting(member.competition)}:
        raise Refused(N_("You have no vote in this jury."))
    if motion.entry is not None and conflicts.standing(member, motion.entry) is not None:
        raise Refused(N_("You have no vote on this entry."))
    made = Vote(motion_id=motion.id, member_id=member.id, says=says, by_id=by and by.id, at=at)
    motion.votes.append(made)
    db.session.flush()
    return made


def close(motion: Motion, *, by: Person | None, at: datetime) -> bool:
    """Counts and closes: carried by a majority of those who said yes or no, by the chair's casting vote when these are
    equal. What is carried happens at once."""
    if motion.closed_at is not None:
        raise Refused(N_("This vote is closed: it stands."))
    competition = db.session.get_one(Competition, motion.competition_id)
    if motion.sitting_id is not None:
        insist_quorum(db.session.get_one(Sitting, motion.sitting_id))
    said = last_words(motion)
    if not said:
        raise Refused(N_("Nobody has voted yet."))
    yes, no = (sum(one == word for one in said.values()) for word in (YES, NO))
    motion.carried = yes > no
    if yes == no and (chair := queries.chair(competition)) is not None and said.get(chair.id) in (YES, NO):
        motion.carried, motion.by_casting_vote = said[chair.id] == YES, True
    motion.closed_at = at
    db.session.flush()
    _follow(motion, by=by, at=at)
    audit.note(
        "motion_closed", "competition", motion.competition_id, by=by, at=at, motion=motion.id, carried=motion.carried
    )
    return motion.carried


def revive(member: JuryMember, entry: Entry, *, reason: str, by: Person | None, at: datetime) -> Motion:
    """In the control round each juror may bring back one entry that did not advance: their word is enough."""
    round_ = queries.latest(member.competition)
    if round_ is None or round_.kind != RoundKind.CONTROL or round_.locked_at is not None:
        raise Refused(N_("Entries are brought back in the control round only."))
    if entry.competition_id != member.competition_id or entry.state not in (
        EntryState.NOT_ADVANCED,
        EntryState.IN_ROUND,
    ):
        raise Refused(N_("Only an entry that did not advance can be brought back."), field="code")
    if conflicts.standing(member, entry) is not None:
        raise Refused(N_("Only an entry that did not advance can be brought back."), field="code")
    if not clean(reason):
        raise Refused(N_("Write why."), field="reason")
    mine = select(Motion.id).where(
        Motion.round_id == round_.id, Motion.kind == MotionKind.REVIVE, Motion.opened_by_id == member.person_id
    )
    if db.session.scalar(mine.limit(1)) is not None:
        raise Refused(N_("You have brought back one entry already."))
    made = Motion(
        competition_id=member.competition_id, round_id=round_.id, kind=MotionKind.REVIVE, entry=entry, carried=True,
        reason=clean(reason)[:1000], opened_by_id=member.person_id, opened_at=at, closed_at=at,
    )  # fmt: skip
    made.votes = [Vote(member_id=member.id, says=YES, by_id=by and by.id, at=at)]
    db.session.add(made)
    rounds.step(entry, EntryState.REVIVED, by=by, at=at, why=made.reason[:500])
    db.session.flush()
    return made


def last_words(motion: Motion) -> Mapping[int, str]:
    """What each juror said last, by member."""
    return {one.member_id: one.says for one in motion.votes}


def of(competition: Competition) -> Sequence[Motion]:
    """All motions of a competition, the open ones and then the latest first."""
    found = select(Motion).where(Motion.competition_id == competition.id)
    found = found.options(joinedload(Motion.entry), joinedload(Motion.prize), selectinload(Motion.votes))
    return db.session.scalars(found.order_by(Motion.closed_at.is_not(None), Motion.id.desc())).all()


def for_juror(member: JuryMember) -> list[Motion]:
    """The open motions on which a juror may vote."""
    barred = {entry for of_member, entry in queries.standing(member.competition) if of_member == member.id}
    return [one for one in of(member.competition) if one.closed_at is None and one.entry_id not in barred]


def find(competition: Competition, number: int) -> Motion | None:
    return db.session.scalar(select(Motion).where(Motion.id == number, Motion.competition_id == competition.id))


def insist_quorum(sitting: Sitting) -> None:
    if not sittings.has_quorum(sitting):
        raise Refused(N_("There is no quorum: more than half of the jury has to be present."))


def _sealed_scores(competition: Competition) -> bool:
    scored = queries.latest(competition, RoundKind.SCORING)
    return scored is None or scored.unsealed_at is None


def _follow(motion: Motion, *, by: Person | None, at: datetime) -> None:
    """What a vote does to the entry."""
    entry, kind = motion.entry, motion.kind
    if entry is None or kind not in BECOMES:
        return
    carried, not_carried = BECOMES[kind]
    state = carried if motion.carried else not_carried
    if state is None or entry.state == state:
        return
    if state == EntryState.EXCLUDED:
        entry.exclusion_id = motion.id
    rounds.step(entry, state, by=by, at=at, why=motion.reason[:500])
    for round_ in queries.rounds(entry.competition):
        rounds.moved(round_, at=at)
