"""What the pages of the book show: whose page it is, how long Zalo still lets one write, which market comes next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.businesses import asking
from portal.businesses.customers import orders, quick, reminder_rules, rules, tags, words
from portal.businesses.customers.models import Customer, Order, QuickReply
from portal.businesses.customers.reminder_models import CustomerReminder, ReminderRule
from portal.businesses.models import Shop
from portal.city.chosen import here
from portal.events import queries as calendar
from portal.events.models import EventKind
from portal.kit import dates, phone
from portal.kit.clock import to_zone
from portal.web.language import current

AHEAD = frozenset({EventKind.MARKET, EventKind.WORKSHOP, EventKind.EXHIBITION, EventKind.FESTIVAL})
"""The kinds of events at which a shop may sell or show."""
HOUR = 3600


class Mark(NamedTuple):
    """A tag: its words and how it looks."""

    words: str
    kind: str


# Whose it is: to everybody who does not work in the shop there is none


def customer(slug: str, number: int) -> Customer | None:
    shop = asking.mine(slug)
    return rules.find(shop, number) if shop is not None else None


def order(slug: str, number: int) -> Order | None:
    shop = asking.mine(slug)
    return orders.find(shop, number) if shop is not None else None


def reply(slug: str, number: int) -> tuple[Shop, QuickReply] | None:
    shop = asking.mine(slug)
    found = quick.find(shop, number) if shop is not None else None
    return (shop, found) if shop is not None and found is not None else None


def rule(slug: str, number: int) -> tuple[Shop, ReminderRule] | None:
    shop = asking.mine(slug)
    found = reminder_rules.find(shop, number) if shop is not None else None
    return (shop, found) if shop is not None and found is not None else None


# What a row says


def waiting(one: Customer, at: datetime) -> Mark:
    """How many hours are left in which Zalo lets the shop write; of other ways how long somebody waits."""
    if one.window_until is not None:
        left = int((one.window_until - at).total_seconds() // HOUR)
        if one.window_until <= at:
            return Mark(_("Zalo is closed: call"), "red")
        if left < 1:
            return Mark(_("Zalo: less than an hour"), "red")
        return Mark(
            ngettext("Zalo: %(num)s hour left", "Zalo: %(num)s hours left", left), "red" if left < 24 else "warn"
        )
    since = int((at - (one.unanswered_since or at)).total_seconds() // HOUR)
    if since < 1:
        return Mark(_("Since a moment ago"), "warn")
    if since < 48:
        return Mark(ngettext("For %(num)s hour", "For %(num)s hours", since), "warn" if since < 24 else "red")
    return Mark(ngettext("For %(num)s day", "For %(num)s days", since // 24), "red")


def silence(one: Customer, at: datetime) -> Mark:
    days = (at - one.touched_at).days
    return Mark(ngettext("%(num)s day", "%(num)s days", days), "")


def due(one: Order, today: date) -> Mark:
    """When an order is due, in words of today."""
    if one.due_on is None:
        return Mark(_("No day yet"), "")
    days = (one.due_on - today).days
    if days < 0:
        return Mark(ngettext("%(num)s day late", "%(num)s days late", -days), "red")
    if days == 0:
        return Mark(_("Due today"), "warn")
    if days == 1:
        return Mark(_("Due tomorrow"), "warn")
    return Mark(day(one.due_on), "info")


def reminded(one: CustomerReminder, today: date) -> Mark:
    days = (today - one.due_on).days
    if days:
        return Mark(ngettext("%(num)s day late", "%(num)s days late", days), "red")
    return Mark(_("Due today"), "warn")


def day(on: date) -> str:
    return dates.day(on, current())


def spoken(at: datetime) -> str:
    """When something was said or done, by the shop's own clock: "14:12, 15/06/2026"."""
    here_and_then = to_zone(at, zone())
    return f"{dates.time(at, zone(), current())}, {dates.day(here_and_then.date(), current())}"


def label(key: str) -> str:
    """A label in words: one of the six, or the shop's own as it was written."""
    return _(tags.KNOWN[key]) if key in tags.KNOWN else key


def source(key: str) -> str:
    return _(words.SOURCES[key]) if key in words.SOURCES else key


def zone() -> ZoneInfo:
    return ZoneInfo(here().zone)


def next_events(at: datetime, *, count: int = 3) -> list[calendar.Row]:
    """The next market days and craft events of the city."""
    return calendar.next_of(AHEAD, at, count=count)


def tools() -> dict[str, Any]:
    """What the templates of the book call."""
    return {
        "waiting": waiting, "silence": silence, "due": due, "spoken": spoken, "reminded": reminded, "day_of": day,
        "label": label, "source": source, "phone": phone, "words": words,
    }  # fmt: skip
