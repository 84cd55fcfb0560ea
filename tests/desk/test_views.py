import re
from datetime import timedelta

import pytest

from portal.listings import backlog, importer, rules
from portal.people.models import Role
from portal.web.clock import now
from tests import make
from tests.cast import sign_in
from tests.contributions.sendings import owned
from tests.looking import LookingClient

EDITORS = (Role.MODERATOR, Role.ORGANISER)


@pytest.fixture
def editor(client: LookingClient) -> LookingClient:
    return sign_in(client, make.person(Role.MODERATOR, name="Trần Văn Tuấn"))


def names(page: str) -> list[str]:
    """The listings on the desk's page, in order."""
    return re.findall(r'<b><a href="[^"]*/map/[^"]*/edit"[^>]*>([^<]+)</a>', page)


def confirmed(name: str, *, ago: timedelta = timedelta()) -> None:
    rules.confirm(make.listing(name), by=make.person(), at=now() - ago)


# What I have to do now


def test_who_is_not_signed_in_goes_to_sign_in_and_comes_back(client: LookingClient):
    answer = client.get("/en/desk")
    assert (answer.status_code, answer.location) == (303, "/en/people/sign-in?next=/en/desk")


@pytest.mark.parametrize("role", EDITORS)
def test_editors_see_what_waits_on_the_map(client: LookingClient, role: Role):
    confirmed("Mới xác nhận")
    confirmed("Cũ", ago=timedelta(days=366))
    make.listing("Chưa ai xác nhận")
    make.draft("Nháp")
    rules.hide(make.listing("Ẩn"), by=make.person(), at=now(), reason="owner")
    page = sign_in(client, make.person(role)).get("/en/desk").text
    assert re.findall(r'<li class="task"><b>([^<]+)</b>', page) == [
        "1 listing is not public yet", "2 listings nobody has confirmed for a year", "1 listing is hidden",
    ]  # fmt: skip


def test_a_recent_import_waits_to_be_looked_at(editor: LookingClient):
    table = importer.read(
        b"slug,group,area,name_vi,summary_vi\nmot,places,hoi-an,M\xe1\xbb\x99t,D\xc3\xb2ng", "làng nghề.csv"
    )
    importer.apply(importer.check(table), by=None, at=now())
    assert "Import “làng nghề.csv”" in editor.get("/en/desk").text


def test_an_editor_with_nothing_to_do_is_told_so(editor: LookingClient):
    page = editor.get("/en/desk").text
    assert "Nothing waits for you." in page and "every letter has arrived" in page


def test_an_empty_desk_leads_to_the_work_of_its_role_or_says_that_there_is_none_yet(client: LookingClient):
    make.draft("Bí mật")
    juror = sign_in(client, make.person(Role.JUROR)).get("/en/desk").text
    assert "not in the portal yet" not in juror and '<a class="btn alt" href="/en/jury">My judging</a>' in juror
    mentor = sign_in(client, make.person(Role.MENTOR)).get("/en/desk").text
    assert "You are here as: Mentor. The work of this role is not in the portal yet" in mentor
    for page in (juror, mentor):
        assert "Bí mật" not in page and 'href="/en/desk/listings"' not in page and 'class="task"' not in page


def test_what_is_at_hand_is_not_counted_as_waiting(client: LookingClient):
    owner = make.person()
    rules.confirm(owned(owner, "Xưởng Cô Ba"), by=owner, at=now())
    page = sign_in(client, owner).get("/en/desk").text
    assert "Nothing waits for you." in page and "1 thing waits" not in page
    assert page.index("At hand") < page.index('<li class="task"><b>Xưởng Cô Ba</b>')


def test_a_member_without_a_role_has_the_map_and_an_account(client: LookingClient):
    page = sign_in(client, make.person()).get("/en/desk").text
    assert "You are here as" not in page
    assert 'href="/en/map"' in page and 'href="/en/people/me"' in page


CALENDAR = ("events", "events/series", "events/sources")


@pytest.mark.parametrize(
    ("role", "desks"),
    [
        (
            Role.ORGANISER,
            [
                "moderation",
                "listings",
                *CALENDAR,
                "imports",
                "competitions",
                "businesses",
                "cards",
                "wards",
                "letters",
                "requests",
                "audit",
                "people",
                "codes",
            ],
        ),
        (Role.MODERATOR, ["moderation", "listings", *CALENDAR, "imports", "cards", "wards", "codes"]),
        (Role.JUROR, ["/jury"]),
        (Role.MENTOR, ["/entries"]),
    ],
)
def test_the_bar_of_desks_shows_what_its_reader_may_open(client: LookingClient, role: Role, desks: list[str]):
    page = sign_in(client, make.person(role)).get("/desk").text
    bar = page[
        page.index('aria-label="Desks"') if 'aria-label="Desks"' in page else page.index('<nav class="row strip"') :
    ]
    expected = [
        "/desk",
        *(name if name[0] == "/" else f"/desk/{name}" for name in desks),
        "/people/notices",
        "/people/me",
    ]
    assert re.findall(r'href="([^"]+)"', bar[: bar.index("</nav>")]) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_few_questions_however_much_waits(editor: LookingClient, queries, rows: int):
    for number in range(rows):
        make.draft(f"Nháp {number}")
        make.listing(f"Mục {number}")
    queries.clear()
    assert editor.get("/desk").status_code == 200
    assert len(queries) <= 13, queries


# The list


def test_the_list_begins_with_what_is_public_the_last_changed_first(editor: LookingClient):
    for name in ("Một", "Hai"):
        make.listing(name)
    make.draft("Nháp")
    assert names(editor.get("/desk/listings").text) == ["Hai", "Một"]


def test_each_state_has_its_tab_with_its_number(editor: LookingClient):
    make.listing("Một")
    make.draft("Nháp")
    page = editor.get("/en/desk/listings?tab=draft").text
    tabs = re.findall(
        r"<a class=\"btn bare\" href=\"/en/desk/listings\?[^\"]*\"( aria-current=\"page\")?>(.*?)</a>", page
    )
    assert [(re.sub("<[^>]+>", "", words), bool(is_open)) for is_open, words in tabs] == [
        ("To confirm 1", False), ("Draft 1", True), ("Published 1", False),
    ]  # fmt: skip
    assert names(page) == ["Nháp"]


def test_what_nobody_has_confirmed_for_a_year_stands_longest_first(editor: LookingClient):
    confirmed("Mới xác nhận")
    confirmed("Lâu", ago=timedelta(days=400))
    confirmed("Lâu hơn", ago=timedelta(days=800))
    make.listing("Chưa bao giờ")
    make.draft("Nháp")
    assert names(editor.get("/desk/listings?tab=doubtful").text) == ["Chưa bao giờ", "Lâu hơn", "Lâu"]


def test_of_very_many_the_desk_says_that_there_are_more(editor: LookingClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backlog, "COUNTED", 2)
    for number in range(3):
        make.listing(f"Chưa bao giờ {number}")
        make.draft(f"Nháp {number}")
    assert "More than 2 listings nobody has confirmed for a year" in editor.get("/en/desk").text
    for tab, here in (("doubtful", "More than 2 listings"), ("draft", "More than 2 listings"), ("published", "3 list")):
        page = editor.get(f"/en/desk/listings?tab={tab}").text
        told = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
        assert "To confirm 2+ Draft 3 Published 3" in told
        assert re.search(f'role="status">{here}', page)


def test_a_row_offers_what_it_needs(editor: LookingClient):
    confirmed("Mới xác nhận")
    make.listing("Chưa bao giờ")
    make.draft("Nháp")
    public, drafts = (editor.get(f"/desk/listings?tab={tab}").text for tab in ("published", "draft"))
    assert (public.count('/confirmation"'), public.count('/publication"')) == (2, 0)  # one form: action and hx-post
    assert (drafts.count('/confirmation"'), drafts.count('/publication"')) == (0, 2)


def test_words_and_groups_narrow_the_list_in_every_tab(editor: LookingClient):
    make.draft("Gốm Son", group="products")
    make.draft("Lò gốm", group="places")
    make.draft("Nón lá", group="products")
    assert names(editor.get("/desk/listings?tab=draft&q=gom").text) == ["Lò gốm", "Gốm Son"]
    assert names(editor.get("/desk/listings?tab=draft&q=gom&group=products").text) == ["Gốm Son"]


def test_htmx_gets_the_results_alone(editor: LookingClient):
    make.listing("Một")
    part = editor.get("/desk/listings?q=mot", headers={"HX-Request": "true", "HX-Target": "results"}).text
    assert names(part) == ["Một"] and part.lstrip().startswith("<div") and "<h1" not in part


def test_twenty_stand_on_a_page_and_past_the_end_there_is_none(editor: LookingClient):
    for number in range(21):
        make.draft(f"Nháp {number:02}")
    first, second = (editor.get(f"/desk/listings?tab=draft&page={number}") for number in (1, 2))
    assert (len(names(first.text)), len(names(second.text))) == (20, 1)
    assert "tab=draft&amp;page=2" in first.text
    assert editor.get("/desk/listings?tab=draft&page=3").status_code == 404


@pytest.mark.parametrize(
    "bad", ["tab=gods", "group=gods", "page=0", "page=x", "page=99999999999999999999", f"q={'x' * 121}"]
)
def test_a_bad_question_is_said_and_the_rest_is_answered(editor: LookingClient, bad: str):
    make.listing("Một")
    answer = editor.get(f"/desk/listings?{bad}")
    assert answer.status_code == 422 and 'id="errors"' in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_for_any_number_of_rows(editor: LookingClient, queries, rows: int):
    for number in range(rows):
        make.listing(f"Mục {number}")
    queries.clear()
    assert editor.get("/desk/listings?q=muc").status_code == 200
    assert len(queries) <= 9, queries
