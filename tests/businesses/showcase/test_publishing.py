"""What was accepted becomes public only where the owner ticked it, and is withdrawn within one request."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.businesses import policy
from portal.businesses.models import EnrolmentState, Shop, ShopMember
from portal.businesses.showcase import queries, rules
from portal.businesses.showcase.models import Becomes, Publication
from portal.businesses.steps.models import Evidence
from portal.db import db
from portal.kit.say import Refused
from portal.listings import rules as listings
from portal.media.models import Upload
from portal.people import jobs
from portal.people.models import Person
from tests import cast, make
from tests.businesses.showcase.handing import PRICES, STORY, accept
from tests.looking import LookingClient
from tests.make import AT

OLD = {"story_vi": "Chuyện cũ.", "story_en": "", "hours": "Mo-Fr 08:00-17:00", "price_from": None}


def shop_with_old_words() -> Shop:
    shop = make.shop("Gốm Son")
    listings.revise(shop.listing, OLD, by=None, at=AT)
    return shop


def owner(shop: Shop) -> Person:
    return shop.members[0].person


def on_listing(shop: Shop) -> dict[str, object]:
    now = listings.values(shop.listing)
    return {name: now[name] for name in OLD}


def test_only_what_was_ticked_becomes_public_and_withdrawing_brings_back_what_stood(session: object) -> None:
    shop, advisor = shop_with_old_words(), cast.advisor()
    accept(shop, "1.4", by=advisor, data=STORY)
    assert on_listing(shop) == OLD
    rules.wish(shop, Becomes.HOURS, by=owner(shop), at=AT)
    accept(shop, "1.12", by=advisor, data={"hours": "Mo-Su 07:30-17:00"})
    rules.wish(shop, Becomes.STORY, by=owner(shop), at=AT)  # after it was accepted: at once
    told = {"story_vi": STORY["text_vi"], "story_en": STORY["text_en"]}
    assert on_listing(shop) == OLD | told | {"hours": "Mo-Su 07:30-17:00"}
    accept(shop, "1.4", by=advisor, data=STORY | {"text_vi": "Bốn đời nung gốm."})
    assert on_listing(shop)["story_vi"] == "Bốn đời nung gốm."
    said = db.session.scalars(listings.history(shop.listing)).first()
    assert said is not None
    assert said.act == "from_campaign"
    assert said.changes == {"story_vi": [STORY["text_vi"], "Bốn đời nung gốm."]}
    assert {"story_vi", "story_en", "hours"} <= set(shop.listing.own_fields)

    rules.withdraw(shop, Becomes.STORY, by=owner(shop), at=AT)
    rules.withdraw(shop, Becomes.HOURS, by=owner(shop), at=AT)
    assert on_listing(shop) == OLD
    assert queries.all_standing(shop) == {}
    accept(shop, "1.4", by=advisor, data=STORY)  # the tick went with it
    assert on_listing(shop) == OLD


def test_what_was_written_on_the_listing_since_is_left_alone(session: object) -> None:
    shop = shop_with_old_words()
    rules.wish(shop, Becomes.STORY, by=owner(shop), at=AT)
    accept(shop, "1.4", by=cast.advisor(), data=STORY)
    listings.revise(shop.listing, {"story_vi": "Tự viết lại."}, by=owner(shop), at=AT)
    rules.withdraw(shop, Becomes.STORY, by=owner(shop), at=AT)
    assert on_listing(shop) == OLD | {"story_vi": "Tự viết lại."}


def test_what_cannot_be_shown_is_refused_in_words_and_stops_no_acceptance(session: object) -> None:
    shop = shop_with_old_words()
    rules.wish(shop, Becomes.HOURS, by=owner(shop), at=AT)
    accept(shop, "1.12", by=cast.advisor(), data={"hours": "khi nào cũng được"})
    assert on_listing(shop) == OLD
    with pytest.raises(Refused, match="nothing that can be shown"):
        rules.wish(shop, Becomes.HOURS, by=owner(shop), at=AT)


def photo(number: int) -> Upload:
    return Upload(digest=f"{number:064d}", size=1, media_type="image/jpeg", name=f"Bát {number}", at=AT)


def test_photos_fill_the_gallery_as_far_as_it_has_room_and_leave_it_whole(session: object) -> None:
    shop = make.shop("Gốm Son")
    rules.wish(shop, Becomes.PHOTOS, by=owner(shop), at=AT)
    accept(shop, "1.9", by=cast.advisor(), uploads=tuple(photo(n) for n in range(12)))
    assert [one.alt_vi for one in shop.listing.photos] == [f"Bát {n}" for n in range(10)]
    standing = queries.standing(shop, Becomes.PHOTOS)
    assert standing is not None
    assert standing.data["left_out"] == 2
    assert all(one.upload.previews for one in shop.listing.photos)
    rules.withdraw(shop, Becomes.PHOTOS, by=owner(shop), at=AT)
    db.session.expire_all()
    assert shop.listing.photos == []
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 12
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 12


def test_a_price_list_is_on_the_listing_within_one_request_and_gone_within_one(
    client: LookingClient, app: Flask
) -> None:
    shop, advisor = shop_with_old_words(), cast.advisor()
    mine = cast.sign_in(app.test_client(), owner(shop))
    catalogue, listing = f"/businesses/{shop.slug}/catalogue", f"/map/{shop.listing.slug}"
    before = client.get(listing)
    accept(shop, "1.8", by=advisor, data=PRICES)
    assert client.get(catalogue).status_code == 404
    assert client.get(listing).get_data() == before.get_data()

    answer = mine.post(f"/businesses/{shop.slug}/publications/prices")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/businesses/{shop.slug}/publications")
    page, shown = client.get(catalogue), client.get(listing)
    html = page.get_data(as_text=True)
    assert re.findall(r"<h3>(.*?)</h3>", html) == ["Bát đất đỏ", "Bình hoa"]
    assert re.findall(r'<b class="num">(.*?)</b>', html) == ["150.000\xa0₫", "320.000\xa0₫"]
    assert [one for one in ("111", "87.654", "bí mật", "99.999", "Chưa có giá") if one in html] == []
    assert "150.000\xa0₫</p>" in shown.get_data(as_text=True)
    assert catalogue in shown.get_data(as_text=True)
    assert shown.headers["ETag"] != before.headers["ETag"]
    assert "Set-Cookie" not in page.headers
    english = client.get(f"/en{catalogue}").get_data(as_text=True)
    assert re.findall(r"<h3>(.*?)</h3>", english) == ["Red clay bowl", '<span lang="vi">Bình hoa</span>']
    french = client.get(f"/fr{catalogue}").get_data(as_text=True)
    assert re.findall(r"<h3>(.*?)</h3>", french) == ["Bol en terre rouge", '<span lang="vi">Bình hoa</span>']
    assert '>hauteur 8 cm · <span lang="en">Clay</span> · <span lang="vi">Rửa tay</span></p>' in french

    mine.post(f"/businesses/{shop.slug}/publications/prices/withdrawal")
    assert client.get(catalogue).status_code == 404
    assert client.get(listing).headers["ETag"] == before.headers["ETag"]


def test_the_catalogue_is_gone_with_the_shop_or_its_listing(client: LookingClient) -> None:
    shop = make.shop("Gốm Son")
    catalogue = f"/businesses/{shop.slug}/catalogue"
    rules.wish(shop, Becomes.POLICY, by=owner(shop), at=AT)
    accept(shop, "1.11", by=cast.advisor(), data={"returns_vi": "Đổi trong 7 ngày.", "secret": "không"})
    html = client.get(catalogue).get_data(as_text=True)
    assert "Đổi trong 7 ngày." in html
    assert "không</" not in html
    for enrolment in shop.enrolments:
        enrolment.state = EnrolmentState.STOPPED
    db.session.flush()
    assert client.get(catalogue).status_code == 404
    shop.enrolments[0].state = EnrolmentState.COMPLETED
    db.session.flush()
    assert client.get(catalogue).status_code == 200
    listings.hide(shop.listing, by=cast.moderator(), at=AT, reason="Kiểm tra")
    assert client.get(catalogue).status_code == 404


def test_only_an_owner_decides_and_the_page_says_what_is_public(client: LookingClient, app: Flask) -> None:
    shop = make.shop("Gốm Son")
    helper = make.person(name="Người phụ")
    shop.members.append(ShopMember(person=helper, joined_at=AT))
    db.session.flush()
    address = f"/businesses/{shop.slug}/publications"
    theirs = cast.sign_in(app.test_client(), helper)
    assert policy.works_in(helper, shop)
    assert theirs.post(f"{address}/prices").status_code == 403
    assert "<button" not in re.search(r"<main.*</main>", theirs.get(address).get_data(as_text=True), re.S)[0]  # type: ignore[index]
    mine = cast.sign_in(app.test_client(), owner(shop))
    mine.post(f"{address}/prices", data={"back": "step"})
    assert rules.wished(shop, Becomes.PRICES)
    page = mine.get(address).get_data(as_text=True)
    assert page.count("/withdrawal") == 1
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 0


def test_an_erased_owner_leaves_no_word_in_what_the_shop_shows(session: object) -> None:
    alone, shared = make.shop("Gốm Son"), make.shop("Mộc Kim Bồng")
    person = owner(alone)
    shared.members.append(ShopMember(person=person, joined_at=AT))
    told = STORY | {"text_vi": f"{person.full_name} nung gốm."}
    for shop in (alone, shared):
        rules.wish(shop, Becomes.STORY, by=owner(shop), at=AT)
        accept(shop, "1.4", by=cast.advisor(), data=told)
    jobs.erase(person, at=AT)
    assert (alone.listing.story_vi, queries.all_standing(alone)) == ("", {})
    standing = queries.standing(shared, Becomes.STORY)
    assert standing is not None
    assert standing.data["shown"]["story_vi"] == "… nung gốm."
    assert queries.wishes(shared) == {Becomes.STORY}
