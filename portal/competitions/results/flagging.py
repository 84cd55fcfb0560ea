"""What to look at in the points of an open round: reckoned by the worker with the ranking, kept in its record.

The board tells of it. Nothing follows from a flag by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from portal.competitions.entries.models import Entry
from portal.competitions.jury.models import Ballot, Round, Score
from portal.competitions.models import JuryMember
from portal.competitions.results import reading
from portal.competitions.results.models import KeptRanking
from portal.competitions.results.reading import Material
from portal.db import db
from portal.kit import ballots as kit
from portal.kit import rasch
from portal.kit.jury_flags import Conduct, Flag, Kind, flags
from portal.kit.ranking_record import Ranking

FLAGS, INFIT = "flags", "infit"
MOST_RATINGS = 3_000
"""More points than that take the model longer than advice is worth."""


def look(given: Material, made: Ranking, listed: Mapping[str, Sequence[str]]) -> list[Flag]:
    """The flags of a panel by its points; `listed` are the codes of each juror's list in its order."""
    if given.is_ranked:
        return []
    values = kit.values(given.ballots, given.criteria)
    conduct = {
        juror: Conduct(listed=[values[code][juror] for code in codes if juror in values.get(code, {})])
        for juror, codes in listed.items()
    }
    severity = {one.juror: one.severity for one in made.jurors if one.severity is not None}
    return flags(values, given.ballots, severity=severity, conduct=conduct)


def infit(given: Material) -> dict[str, float]:
    """How well each juror's points fit the model; nobody's for fewer than 30 entries."""
    found = rasch.fit(given.ballots)
    return found.infit if found is not None else {}


def listed(of: Round) -> dict[str, list[str]]:
    """The codes on each juror's list, in their own order."""
    rows = select(JuryMember.pseudonym, Entry.code).select_from(Ballot)
    rows = rows.join(JuryMember, JuryMember.id == Ballot.member_id).join(Entry, Entry.id == Ballot.entry_id)
    found: dict[str, list[str]] = {}
    for juror, code in db.session.execute(rows.where(Ballot.round_id == of.id).order_by(Ballot.position)):
        found.setdefault(juror, []).append(code)
    return found


def plain(found: Iterable[Flag]) -> list[list[Any]]:
    """Flags as they are kept in a record."""
    return [[str(flag.kind), flag.juror, flag.value] for flag in found]


def kept(of: Round) -> list[Flag]:
    """The flags of an open round as last reckoned."""
    record = db.session.scalar(select(KeptRanking.record).where(KeptRanking.round_id == of.id)) or {}
    found = [Flag(Kind(kind), juror, value) for kind, juror, value in record.get(FLAGS, ())]
    return found + flags({}, infit=record.get(INFIT) or {})


def without_infit() -> Sequence[int]:
    """The kept rankings of open rounds of which nobody has asked yet how well the jurors fit the model."""
    found = select(KeptRanking.id, KeptRanking.record).join(Round, Round.id == KeptRanking.round_id)
    found = found.where(Round.unsealed_at.is_not(None), KeptRanking.done_at.is_not(None))
    return [number for number, record in db.session.execute(found) if FLAGS in record and INFIT not in record]


def material(number: int) -> Material | None:
    """What the model is fitted to; None beyond `MOST_RATINGS`."""
    of = db.session.get_one(KeptRanking, number).round
    ratings = select(func.count()).select_from(Score).join(Ballot, Ballot.id == Score.ballot_id)
    many = (db.session.scalar(ratings.where(Ballot.round_id == of.id)) or 0) > MOST_RATINGS
    return None if many else reading.material(of)


def keep_infit(number: int, given: Material | None, found: Mapping[str, float]) -> None:
    """Beside the ranking of this version; what was reckoned anew meanwhile is asked again."""
    row = db.session.get_one(KeptRanking, number)
    if given is None or row.of_version == given.version:
        row.record = row.record | {INFIT: dict(found)}
