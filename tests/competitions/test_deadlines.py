"""When a phase is open, to the second, per class and with extensions; and the one sentence of a deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal.competitions import deadlines
from portal.competitions.models import PhaseKind
from portal.db import db
from tests.competitions import planting
from tests.make import AT

A_SECOND = timedelta(seconds=1)
SUBMIT = PhaseKind.SUBMIT


def test_until_23_59_counts_its_last_second_and_the_next_is_out(session):
    competition = planting.competition()
    over = datetime(2026, 11, 27, 17, 0, 0, tzinfo=UTC)
    assert deadlines.is_open(competition, SUBMIT, datetime(2026, 11, 27, 16, 59, 59, 999_999, tzinfo=UTC))
    assert not deadlines.is_open(competition, SUBMIT, over)
    assert deadlines.is_over(competition, SUBMIT, over) and not deadlines.is_over(competition, SUBMIT, over - A_SECOND)
    assert [deadlines.written(over, lang) for lang in ("vi", "en", "fr")] == [
        "23:59 (GMT+7), Thứ Sáu 27/11/2026",
        "23:59 (GMT+7), Friday 27 November 2026",
        "23\xa0h\xa059 (GMT+7), vendredi 27 novembre 2026",
    ]
    assert deadlines.transfer_until(competition) == over + timedelta(hours=12)


def test_a_class_has_its_own_deadline_and_its_own_extension(session):
    competition = planting.draft()
    student, community = (planting.category(competition, key) for key in ("student", "community"))
    student.closes_at = planting.DEADLINE + timedelta(days=3)
    db.session.flush()
    competition.published_at = planting.PUBLISHED
    db.session.flush()
    planting.extension(competition, planting.DEADLINE + timedelta(days=1))
    planting.extension(competition, planting.DEADLINE + timedelta(days=5), category=community)
    ends = [deadlines.closes(competition, SUBMIT, one) for one in (None, student, community)]
    assert ends == [planting.DEADLINE + timedelta(days=days) for days in (1, 3, 5)]
    assert deadlines.last_deadline(competition) == planting.DEADLINE + timedelta(days=5)
    assert deadlines.opens(competition, PhaseKind.CHECK) == planting.DEADLINE + timedelta(days=5)
    assert deadlines.opens(competition, PhaseKind.EXHIBITION) == planting.PHASES[PhaseKind.EXHIBITION][0]


def test_what_is_not_published_is_never_open_and_what_has_no_date_is_never_over(session):
    competition = planting.draft(phases={SUBMIT: planting.PHASES[SUBMIT]})
    assert not deadlines.is_open(competition, SUBMIT, AT)
    assert not deadlines.is_over(competition, PhaseKind.RESULTS, AT)
    competition.published_at = planting.PUBLISHED
    assert deadlines.is_open(competition, SUBMIT, AT)
    assert list(deadlines.running(competition, AT)) == [SUBMIT]
