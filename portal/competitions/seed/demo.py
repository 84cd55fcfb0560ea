"""Plants the demo's competitions by the rules that everybody's pass: one in judging, one finished, one open.

The facts of the first are those that were announced; works, names, points and panels are made up, panels by
`drawings.py`. Everything lies around the day of planting. Twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from PIL import Image
from sqlalchemy import insert, select

from portal.competitions import checklist, deadlines, publishing, roster, rules
from portal.competitions.entries import checking, files
from portal.competitions.entries import rules as entering
from portal.competitions.entries.models import Anonymity, Entry
from portal.competitions.exhibition import votes
from portal.competitions.jury import conflicts, locks, motions, paper, rounds, sittings
from portal.competitions.jury.ballots import Points
from portal.competitions.jury.models import (
    Ballot,
    BallotState,
    ConflictKind,
    ConflictSource,
    MotionKind,
    Round,
    RoundKind,
    Score,
    ScoreAct,
)
from portal.competitions.models import Competition, Phase, PhaseKind, Seat, Stage
from portal.competitions.results import awards, freezing, keeping, publication, reveal, signing
from portal.competitions.results.models import PublicVote
from portal.competitions.seed import drawings, texts
from portal.competitions.terms_models import Prize, Slot, SlotKind
from portal.db import db
from portal.media.models import Upload
from portal.media.panels.inspection import Facts
from portal.media.storage import Storage
from portal.people import rules as people
from portal.people.models import Person

HERE = Path(__file__).parent
JURY = ("juror1", "juror2", "juror3", "juror4", "juror5", "mentor")
"""The chair, four members, and the reserve."""
DAY = timedelta(days=1)
PHASES: dict[PhaseKind, tuple[int, int]] = {
    PhaseKind.REGISTER: (0, 100), PhaseKind.QUESTIONS: (0, 40), PhaseKind.SUBMIT: (10, 100),
    PhaseKind.CHECK: (100, 106), PhaseKind.ROUND_1: (106, 125), PhaseKind.SHORTLIST: (125, 132),
    PhaseKind.PUBLIC_VOTE: (126, 136), PhaseKind.CONTROL: (132, 134), PhaseKind.FINAL: (134, 136),
    PhaseKind.SIGN: (136, 138), PhaseKind.REVEAL: (138, 140), PhaseKind.RESULTS: (140, 150),
    PhaseKind.EXHIBITION: (142, 172),
}  # fmt: skip
"""Days from the publication: from the first one's beginning until the last one's end."""
PRIZES: tuple[dict[str, Any], ...] = (
    {"name_vi": "Giải Nhất", "name_en": "First prize", "name_fr": "Premier prix", "amount_vnd": 60_000_000,
     "least_tenths": 70},
    {"name_vi": "Giải Nhì", "name_en": "Second prize", "name_fr": "Deuxième prix", "amount_vnd": 30_000_000},
    {"name_vi": "Giải Ba", "name_en": "Third prize", "name_fr": "Troisième prix", "amount_vnd": 20_000_000},
    {"name_vi": "Giải của công chúng", "name_en": "The public’s prize", "name_fr": "Prix du public",
     "amount_vnd": 10_000_000, "by_public": True},
)  # fmt: skip
REASON = "Bản mẫu để dùng thử."


class Work(NamedTuple):
    """An entry of the demo; `points` are what each juror gives on average."""

    code: str
    title: str
    category: str
    shown_as: str
    leader: str
    points: Sequence[float] = ()


class Given(NamedTuple):
    """A ballot, the value around which its points lie, and when it was filled in."""

    ballot: Ballot
    worth: float
    chance: Random
    at: datetime


def plant(*, storage: Storage, at: datetime) -> int:
    """Plants what is not here yet; returns how many competitions that were."""
    there = set(db.session.scalars(select(Competition.slug)))
    plans = (("thiet-ke-khong-gian-sang-tao", _judged, 118), ("san-nho-ben-song", _finished, 160),
             ("mai-hien-xom-toi", _open, 20))  # fmt: skip
    missing = [one for one in plans if one[0] not in there]
    for slug, make, days_ago in missing:
        make(_published(slug, begun=_midnight(at) - days_ago * DAY), storage, at)
        db.session.flush()
    return len(missing)


# Three editions


def _judged(competition: Competition, storage: Storage, at: datetime) -> None:
    """In its first round: ballots in part, two conflicts, one entry whose bytes came after its postmark."""
    chance = Random(competition.slug)  # nosec B311  a demo, no secrets
    entries = [
        _entry(competition, work, number, storage, late=number == 7) for number, work in enumerate(_works("entries"))
    ]
    opened_at = _end(competition, PhaseKind.CHECK) + timedelta(hours=9)
    _clear(entries, at=opened_at - DAY)
    round_ = rounds.open_round(competition, RoundKind.SCORING, by=_person("registrar"), at=opened_at, seed=2026,
                               due_at=_end(competition, PhaseKind.ROUND_1))  # fmt: skip
    members = roster.voting(competition)
    for number, code, kind in ((1, "MH2619", ConflictKind.COLLABORATOR), (4, "GR6058", ConflictKind.RECOGNISED)):
        juror = members[number]
        conflicts.declare(juror, _coded(entries, code), kind=kind, source=ConflictSource.JUROR,
                          by=juror.person, at=opened_at + DAY)  # fmt: skip
    _fill([
        Given(ballot, 5.5 + chance.random() * 3.6 + (member.position - 2) * 0.25, chance,
              opened_at + DAY + timedelta(minutes=7 * ballot.position))
        for member, done in zip(members, (24, 20, 14, 0, 22), strict=True)
        for ballot in _ballots(round_, member.id)[:done]
    ])  # fmt: skip
    _on_paper(_ballots(round_, members[1].id)[20:23], at=opened_at + 4 * DAY)
    locks.lock(members[0], round_, by=members[0].person, at=opened_at + 5 * DAY)


def _finished(competition: Competition, storage: Storage, at: datetime) -> None:
    """From the first entry to the exhibition, with every vote and signature."""
    chance = Random(competition.slug)  # nosec B311  a demo, no secrets
    works = _works("finished")
    entries = [_entry(competition, work, 24 + number, storage) for number, work in enumerate(works)]
    opened_at = _end(competition, PhaseKind.CHECK) + timedelta(hours=9)
    _clear(entries, at=opened_at - DAY)
    registrar = _person("registrar")
    round_ = rounds.open_round(competition, RoundKind.SCORING, by=registrar, at=opened_at, seed=2025)
    members = roster.voting(competition)
    juror = members[3]
    conflicts.declare(juror, _coded(entries, "DM8192"), kind=ConflictKind.TEACHER, source=ConflictSource.JUROR,
                      by=juror.person, at=opened_at + DAY)  # fmt: skip
    given = {work.code: work.points for work in works}
    _fill([
        Given(ballot, given[ballot.entry.code][number], chance, opened_at + 2 * DAY)
        for number, member in enumerate(members) for ballot in _ballots(round_, member.id)
    ])  # fmt: skip
    for member in members:
        locks.lock(member, round_, by=member.person, at=opened_at + 3 * DAY)
    db.session.refresh(round_)
    keeping.reckon_now(round_, at=opened_at + 3 * DAY)
    _decide(competition, entries, at=opened_at + 12 * DAY)
    signed_at = opened_at + 14 * DAY
    drawn = signing.draw_up(competition, by=registrar, at=signed_at)
    for member in members:
        signing.confirm(drawn, member, by=member.person, at=signed_at)
    freezing.freeze_now(competition, at=signed_at)
    for name in ("registrar", "organiser"):
        reveal.turn_key(competition, by=_person(name), at=signed_at + DAY)
    _vote(competition, entries, chance, at=_end(competition, PhaseKind.PUBLIC_VOTE) - DAY)
    for _step in (Stage.RESULTS_PUBLISHED, Stage.EXHIBITION):
        publication.advance(competition, at=at)


def _open(competition: Competition, storage: Storage, at: datetime) -> None:
    """Open for entries, with a draft that the architect has begun."""
    draft = entering.begin(competition, by=_person("architect"), language="vi", at=at - 2 * DAY)
    entering.keep(draft, {"title": "Hiên chờ mưa", "category": competition.categories[0]}, at=at - 2 * DAY)


# Their parts


def _published(slug: str, *, begun: datetime) -> Competition:
    organiser, set_up_at = _person("organiser"), begun - 20 * DAY
    competition = rules.create(texts.of(slug), by=organiser, at=set_up_at, slug=slug, demo=True)
    competition.phases = [
        Phase(kind=kind, opens_at=begun + first * DAY, closes_at=begun + last * DAY)
        for kind, (first, last) in PHASES.items()
    ]
    competition.prizes = [Prize(position=n, **one) for n, one in enumerate(PRIZES)]
    panels = next(slot for slot in competition.slots if slot.kind is SlotKind.PANEL)
    panels.sizes, panels.most_pages, panels.orientation = ["A1", "A0", "A3"], 3, ""
    for number, name in enumerate(JURY):
        seat = Seat.CHAIR if number == 0 else Seat.RESERVE if name == JURY[-1] else Seat.MEMBER
        member = roster.invite(competition, f"{name}@hoian.example", {"seat": seat, **texts.juror(number)},
                               by=organiser, at=set_up_at)  # fmt: skip
        roster.accept(member, by=member.person, at=set_up_at + DAY)
        roster.approve_brief(member, by=member.person, at=set_up_at + DAY)
    db.session.flush()
    for warning in checklist.open_warnings(competition, begun):
        checklist.acknowledge(competition, warning, REASON, by=organiser, at=begun)
    publishing.publish(competition, by=organiser, at=begun)
    return competition


def _entry(competition: Competition, work: Work, number: int, storage: Storage, *, late: bool = False) -> Entry:
    """Begun, written, drawn and handed in; when `late`, with its bytes two hours after the deadline."""
    begun_at = _end(competition, PhaseKind.SUBMIT) - timedelta(days=9, minutes=11 * number)
    sent_at = _end(competition, PhaseKind.SUBMIT) - timedelta(minutes=20 + 13 * number)
    entry = entering.begin(competition, by=_leader(work, number), language="vi", at=begun_at)
    entry.code = work.code
    category = next(one for one in competition.categories if one.key == work.category)
    entering.keep(entry, {"title": work.title, "category": category, "shown_as": work.shown_as,
                          "statement_vi": texts.statement(number)}, at=begun_at)  # fmt: skip
    entering.agree(entry, at=begun_at)
    slot = next(one for one in competition.slots if one.kind is SlotKind.PANEL)
    panels = list(_panels(entry, work, number, storage, begun_at))
    if late:
        for upload, _facts in panels:
            files.announce(entry, slot, digest=upload.digest, size=upload.size, at=sent_at)
        entering.send(entry, at=sent_at)
    for upload, facts in panels:
        arrived_at = _end(competition, PhaseKind.SUBMIT) + timedelta(hours=2) if late else sent_at
        _hand_in(entry, slot, upload, facts, at=arrived_at)
    if late:
        entering.complete(entry, at=arrived_at)
    else:
        entering.send(entry, at=sent_at)
    return entry


def _panels(
    entry: Entry, work: Work, number: int, storage: Storage, at: datetime
) -> Iterator[tuple[Upload, Facts]]:  # fmt: skip
    for drawn in drawings.panels(number, code=work.code, title=work.title, maker=work.leader):
        stored = storage.put(BytesIO(drawn.body))
        upload = Upload(digest=stored.digest, size=stored.size, media_type=drawn.media_type, name=drawn.name,
                        by_id=entry.identity.person_id, at=at)  # fmt: skip
        db.session.add(upload)
        db.session.flush()
        yield upload, _facts(drawn, number)


def _facts(drawn: drawings.Panel, number: int) -> Facts:
    """What looking at the drawing would find."""
    if drawn.media_type == drawings.PDF:
        return Facts(media_type=drawn.media_type, pages=1, sheets=(drawings.SIZES[drawings.paper_of(number)],))
    with Image.open(BytesIO(drawn.body)) as photo:
        return Facts(media_type=drawn.media_type, pages=1, pixels=photo.size)


def _hand_in(entry: Entry, slot: Slot, upload: Upload, facts: Facts, *, at: datetime) -> None:
    row = files.take_in(entry, slot, upload, seen=facts, at=at)
    row.checked_at = at
    files.describe(row, alt_vi="Mặt bằng, phối cảnh và mặt cắt của công trình.", at=at)


def _clear(entries: Sequence[Entry], *, at: datetime) -> None:
    registrar, second = _person("registrar"), _person("auditor")
    rules.step(entries[0].competition, Stage.SUBMISSION_CLOSED, by=registrar, at=at)
    for entry in entries:
        for finding in checking.unsettled(entry):
            checking.settle(finding, "Tên chung của một nơi, không chỉ ai.", by=registrar, at=at)
        for one in (registrar, second):
            checking.clear(entry, by=one, at=at)
        checking.judge_anonymity(entry, Anonymity.CLEARED, by=registrar, at=at)


def _fill(given: Sequence[Given]) -> None:
    """All criteria of these ballots, each around one value, in half points: as the acts of scoring leave them."""
    scores, acts = [], []
    for ballot, worth, chance, at in given:
        ballot.state, ballot.opened_at, ballot.changed_at, ballot.seconds = BallotState.COMPLETE, at, at, 300
        ballot.remark = texts.remark(ballot.position)
        for criterion in ballot.round.competition.criteria:
            tenths = max(0, min(100, round((worth + chance.uniform(-0.7, 0.7)) * 2) * 5))
            score = {"ballot_id": ballot.id, "criterion_id": criterion.id, "tenths": tenths, "is_na": False, "at": at}
            scores.append(score)
            acts.append(score | {"by_id": ballot.member.person_id, "once": None})
    db.session.flush()
    db.session.execute(insert(Score), scores)
    db.session.execute(insert(ScoreAct), acts)


def _on_paper(ballots: Sequence[Ballot], *, at: datetime) -> None:
    """Typed in by two alike, by two differently, and by one."""
    one, other = _person("registrar"), _person("organiser")
    for number, ballot in enumerate(ballots):
        given = {criterion.key: Points(70 + 5 * number) for criterion in ballot.round.competition.criteria}
        typed = ((one, given), (other, given if number == 0 else given | {"flexibility": Points(20)}))
        for by, points in typed[: 1 if number == 2 else 2]:
            paper.type_in(ballot, points, "", by=by, at=at + timedelta(minutes=number))


def _ballots(round_: Round, member: int) -> list[Ballot]:
    found = select(Ballot).where(Ballot.round_id == round_.id, Ballot.member_id == member).order_by(Ballot.position)
    return [one for one in db.session.scalars(found) if one.voided_at is None]


def _decide(competition: Competition, entries: Sequence[Entry], *, at: datetime) -> None:
    """The jury sits, shortlists, and votes on each prize."""
    registrar, members = _person("registrar"), roster.voting(competition)
    sittings.hold(competition, {one.id for one in members}, place="Tòa nhà Hữu nghị", by=registrar, at=at)
    best = sorted(entries, key=lambda one: awards.average_of(one) or 0, reverse=True)
    jury_prizes = [one for one in competition.prizes if not one.by_public]
    for prize, entry in zip(jury_prizes, best, strict=False):
        motion = motions.put(competition, MotionKind.PRIZE, entry=entry, prize=prize, by=registrar, at=at)
        for member in members:
            if conflicts.standing(member, entry) is None:
                motions.vote(motion, member, motions.YES, by=member.person, at=at)
        motions.close(motion, by=registrar, at=at)
        if motion in awards.to_apply(competition):
            awards.decide(motion, at=at)
    for number, entry in enumerate(best[:3]):
        said = texts.SENTENCES[number]
        awards.say(entry, said["vi"], said["en"], by=members[0].person, at=at)


def _vote(competition: Competition, entries: Sequence[Entry], chance: Random, *, at: datetime) -> None:
    """What the visitors of the exhibition chose: sixty cards were handed out."""
    votes.make_codes(competition, 60, by=_person("organiser"), at=at)
    db.session.add_all(
        PublicVote(competition_id=competition.id, entry_id=chance.choice(entries[:5]).id, voter=f"demo {number}", at=at)
        for number in range(41)
    )


# Who and when


def _leader(work: Work, number: int) -> Person:
    """The architect and the designer of the cast, else somebody made up who never signs in."""
    if known := {"KV3916": "architect", "MH2619": "designer"}.get(work.code):
        return _person(known)
    email = f"entrant{number + 1}@hoian.example"
    person = people.find(email)
    if person is None:
        person = Person(full_name=work.leader, email=email, demo=True, created_at=datetime.fromisoformat(texts.BEGUN))
        db.session.add(person)
        db.session.flush()
    return person


def _person(name: str) -> Person:
    person = people.find(f"{name}@hoian.example")
    if person is None:
        raise LookupError(f"The demo has no {name}.")
    return person


def _coded(entries: Sequence[Entry], code: str) -> Entry:
    return next(entry for entry in entries if entry.code == code)


def _works(name: str) -> list[Work]:
    return [Work(*row) for row in json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))]


def _midnight(at: datetime) -> datetime:
    """The beginning of a day in the city."""
    zone = deadlines.zone()
    return datetime.combine(at.astimezone(zone).date(), time(), tzinfo=zone)


def _end(competition: Competition, kind: PhaseKind) -> datetime:
    end = deadlines.closes(competition, kind)
    if end is None:
        raise LookupError(f"The demo's competition has no {kind}.")
    return end
