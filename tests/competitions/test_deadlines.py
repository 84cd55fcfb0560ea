"""When a phase is open, to the second, per class and with extensions; and the one sentence of a deadline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.competitions import deadlines, publishing
from portal.competitions.entries import rules, timing
from portal.competitions.entries.models import EntryState
from portal.competitions.models import Competition, PhaseKind, Stage
from portal.db import db
from portal.kit.say import Refused
from tests import cast
from tests.competitions import planting
from tests.competitions.entries import entering
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


def test_after_extensions_each_class_is_open_to_its_own_last_second(session):
    competition, by, day = planting.draft(), cast.organiser(), timedelta(days=1)
    student, community = (planting.category(competition, key) for key in ("student", "community"))
    student.closes_at = planting.DEADLINE + 2 * day
    db.session.flush()
    competition.published_at = planting.PUBLISHED
    competition.stage = Stage.PUBLISHED
    db.session.flush()
    first = planting.DEADLINE + day
    publishing.extend(competition, SUBMIT, first, reason_vi="Bão số 12", by=by, at=AT)
    assert last_seconds(competition) == {"professional": first, "student": first + 2 * day, "community": first}
    publishing.extend(
        competition, SUBMIT, first + 4 * day, category=community, reason_vi="Lụt ở phường", by=by, at=AT + day
    )
    assert last_seconds(competition) == {
        "professional": datetime(2026, 11, 28, 17, tzinfo=UTC), "student": datetime(2026, 11, 30, 17, tzinfo=UTC),
        "community": datetime(2026, 12, 2, 17, tzinfo=UTC),
    }  # fmt: skip
    publishing.extend(competition, SUBMIT, first + 2 * day, reason_vi="Mất điện", by=by, at=AT + 2 * day)
    assert last_seconds(competition) == {
        "professional": first + 2 * day, "student": first + 4 * day, "community": first + 4 * day,
    }  # fmt: skip


def test_an_extension_for_everybody_opens_a_class_again_that_was_over_unless_it_still_would_be(session):
    competition, day = planting.draft(), timedelta(days=1)
    student, community = (planting.category(competition, key) for key in ("student", "community"))
    student.closes_at, community.closes_at = planting.DEADLINE - 2 * day, planting.DEADLINE - 9 * day
    db.session.flush()
    competition.published_at = planting.PUBLISHED
    competition.stage = Stage.PUBLISHED
    storm = planting.DEADLINE - day  # students were over yesterday, the community eight days ago
    publishing.extend(competition, SUBMIT, planting.DEADLINE + 3 * day, reason_vi="Bão", by=cast.organiser(), at=storm)
    ends = [deadlines.closes(competition, SUBMIT, one) for one in (None, student, community)]
    assert ends == [planting.DEADLINE + days * day for days in (3, 1, -9)]
    assert [deadlines.is_open(competition, SUBMIT, storm, one) for one in (None, student, community)] == [
        True, True, False,
    ]  # fmt: skip
    assert [one.category_id for one in competition.extensions if one.phase == SUBMIT] == [None, student.id]


def last_seconds(competition: Competition) -> dict[str, datetime]:
    """The first moment at which each class is too late; a second before it an entry of it is still taken."""
    found = {}
    for one in competition.categories:
        over = deadlines.closes(competition, SUBMIT, one)
        entry = entering.whole(competition, category=one.key)
        for before, may in ((A_SECOND, True), (timedelta(0), False)):
            assert timing.may_write(entry, at=over - before) is may
            assert deadlines.is_open(competition, SUBMIT, over - before, one) is may
        with pytest.raises(Refused, match="The deadline has passed"):
            rules.send(entry, at=over)
        assert rules.send(entry, at=over - A_SECOND) is EntryState.SUBMITTED
        found[one.key] = over
    return found


def test_what_is_not_published_is_never_open_and_what_has_no_date_is_never_over(session):
    competition = planting.draft(phases={SUBMIT: planting.PHASES[SUBMIT]})
    assert not deadlines.is_open(competition, SUBMIT, AT)
    assert not deadlines.is_over(competition, PhaseKind.RESULTS, AT)
    competition.published_at = planting.PUBLISHED
    assert deadlines.is_open(competition, SUBMIT, AT)
    assert list(deadlines.running(competition, AT)) == [SUBMIT]
