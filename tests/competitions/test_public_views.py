"""What everybody sees of competitions: the list, the page with its deadline, the brief in every version, questions."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
import time_machine

from portal.competitions import publishing, queries, questions, site_pack
from portal.competitions.models import PhaseKind, Stage
from portal.db import db
from portal.media.storage import storage_for
from portal.web import shell
from tests import cast
from tests.competitions import planting
from tests.competitions.asking import statements
from tests.make import AT

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as moved:
        yield moved


def test_the_page_says_until_when_and_how_one_enters(client, clock):
    competition = planting.competition()
    page = client.get(f"/en/competitions/{competition.slug}")
    text = page.get_data(as_text=True)
    assert "23:59 (GMT+7), Friday 27 November 2026" in text and "5 days" in text
    assert f'href="/en/entries/new?competition={competition.slug}"' in text
    assert "2–4, A1 portrait, PDF or JPG, each up to 40 MB" in text and "₫120,000,000" in text
    assert [name in text for name in planting.JURORS] == [True] * 6
    event = json.loads(re.search(r'ld\+json">(.+?)</script>', text).group(1))
    assert (event["endDate"], event["name"]) == ("2026-11-27T23:59:59+07:00", competition.title_en)
    assert "Set-Cookie" not in page.headers and len(page.data) < 30_000
    clock.move_to(planting.DEADLINE - timedelta(seconds=1))
    assert "/entries/new?" in client.get(f"/competitions/{competition.slug}").get_data(as_text=True)
    clock.move_to(planting.DEADLINE + timedelta(minutes=1))
    assert "/entries/new?" not in client.get(f"/competitions/{competition.slug}").get_data(as_text=True)


def test_an_extension_is_told_with_both_dates_and_the_class_has_its_own(client):
    competition = planting.competition()
    student = planting.category(competition, "student")
    publishing.extend(
        competition, PhaseKind.SUBMIT, planting.DEADLINE + DAY, reason_vi="Bão số 12", reason_en="Storm", by=None, at=AT
    )
    publishing.extend(
        competition, PhaseKind.SUBMIT, planting.DEADLINE + 2 * DAY, reason_vi="Thi học kỳ", category=student, by=None,
        at=AT,
    )  # fmt: skip
    text = client.get(f"/en/competitions/{competition.slug}").get_data(as_text=True)
    assert "From 23:59 (GMT+7), Friday 27 November 2026 to" in client.get(
        f"/en/competitions/{competition.slug}/brief"
    ).get_data(as_text=True).replace("from 23:59", "From 23:59")
    assert text.count("23:59 (GMT+7), Saturday 28 November 2026") >= 2  # professionals and the community
    assert "Student: From 23:59 (GMT+7), Saturday 28 November 2026 to 23:59 (GMT+7), Sunday 29 November 2026." in text


def test_the_brief_keeps_its_versions_addenda_answers_and_files(client, app):
    competition = planting.competition()
    question = questions.ask(competition, "Tòa nhà có tầng hầm không?", language="vi", at=planting.ASKED)
    questions.answer(question, {"shown_vi": "Tầng hầm?", "answer_vi": "Không có."}, by=None, at=AT)
    publishing.amend(competition, {"text_vi": "Cho phép bảng ngang."}, {"brief_vi": "## Đề bài mới"}, by=None, at=AT)
    questions.release(competition, by=None, at=AT)
    stored = storage_for(app.config["SETTINGS"]).put(b"%PDF-1.4 plan")
    file = site_pack.add(
        competition, (stored, "application/pdf"), {"label_vi": "Mặt bằng"}, name="Nguyễn Văn A.pdf", replaces=None,
        by=None, at=AT,
    )  # fmt: skip
    now = client.get(f"/competitions/{competition.slug}/brief").get_data(as_text=True)
    for words in ("<h2>Đề bài mới</h2>", "Cho phép bảng ngang.", "Tầng hầm?", "Không có.", "Mặt bằng", "version=1"):
        assert words in now, words
    former = client.get(f"/competitions/{competition.slug}/brief?version=1").get_data(as_text=True)
    assert "Đề bài mới" not in former and "Không có." not in former
    assert client.get(f"/competitions/{competition.slug}/brief?version=9").status_code == 404
    pack = client.get(f"/competitions/{competition.slug}/site-pack/{file.id}")
    assert pack.data == b"%PDF-1.4 plan" and "Nguy" not in pack.headers["Content-Disposition"]


def test_a_question_is_asked_without_an_account_and_once(client, clock):
    competition = planting.competition()
    address = f"/competitions/{competition.slug}/questions"
    sent = {"text": "Có được dùng lại mái tôn cũ không ạ?", "once": "q1"}
    assert client.post(address, data=sent).status_code == 409  # their time is over at AT
    clock.move_to(planting.ASKED)
    assert "Có được dùng" in client.post(address, data={**sent, "website": "http://spam"}).get_data(as_text=True)
    assert client.post(address, data={"text": "ngắn"}).status_code == 422
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 303
    [question] = queries.asked(competition)
    assert question.text == sent["text"]
    page = client.get(f"{address}?sent=1").get_data(as_text=True)
    assert sent["text"] not in page  # nobody reads it before it is answered


def test_the_list_the_home_page_the_menu_and_the_sitemap_know_what_is_published(client, clock):
    with client.application.app_context():
        shell.look_again()
    assert 'href="/competitions"' not in client.get("/about").get_data(as_text=True)
    planting.draft(title_vi="Chưa công bố")
    finished = planting.competition(title_vi="Cuộc thi cũ", stage=Stage.ARCHIVED)
    call = planting.competition(title_vi="Cuộc thi mới")
    with client.application.app_context():
        shell.look_again()
    listed = client.get("/competitions").get_data(as_text=True)
    assert listed.index("Cuộc thi mới") < listed.index("Cuộc thi cũ") and "Chưa công bố" not in listed
    home = client.get("/").get_data(as_text=True)
    assert "Cuộc thi mới" in home and "Cuộc thi cũ" not in home and 'href="/competitions"' in home
    with client.application.app_context():
        shell.look_again()
    sitemap = client.get("/sitemap.xml").get_data(as_text=True)
    assert all(f"/competitions/{one.slug}/brief" in sitemap for one in (finished, call))


def test_lists_cost_the_same_however_many_there_are(client, queries):
    counts = []
    for number in range(3):
        planting.competition(title_vi=f"Cuộc thi {number}")
        db.session.flush()
        db.session.expire_all()
        del queries[:]
        client.get(f"/competitions?{number}")
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 8


def test_an_organiser_sets_one_up_and_publishes_it_page_by_page(client):
    """The whole way by plain forms: a draft that lacks three things, and what the desk says on the way."""
    from tests.filling import filled

    organiser = cast.organiser()
    competition = planting.draft(title_vi="Cuộc thi 2027", may_withhold=None)
    desk = f"/desk/competitions/{competition.slug}"
    cast.sign_in(client, organiser)
    page = client.get(f"{desk}/criteria").get_data(as_text=True)
    typed = filled(page, f"{desk}/criteria")
    client.post(f"{desk}/criteria", data={**typed, "row5_weight": "5"})
    said = client.get(f"/en{desk}").get_data(as_text=True)
    assert "The weights add up to 95%. Add 5% to a criterion." in said
    assert "Say whether a prize may stay without a winner." in said
    refused = client.post(f"/en{desk}/publication", data={})
    assert refused.status_code == 422 and not competition.is_public()
    client.post(f"{desk}/criteria", data={**typed, "row5_weight": "10"})
    bad = client.post(f"/en{desk}/criteria", data={**typed, "row5_weight": "mười"})
    assert bad.status_code == 422 and 'value="mười"' in bad.get_data(as_text=True)
    prizes = filled(client.get(f"{desk}/prizes").get_data(as_text=True), f"{desk}/prizes")
    client.post(f"{desk}/prizes", data={**prizes, "may_withhold": "no", "row0_least_tenths": "8,25"})
    assert (competition.prizes[0].least_tenths, competition.may_withhold) == (82, False)
    assert "“Giải Nhất” asks for a least average: choose one of the two." in client.get(f"/en{desk}").text
    client.post(f"{desk}/prizes", data={**prizes, "may_withhold": "no", "row0_least_tenths": ""})
    phases = filled(client.get(f"{desk}/phases").get_data(as_text=True), f"{desk}/phases")
    assert phases["submit_closes"] == ["2026-11-27"] and phases["submit_closes_time"] == ["23:59"]
    client.post(f"{desk}/phases", data={**phases, "submit_closes": "2026-11-26", "submit_closes_time": ""})
    db.session.expire_all()
    assert competition.phase(PhaseKind.SUBMIT).closes_at == planting.DEADLINE - DAY
    for member in competition.jury:
        member.brief_approved_at = AT
    warned = client.get(f"/en{desk}").get_data(as_text=True)
    assert "Between publication and the deadline lie fewer than 60 days." in warned
    reasons = {"reason_short": "Đã báo trước", "reason_no_reserves": "Ít người"}
    assert client.post(f"{desk}/publication", data=reasons).status_code == 303
    assert competition.is_public()
    assert client.post(f"{desk}/criteria", data=typed).status_code == 409


def test_a_file_comes_into_the_site_pack_and_a_newer_one_takes_its_place(real_app):
    """In a portal of its own: the file is read outside any transaction."""
    with real_app.app_context():
        from portal.db import Mode, transactions

        with transactions(Mode.WRITE):
            competition, organiser = planting.draft(), cast.organiser()
            db.session.flush()
            slug, client = competition.slug, cast.sign_in(real_app.test_client(), organiser)
            db.session.commit()
        address = f"/desk/competitions/{slug}/site-pack"

        def bring(data: bytes, **more: str) -> int:
            sent = {"file": (io.BytesIO(data), "plan.pdf"), "label_vi": "Mặt bằng", **more}
            return client.post(address, data=sent, content_type="multipart/form-data").status_code

        assert bring(b"%PDF-1.4 one") == 303
        assert bring(b"MZ program") == 422
        page = client.get(address).get_data(as_text=True)
        number = re.search(r"site-pack/([0-9]+)/removal", page).group(1)
        assert bring(b"%PDF-1.4 two", replaces=number) == 303
        page = client.get(address).get_data(as_text=True)
        assert page.count("/removal") == 1
        assert client.get(f"/competitions/{slug}/site-pack/{number}").data == b"%PDF-1.4 one"


def test_a_page_names_its_whole_jury_at_the_price_of_nobody(client, queries):
    asked = []
    for jury in (False, True):
        competition = planting.competition(slug=f"thi-{jury}", jury=jury)
        planting.extension(competition, planting.DEADLINE + DAY)
        asked.append(statements(client, queries, f"/competitions/thi-{jury}"))
    assert asked[0] == asked[1], asked
