"""Quick replies: sentences with places for name, price and day, filled for one customer. Copied by hand, never sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.businesses.customers.models import Customer, Order, OrderState, QuickReply
from portal.businesses.models import Shop
from portal.db import db
from portal.kit import dates, money
from portal.kit.fold import fold
from portal.kit.say import N_, Refused

MOST = 60
NAMES = {"ten": "name", "name": "name", "gia": "price", "price": "price", "ngay giao": "day", "date": "day"}
"""The places as they are written between braces, folded: {tên}, {giá}, {ngày giao}; {name}, {price}, {date}."""
_PLACE = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True)
class Filled:
    """A reply for one customer in one language; `missing` are the places for which the book knows nothing."""

    reply: QuickReply
    lang: str
    text: str
    missing: tuple[str, ...]


def of_shop(shop: Shop) -> Sequence[QuickReply]:
    mine = select(QuickReply).where(QuickReply.shop_id == shop.id)
    return db.session.scalars(mine.order_by(QuickReply.position, QuickReply.id)).all()


def find(shop: Shop, number: int) -> QuickReply | None:
    reply = db.session.get(QuickReply, number)
    return reply if reply is not None and reply.shop_id == shop.id else None


def add(shop: Shop, *, title: str, text_vi: str, text_en: str, at: datetime) -> QuickReply:
    """A new one, after the others. Refused for a place that nothing fills."""
    _check({"text_vi": text_vi, "text_en": text_en})
    number = db.session.scalar(select(func.count()).where(QuickReply.shop_id == shop.id)) or 0
    if number >= MOST:
        raise Refused(N_("There are %(most)s quick replies already. Delete one first."), values={"most": MOST})
    reply = QuickReply(
        shop_id=shop.id, title=title, text_vi=text_vi, text_en=text_en, position=number + 1, changed_at=at
    )  # fmt: skip
    db.session.add(reply)
    db.session.flush()
    return reply


def change(reply: QuickReply, *, title: str, text_vi: str, text_en: str, at: datetime) -> None:
    _check({"text_vi": text_vi, "text_en": text_en})
    reply.title, reply.text_vi, reply.text_en, reply.changed_at = title, text_vi, text_en, at


def remove(reply: QuickReply) -> None:
    db.session.delete(reply)
    db.session.flush()


def filled(replies: Sequence[QuickReply], customer: Customer, order: Order | None) -> list[Filled]:
    """Each reply in the customer's language: Vietnamese for Vietnamese, English for all others where it is written."""
    return [_fill(reply, customer, order) for reply in replies]


def latest_order(customer: Customer) -> Order | None:
    """The order that a reply would speak of."""
    newest = select(Order).where(Order.customer_id == customer.id, Order.state != OrderState.CANCELLED)
    return db.session.scalar(newest.order_by(Order.id.desc()).limit(1))


def _fill(reply: QuickReply, customer: Customer, order: Order | None) -> Filled:
    lang = "vi" if customer.language == "vi" or not reply.text_en else "en"
    values = {"name": customer.name}
    if order is not None and order.total is not None:
        values["price"] = money.show(order.total, lang)
    if order is not None and order.due_on is not None:
        values["day"] = dates.day(order.due_on, lang)
    missing: list[str] = []

    def put(place: re.Match[str]) -> str:
        value = values.get(NAMES.get(fold(place[1]), ""))
        if value is None:
            missing.append(place[0])
        return value or place[0]

    text = _PLACE.sub(put, reply.text_vi if lang == "vi" else reply.text_en)
    return Filled(reply, lang, text, tuple(dict.fromkeys(missing)))


def _check(texts: Mapping[str, str]) -> None:
    for field, text in texts.items():
        if unknown := [place for place in _PLACE.findall(text) if fold(place) not in NAMES]:
            sentence = N_(
                "Nothing fills {%(place)s}. The places are {tên}, {giá}, {ngày giao}; {name}, {price}, {date}."
            )
            raise Refused(sentence, field=field, values={"place": unknown[0]})
