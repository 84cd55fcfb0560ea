"""The customer book of the demo's pottery: forty invented people in every state, twelve quick replies, four rules.

Numbers begin with 0900 000, which nobody has. Everything lies around the day of planting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.businesses.customers import exporting, orders, quick, reminder_rules, reminders, rules
from portal.businesses.customers.models import Customer, OrderState, TouchKind
from portal.businesses.customers.reminder_models import RuleKind
from portal.businesses.models import Shop
from portal.db import db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = (
    "Khách sạn Sông Hoài", "Chị Mỹ Duyên", "Atelier Brun, Lyon", "Trường Trần Quý Cáp", "Anh Khoa, Đà Nẵng",
    "Cô Bảy chợ Bà Lê", "Nhà hàng Cây Me", "Chị Hồng Nhung", "Anh Tuấn tiệm trà", "Homestay Vườn Cau",
    "Chị Thu Hà", "Ms Emma Clark", "Bác Năm Cẩm Nam", "Quán chay Sen Xanh", "Anh Phúc hướng dẫn viên",
    "Chị Lan Anh, Sài Gòn", "Mr Kim Ji-ho", "Cửa hàng Mộc Nhà", "Chị Út Cẩm Kim", "Anh Đạt, Huế",
    "Resort Biển An", "Chị Bích Ngọc", "Sato Yuki", "Chú Ba Thanh Hà", "Chị Vân Anh", "Tiệm hoa Cỏ May",
    "Anh Hoàng Long", "Chị Kiều", "Spa Gió Nồm", "Cô giáo Tâm", "Anh Sơn cà phê", "Chị Diễm, Quy Nhơn",
    "Ms Lotte Jansen", "Anh Bảo", "Chị Như Ý", "Nhà may Hương", "Anh Quân", "Chị Tố Nga", "Bà Sáu An Hội", "Anh Thịnh",
)  # fmt: skip
COMPANIES = {0: "Phòng mua hàng", 6: "Nhà hàng 40 chỗ", 9: "Homestay 8 phòng", 20: "Resort 60 phòng"}
LANGUAGES = {2: "fr", 11: "en", 16: "ko", 22: "ja", 32: "en"}
SOURCES = ("zalo", "market", "hotel", "facebook", "friend", "shop")
LABELS = ("wholesale", "regular", "asked", "making", "deposit", "new")
ASKED = (
    ("Em mở thêm nhà hàng tháng tới, cần 60 bộ bát như mẫu năm ngoái. Chị báo giá giúp em nhé.", 150),
    ("Lọ cao men tro còn không chị?", 30), ("Devis pour 40 tasses, port inclus ?", 5),
    ("Lớp nặn gốm cho 30 em thứ Bảy này còn chỗ không ạ?", 166), ("Chậu trồng sen giá bao nhiêu anh?", 70),
)  # fmt: skip
"""What waits for an answer, and since how many hours."""
ORDERED = (
    ("60 bộ bát men tro", OrderState.QUOTED, 6, 9_000_000, None),
    ("Lọ cao men tro", OrderState.DEPOSIT, 5, 660_000, 200_000),
    ("40 chén trà", OrderState.DEPOSIT, 20, 2_400_000, 800_000),
    ("Lớp nặn gốm 30 em", OrderState.MAKING, 2, 1_500_000, 500_000),
    ("Chậu sen, 12 cái", OrderState.MAKING, -1, 540_000, 200_000),
    ("Phù điêu chùa Cầu", OrderState.MAKING, 4, 250_000, 100_000),
    ("Ấm trà quai tre", OrderState.ASKED, None, None, None),
    ("Đĩa lá sen, 20 cái", OrderState.CANCELLED, None, 1_900_000, None),
    ("Hũ tiêu có nắp, 10 cái", OrderState.DELIVERED, -3, 1_300_000, 400_000),
    ("Bát cơm, 30 cái", OrderState.DELIVERED, -10, 1_800_000, 600_000),
    ("Lồng nến khắc phố", OrderState.AFTER_SALE, -60, 380_000, 100_000),
    ("Chén trà, bộ 6", OrderState.AFTER_SALE, -25, 180_000, 60_000),
    ("Tượng nghê nhỏ, 5 con", OrderState.DELIVERED, -4, 350_000, 100_000),
)
"""What, where it stands, in how many days it is due, price and deposit."""
REPLIES = (
    ("Chào hỏi", "Dạ chào {tên}, cảm ơn {tên} đã nhắn cho Gốm Son.", "Dear {name}, thank you for writing to Gốm Son."),
    (
        "Giá",
        "Dạ {tên}, đơn này giá {giá}, chưa gồm gửi hàng.",
        "Dear {name}, this order comes to {price}, without shipping.",
    ),
    (
        "Kích thước",
        "Dạ lọ cao 24 cm, miệng 9 cm, nặng khoảng 1,2 kg.",
        "The tall vase is 24 cm high, 9 cm at the mouth, about 1.2 kg.",
    ),
    ("Ngày giao", "Dạ {tên}, hàng giao được vào {ngày giao}.", "Dear {name}, we can deliver on {date}."),
    (
        "Đặt cọc",
        "Dạ {tên} giúp đặt cọc một phần ba, mình bắt đầu làm trong ngày.",
        "We begin on the day a third is paid as a deposit.",
    ),
    (
        "Gửi trong nước",
        "Dạ gửi nhanh 2 đến 4 ngày, bể vỡ mình làm lại.",
        "Within Vietnam two to four days; what breaks is made again.",
    ),
    (
        "Gửi nước ngoài",
        "Dạ gửi nước ngoài 10 đến 15 ngày, phí báo trước.",
        "Abroad it takes 10 to 15 days; we tell the cost beforehand.",
    ),
    (
        "Duyệt mẫu",
        "Dạ {tên} xem ảnh mẫu, ưng thì mình nung cả mẻ.",
        "Please look at the sample; once you approve it we fire the batch.",
    ),
    (
        "Báo trễ",
        "Dạ {tên}, mưa nhiều nên đất lâu khô, xin dời đến {ngày giao}.",
        "Dear {name}, the rain slows the drying; may we deliver on {date}?",
    ),
    (
        "Cảm ơn",
        "Dạ cảm ơn {tên}. Gốm rửa tay, tránh sốc nhiệt là bền.",
        "Thank you, {name}. Wash by hand and avoid sudden heat.",
    ),
    (
        "Xin đánh giá",
        "Dạ {tên} thấy hàng thế nào, cho xưởng vài dòng nhận xét thật nhé.",
        "How do you like it? A few honest words would help us.",
    ),
    (
        "Hàng lỗi",
        "Dạ xin lỗi {tên}. {tên} gửi ảnh, mình đổi hoặc trả tiền trong 7 ngày.",
        "We are sorry, {name}. Send a photo: we replace or refund within 7 days.",
    ),
)


def plant(shops: Sequence[Shop], *, at: datetime) -> None:
    """Fills the book of the first shop, and notes three customers down for the others."""
    for place, shop in enumerate(shops):
        owner = shop.members[0].person
        people = [
            _customer(shop, number, owner, at=at) for number in range(len(NAMES) if place == 0 else 3)
        ]  # fmt: skip
        if place == 0:
            _talks(people, owner, at=at)
            _orders(people, owner, at=at)
            for title, text_vi, text_en in REPLIES:
                quick.add(shop, title=title, text_vi=text_vi, text_en=text_en, at=at - 90 * DAY)
            _reminders(shop, owner, at=at)
            exporting.note(shop.id, by_id=owner.id, at=at - 20 * DAY)
    db.session.flush()


def _customer(shop: Shop, number: int, owner: Any, *, at: datetime) -> Customer:
    given = {
        "name": NAMES[number], "company": COMPANIES.get(number, ""), "phone": f"+84900000{number:03}",
        "zalo": number % 4 != 3, "language": LANGUAGES.get(number, "vi"), "source": SOURCES[number % len(SOURCES)],
        "agreed": number % 9 != 8, "tags": [LABELS[number % len(LABELS)]] if number % 5 else [],
        "note": "Thích men đậm hơn năm ngoái. Có chỗ đậu xe tải phía sau." if number == 0 else "",
    }  # fmt: skip
    return rules.add(shop, given, by=owner, at=at - (35 + number) * DAY)


def _talks(people: Sequence[Customer], owner: Any, *, at: datetime) -> None:
    for number, customer in enumerate(people[:26]):  # the others have been silent since they were noted down
        asked_at = at - (number % 9 + 2) * DAY
        rules.hear(
            customer, TouchKind.ZALO if customer.zalo else TouchKind.CALL, "Cho hỏi giá với.", by=owner, at=asked_at
        )
        rules.say(
            customer, rules.usual(customer), "Dạ em báo giá ngay.", by=owner, at=asked_at + (20 + number) * HOUR / 60
        )
    for customer, (says, hours) in zip(people, ASKED, strict=False):
        rules.hear(
            customer, TouchKind.ZALO if customer.zalo else TouchKind.MESSAGE, says, by=owner, at=at - hours * HOUR
        )
    rules.say(people[0], TouchKind.NOTE, "Nhung thích giao hai đợt.", by=owner, at=at - 6 * DAY)
    rules.change(people[38], {"opted_out": True}, version=None, at=at - 5 * DAY)


def _orders(people: Sequence[Customer], owner: Any, *, at: datetime) -> None:
    for customer, (what, state, days, total, deposit) in zip(people, ORDERED, strict=False):
        begun = at - timedelta(days=max(14, 14 - (days or 0)))
        due_on = None if days is None else rules.today(at + days * DAY)
        given = {"what": what, "total": total, "deposit": deposit, "due_on": due_on}
        order = orders.begin(customer, given, state=OrderState.ASKED, by=owner, at=begun)
        if state not in (OrderState.ASKED, OrderState.QUOTED, OrderState.CANCELLED):
            shown = begun + 2 * DAY
            orders.change(order, {"sample_approved_on": rules.today(shown)}, version=None, at=shown)
        done_at = at + days * DAY if days is not None and days < 0 else at
        delivered = state in (OrderState.DELIVERED, OrderState.AFTER_SALE)
        if deposit and state is not OrderState.DEPOSIT:
            orders.paid(order, by=owner, at=begun + DAY)
        orders.step(order, state, by=owner, at=done_at if delivered else begun + DAY)


def _reminders(shop: Shop, owner: Any, *, at: datetime) -> None:
    reminder_rules.add_usual(shop, at=at - 90 * DAY)
    reminder_rules.add(shop, RuleKind.BEFORE_DUE, says="Gọi xác nhận ngày giao", days=2, at=at - 90 * DAY)
    reminders.fill(shop.id, at=at)
    for one in db.session.scalars(reminders.due(shop, at=at).limit(2)).all():
        reminders.carry_out(one, rules.usual(one.customer), by=owner, at=at - HOUR)
