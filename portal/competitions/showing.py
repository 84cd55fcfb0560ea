"""A competition as a public page shows it: its deadline and how long is left, phases, prizes, what one hands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.city.chosen import here
from portal.competitions import deadlines, roster, rules, words
from portal.competitions.models import Competition, Extension, JuryMember, PhaseKind, Seat, Stage
from portal.competitions.terms_models import Category, Prize, Slot, SlotKind
from portal.kit import dates, numbers
from portal.kit.clock import to_zone
from portal.listings.models import Worded

A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ON_THE_WAY = (
    PhaseKind.QUESTIONS, PhaseKind.SUBMIT, PhaseKind.ROUND_1, PhaseKind.PUBLIC_VOTE, PhaseKind.FINAL, PhaseKind.RESULTS,
    PhaseKind.EXHIBITION,
)  # fmt: skip
"""The phases that the public page shows; the brief has all of them."""
WITH_RESULTS = frozenset({Stage.RESULTS_PUBLISHED, Stage.EXHIBITION, Stage.ARCHIVED})


class ShownExtension(NamedTuple):
    """One deadline that was made longer: from when to when, why, and for which class if not for all."""

    of: Extension
    was: str
    until: str
    reason: Worded
    name: Worded | None


class ShownPhase(NamedTuple):
    """A phase with its dates in words; `state` is "done", "now" or "ahead"."""

    kind: PhaseKind
    name: str
    dates: str
    state: str


class ClassDeadline(NamedTuple):
    """The deadline of one class, where they differ."""

    name: Worded
    sentence: str
    iso: str


def left(until: datetime, at: datetime) -> str:
    """How long is left, in words: days as long as there are two, then hours, then minutes."""
    rest = until - at
    if rest <= timedelta():
        return _("It is over")
    if rest >= 2 * A_DAY:
        return ngettext("%(num)s day", "%(num)s days", rest // A_DAY)
    if rest >= AN_HOUR:
        return ngettext("%(num)s hour", "%(num)s hours", rest // AN_HOUR)
    return ngettext("%(num)s minute", "%(num)s minutes", max(1, rest // A_MINUTE))


@dataclass(frozen=True)
class Shown:
    """A competition on its own page, in a reader's language at a moment."""

    of: Competition
    at: datetime
    lang: str

    def text(self, field: str) -> Worded:
        return self.of.text(field, self.lang)

    @property
    def stage(self) -> str:
        """Where it stands: by its dates while one can enter, by the steps of the organisers after that."""
        if self.of.stage in rules.BEFORE_CLOSING:
            if self.is_open:
                return _("Open for entries")
            return _("Submission is over") if self.over_at and self.at >= self.over_at else _("Announced")
        return _(words.STAGES[self.of.stage])

    @cached_property
    def over_at(self) -> datetime | None:
        """When it is over for the last class."""
        return deadlines.last_deadline(self.of)

    @property
    def opens_at(self) -> datetime | None:
        return deadlines.opens(self.of, PhaseKind.SUBMIT)

    @cached_property
    def is_open(self) -> bool:
        """Whether somebody can enter now, in one class at least."""
        begins = self.opens_at
        early = self.of.stage in rules.BEFORE_CLOSING
        return early and begins is not None and self.over_at is not None and begins <= self.at < self.over_at

    @property
    def is_ahead(self) -> bool:
        return self.opens_at is not None and self.at < self.opens_at

    @property
    def deadline(self) -> str:
        return deadlines.written(self.over_at, self.lang) if self.over_at else ""

    @property
    def deadline_iso(self) -> str:
        """The last second that counts, for programs."""
        assert self.over_at is not None
        return to_zone(self.over_at - timedelta(seconds=1), deadlines.zone()).isoformat(timespec="seconds")

    @property
    def left(self) -> str:
        return left(self.over_at, self.at) if self.over_at else ""

    def deadline_of(self, category: Category) -> str:
        ends = deadlines.closes(self.of, PhaseKind.SUBMIT, category)
        return deadlines.written(ends, self.lang) if ends else ""

    @cached_property
    def class_deadlines(self) -> list[ClassDeadline]:
        """Each class with its own, where they are not all the same."""
        ends = {one: deadlines.closes(self.of, PhaseKind.SUBMIT, one) for one in self.of.categories}
        if len(set(ends.values())) < 2:
            return []
        return [
            ClassDeadline(one.text("name", self.lang), deadlines.written(end, self.lang), end.isoformat())
            for one, end in ends.items()
            if end is not None
        ]

    @property
    def takes_questions(self) -> bool:
        return deadlines.is_open(self.of, PhaseKind.QUESTIONS, self.at)

    @property
    def questions_until(self) -> str:
        ends = deadlines.closes(self.of, PhaseKind.QUESTIONS)
        return deadlines.written(ends, self.lang) if ends else ""

    def phases(self, kinds: tuple[PhaseKind, ...] = ON_THE_WAY) -> Iterator[ShownPhase]:
        for phase in sorted(self.of.phases, key=lambda one: (self._begins(one.kind), one.id)):
            if phase.kind in kinds and (phase.kind != PhaseKind.PUBLIC_VOTE or self.of.has_public_vote):
                begins, ends = self._begins(phase.kind), self._ends(phase.kind)
                state = "done" if ends <= self.at else "now" if begins <= self.at else "ahead"
                yield ShownPhase(phase.kind, _(words.PHASES[phase.kind]), self._span(begins, ends), state)

    def all_phases(self) -> Iterator[ShownPhase]:
        return self.phases(tuple(PhaseKind))

    @cached_property
    def extensions(self) -> list[ShownExtension]:
        """What was made longer in the part that entrants care about. The latest first, classes after everybody."""
        found = [one for one in self.of.extensions if one.phase == PhaseKind.SUBMIT]
        found.sort(key=lambda one: (one.at, one.category_id is None, -one.id), reverse=True)
        return [
            ShownExtension(one, self.written(one.was_at), self.written(one.now_at), one.text("reason", self.lang),
                           self._class(one.category_id))
            for one in found
        ]  # fmt: skip

    @property
    def last_extensions(self) -> list[ShownExtension]:
        """What was made longer in the latest act: everybody's deadline, and those of classes that moved with it."""
        return [one for one in self.extensions if one.of.at == self.extensions[0].of.at]

    def _class(self, number: int | None) -> Worded | None:
        return next((one.text("name", self.lang) for one in self.of.categories if one.id == number), None)

    def written(self, over_at: datetime) -> str:
        return deadlines.written(over_at, self.lang)

    # What one hands in, wins, and is judged by

    @property
    def prize_sum(self) -> int:
        return sum(prize.amount_vnd * prize.how_many for prize in self.of.prizes)

    def least(self, prize: Prize) -> str:
        """The least average of a prize: "7,0"."""
        return numbers.show(prize.least_tenths / 10, self.lang, decimals=1) if prize.least_tenths else ""

    def slot(self, slot: Slot) -> str:
        """What goes into a slot, in one sentence without its name: "2–4, A1 portrait, PDF or JPG, each up to 40 MB"."""
        return ", ".join(self._slot_words(slot))

    @property
    def jury(self) -> list[JuryMember]:
        """Who sits in it: those who have not declined, the reserves last."""
        sitting = [one for one in self.of.jury if one.declined_at is None]
        return sorted(sitting, key=lambda one: (one.seat == Seat.RESERVE, one.seat != Seat.CHAIR, one.position))

    @property
    def votes(self) -> int:
        return len(roster.voting(self.of))

    @property
    def has_results(self) -> bool:
        return self.of.stage in WITH_RESULTS

    @property
    def has_gallery(self) -> bool:
        return self.has_results or (
            self.of.has_public_vote and deadlines.is_open(self.of, PhaseKind.PUBLIC_VOTE, self.at)
        )

    @property
    def exhibition(self) -> str:
        """From when until when; "" while that is not known."""
        found = list(self.phases((PhaseKind.EXHIBITION,)))
        return found[0].dates if found else ""

    # Within

    def _slot_words(self, slot: Slot) -> Iterator[str]:
        if slot.kind == SlotKind.STATEMENT and slot.most_words:
            most = numbers.show(slot.most_words, self.lang)
            yield _("at most %(number)s words, in Vietnamese or English", number=most)
        if slot.kind in (SlotKind.PANEL, SlotKind.PHOTO):
            yield self._how_many(slot)
        sheets = _(" or ").join(slot.sizes)
        if sheets and slot.orientation in words.ORIENTATIONS:
            yield f"{sheets} {_(words.ORIENTATIONS[slot.orientation])}"
        elif sheets:
            yield sheets
        if slot.formats:
            yield _(" or ").join(words.FORMATS.get(one, one) for one in slot.formats)
        if slot.most_bytes:
            yield _("each up to %(size)s MB", size=numbers.show(slot.most_bytes / 1_000_000, self.lang))
        if not slot.least:
            yield _("not required")

    def _how_many(self, slot: Slot) -> str:
        if not slot.least:
            return _("up to %(most)s", most=slot.most)
        return str(slot.most) if slot.least == slot.most else f"{slot.least}–{slot.most}"

    def _begins(self, kind: PhaseKind) -> datetime:
        found = deadlines.opens(self.of, kind)
        assert found is not None, "only phases that have dates are shown"
        return found

    def _ends(self, kind: PhaseKind) -> datetime:
        found = self.over_at if kind == PhaseKind.SUBMIT else deadlines.closes(self.of, kind)
        assert found is not None, "only phases that have dates are shown"
        return found

    def _span(self, begins: datetime, ends: datetime) -> str:
        first = to_zone(begins, deadlines.zone()).date()
        last = deadlines.as_typed(ends).date()
        if first == last:
            return dates.day(first, self.lang)
        return _("%(first)s to %(last)s", first=dates.day(first, self.lang), last=dates.day(last, self.lang))


def jsonld(shown: Shown, address: str) -> str:
    """The competition as a thing of schema.org for the head of its page; `<` can end no script element there."""
    competition, title = shown.of, shown.text("title")
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": title.text,
        "inLanguage": title.lang,
        "description": shown.text("summary").text,
        "eventStatus": "https://schema.org/EventRescheduled"
        if shown.extensions
        else "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "VirtualLocation", "url": address},
            {"@type": "Place", "name": here().brand.first, "address": here().brand.first},
        ],
        "isAccessibleForFree": True,
    }
    if shown.opens_at and shown.over_at:
        found |= {
            "startDate": to_zone(shown.opens_at, deadlines.zone()).isoformat(timespec="seconds"),
            "endDate": shown.deadline_iso,
        }
    if competition.contact_email:
        found["organizer"] = {"@type": "Organization", "name": here().brand.first, "email": competition.contact_email}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
