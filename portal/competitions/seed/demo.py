"""Plants the demo's competitions by the rules that everybody's pass: one in judging, one finished, one open.

The facts of the first are those that were announced; works, names, points and panels are made up, panels by
`drawings.py`. Everything lies around the day of planting. Twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from portal.competitions import roster
from portal.competitions.entries import rules as entering
from portal.competitions.exhibition import prize
from portal.competitions.jury import conflicts, locks, rounds
from portal.competitions.jury.models import ConflictKind, ConflictSource, RoundKind
from portal.competitions.models import Competition, PhaseKind
from portal.competitions.results import freezing, keeping, publication, reveal, signing
from portal.competitions.seed import judging, works
from portal.competitions.seed.judging import Given
from portal.competitions.seed.terms import DAY, end, midnight, person, published
from portal.db import db
from portal.media.storage import Storage


def plant(*, storage: Storage, at: datetime) -> int:
    """Plants what is not here yet; returns how many competitions that were."""
    there = set(db.session.scalars(select(Competition.slug)))
    plans = (("thiet-ke-khong-gian-sang-tao", _judged, 118), ("san-nho-ben-song", _finished, 160),
             ("mai-hien-xom-toi", _open, 20))  # fmt: skip
    missing = [one for one in plans if one[0] not in there]
    for slug, make, days_ago in missing:
        make(published(slug, begun=midnight(at) - days_ago * DAY), storage, at)
        db.session.flush()
    return len(missing)


# Three editions


def _judged(competition: Competition, storage: Storage, at: datetime) -> None:
    """In its first round: ballots in part, two conflicts, one entry whose bytes came after its postmark."""
    chance = Random(competition.slug)  # nosec B311  a demo, no secrets
    entries = [
        works.hand_in(competition, work, number, storage, late=number == 7)
        for number, work in enumerate(works.read("entries"))
    ]
    opened_at = end(competition, PhaseKind.CHECK) + timedelta(hours=9)
    works.clear(entries, at=opened_at - DAY)
    round_ = rounds.open_round(competition, RoundKind.SCORING, by=person("registrar"), at=opened_at, seed=2026,
                               due_at=end(competition, PhaseKind.ROUND_1))  # fmt: skip
    members = roster.voting(competition)
    for number, code, kind in ((1, "MH2619", ConflictKind.COLLABORATOR), (4, "GR6058", ConflictKind.RECOGNISED)):
        juror = members[number]
        conflicts.declare(juror, works.coded(entries, code), kind=kind, source=ConflictSource.JUROR,
                          by=juror.person, at=opened_at + DAY)  # fmt: skip
    judging.fill([
        Given(ballot, 5.5 + chance.random() * 3.6 + (member.position - 2) * 0.25, chance,
              opened_at + DAY + timedelta(minutes=7 * ballot.position))
        for member, done in zip(members, (24, 20, 14, 0, 22), strict=True)
        for ballot in judging.ballots(round_, member.id)[:done]
    ])  # fmt: skip
    judging.on_paper(judging.ballots(round_, members[1].id)[20:23], at=opened_at + 4 * DAY)
    locks.lock(members[0], round_, by=members[0].person, at=opened_at + 5 * DAY)


def _finished(competition: Competition, storage: Storage, at: datetime) -> None:
    """From the first entry to the exhibition, with every vote and signature."""
    chance = Random(competition.slug)  # nosec B311  a demo, no secrets
    planned = works.read("finished")
    entries = [works.hand_in(competition, work, 24 + number, storage) for number, work in enumerate(planned)]
    opened_at = end(competition, PhaseKind.CHECK) + timedelta(hours=9)
    works.clear(entries, at=opened_at - DAY)
    registrar = person("registrar")
    round_ = rounds.open_round(competition, RoundKind.SCORING, by=registrar, at=opened_at, seed=2025)
    members = roster.voting(competition)
    juror = members[3]
    conflicts.declare(juror, works.coded(entries, "DM8192"), kind=ConflictKind.TEACHER, source=ConflictSource.JUROR,
                      by=juror.person, at=opened_at + DAY)  # fmt: skip
    given = {work.code: work.points for work in planned}
    judging.fill([
        Given(ballot, given[ballot.entry.code][number], chance, opened_at + 2 * DAY)
        for number, member in enumerate(members) for ballot in judging.ballots(round_, member.id)
    ])  # fmt: skip
    for member in members:
        locks.lock(member, round_, by=member.person, at=opened_at + 3 * DAY)
    db.session.refresh(round_)
    keeping.reckon_now(round_, at=opened_at + 3 * DAY)
    judging.decide(competition, entries, at=opened_at + 12 * DAY)
    signed_at = opened_at + 14 * DAY
    drawn = signing.draw_up(competition, by=registrar, at=signed_at)
    for member in members:
        signing.confirm(drawn, member, by=member.person, at=signed_at)
    freezing.freeze_now(competition, at=signed_at)
    for name in ("registrar", "organiser"):
        reveal.turn_key(competition, by=person(name), at=signed_at + DAY)
    judging.vote(competition, entries, chance, at=end(competition, PhaseKind.PUBLIC_VOTE) - DAY)
    publication.advance(competition, at=at)
    prize.settle(competition, at=at, letter=False)
    publication.advance(competition, at=at)


def _open(competition: Competition, storage: Storage, at: datetime) -> None:
    """Open for entries, with a draft that the architect has begun."""
    draft = entering.begin(competition, by=person("architect"), language="vi", at=at - 2 * DAY)
    entering.keep(draft, {"title": "Hiên chờ mưa", "category": competition.categories[0]}, at=at - 2 * DAY)
