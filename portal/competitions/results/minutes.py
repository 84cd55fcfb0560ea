"""The minutes: everything that led to the result as plain values, made from the rows and never typed, with a sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm.attributes import set_committed_value

from portal.competitions.entries.models import Entry, EntryState, LateLink, VaultAccess
from portal.competitions.jury.models import Conflict, Motion, Reopening, Round, Sitting
from portal.competitions.models import Competition, Extension, JuryMember
from portal.competitions.results import awards, keeping
from portal.competitions.results.models import Minutes
from portal.db import db, statement
from portal.kit import canonical
from portal.kit.clock import iso
from portal.people.models import Person

LAST_ROUND = (EntryState.FINALIST, EntryState.AWARDED, EntryState.MENTIONED, EntryState.NOT_AWARDED)


def last(competition: Competition) -> Minutes | None:
    """The minutes as they were drawn up last."""
    found = db.session.scalars(*_last(competition.id)).one_or_none()
    if found is not None:
        set_committed_value(found, "competition", competition)
    return found


@statement
def _last(competition: int) -> Select[Minutes]:
    return select(Minutes).where(Minutes.competition_id == competition).order_by(Minutes.version.desc()).limit(1)


def sum_of(contents: dict[str, Any]) -> str:
    """SHA-256 of the contents as canonical JSON."""
    return canonical.sha256(contents)


def contents(competition: Competition, *, at: datetime) -> dict[str, Any]:
    """What stands in the minutes. Entries by code, jurors by name: the jury was named before anybody entered."""
    return {
        "competition": {
            "slug": competition.slug, "title_vi": competition.title_vi, "title_en": competition.title_en,
            "title_fr": competition.title_fr,
        },
        "drawn_up_at": iso(at),
        "jury": [_juror(one) for one in competition.jury],
        "sittings": [_sitting(one) for one in _of(Sitting, competition)],
        "rounds": [_round(one) for one in _of(Round, competition)],
        "conflicts": _conflicts(competition),
        "motions": [_motion(one) for one in _of(Motion, competition)],
        "entries": _entries(competition),
        "awards": [
            {"prize": one.prize.name_vi, "prize_en": one.prize.name_en, "prize_fr": one.prize.name_fr,
             "entry": one.entry and one.entry.code, "withheld": one.withheld, "shared": one.shared}
            for one in awards.all_of(competition)
        ],
        "extensions": [_extension(one, competition) for one in _of(Extension, competition)],
        "late": [{"reason": one.reason, "until": iso(one.until), "used": one.used_at is not None}
                 for one in _of(LateLink, competition)],
        "vault": [{"why": one.why, "what": one.what, "by": _name(one.by_id), "at": iso(one.at)}
                  for one in _of(VaultAccess, competition)],
    }  # fmt: skip


def to_comment(competition: Competition, hidden: Collection[int] = ()) -> list[Entry]:
    """The entries that need a sentence of the jury: those of the last round and those with a prize."""
    awarded = {award.entry_id for award in awards.all_of(competition)}
    found = select(Entry).where(Entry.competition_id == competition.id, Entry.practice.is_(False)).order_by(Entry.code)
    found = found.where(Entry.id.not_in(hidden))
    return [entry for entry in db.session.scalars(found) if entry.state in LAST_ROUND or entry.id in awarded]


def _of(kind: Any, competition: Competition) -> Sequence[Any]:
    return db.session.scalars(select(kind).where(kind.competition_id == competition.id).order_by(kind.id)).all()


def _juror(member: JuryMember) -> dict[str, Any]:
    for_ = next((one.person.full_name for one in member.competition.jury if one.id == member.stands_in_for_id), None)
    return {
        "name": member.person.full_name, "seat": str(member.seat), "independent": member.independent,
        "accepted": member.accepted_at is not None, "stands_in_for": for_,
    }  # fmt: skip


def _sitting(sitting: Sitting) -> dict[str, Any]:
    return {
        "at": iso(sitting.at), "place": sitting.place,
        "present": [one.member.person.full_name for one in sitting.attendance if one.present],
        "absent": [one.member.person.full_name for one in sitting.attendance if not one.present],
    }  # fmt: skip


def _round(of: Round) -> dict[str, Any]:
    kept = keeping.of_round(of)
    reopened = db.session.scalars(
        select(Reopening.reason).where(Reopening.round_id == of.id, Reopening.agreed_at.is_not(None))
    )
    return {
        "number": of.number, "kind": str(of.kind), "opened_at": of.opened_at and iso(of.opened_at),
        "locked_at": of.locked_at and iso(of.locked_at), "reopened": list(reopened),
        "method": kept.record.get("method") if kept else None,
        "settled": kept.record.get("settled", []) if kept else [],
    }  # fmt: skip


def _conflicts(competition: Competition) -> list[dict[str, Any]]:
    found = select(Conflict).join(JuryMember, JuryMember.id == Conflict.member_id).where(
        JuryMember.competition_id == competition.id, Conflict.stands_at.is_not(None)
    )  # fmt: skip
    return [
        {"juror": one.member.person.full_name, "entry": one.entry.code, "kind": str(one.kind),
         "source": str(one.source), "at": iso(one.at)}
        for one in db.session.scalars(found.order_by(Conflict.id))
    ]  # fmt: skip


def _motion(motion: Motion) -> dict[str, Any]:
    says = Counter({vote.member_id: vote.says for vote in motion.votes}.values())
    return {
        "kind": str(motion.kind), "entry": motion.entry and motion.entry.code,
        "prize": motion.prize and motion.prize.name_vi, "prize_en": motion.prize and motion.prize.name_en,
        "prize_fr": motion.prize and motion.prize.name_fr, "reason": motion.reason,
        "yes": says["yes"], "no": says["no"], "abstain": says["abstain"],
        "carried": motion.carried, "by_casting_vote": motion.by_casting_vote,
    }  # fmt: skip


def _extension(one: Extension, competition: Competition) -> dict[str, Any]:
    whose = next((row for row in competition.categories if row.id == one.category_id), None)
    return {
        "phase": str(one.phase), "class_vi": whose and whose.name_vi, "class_en": whose and whose.name_en,
        "class_fr": whose and whose.name_fr,
        "was_at": iso(one.was_at), "now_at": iso(one.now_at), "reason_vi": one.reason_vi, "reason_en": one.reason_en,
        "by": _name(one.by_id),
    }  # fmt: skip


def _entries(competition: Competition) -> list[dict[str, Any]]:
    entries = to_comment(competition)
    said = awards.sentences([entry.id for entry in entries])
    return [
        {"code": entry.code, "title": entry.title, "state": str(entry.state),
         "sentence_vi": said[entry.id].text_vi if entry.id in said else "",
         "sentence_en": said[entry.id].text_en if entry.id in said else ""}
        for entry in entries
    ]  # fmt: skip


def _name(number: int | None) -> str:
    person = db.session.get(Person, number) if number is not None else None
    return person.full_name if person is not None else ""
