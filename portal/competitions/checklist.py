"""What a competition still misses before it can be published, part by part, and what its organisers should think over.

The warnings follow rules of international competitions in spirit; each may be answered with a reason, which is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.audit import rules as audit
from portal.competitions import defaults
from portal.competitions.brief_models import Acknowledgement
from portal.competitions.models import Competition, PhaseKind, Seat
from portal.competitions.terms_models import Criterion, SlotKind
from portal.db import db
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.people.models import Person

LEAST_DAYS, LEAST_DAYS_IN_RULES = 30, 60
EXHIBITION_DAYS = 14
JURY_SIZES = (5, 7, 9)


@dataclass(frozen=True)
class Lack:
    """Something that is missing, in a sentence; `tag` says it in two words."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One of the ten parts of the setting up, with what is missing in it. An optional one may miss something."""

    key: str
    name: str
    lacks: tuple[Lack, ...]
    optional: bool = False

    @property
    def is_done(self) -> bool:
        return not self.lacks


def parts(competition: Competition) -> list[Part]:
    """The ten parts, in the order in which they are set up."""
    return [
        Part("texts", N_("Name and brief, in three languages"), tuple(_texts(competition))),
        Part("phases", N_("Phases and deadlines"), tuple(_phases(competition))),
        Part("slots", N_("Classes, panels, statement, formats"), tuple(_slots(competition))),
        Part("criteria", N_("Criteria and weights"), tuple(_criteria(competition))),
        Part("anchors", N_("What 2, 4, 6, 8 and 10 points mean"), tuple(_anchors(competition))),
        Part("jury", N_("Jury and reserves"), tuple(_jury(competition))),
        Part("prizes", N_("Prizes and least averages"), tuple(_prizes(competition))),
        Part("method", N_("Ranking, ties, public vote"), tuple(_method(competition))),
        Part("terms", N_("Licence and what follows"), tuple(_terms(competition))),
        Part("site", N_("Site pack"), tuple(_site(competition)), optional=True),
    ]


def missing(competition: Competition) -> list[tuple[Part, Lack]]:
    """What stands in the way of publishing."""
    return [(part, lack) for part in parts(competition) if not part.optional for lack in part.lacks]


def _texts(competition: Competition) -> Iterator[Lack]:
    names = {
        "title": N_("The title is missing in: %(languages)s."),
        "summary": N_("The summary is missing in: %(languages)s."),
        "brief": N_("The brief is missing in: %(languages)s."),
    }
    for name, sentence in names.items():
        if lacking := [code for code in ("vi", "en", "fr") if not getattr(competition, f"{name}_{code}").strip()]:
            yield Lack(sentence, {"languages": ", ".join(code.upper() for code in lacking)})
    if not (competition.contact_email or competition.contact_phone):
        yield Lack(N_("A mail address or phone number for questions about entering is missing."))


def _phases(competition: Competition) -> Iterator[Lack]:
    submit = competition.phase(PhaseKind.SUBMIT)
    if submit is None:
        yield Lack(N_("The deadline is missing: without one entries would be taken for ever."))
    if competition.phase(PhaseKind.ROUND_1) is None:
        yield Lack(N_("The dates of the jury’s first round are missing."))
    if competition.phase(PhaseKind.RESULTS) is None:
        yield Lack(N_("The day of the results is missing: everybody must know by when they are told."))
    judged = competition.phase(PhaseKind.ROUND_1)
    if submit and judged and judged.opens_at < submit.closes_at:
        yield Lack(N_("The jury would begin before submission has ended."))
    if competition.has_public_vote and competition.phase(PhaseKind.PUBLIC_VOTE) is None:
        yield Lack(N_("The dates of the public vote are missing."))


def _slots(competition: Competition) -> Iterator[Lack]:
    if not competition.categories:
        yield Lack(N_("There is no class to enter in."))
    if not any(slot.kind == SlotKind.PANEL for slot in competition.slots):
        yield Lack(N_("There is no slot for panels."))


def _criteria(competition: Competition) -> Iterator[Lack]:
    if not counted(competition):
        yield Lack(N_("There are no criteria."))
        return
    total = weight(competition)
    if total < 100:
        yield Lack(
            N_("The weights add up to %(total)s%%. Add %(rest)s%% to a criterion."),
            {"total": total, "rest": 100 - total},
        )
    if total > 100:
        yield Lack(
            N_("The weights add up to %(total)s%%. Take %(rest)s%% from a criterion."),
            {"total": total, "rest": total - 100},
        )


def counted(competition: Competition) -> list[Criterion]:
    """The criteria that count towards a ballot."""
    return [one for one in competition.criteria if not one.independent]


def weight(competition: Competition) -> int:
    """What the weights add up to, in percent."""
    return sum(one.weight for one in counted(competition))


def _anchors(competition: Competition) -> Iterator[Lack]:
    if without := [one.name_vi for one in competition.criteria if not has_anchors(one)]:
        names = ", ".join(f"“{name}”" for name in without)
        yield Lack(N_("These criteria have no written anchors yet: %(names)s."), {"names": names})


def has_anchors(criterion: Criterion) -> bool:
    """Whether the meaning of 2, 4, 6, 8 and 10 points is written in Vietnamese and English."""
    written = (criterion.anchors.get(str(points), {}) for points in defaults.POINTS)
    return all(one.get("vi", "").strip() and one.get("en", "").strip() for one in written)


def _jury(competition: Competition) -> Iterator[Lack]:
    sitting = [one for one in competition.jury if one.seat != Seat.RESERVE and one.declined_at is None]
    reserves = [one for one in competition.jury if one.seat == Seat.RESERVE and one.declined_at is None]
    if not sitting:
        yield Lack(N_("The jury has not been named."))
        return
    if not any(one.seat == Seat.CHAIR for one in sitting):
        yield Lack(N_("The jury has no chair."))
    if not reserves:
        yield Lack(N_("A reserve is missing: at least one."))
    asked = [*sitting, *reserves]
    if waiting := [one.person.full_name for one in asked if one.accepted_at is None]:
        yield Lack(N_("No answer yet from: %(names)s."), {"names": ", ".join(waiting)})
    if unread := [
        one.person.full_name for one in (*sitting, *reserves) if one.accepted_at and not one.brief_approved_at
    ]:
        yield Lack(N_("The brief is not yet approved by: %(names)s."), {"names": ", ".join(unread)})


def _prizes(competition: Competition) -> Iterator[Lack]:
    if not competition.prizes:
        yield Lack(N_("There are no prizes."))
    if competition.may_withhold is None:
        yield Lack(N_("Say whether a prize may stay without a winner."))
    if competition.has_public_vote and not any(prize.by_public for prize in competition.prizes):
        yield Lack(N_("The public votes, and there is no prize for it."))
    for prize in competition.prizes:
        if prize.least_tenths and competition.may_withhold is False:
            yield Lack(N_("All prizes are awarded, and “%(prize)s” asks for a least average: choose one of the two."),
                       {"prize": prize.name_vi})  # fmt: skip
        if prize.by_public and not competition.has_public_vote:
            yield Lack(N_("“%(prize)s” is given by the public, and there is no public vote."), {"prize": prize.name_vi})


def _method(competition: Competition) -> Iterator[Lack]:
    if competition.method not in defaults.METHODS or not competition.method_version:
        yield Lack(N_("The ranking method is not chosen."))
    if not competition.tie_ladder:
        yield Lack(N_("It is not said how a tie is parted."))
    if competition.has_public_vote and not competition.vote_rules_vi.strip():
        yield Lack(N_("The rules of the public vote are missing."))


def _terms(competition: Competition) -> Iterator[Lack]:
    if not competition.licence_vi.strip():
        yield Lack(N_("The licence is missing: what may be done with the entries, and that authors keep their rights."))
    if competition.obligation is None:
        yield Lack(N_("Say whether this is a project or a search for ideas."))
    if not competition.obligation_vi.strip():
        yield Lack(N_("Say what happens after the result."))


def _site(competition: Competition) -> Iterator[Lack]:
    if not any(one.replaced_at is None for one in competition.site_files):
        yield Lack(N_("Not required; better there before questions begin."))


# Warnings

WARNINGS = {
    "short": N_("Between publication and the deadline lie fewer than 60 days."),
    "big": N_("Large competitions leave at least 90 days; here it is fewer, with a building to be built."),
    "jury_size": N_("The jury is neither 5, 7 nor 9: odd and small is usual."),
    "not_independent": N_("Fewer than half of the jury are independent of the organisers."),
    "withhold": N_("A prize may stay without a winner; in international competitions all prize money is awarded."),
    "no_control": N_("There is no control round, in which a juror may bring one entry back."),
    "exhibition": N_("The exhibition is shorter than 14 days, or has no dates."),
    "no_reserves": N_("One reserve only: if two cannot come, a vote is lost."),
}


def warnings(competition: Competition, at: datetime) -> list[str]:
    """The keys of what should be thought over."""
    return [key for key, is_so in _warned(competition, at) if is_so]


def open_warnings(
    competition: Competition, at: datetime, answered: Sequence[Acknowledgement] | None = None
) -> list[str]:
    """Those that nobody has answered yet; `answered` are the answers, where they are at hand."""
    known = {one.warning for one in (acknowledged(competition) if answered is None else answered)}
    return [key for key in warnings(competition, at) if key not in known]


def acknowledged(competition: Competition) -> list[Acknowledgement]:
    found = select(Acknowledgement).where(Acknowledgement.competition_id == competition.id).order_by(Acknowledgement.id)
    return list(db.session.scalars(found))


def acknowledge(competition: Competition, warning: str, reason: str, *, by: Person | None, at: datetime) -> None:
    """Keeps why a warning is lived with. Refused without a reason."""
    if not clean(reason):
        raise Refused(N_("Write why you go on all the same; it is kept."), field=f"reason_{warning}")
    db.session.add(
        Acknowledgement(
            competition_id=competition.id, warning=warning, reason=clean(reason)[:300], by_id=by and by.id, at=at
        )
    )
    audit.note("warning_acknowledged", "competition", competition.id, by=by, at=at, warning=warning)
    db.session.flush()


def _warned(competition: Competition, at: datetime) -> Iterator[tuple[str, bool]]:
    submit, shown = competition.phase(PhaseKind.SUBMIT), competition.phase(PhaseKind.EXHIBITION)
    days = submit.closes_at - at if submit else timedelta()
    short = days < timedelta(days=LEAST_DAYS_IN_RULES)
    yield "short", short
    yield "big", not short and days < timedelta(days=90) and competition.obligation == "project"
    sitting = [one for one in competition.jury if one.seat != Seat.RESERVE and one.declined_at is None]
    yield "jury_size", len(sitting) not in JURY_SIZES
    yield "not_independent", 2 * sum(one.independent for one in sitting) <= len(sitting)
    reserves = [one for one in competition.jury if one.seat == Seat.RESERVE and one.declined_at is None]
    yield "no_reserves", len(reserves) == 1
    yield "withhold", bool(competition.may_withhold)
    yield "no_control", competition.phase(PhaseKind.CONTROL) is None
    length = shown.closes_at - shown.opens_at if shown else timedelta()
    yield "exhibition", length < timedelta(days=EXHIBITION_DAYS)
