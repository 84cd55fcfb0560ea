"""Writing the rules of a competition while it is being set up: texts, phases, and the rows of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import rules
from portal.competitions.models import Competition, Phase, PhaseKind
from portal.competitions.terms_models import Category, Criterion, Prize, Slot
from portal.db import Model, db
from portal.kit.fold import slug
from portal.kit.say import N_, Refused
from portal.people.models import Person

PLAIN = (
    "title_vi", "title_en", "title_fr", "summary_vi", "summary_en", "summary_fr", "brief_vi", "brief_en", "brief_fr",
    "licence_vi", "licence_en", "licence_fr", "obligation", "obligation_vi", "obligation_en", "obligation_fr",
    "may_withhold", "most_members", "transfer_hours", "method", "method_version", "tie_ladder", "per_entry",
    "has_public_vote", "vote_rules_vi", "vote_rules_en", "contact_email", "contact_phone", "listing_id",
)  # fmt: skip
"""What `write` may set."""


class Rows(NamedTuple):
    """A list of a competition: the relation, its table, and the columns that stand in a row."""

    relation: str
    model: type[Model]
    columns: tuple[str, ...]
    keyed: bool = True


_NAMES = ("name_vi", "name_en", "name_fr")
_HINTS = ("hint_vi", "hint_en", "hint_fr")
CATEGORIES = Rows("categories", Category, ("key", *_NAMES, *_HINTS, "closes_at"))
SLOTS = Rows(
    "slots", Slot,
    ("key", "kind", *_NAMES, "least", "most", "formats", "sizes", "orientation", "most_bytes", "most_pages",
     "least_dpi", "most_words", "blocks"),
)  # fmt: skip
CRITERIA = Rows(
    "criteria", Criterion, ("key", *_NAMES, *_HINTS, "weight", "allows_na", "independent", "anchors")
)  # fmt: skip
PRIZES = Rows(
    "prizes", Prize, ("category_id", *_NAMES, "amount_vnd", "how_many", "least_tenths", "by_public"), keyed=False
)


def changeable(competition: Competition) -> None:
    """Refused once it is published: what stands then, stands in the database too."""
    if competition.is_public():
        raise Refused(N_("This stands as it was published. What has to change is told in an addendum."))


def write(competition: Competition, given: Mapping[str, Any], *, part: str, by: Person | None, at: datetime) -> None:
    """Sets plain columns, before publication."""
    changeable(competition)
    if unknown := set(given) - set(PLAIN):
        raise ValueError(f"Not columns of a competition: {sorted(unknown)}")
    if any(name.startswith("brief_") and value != getattr(competition, name) for name, value in given.items()):
        _read_anew(competition)
    for name, value in given.items():
        setattr(competition, name, value)
    _changed(competition, part, by=by, at=at)


def write_phases(
    competition: Competition, given: Mapping[PhaseKind, tuple[datetime, datetime] | None], *, by: Person | None,
    at: datetime,
) -> None:  # fmt: skip
    """From when until when each phase lasts; None takes it out. Refused at "<kind>_closes" where it ends too early."""
    changeable(competition)
    for kind, dates in given.items():
        if dates is not None and dates[1] <= dates[0]:
            raise Refused(N_("This ends before it begins."), field=f"{kind}_closes")
    standing = {phase.kind: phase for phase in competition.phases}
    for kind, dates in given.items():
        phase = standing.get(kind)
        if dates is None:
            if phase is not None:
                db.session.delete(phase)
        elif phase is None:
            db.session.add(Phase(competition_id=competition.id, kind=kind, opens_at=dates[0], closes_at=dates[1]))
        else:
            phase.opens_at, phase.closes_at = dates
    db.session.flush()
    db.session.refresh(competition, ["phases"])
    _changed(competition, "phases", by=by, at=at)


def write_rows(
    competition: Competition, of: Rows, given: Sequence[Mapping[str, Any]], *, by: Person | None, at: datetime,
    part: str = "",
) -> None:  # fmt: skip
    """Writes a whole list: rows with an `id` stay, those without are new, and what is not named goes."""
    changeable(competition)
    standing: dict[int, Any] = {row.id: row for row in getattr(competition, of.relation)}
    before = rows_of(competition, of)
    kept = {row["id"] for row in given if row.get("id") in standing}
    for number, row in standing.items():
        if number not in kept:
            _let_go(of, number)
            db.session.delete(row)
    db.session.flush()
    keys = {standing[number].key for number in kept} if of.keyed else set()
    for position, values in enumerate(given):
        columns = {name: value for name, value in values.items() if name in of.columns}
        row = standing.get(values.get("id") or 0)
        if row is None:
            if of.keyed:
                columns["key"] = _free_key(values, keys)
                keys.add(columns["key"])
            row = of.model(competition_id=competition.id)
            db.session.add(row)
        for name, value in {**columns, "position": position}.items():
            setattr(row, name, value)
    db.session.flush()
    db.session.refresh(competition, [of.relation])
    if of is CRITERIA and before != rows_of(competition, of):
        _read_anew(competition)
    _changed(competition, part or of.relation, by=by, at=at)


def write_anchors(
    competition: Competition, given: Sequence[Mapping[str, Any]], *, by: Person | None, at: datetime
) -> None:
    """What the points of the criteria mean. No criterion comes or goes by it."""
    changeable(competition)
    standing = {row.id: row for row in competition.criteria}
    before = rows_of(competition, CRITERIA)
    for values in given:
        if (row := standing.get(values["id"])) is not None:
            row.anchors = values["anchors"]
    db.session.flush()
    if before != rows_of(competition, CRITERIA):
        _read_anew(competition)
    _changed(competition, "anchors", by=by, at=at)


def rows_of(competition: Competition, of: Rows) -> list[dict[str, Any]]:
    """The rows as `write_rows` takes them."""
    return [
        {"id": row.id, **{name: getattr(row, name) for name in of.columns}}
        for row in getattr(competition, of.relation)
    ]  # fmt: skip


def copy(former: Competition, given: Mapping[str, Any], *, by: Person | None, at: datetime) -> Competition:
    """Another competition with the rules of a former one; its dates, jury and addresses are to be set anew."""
    texts = {name: getattr(former, name) for name in PLAIN}
    made = rules.create({**texts, **given}, by=by, at=at)
    for of in (CATEGORIES, SLOTS, CRITERIA):
        rows = [{**row, "id": None, "closes_at": None} for row in rows_of(former, of)]
        write_rows(made, of, rows, by=by, at=at)
    classes = {old.id: new.id for old, new in zip(former.categories, made.categories, strict=True)}
    prizes = [{**row, "id": None, "category_id": classes.get(row["category_id"])} for row in rows_of(former, PRIZES)]
    write_rows(made, PRIZES, prizes, by=by, at=at)
    return made


def _read_anew(competition: Competition) -> None:
    """Jurors agreed to another brief: they are asked again."""
    for member in competition.jury:
        member.brief_approved_at = None


def _let_go(of: Rows, number: int) -> None:
    """A prize for a class that is taken out is one for all classes."""
    if of is CATEGORIES:
        for prize in db.session.scalars(select(Prize).where(Prize.category_id == number)):
            prize.category_id = None


def _free_key(values: Mapping[str, Any], taken: set[str]) -> str:
    wish = values.get("key") or slug(values.get("name_en") or values.get("name_vi") or "")[:30] or "row"
    number, key = 1, wish
    while key in taken:
        number += 1
        key = f"{wish}-{number}"
    return key


def _changed(competition: Competition, part: str, *, by: Person | None, at: datetime) -> None:
    competition.changed_at = at
    audit.note("competition_set", "competition", competition.id, by=by, at=at, part=part)
