"""The commands of the map, as a terminal runs them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.db import db
from portal.listings import search
from portal.listings.models import Import, Listing, State
from portal.people.models import Person
from tests.listings.tables import row, text_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bang.csv"


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(one) for one in arguments])


def listings(app: Flask) -> dict[str, State]:
    with app.app_context():
        return {row.slug: row.state for row in db.session.execute(select(Listing.slug, Listing.state))}


def test_a_file_is_reported_row_by_row_and_nothing_happens(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row(ghi_chu="x"), row(slug="khac", name_vi="Vườn khác")), encoding="utf-8")
    answer = run(real_app, "import-listings", file)
    assert (answer.exit_code, answer.output.splitlines()) == (0, [
        "row 2     new        Xưởng gốm Son",
        "row 3     new        Vườn khác",
        "Columns left aside: ghi_chu.",
        "2 new, 0 update, 0 same, 0 duplicate?, 0 refused",
        "Nothing was written. Say --yes to import it.",
    ])  # fmt: skip
    assert listings(real_app) == {}


def test_yes_imports_the_file_and_twice_is_once(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row()), encoding="utf-8")
    first, second = (run(real_app, "import-listings", file, "--yes") for _ in range(2))
    assert first.output.splitlines()[-1] == "Import 1: 1 added, 0 updated."
    assert second.output.splitlines()[-1] == "0 changes."
    assert listings(real_app) == {"xuong-gom-son": State.PUBLISHED}


def test_a_refused_row_stops_the_file_with_exit_code_1(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row(), row(slug="bia", group="bia")), encoding="utf-8")
    for more in ((), ("--yes",)):
        answer = run(real_app, "import-listings", file, *more)
        assert answer.exit_code == 1
        assert "row 3     refused    Xưởng gốm Son – group: There is no group “bia”." in answer.output
    assert listings(real_app) == {}


def test_a_file_that_cannot_be_read_is_refused_in_words(real_app: Flask, file: Path) -> None:
    file.write_bytes("name_vi\nĐèn".encode("utf-16")[:-1])
    answer = run(real_app, "import-listings", file)
    assert (answer.exit_code, answer.output.startswith("Error: This is not a text file.")) == (1, True)


def test_an_update_names_its_fields_and_the_mode_decides(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row()), encoding="utf-8")
    run(real_app, "import-listings", file, "--yes")
    file.write_text(text_of(row(summary_vi="Khác.", name_en="Son")), encoding="utf-8")
    assert "row 2     update     Xưởng gốm Son – summary_vi, name_en" in run(real_app, "import-listings", file).output
    assert "– name_en" in run(real_app, "import-listings", file, "--mode", "empty").output


def test_swapped_points_and_doubles_are_left_to_the_person(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row(lat="108.335", lon="15.8801"), row(slug="gom-son")), encoding="utf-8")
    assert run(real_app, "import-listings", file, "--yes").exit_code == 1
    answer = run(real_app, "import-listings", file, "--yes", "--swap", "--skip-duplicates")
    assert "row 3     duplicate? Xưởng gốm Son – Perhaps the same as “Xưởng gốm Son”." in answer.output
    assert listings(real_app) == {"xuong-gom-son": State.PUBLISHED}


def test_an_import_is_undone_by_its_number(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row()), encoding="utf-8")
    run(real_app, "import-listings", file, "--yes")
    assert run(real_app, "undo-import", 1).output == "1 listings are in the archive.\n"
    assert listings(real_app) == {"xuong-gom-son": State.ARCHIVED}
    again = run(real_app, "undo-import", 1)
    assert (again.exit_code, again.output) == (1, "Error: This import has been undone already.\n")
    assert run(real_app, "undo-import", 9).output == "Error: There is no import 9.\n"


def test_an_undo_tells_what_it_put_back(real_app: Flask, file: Path) -> None:
    for sentence in ("Một.", "Hai."):
        file.write_text(text_of(row(summary_vi=sentence)), encoding="utf-8")
        run(real_app, "import-listings", file, "--yes")
    assert run(real_app, "undo-import", 2).output.splitlines()[0] == "xuong-gom-son: summary_vi as before"


def test_the_demo_city_is_planted_once(real_app: Flask) -> None:
    first = run(real_app, "demo", "--size", 5)
    assert first.exit_code == 0
    assert re.fullmatch(r"The demo city has 19 people\. 2\d\d things were new\.", first.output.splitlines()[-1])
    assert run(real_app, "demo", "--size", 5).output == "The demo city has 19 people. 0 things were new.\n"
    with real_app.app_context():
        cast = select(func.count()).select_from(Person).where(Person.demo, Person.password_hash.is_not(None))
        assert db.session.scalar(cast) == 19
        assert search.find(search.Query()).total.n == 61
        assert db.session.scalar(select(func.count()).select_from(Import)) == 2


def test_the_demo_city_is_not_planted_among_real_listings(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row()), encoding="utf-8")
    run(real_app, "import-listings", file, "--yes")
    assert run(real_app, "demo").exit_code == 1
    assert len(listings(real_app)) == 1


def test_rebuilding_mends_what_is_kept_beside_the_listings(real_app: Flask, file: Path) -> None:
    file.write_text(text_of(row()), encoding="utf-8")
    run(real_app, "import-listings", file, "--yes")
    with real_app.app_context():
        db.session.connection().exec_driver_sql("DELETE FROM listing_tally")
        db.session.commit()
        assert search.find(search.Query()).total.n == 0
    assert run(real_app, "rebuild").exit_code == 0
    with real_app.app_context():
        assert search.find(search.Query()).total.n == 1
