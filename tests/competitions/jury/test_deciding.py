"""Sittings, motions, the control round and the final: the jury decides, numbers are evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.competitions.entries.models import EntryState
from portal.competitions.jury import conflicts, finals, motions, queries, rounds, sittings
from portal.competitions.jury.models import ConflictKind, Motion, MotionKind, Round, RoundKind
from portal.competitions.models import Competition
from portal.kit.say import Refused
from tests.competitions.jury import planting
from tests.competitions.jury.planting import OPENED

pytestmark = pytest.mark.usefixtures("session")
LATER = OPENED + timedelta(days=3)


def scored(entries: int = 3) -> tuple[Competition, Round]:
    of = planting.judged(entries=entries)
    round_ = planting.opened(of)
    planting.lock_all(round_)
    sittings.hold(of, [member.id for member in of.jury[:5]], by=None, at=LATER)
    return of, round_


def put(of: Competition, kind: MotionKind, **given: object) -> Motion:
    return motions.put(of, kind, by=None, at=LATER, **given)  # type: ignore[arg-type]


def say(of: Competition, motion: Motion, *words: str) -> None:
    for member, word in zip(of.jury, words, strict=False):
        if word:
            motions.vote(motion, member, word, by=member.person, at=LATER)


def test_there_is_no_vote_without_a_quorum_or_before_the_scores_are_open() -> None:
    of = planting.judged(entries=1)
    planting.opened(of)
    with pytest.raises(Refused, match="Begin a sitting"):
        put(of, MotionKind.SHORTLIST, entry=of.entries[0])
    sitting = sittings.hold(of, [of.jury[0].id, of.jury[1].id], by=None, at=LATER)
    with pytest.raises(Refused, match="no quorum"):
        put(of, MotionKind.SHORTLIST, entry=of.entries[0])
    sittings.attend(sitting, [member.id for member in of.jury[:3]], by=None, at=LATER)
    with pytest.raises(Refused, match="lock the round first"):
        put(of, MotionKind.SHORTLIST, entry=of.entries[0])


def test_a_majority_carries_and_the_chair_breaks_a_tie() -> None:
    of, _round = scored()
    first, second, third = of.entries
    motion = put(of, MotionKind.SHORTLIST, entry=first)
    say(of, motion, "no", "yes", "yes", "no", "yes")
    say(of, motion, "", "", "", "yes")  # the last word counts
    assert motions.close(motion, by=None, at=LATER) and not motion.by_casting_vote
    assert first.state == EntryState.SHORTLISTED
    with pytest.raises(Refused, match="it stands"):
        say(of, motion, "no")
    tied = put(of, MotionKind.SHORTLIST, entry=second)
    say(of, tied, "no", "yes", "yes", "no", "abstain")
    assert not motions.close(tied, by=None, at=LATER) and tied.by_casting_vote
    assert second.state == EntryState.NOT_ADVANCED
    conflicts.declare(of.jury[1], third, ConflictKind.FAMILY, by=None, at=LATER)
    about = put(of, MotionKind.SHORTLIST, entry=third)
    with pytest.raises(Refused, match="no vote on this entry"):
        say(of, about, "", "yes")
    with pytest.raises(Refused, match="no vote in this jury"):
        motions.vote(about, of.jury[5], "yes", by=of.jury[5].person, at=LATER)
    assert motions.for_juror(of.jury[1]) == []


def test_an_exclusion_is_a_vote_with_a_reason() -> None:
    of, round_ = scored()
    with pytest.raises(Refused, match="Write why"):
        put(of, MotionKind.EXCLUDE, entry=of.entries[0])
    motion = put(of, MotionKind.EXCLUDE, entry=of.entries[0], reason="Vẽ ngoài khu đất")
    say(of, motion, "yes", "yes", "yes")
    motions.close(motion, by=None, at=LATER)
    assert (of.entries[0].state, of.entries[0].exclusion_id) == (EntryState.EXCLUDED, motion.id)
    assert len(queries.counted(round_)) == 10


def test_the_control_round_brings_back_and_the_final_is_ranked() -> None:
    of, _round = scored()
    first, second, third = of.entries
    for entry, word in ((first, "yes"), (second, "no"), (third, "no")):
        motion = put(of, MotionKind.SHORTLIST, entry=entry)
        say(of, motion, *[word] * 5)
        motions.close(motion, by=None, at=LATER)
    with pytest.raises(Refused, match="control round has been held"):
        planting.opened(of, RoundKind.FINAL, at=LATER)
    control = planting.opened(of, RoundKind.CONTROL, at=LATER)
    chair, other = of.jury[:2]
    motions.revive(chair, second, reason="Ý tưởng mái đáng bàn lại", by=chair.person, at=LATER)
    with pytest.raises(Refused, match="already"):
        motions.revive(chair, third, reason="Cũng vậy", by=chair.person, at=LATER)
    with pytest.raises(Refused, match="did not advance"):
        motions.revive(other, first, reason="?", by=other.person, at=LATER)
    with pytest.raises(Refused, match="Round 2 is still open"):
        planting.opened(of, RoundKind.FINAL, at=LATER)
    rounds.close(control, by=None, at=LATER)
    final = planting.opened(of, RoundKind.FINAL, at=LATER)
    assert {first.state, second.state} == {EntryState.FINALIST}
    assert third.state == EntryState.NOT_ADVANCED
    with pytest.raises(Refused, match="from 1 to 2"):
        finals.rank(chair, final, {first.code: 1}, by=chair.person, at=LATER)
    with pytest.raises(Refused, match="5 jurors have not finished"):
        rounds.close(final, by=None, at=LATER)
    for number, member in enumerate(of.jury[:5]):
        finals.rank(member, final, {first.code: 1, second.code: 1 + number % 2}, by=member.person, at=LATER)
    rounds.close(final, by=None, at=LATER)
    with pytest.raises(Refused, match="its ballots stand"):
        finals.rank(chair, final, {first.code: 2, second.code: 1}, by=chair.person, at=LATER)
