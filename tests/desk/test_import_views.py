import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from portal.db import db
from portal.listings import rules
from portal.listings.models import Import, Listing, State
from portal.media.models import Upload
from portal.people.models import Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient

HEAD = "slug,group,area,name_vi,summary_vi,lat,lon\n"
GOOD = HEAD + "gom-son,products,hoi-an,Gốm Son,Gốm đỏ,,\nnon-la,products,hoi-an,Nón lá,Nón có đèn,,\n"
BAD = GOOD + "xa,places,hoi-an,Xa quá,Ở đâu đó,0,0\n"


@pytest.fixture
def editor(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.MODERATOR))


def bring(client: LookingClient, text: str = GOOD, name: str = "làng nghề.csv", **more: Any):
    return client.post("/desk/imports", data={"file": (BytesIO(text.encode()), name), **more})


def fates(page: str) -> list[str]:
    return re.findall(r'<td class="r"><span class="tag[^"]*">([^<]+)', page)


def listings() -> list[str]:
    db.session.expire_all()
    return sorted(db.session.scalars(select(Listing.slug).where(Listing.state == State.PUBLISHED)))


def test_a_file_is_looked_at_before_anything_is_written(editor: LookingClient):
    address = bring(editor).location
    page = editor.get("/en" + address)
    assert page.status_code == 200
    assert fates(page.text) == ["New", "New"] and "2 rows will be written." in page.text
    assert listings() == []


def test_the_same_form_twice_brings_one_file(editor: LookingClient):
    assert bring(editor, once="abc").location == bring(editor, once="abc").location
    assert len(db.session.scalars(select(Upload)).all()) == 1


def test_a_confirmed_file_is_on_the_map_and_says_nothing_new_the_second_time(editor: LookingClient):
    address = bring(editor).location
    form = filled(editor.get(address).text, f"{address}/confirmation")
    assert editor.post(f"{address}/confirmation", data=form).location == "/desk/imports"
    assert listings() == ["gom-son", "non-la"]
    page = editor.get("/en" + address).text
    assert fates(page) == ["Unchanged", "Unchanged"] and "Everything in this file is on the map already." in page
    editor.post(f"{address}/confirmation", data=form)
    assert len(db.session.scalars(select(Import)).all()) == 1


def test_a_file_with_one_refused_row_imports_nothing_and_names_the_row(editor: LookingClient):
    address = bring(editor, BAD).location
    page = editor.get(f"/en{address}?fate=refused").text
    assert fates(page) == ["Refused"] and "Row 4" in page and "Xa quá" in page
    assert 'form="terms"' not in page[page.index('class="dock"') :]
    answer = editor.post(f"/en{address}/confirmation", data={"own": "keep", "twins": "take"})
    assert answer.status_code == 422 and 'id="errors"' in answer.text
    assert listings() == []


def test_the_terms_are_tried_in_the_dry_run_and_kept_for_the_import(editor: LookingClient):
    make.listing("Gốm Son", group="products")
    address = bring(editor, HEAD + "gom-son-2,products,hoi-an,Gốm Son,Gốm đỏ,,\n").location
    assert fates(editor.get("/en" + address).text) == ["Perhaps a duplicate"]
    tried = editor.get(f"/en{address}?own=keep&twins=leave").text
    assert "Everything in this file is on the map already." in tried
    form = filled(tried, f"/en{address}/confirmation")
    assert form["twins"] == ["leave"]
    editor.post(f"{address}/confirmation", data=form)
    assert listings() == ["gom-son"]


def test_a_row_that_changes_a_listing_names_the_fields(editor: LookingClient):
    make.listing("Gốm Son", group="products")
    page = editor.get("/en" + bring(editor, HEAD + "gom-son,products,hoi-an,Gốm Son,Gốm đỏ,,\n").location).text
    assert fates(page) == ["Changed"] and "Changes: One or two sentences in Vietnamese." in page


def test_what_was_edited_since_stays_when_an_import_is_undone(editor: LookingClient):
    address = bring(editor).location
    editor.post(f"{address}/confirmation", data={"own": "keep", "twins": "take"})
    rules.revise(rules.find("gom-son", reader=None), {"name_vi": "Gốm Son Thanh Hà"}, by=make.person(), at=now())
    db.session.flush()
    import_ = db.session.scalars(select(Import)).one()
    editor.post(f"/en/desk/imports/{import_.id}/undoing")
    assert "1 listing stayed as it is" in editor.get("/en/desk/imports").text
    assert listings() == ["gom-son"]


def test_terms_that_do_not_exist_are_refused(editor: LookingClient):
    address = bring(editor).location
    assert editor.get(f"{address}?own=steal").status_code == 422
    assert editor.post(f"{address}/confirmation", data={"own": "steal", "twins": "take"}).status_code == 422
    assert listings() == []


@pytest.mark.parametrize("text", ["", "no,known\n1,2", "x" * 5_000_001])
def test_what_is_no_table_is_refused_and_not_kept(editor: LookingClient, text: str):
    answer = bring(editor, text)
    assert answer.status_code == 422 and 'id="file_error"' in answer.text
    assert db.session.scalars(select(Upload)).all() == []


def test_words_in_place_of_a_file_are_refused(editor: LookingClient):
    assert editor.post("/desk/imports", data={"file": "table.csv"}).status_code == 422


def test_an_import_is_undone_as_a_whole(editor: LookingClient):
    address = bring(editor).location
    editor.post(f"{address}/confirmation", data={"own": "keep", "twins": "take"})
    import_ = db.session.scalars(select(Import)).one()
    assert editor.post(f"/desk/imports/{import_.id}/undoing").status_code == 303
    assert listings() == []
    assert "Undone" in editor.get("/en/desk/imports").text
    assert editor.post(f"/desk/imports/{import_.id}/undoing").status_code == 409


def test_a_brought_file_waits_on_the_desk_until_it_is_imported_or_forgotten(editor: LookingClient):
    kept, gone = bring(editor, name="giữ.csv").location, bring(editor, BAD, name="bỏ.csv").location
    assert all(name in editor.get("/desk/imports").text for name in ("giữ.csv", "bỏ.csv"))
    editor.post(f"{gone}/removal")
    editor.post(f"{kept}/confirmation", data={"own": "keep", "twins": "take"})
    page = editor.get("/en/desk/imports").text
    assert "bỏ.csv" not in page and "Brought, not imported yet" not in page and "giữ.csv" in page
    assert editor.get(gone).status_code == 404


def test_a_photo_is_no_table(editor: LookingClient):
    photo = Upload(digest="ab" * 32, size=1, media_type="image/jpeg", name="lo.jpg", at=make.AT)
    db.session.add(photo)
    db.session.flush()
    assert editor.get(f"/desk/imports/files/{photo.id}").status_code == 404


def test_a_file_that_is_gone_is_said_in_words(editor: LookingClient):
    address = bring(editor).location
    brought = db.session.scalars(select(Upload)).one()
    (editor.application.config["SETTINGS"].home / "files" / brought.digest[:2] / brought.digest).unlink()
    answer = editor.get("/en" + address)
    assert answer.status_code == 409 and "The file is no longer here." in answer.text


def test_nobody_else_brings_or_reads_a_file(client: LookingClient):
    address = bring(sign_in(client, make.person(Role.ORGANISER))).location
    juror = sign_in(client, make.person(Role.JUROR))
    assert [juror.get("/desk/imports").status_code, juror.get(address).status_code, bring(juror).status_code] == [
        403
    ] * 3
    client.post("/people/sign-out")
    assert bring(client).location.startswith("/people/sign-in")
    assert len(db.session.scalars(select(Upload)).all()) == 1


def test_the_file_of_somebody_who_may_not_import_is_not_stored(client: LookingClient):
    bring(sign_in(client, make.person(Role.JUROR)), GOOD + "muc-rieng,places,hoi-an,Mục riêng,Một dòng,,\n")
    folder = client.application.config["SETTINGS"].home / "files"
    assert not any("Mục riêng" in path.read_text(errors="replace") for path in folder.glob("??/*"))


def test_a_hundred_rows_stand_on_a_page(editor: LookingClient):
    rows = "".join(f"muc-{number},places,hoi-an,Mục {number},Dòng {number},,\n" for number in range(101))
    address = bring(editor, HEAD + rows).location
    first, rest = editor.get("/en" + address).text, editor.get(f"/en{address}?from=100").text
    assert (len(fates(first)), len(fates(rest))) == (100, 1)
    assert "from=100" in first and editor.get(f"{address}?from=-5").status_code == 200


def test_htmx_gets_the_rows_alone(editor: LookingClient):
    part = editor.get(bring(editor).location, headers={"HX-Request": "true", "HX-Target": "results"}).text
    assert len(fates(part)) == 2 and "<h1" not in part
