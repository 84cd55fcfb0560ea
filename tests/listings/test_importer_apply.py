"""Doing what the report says, and undoing it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.kit.say import Refused
from portal.listings import importer, kept, rules, search
from portal.listings.importer import Fate
from portal.listings.models import Cell, Import, Listing, LocationMode, MapVersion, Revision, State, Tally
from portal.people.models import Role
from tests import make
from tests.listings.tables import fates, report, row, taken, told

pytestmark = pytest.mark.usefixtures("session")

LATER = make.AT + timedelta(days=1)
LAST = make.AT + timedelta(days=2)


def found(slug: str = "xuong-gom-son") -> Listing:
    return db.session.scalars(select(Listing).where(Listing.slug == slug)).one()


def undo(import_: Import | None, at: object = LATER) -> importer.Undone:
    assert import_ is not None
    return importer.undo(import_, by=None, at=at)  # type: ignore[arg-type]


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


# Writing


def test_new_listings_are_published() -> None:
    import_ = taken(row(), row(slug="khac", name_vi="Vườn khác"))
    assert import_ is not None
    assert (import_.added, import_.updated, import_.file_name) == (2, 0, "bang.csv")
    assert {one.slug: one.state for one in db.session.scalars(select(Listing))} == {
        "xuong-gom-son": State.PUBLISHED, "khac": State.PUBLISHED,
    }  # fmt: skip


def test_an_import_says_who_brought_what() -> None:
    editor = make.person(Role.MODERATOR)
    import_ = taken(row(), by=editor)
    assert import_ is not None
    acts = db.session.execute(select(Revision.act, Revision.import_id, Revision.by_id).order_by(Revision.id)).all()
    assert [tuple(act) for act in acts] == [("created", import_.id, editor.id), ("published", import_.id, editor.id)]


def test_an_imported_listing_is_found_by_its_words() -> None:
    taken(row(fields="craft"))
    assert [one.slug for one in search.find(search.Query(q="gom son", field="craft")).rows] == ["xuong-gom-son"]


def test_the_same_file_twice_changes_nothing() -> None:
    rows = [row(hours="Mo-Fr 08:00-17:00", needs="space", phone="0905 123 456"), row(slug="", name_vi="Vườn ven sông")]
    taken(*rows)
    before = (count(Revision), count(Import), db.session.scalar(select(MapVersion.version)))
    assert taken(*rows, at=LATER) is None
    assert (count(Revision), count(Import), db.session.scalar(select(MapVersion.version))) == before


def test_nothing_is_written_while_one_row_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        taken(row(), row(slug="bia", group="bia"), row(slug="cu", name_vi=""))
    assert str(refused.value) == "Nothing was imported, because 2 rows are refused."
    assert (count(Listing), count(Import)) == (0, 0)


def test_an_update_touches_its_fields_alone() -> None:
    taken(row(story_vi="Chuyện", fields="craft"))
    import_ = taken({"slug": "xuong-gom-son", "name_en": "Son pottery", "hours": "Mo-Fr 08:00-17:00"}, at=LATER)
    assert import_ is not None and (import_.added, import_.updated) == (0, 1)
    listing = found()
    assert (listing.name_en, listing.story_vi, listing.keys(rules.MARKS["fields"])) == (
        "Son pottery", "Chuyện", ("craft",),
    )  # fmt: skip
    assert len(listing.openings) == 5


def test_a_listing_without_a_point_gets_its_point_with_other_cells_of_its_row() -> None:
    taken(row(lat="", lon="", hours="Mo-Fr 08:00-17:00"))
    taken(row(hours="Mo-Su 08:00-17:00", needs="space", phone="0905 123 456"), at=LATER)
    listing = found()
    assert (listing.lat, listing.location_mode, len(listing.openings)) == (15.8801, LocationMode.APPROXIMATE, 7)


def test_empty_cells_take_a_point_away_with_all_that_was_said_of_it() -> None:
    taken(row(precision_m="50", location_mode="exact"))
    taken(row(lat="", lon="", precision_m="50"), at=LATER)
    listing = found()
    assert (listing.lat, listing.lon, listing.precision_m, listing.location_mode, listing.point_source) == (
        None, None, None, LocationMode.AREA, "",
    )  # fmt: skip
    assert taken(row(lat="", lon="", precision_m="50"), at=LAST) is None


def test_an_import_does_not_make_fields_its_own() -> None:
    taken(row())
    taken(row(summary_vi="Lần hai."), at=LATER)
    assert found().own_fields == []
    assert taken(row(summary_vi="Lần ba."), at=LAST) is not None


def test_edits_here_outlive_the_next_import() -> None:
    taken(row())
    rules.revise(found(), {"summary_vi": "Chữ của chủ."}, by=make.person(), at=make.AT)
    taken(row(name_en="Son pottery"), at=LATER)
    assert (found().summary_vi, found().name_en) == ("Chữ của chủ.", "Son pottery")


def test_two_sources_with_one_slug_are_two_listings_for_good() -> None:
    rows = [row(source="a", source_id="1"), row(name_vi="Vườn ven sông", source="b", source_id="1")]
    taken(*rows)
    assert sorted(db.session.scalars(select(Listing.slug))) == ["xuong-gom-son", "xuong-gom-son-2"]
    assert taken(*rows, at=LATER) is None


def test_many_rows_count_like_each_on_its_own() -> None:
    groups = ("places", "people", "ideas")
    rows = [
        row(slug=f"muc-{n}", name_vi=f"Mục số {n}", group=groups[n % 3], lat=f"15.88{n:02}" if n % 4 else "",
            lon="108.3350" if n % 4 else "")
        for n in range(70)
    ]  # fmt: skip
    taken(*rows)
    found = search.find(search.Query(q="muc"))
    assert (found.total.n, search.find(search.Query()).total.n) == (70, 70)
    in_bulk = tallies()
    assert sum(cells for _, cells in in_bulk[1]) > 0
    kept.rebuild(at=LATER)
    assert tallies() == in_bulk


def tallies() -> tuple[list[object], list[tuple[object, int]]]:
    tally = db.session.execute(select(Tally.group, Tally.placed, Tally.count).order_by(Tally.group, Tally.placed)).all()
    cells = db.session.execute(select(Cell.zoom, func.sum(Cell.count)).group_by(Cell.zoom).order_by(Cell.zoom)).all()
    return [tuple(one) for one in tally], [tuple(one) for one in cells]  # type: ignore[misc]


def test_progress_is_told_row_by_row() -> None:
    steps: list[int] = []
    importer.apply(
        report(row(), row(slug="khac", name_vi="Vườn khác")), by=None, at=make.AT, after_each=lambda: steps.append(1)
    )
    assert len(steps) == 2


def test_doubles_that_are_left_out_are_not_written() -> None:
    taken(row())
    assert taken(row(slug="gom-son-2"), at=LATER, twins=False) is None
    assert count(Listing) == 1


# Undoing


def test_undoing_lays_what_was_brought_in_the_archive() -> None:
    import_ = taken(row(), row(slug="khac", name_vi="Vườn khác"))
    undone = undo(import_)
    assert sorted(one.slug for one in undone.archived) == ["khac", "xuong-gom-son"]
    assert (found().state, undone.restored, undone.stayed) == (State.ARCHIVED, [], [])
    assert search.find(search.Query()).total.n == 0


def test_undoing_gives_fields_their_old_values() -> None:
    taken(row(fields="craft"))
    new = row(summary_vi="Mới.", fields="design", lat="15.8850", hours="Mo-Fr 08:00-17:00", phone="0905 123 456")
    undone = undo(taken(new, at=LATER), LAST)
    assert undone.restored == [(found(), ("contacts", "fields", "hours", "lat", "summary_vi"))]
    assert (undone.archived, undone.stayed) == ([], [])
    assert (found().summary_vi, found().lat, found().hours, found().contacts, found().openings) == (
        "Xưởng gốm nhỏ bên sông.", 15.8801, "", [], [],
    )  # fmt: skip


def test_undoing_takes_a_point_away_that_an_import_gave() -> None:
    taken(row(lat="", lon=""))
    undo(taken(row(), at=LATER), LAST)
    assert (found().lat, found().location_mode) == (None, LocationMode.AREA)


def test_a_listing_that_was_worked_on_since_stays() -> None:
    import_ = taken(row(), row(slug="khac", name_vi="Vườn khác"))
    rules.revise(found(), {"name_en": "Son pottery"}, by=make.person(), at=make.AT)
    undone = undo(import_)
    assert undone.stayed == [(found(), ())]
    assert (found().state, found("khac").state) == (State.PUBLISHED, State.ARCHIVED)


def test_a_listing_that_was_confirmed_since_stays() -> None:
    import_ = taken(row())
    rules.confirm(found(), by=make.person(), at=LATER)
    assert undo(import_, LAST).archived == []


def test_a_listing_that_was_hidden_since_stays_hidden() -> None:
    import_ = taken(row())
    rules.hide(found(), by=make.person(), at=LATER, reason="closed")
    undo(import_, LAST)
    assert found().state == State.HIDDEN


def test_a_field_that_has_another_value_by_now_stays() -> None:
    taken(row())
    import_ = taken(row(summary_vi="Từ tệp.", name_en="Son"), at=LATER)
    rules.revise(found(), {"summary_vi": "Chữ của chủ."}, by=make.person(), at=LATER)
    undone = undo(import_, LAST)
    assert (undone.restored, undone.stayed) == ([(found(), ("name_en",))], [(found(), ("summary_vi",))])
    assert (found().summary_vi, found().name_en) == ("Chữ của chủ.", "")


def test_a_place_goes_back_as_a_whole_or_not_at_all() -> None:
    taken(row())
    import_ = taken(row(area="tam-ky", lat="15.57", lon="108.48"), at=LATER)
    rules.revise(found(), {"lat": 15.58}, by=make.person(), at=LATER)
    assert undo(import_, LAST).stayed == [(found(), ("area", "lat", "lon"))]
    assert (found().area, found().lat, found().lon) == ("tam-ky", 15.58, 108.48)


def test_imports_are_undone_from_the_last_to_the_first() -> None:
    first = taken(row())
    second = taken(row(summary_vi="Lần hai."), at=LATER)
    undo(second, LAST)
    assert undo(first, LAST + timedelta(hours=1)).archived == [found()]


def test_a_later_import_is_work_on_a_listing() -> None:
    first = taken(row())
    taken(row(summary_vi="Lần hai."), at=LATER)
    assert undo(first, LAST).stayed == [(found(), ())]


def test_undoing_twice_is_refused() -> None:
    import_ = taken(row())
    undo(import_)
    with pytest.raises(Refused):
        undo(import_, LAST)


def test_undoing_says_who_and_when() -> None:
    editor = make.person(Role.MODERATOR)
    import_ = taken(row())
    assert import_ is not None
    importer.undo(import_, by=editor, at=LATER)
    assert (import_.undone_at, import_.undone_by_id) == (LATER, editor.id)


def test_the_same_file_after_an_undo_brings_its_listings_back() -> None:
    undo(taken(row()))
    checked = report(row())
    assert (fates(checked), told(checked.lines[0])) == ([Fate.UPDATE], ["Comes back from the archive."])
    again = taken(row(), at=LAST)
    assert again is not None and (again.added, again.updated) == (0, 1)
    assert found().state == State.PUBLISHED
    assert [one.slug for one in search.find(search.Query(q="gom")).rows] == ["xuong-gom-son"]
    assert undo(again, LAST + timedelta(days=1)).archived == [found()]


def test_what_a_person_laid_in_the_archive_stays_there() -> None:
    taken(row())
    rules.archive(found(), by=make.person(), at=LATER, reason="closed")
    assert fates(report(row())) == [Fate.SAME]
    taken(row(name_en="Son"), at=LAST)
    assert found().state == State.ARCHIVED


def test_a_person_has_the_last_word_over_an_undo() -> None:
    undo(taken(row()))
    rules.publish(found(), by=make.person(), at=LATER)
    rules.archive(found(), by=make.person(), at=LATER, reason="closed")
    assert fates(report(row())) == [Fate.SAME]


def test_a_large_import_is_undone_as_one_act() -> None:
    import_ = taken(*(row(slug=f"muc-{n}", name_vi=f"Mục số {n}", lat=f"15.88{n:02}") for n in range(60)))
    assert len(undo(import_).archived) == 60
    assert search.find(search.Query()).total.n == 0
    assert search.find(search.Query(q="muc")).total.n == 0
