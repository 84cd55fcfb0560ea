"""Plants the demo's shops by the rules that everybody's pass: at work, applying in every state, one that has stopped.

Everything lies around the day of planting. Names of shops and people are invented. Twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.businesses import applications, cohorts, enrolments, measures, rules, stories
from portal.businesses.customers import seed as customers
from portal.businesses.models import Application, Cohort, Shop
from portal.businesses.seed import packages
from portal.businesses.sheets import seed as sheets
from portal.businesses.showcase import seed as showcase
from portal.businesses.steps import seed as steps
from portal.city.chosen import here
from portal.db import db
from portal.listings import ownership
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.people import rules as people
from portal.people.models import Person

DAY = timedelta(days=1)
STORY = (
    "Trước đây tôi chỉ bán ở sân nhà và ngoài chợ, khách hỏi giá thì nhớ đâu nói đó.\n"
    "Giờ mỗi món có giá thành, có bảng giá, có ảnh chụp đàng hoàng. Khách sạn gọi tới là gửi được ngay một trang.\n"
    "Cái được nhất là biết món nào đang làm lỗ mà bỏ bớt."
)
STORY_EN = (
    "I used to sell in my yard and at the market, and made prices up from memory.\n"
    "Now every piece has its cost, a price list and decent photos; when a hotel calls, one page is sent at once.\n"
    "Best of all: I know which pieces lost money, and make fewer of them."
)


class Applied(NamedTuple):
    """An application of the demo: whose, of which business, and what became of it."""

    who: str
    name: str
    says: str
    makes: str
    packages: list[int]
    became: str
    word: str = ""
    answer: str = ""


OTHERS = (
    Applied("member", "Bánh đậu xanh Bà Ưng", "Bánh đậu xanh nhân thịt, làm mỗi sáng ở Cẩm Châu.",
            "Bánh đậu xanh, bánh in", [1, 2], "sent"),
    Applied("student", "Túi vải Hân", "Túi vải may từ vải vụn của các tiệm may phố cổ.", "Túi vải, khăn", [2],
            "question", "Bạn đang may ở nhà hay thuê chỗ? Bạn có ai làm cùng không?"),
    Applied("guardian", "Mộc Kim Quý", "Khay và hộp gỗ theo lối chạm Kim Bồng.", "Đồ gỗ chạm", [1], "answered",
            "Anh đã có giấy hộ kinh doanh chưa?", "Tôi có giấy từ năm 2016, đứng tên tôi."),
    Applied("designer", "Đèn giấy Linh", "Đèn giấy dó vẽ tay, gấp gọn gửi đi xa.", "Đèn giấy dó", [1, 3],
            "waiting", "Đợt này đã đủ chỗ, bạn đứng thứ nhất trong danh sách chờ."),
    Applied("architect", "Xưởng mô hình Vũ", "Mô hình nhà cổ cắt từ gỗ thừa.", "Mô hình kiến trúc", [3], "refused",
            "Đợt này chỉ nhận cơ sở bán cho khách lẻ. Mời bạn nộp lại đợt sau với một mặt hàng bán lẻ."),
    Applied("guardian", "Chiếu cói Quý", "Chiếu cói Bàn Thạch, bán ở chợ phiên.", "Chiếu cói", [1], "stopped",
            "Cơ sở xin nghỉ để lo việc gia đình."),
    Applied("member", "Nón lá Ưng", "Nón lá chằm tay, nhận thêu chữ.", "Nón lá", [1], "draft"),
)  # fmt: skip


def plant(*, at: datetime) -> int:
    """Plants what is not here yet; returns how many shops that were."""
    if db.session.scalar(select(Shop.id).where(Shop.demo).limit(1)) is not None:
        return 0
    packages.bring_in(here().folder, at=at)  # `setup` has done so, where it ran before
    first = _cohort("Đợt 1, mùa nắng", "Round 1, dry season", "Session 1, saison sèche", (-230, -200, -195, 30), 20, at)
    now = _cohort("Đợt 2, sau lũ", "Round 2, after the floods", "Session 2, après les crues", (-6, 24, 35, 119), 2, at)
    son = _at_work("artisan", "Gốm Son", "Gốm đỏ nung củi ở Thanh Hà, làm theo mẻ nhỏ.", [1, 2, 3], first, at)
    sen = _at_work("potter", "Gốm Sen bến sông", "Bát đĩa gốm đỏ bên bến sông Thanh Hà.", [1, 2], first, at)
    _measured(son, at=at)
    story = stories.write(son, STORY, STORY_EN, agreed=True, by=_owner(son), at=at - 12 * DAY)
    stories.publish(story, by=_person("organiser"), at=at - 10 * DAY)
    for number, one in enumerate(OTHERS):
        _other(one, first if one.became == "stopped" else now, at=at - (4 - number % 3) * DAY)
    db.session.flush()
    for part in (sheets, customers, steps, showcase):
        part.plant([son, sen], at=at)
    db.session.flush()
    return 2 + len(OTHERS)


def _cohort(vi: str, en: str, fr: str, days: tuple[int, int, int, int], places: int, at: datetime) -> Cohort:
    midnight = at.astimezone(ZoneInfo(here().zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    opens, closes, starts, ends = (midnight + number * DAY for number in days)
    given = {
        "name_vi": vi, "name_en": en, "name_fr": fr, "opens_at": opens, "closes_at": closes, "places": places,
        "starts_on": starts.date(), "ends_on": ends.date(),
    }  # fmt: skip
    made = cohorts.write(None, given, by=_person("organiser"), at=opens - 10 * DAY)
    made.demo = True
    return made


def _at_work(who: str, name: str, says: str, packages: list[int], cohort: Cohort, at: datetime) -> Shop:
    """A shop whose listing is public and whose application was accepted when its round began."""
    person, begun = _person(who), at - 210 * DAY
    application = _written(person, name, says, "Gốm gia dụng nung củi", packages, at=begun, public=True)
    applications.send(application, by=person, at=begun)
    applications.accept(
        application, advisor=_person("advisor"), cohort=cohort, says="Chào mừng cơ sở vào đợt 1.",
        by=_person("organiser"), at=begun + 8 * DAY,
    )  # fmt: skip
    return application.shop


def _other(one: Applied, cohort: Cohort, *, at: datetime) -> None:
    """An application as it stands after what became of it."""
    person, desk = _person(one.who), _person("organiser")
    if one.became == "stopped":
        at -= 205 * DAY
    application = _written(person, one.name, one.says, one.makes, one.packages, at=at)
    if one.became == "draft":
        return
    applications.send(application, by=person, at=at)
    after = at + DAY
    if one.became in {"question", "answered"}:
        applications.ask(application, one.word, by=desk, at=after)
        if one.answer:
            applications.answer(application, one.answer, by=person, at=after + DAY / 4)
    elif one.became == "waiting":
        applications.put_on_waiting_list(application, says=one.word, by=desk, at=after)
    elif one.became == "refused":
        applications.refuse(application, one.word, by=desk, at=after)
    elif one.became == "stopped":
        applications.accept(application, advisor=_person("advisor"), cohort=cohort, by=desk, at=after)
        enrolments.stop(application.shop.enrolments[0], one.word, by=desk, at=after + 40 * DAY)


def _written(
    person: Person, name: str, says: str, makes: str, packages: list[int], *, at: datetime, public: bool = False
) -> Application:
    """The whole draft of an application, with a listing of its own where there is none."""
    listing = db.session.scalar(select(Listing).where(Listing.name_vi == name))
    given = {"group": "organisations", "area": "hoi-an", "name_vi": name, "summary_vi": says}
    if listing is None or not ownership.owns(person, listing):
        shop = rules.begin_new(given, by=person, at=at)
        shop.listing.demo = True
        if public:
            listings.publish(shop.listing, by=None, at=at)
    else:
        shop = rules.begin(listing, by=person, at=at)
    shop.demo = True
    application = applications.begin(shop, by=person, at=at)
    applications.keep(
        application,
        {"packages": packages, "makes": makes, "sells": "Tại nhà, ở chợ, qua Zalo", "hands": 3, "since_year": 2009,
         "wish": "Có khách quen quanh năm, không chỉ mùa du lịch.", "holder": person.full_name, "agreed": True,
         "phone": person.phone or "+84905000111"}, at=at,
    )  # fmt: skip
    return application


def _measured(shop: Shop, *, at: datetime) -> None:
    by = _owner(shop)
    before = {"orders": "1-10", "followers": "101-500", "reply_time": "later", "revenue": "5-20"}
    after = {"orders": "11-30", "followers": "501-2000", "reply_time": "2h", "revenue": "20-50"}
    measures.write(shop, measures.BEFORE, before, 2, by=by, at=at - 195 * DAY)
    measures.write(shop, measures.AFTER, after, 4, by=by, at=at - 15 * DAY)


def _owner(shop: Shop) -> Person:
    return rules.people(shop)[0].person


def _person(name: str) -> Person:
    person = people.find(f"{name}@hoian.example")
    if person is None:
        raise LookupError(f"The demo has no {name}.")
    return person
