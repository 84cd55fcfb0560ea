import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.db import db
from portal.listings import rules
from portal.listings.models import Channel, Listing, State
from portal.people.models import Role
from tests import make
from tests.cast import sign_in
from tests.filling import filled
from tests.looking import LookingClient, look_at
from tests.make import AT

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def moderator(client: LookingClient):
    return make.person(Role.MODERATOR, name="Trần Văn Tuấn")


@pytest.fixture
def editor(client: LookingClient, moderator) -> LookingClient:
    return sign_in(client, moderator)


@pytest.fixture
def typed(editor: LookingClient):
    """What a browser sends when the moderator opens the form, changes some fields and saves."""

    def fill(listing: Listing, **changes: Any) -> dict[str, Any]:
        address = f"/map/{listing.slug}/edit"
        return {**filled(editor.get(address).text, address), **changes}

    return fill


def fresh(listing: Listing) -> Listing:
    db.session.expire_all()
    return db.session.get(Listing, listing.id)


# Editing


def test_the_form_shows_what_is_written(editor: LookingClient):
    listing = make.listing("Gốm Son", name_en="Red Clay", hours="Mo-Fr 08:00-17:00", offers=["training"])
    page = editor.get(f"/map/{listing.slug}/edit").text
    for words in ('value="Gốm Son"', 'value="Red Clay"', 'value="Mo-Fr 08:00-17:00"', 'value="hoi-an"'):
        assert words in page
    assert re.search(r'<input[^>]*checked[^>]*name="offers"[^>]*value="training"', page)


def test_saving_writes_only_what_differs_and_a_revision_with_the_reason(editor: LookingClient, typed, moderator):
    listing = make.listing("Gốm Son", hours="Mo-Fr 08:00-17:00")
    before = listing.version
    answer = editor.post(
        f"/map/{listing.slug}/edit", data=typed(listing, name_vi="Gốm  Son Thanh Hà", reason="the owner called")
    )
    assert (answer.status_code, answer.location) == (303, f"/map/{listing.slug}/edit")
    revision = db.session.scalars(rules.history(fresh(listing))).first()
    assert revision.changes == {"name_vi": ["Gốm Son", "Gốm Son Thanh Hà"]}
    assert (revision.version, revision.by_id, revision.reason) == (before + 1, moderator.id, "the owner called")


def test_saving_without_a_change_leaves_no_revision(editor: LookingClient, typed):
    listing = make.listing()
    before = listing.version
    assert editor.post(f"/map/{listing.slug}/edit", data=typed(listing)).status_code == 303
    assert fresh(listing).version == before


def test_a_contact_is_hidden_until_its_own_switch_is_on(editor: LookingClient, typed):
    listing = make.listing()
    editor.post(
        f"/map/{listing.slug}/edit", data=typed(listing, phone="0905 123 456", zalo="0905123456", zalo_shown="y")
    )
    found = {one.channel: (one.value, one.shown) for one in fresh(listing).contacts}
    assert found == {Channel.PHONE: ("+84905123456", False), Channel.ZALO: ("+84905123456", True)}


def test_a_contact_that_is_emptied_is_gone(editor: LookingClient, typed):
    listing = make.listing(contacts={"phone": ["+84905123456", True]})
    editor.post(f"/map/{listing.slug}/edit", data=typed(listing, phone=""))
    assert fresh(listing).contacts == []


def test_emptied_hours_are_not_known_any_more(editor: LookingClient, typed):
    listing = make.listing(hours="Mo-Fr 08:00-17:00")
    assert editor.post(f"/map/{listing.slug}/edit", data=typed(listing, hours="")).status_code == 303
    assert (fresh(listing).hours, fresh(listing).openings) == ("", [])


def test_pages_elsewhere_and_a_pause_are_written_told_and_taken_back(editor: LookingClient, typed):
    listing = make.listing("Gốm Son", web_links=["https://cu.example/"])
    address = f"/map/{listing.slug}/edit"
    links = "https://bao.example/gom\nhttps://cu.example/"
    answer = editor.post(address, data=typed(listing, web_links=links, paused_until="2099-02-17"))
    assert answer.status_code == 303
    kept = fresh(listing)
    assert [one.address for one in kept.web_links] == ["https://bao.example/gom", "https://cu.example/"]
    assert kept.paused_until == datetime(2099, 2, 16, 17, tzinfo=UTC)  # midnight in Hội An
    assert kept.own_fields == ["paused_until", "web_links"]
    form = editor.get(address).text
    assert 'value="2099-02-17"' in form and f">\r\n{links}</textarea>" in form
    history = editor.get(f"/en/map/{listing.slug}/history").text
    assert "Closed for now until" in history and "17 February 2099" in history and "bao.example/gom" in history
    editor.post(address, data=typed(kept, web_links="", paused_until=""))
    assert (fresh(listing).web_links, fresh(listing).paused_until) == ([], None)


def test_a_sixth_page_elsewhere_has_no_room(editor: LookingClient, typed):
    listing = make.listing()
    six = "\n".join(f"https://a.example/{number}" for number in range(6))
    answer = editor.post(f"/en/map/{listing.slug}/edit", data=typed(listing, web_links=six))
    assert answer.status_code == 422
    assert "At most 5 addresses have room here." in answer.text and 'id="web_links_error"' in answer.text
    assert "https://a.example/5" in answer.text and fresh(listing).web_links == []


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("name_vi", ""), ("name_vi", "x" * 81), ("summary_vi", "x" * 251), ("phone", "123"), ("email", "nobody"),
        ("page", "javascript:alert(1)"), ("hours", "always"), ("group", "gods"), ("area", "hue"),
        ("ward_new", "nowhere"), ("web_links", "ftp://a.example"), ("paused_until", "soon"),
        ("stage", "dreamt"), ("lat", "north"), ("precision_m", "-3"), ("version", "x"),
        ("offers", ["training", "gold"]), ("fields", ["alchemy"]),
    ],
)  # fmt: skip
def test_a_refused_field_keeps_everything_that_was_typed(editor: LookingClient, typed, field: str, bad: Any):
    listing = make.listing()
    before = listing.version
    changes = {"location_mode": "approximate", "lat": "15.88", "lon": "108.33", "need_line": "Cần thợ"} | {field: bad}
    answer = editor.post(f"/map/{listing.slug}/edit", data=typed(listing, **changes))
    assert answer.status_code == 422
    assert 'value="Cần thợ"' in answer.text
    assert (
        isinstance(bad, list)
        or not bad
        or field in {"group", "area", "ward_new", "stage", "version"}
        or bad in answer.text
    )
    assert f'id="{field}_error"' in answer.text or field == "version"
    assert fresh(listing).version == before


def test_a_rule_that_refuses_says_so_at_its_field(editor: LookingClient, typed):
    listing = make.listing()
    changes = {"location_mode": "exact", "lat": "16.05", "lon": "108.2"}
    answer = editor.post(f"/en/map/{listing.slug}/edit", data=typed(listing, **changes))
    assert answer.status_code == 422
    assert "This point lies outside the area." in answer.text and 'id="lat_error"' in answer.text
    assert fresh(listing).lat is None


def test_a_public_listing_cannot_lose_its_sentence(editor: LookingClient, typed):
    listing = make.listing()
    answer = editor.post(f"/map/{listing.slug}/edit", data=typed(listing, summary_vi=""))
    assert answer.status_code == 422 and 'id="summary_vi_error"' in answer.text
    assert fresh(listing).summary_vi


def test_half_a_point_is_refused(editor: LookingClient, typed):
    listing = make.listing()
    answer = editor.post(f"/map/{listing.slug}/edit", data=typed(listing, location_mode="exact", lat="15.88"))
    assert answer.status_code == 422 and 'id="lat_error"' in answer.text


def test_a_listing_shown_by_its_area_loses_its_point(editor: LookingClient, typed):
    listing = make.listing(lat=15.88, lon=108.33, location_mode="exact", precision_m=10)
    assert editor.post(f"/map/{listing.slug}/edit", data=typed(listing, location_mode="area")).status_code == 303
    assert (fresh(listing).lat, fresh(listing).lon, fresh(listing).precision_m) == (None, None, None)


@pytest.mark.parametrize(
    "nonsense", ["\0", "\u202e", "\ud800".encode("utf-8", "surrogatepass"), "<script>", "x" * 100_000]
)
def test_nonsense_in_a_form_is_never_a_fault(editor: LookingClient, typed, nonsense: Any):
    listing = make.listing()
    answer = editor.post(f"/map/{listing.slug}/edit", data=typed(listing, name_vi=nonsense, price_hint=nonsense))
    assert answer.status_code in {303, 422}


def test_two_people_who_write_at_once_lose_nothing(editor: LookingClient, typed):
    listing = make.listing("Gốm Son", street="12 Phạm Phán")
    form = typed(listing, name_vi="Gốm Son Thanh Hà", need_line="Cần thợ")
    rules.revise(listing, {"name_vi": "Lò gốm Son", "street": "14 Phạm Phán"}, by=make.person(name="Mai"), at=LATER)
    db.session.flush()
    clash = editor.post(f"/en/map/{listing.slug}/edit", data=form)
    assert clash.status_code == 409
    assert "Lò gốm Son" in clash.text and 'value="Gốm Son Thanh Hà"' in clash.text  # theirs beside, mine in the form
    assert 'value="14 Phạm Phán"' in clash.text  # where I changed nothing, the form has theirs
    assert 'value="Cần thợ"' in clash.text
    assert (fresh(listing).name_vi, fresh(listing).need_line) == ("Lò gốm Son", "")
    again = {**form, "street": "14 Phạm Phán", "version": re.search(r'name="version"[^>]*value="(\d+)"', clash.text)[1]}
    assert editor.post(f"/map/{listing.slug}/edit", data=again).status_code == 303
    saved = fresh(listing)
    assert (saved.name_vi, saved.street, saved.need_line) == ("Gốm Son Thanh Hà", "14 Phạm Phán", "Cần thợ")


def test_a_confirmation_meanwhile_is_no_clash(editor: LookingClient, typed):
    listing = make.listing()
    form = typed(listing, need_line="Cần thợ")
    rules.confirm(listing, by=make.person(), at=LATER)
    db.session.flush()
    assert editor.post(f"/map/{listing.slug}/edit", data=form).status_code == 303


# The fields of one group


def test_a_process_has_steps_with_empty_rows_ready(editor: LookingClient):
    listing = make.draft(group="processes", steps=[{"vi": "Nhào đất", "minutes": 30}])
    page = editor.get(f"/map/{listing.slug}/edit").text
    assert [f'name="steps-{number}-vi"' in page for number in range(5)] == [True, True, True, True, False]
    assert "Nhào đất" in page and 'value="30"' in page
    assert 'name="price_from"' not in page


def test_more_rows_are_added_without_saving_and_without_losing_what_was_typed(editor: LookingClient, typed):
    listing = make.draft(group="processes")
    form = typed(listing, **{"steps-0-vi": "Nhào đất", "need_line": "Cần thợ", "more": "steps"})
    page = editor.post(f"/map/{listing.slug}/edit", data=form)
    assert page.status_code == 200
    assert [f'name="steps-{number}-vi"' in page.text for number in range(7)] == [True] * 6 + [False]
    assert "Nhào đất" in page.text and 'value="Cần thợ"' in page.text
    assert fresh(listing).steps == []


def test_steps_are_kept_in_order_and_empty_rows_are_not(editor: LookingClient, typed):
    listing = make.draft(group="processes")
    rows = {
        "steps-0-vi": "Nhào đất",
        "steps-0-minutes": "30",
        "steps-1-vi": " ",
        "steps-2-vi": "Chuốt",
        "steps-2-en": "Throw",
    }
    assert editor.post(f"/map/{listing.slug}/edit", data=typed(listing, **rows)).status_code == 303
    assert fresh(listing).steps == [{"vi": "Nhào đất", "minutes": 30}, {"vi": "Chuốt", "en": "Throw"}]


@pytest.mark.parametrize(
    "wrong", [{"steps-1-vi": "x" * 401}, {"steps-1-minutes": "soon"}, {"steps-1-minutes": "9" * 5000}]
)
def test_a_step_that_cannot_be_is_named(editor: LookingClient, typed, wrong: dict[str, str]):
    listing = make.draft(group="processes")
    rows = {"steps-0-vi": "Nhào đất", **wrong}
    answer = editor.post(f"/en/map/{listing.slug}/edit", data=typed(listing, **rows))
    assert answer.status_code == 422
    assert "Step 2:" in answer.text and "Nhào đất" in answer.text


def test_a_price_is_read_as_people_type_it(editor: LookingClient, typed):
    listing = make.draft(group="products")
    editor.post(f"/map/{listing.slug}/edit", data=typed(listing, price_from="75k", made_in_days="14"))
    assert (fresh(listing).price_from, fresh(listing).made_in_days) == (75_000, 14)


def test_a_field_of_another_group_is_left_alone(editor: LookingClient, typed):
    listing = make.draft(group="products", price_from=75_000)
    rules.revise(listing, {"group": "places"}, by=None, at=LATER)
    editor.post(f"/map/{listing.slug}/edit", data=typed(listing, need_line="Cần thợ", price_from="1"))
    assert (fresh(listing).price_from, fresh(listing).need_line) == (75_000, "Cần thợ")


# A new listing


def test_a_new_listing_asks_for_its_group_first(editor: LookingClient):
    page = editor.get("/en/map/new/desk").text
    assert len(re.findall(r'href="/en/map/new/desk\?group=[a-z]+"', page)) == 8
    assert 'name="name_vi"' not in page


def test_a_new_listing_is_a_draft_and_the_same_form_twice_makes_one(editor: LookingClient, moderator):
    form = {**filled(editor.get("/map/new/desk?group=places").text, "/map/new/desk"), "name_vi": "Nhà Lụa Phố"}
    answers = [editor.post("/map/new/desk", data=form) for _time in range(2)]
    assert [answer.location for answer in answers] == ["/map/nha-lua-pho/edit"] * 2
    [made] = db.session.query(Listing).all()
    assert (made.state, made.added_by_id, made.name_vi) == (State.DRAFT, moderator.id, "Nhà Lụa Phố")


OUTSIDE = {"location_mode": "exact", "lat": "16.05", "lon": "108.2"}


@pytest.mark.parametrize("changes", [{"name_vi": ""}, {"group": "gods"}, {"area": ""}, OUTSIDE, {**OUTSIDE, "lon": ""}])
def test_a_new_listing_that_lacks_something_is_refused_with_what_was_typed(
    editor: LookingClient, changes: dict[str, str]
):
    form = {**filled(editor.get("/map/new/desk?group=places").text, "/map/new/desk"), "name_vi": "Nhà Lụa Phố"}
    answer = editor.post("/map/new/desk", data={**form, "need_line": "Cần thợ", **changes})
    assert answer.status_code == 422 and 'value="Cần thợ"' in answer.text
    assert db.session.query(Listing).count() == 0


def test_a_new_process_gets_more_rows_without_being_kept(editor: LookingClient):
    form = filled(editor.get("/map/new/desk?group=processes").text, "/map/new/desk")
    page = editor.post("/map/new/desk", data={**form, "steps-0-vi": "Nhào đất", "more": "steps"})
    assert page.status_code == 200
    assert "Nhào đất" in page.text and 'name="steps-5-vi"' in page.text
    assert db.session.query(Listing).count() == 0


# Standing


def test_a_draft_is_published(editor: LookingClient):
    listing = make.draft()
    assert editor.post(f"/map/{listing.slug}/publication").status_code == 303
    assert fresh(listing).state == State.PUBLISHED


def test_a_listing_without_its_sentence_is_not_published_and_the_page_says_why(editor: LookingClient):
    listing = make.draft(summary_vi="")
    answer = editor.post(f"/map/{listing.slug}/publication")
    assert answer.status_code == 422 and 'id="summary_vi_error"' in answer.text
    assert fresh(listing).state == State.DRAFT


def test_htmx_gets_a_refusal_in_words_and_no_row(editor: LookingClient):
    listing = make.draft(summary_vi="")
    headers = {"HX-Request": "true", "HX-Target": f"listing_{listing.id}"}
    answer = editor.post(f"/en/map/{listing.slug}/publication", headers=headers)
    assert answer.status_code == 409 and "one sentence in Vietnamese" in answer.text


def test_hiding_needs_a_reason_from_the_list(editor: LookingClient):
    listing = make.listing()
    refused = editor.post(f"/map/{listing.slug}/hiding", data={"why": "", "note": "Chủ gọi điện"})
    assert refused.status_code == 422 and "Chủ gọi điện" in refused.text
    assert fresh(listing).state == State.PUBLISHED
    assert editor.post(f"/map/{listing.slug}/hiding", data={"why": "other"}).status_code == 422
    editor.post(f"/map/{listing.slug}/hiding", data={"why": "owner", "note": "Chủ gọi điện"})
    hidden = fresh(listing)
    assert hidden.state == State.HIDDEN
    assert db.session.scalars(rules.history(hidden)).first().reason == "owner: Chủ gọi điện"


def test_a_confirmation_says_who_and_goes_back_to_the_list(editor: LookingClient):
    listing = make.listing()
    answer = editor.post(f"/map/{listing.slug}/confirmation", data={"next": "/desk/listings?tab=doubtful"})
    assert answer.location == "/desk/listings?tab=doubtful"
    assert fresh(listing).confirmed_by == "Trần Văn Tuấn"


def test_nobody_is_led_elsewhere_after_an_act(editor: LookingClient):
    listing = make.listing()
    answer = editor.post(f"/map/{listing.slug}/confirmation", data={"next": "//elsewhere.example"})
    assert answer.location == f"/map/{listing.slug}/edit"


def test_htmx_gets_the_row_with_its_new_state(editor: LookingClient):
    listing = make.draft()
    headers = {"HX-Request": "true", "HX-Target": f"listing_{listing.id}"}
    row = editor.post(f"/en/map/{listing.slug}/publication", headers=headers)
    assert row.status_code == 200
    assert row.text.lstrip().startswith("<li") and f'id="listing_{listing.id}"' in row.text
    assert "Published" in row.text and "<h1" not in row.text
    look_at(row.text, whole=False)


# History


def test_the_history_tells_each_change_word_by_word_with_who_and_why(editor: LookingClient, moderator):
    listing = make.draft("Gốm Son", group="products", price_from=60_000)
    rules.revise(
        listing, {"name_vi": "Gốm Son Thanh Hà", "price_from": 75_000}, by=moderator, at=LATER, reason="called"
    )
    rules.publish(listing, by=moderator, at=LATER)
    rules.hide(listing, by=moderator, at=LATER, reason="duplicate: của Lò Sơn")
    page = editor.get(f"/en/map/{listing.slug}/history").text
    assert "Gốm <del>Son</del>" in page or "<ins> Thanh Hà</ins>" in page or "<ins>Thanh Hà</ins>" in page
    assert "<del>60,000</del>" in page and "<ins>75,000</ins>" in page
    assert page.index("A duplicate: của Lò Sơn") < page.index("Why: called") < page.index("Created")
    assert page.count("Trần Văn Tuấn") == 4  # three acts and the footer


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_asks_the_same_few_questions_for_any_number_of_acts(editor: LookingClient, queries, rows: int):
    listing = make.draft()
    for number in range(rows):
        rules.revise(listing, {"need_line": f"Cần {number}"}, by=make.person(), at=LATER)
    db.session.flush()
    queries.clear()
    assert editor.get(f"/map/{listing.slug}/history").status_code == 200
    assert len(queries) <= 8, queries
