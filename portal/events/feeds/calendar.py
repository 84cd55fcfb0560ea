"""The calendar as iCalendar (RFC 5545, 7986), for the calendars of phones and computers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from portal.city.chosen import here
from portal.events import when
from portal.events.feeds.entries import Edition, Entry, Where, locality
from portal.events.feeds.lines import day, line, local, offset, text, utc
from portal.events.models import Price, Status
from portal.events.words import KINDS, PRICES
from portal.kit import dates, lunar, lunar_names, money
from portal.kit.say import N_

REFRESH = "PT1H"  # a storm moves a festival within the day; asking again costs a 304
ALARMS = (0, 15, 30, 60, 120, 1440, 2880)
"""Minutes before the beginning at which a phone may ring; 0 is never."""
DAYS_RING = "-PT15H"  # what has no hour rings at nine in the morning of the day before
STATUSES = {Status.PLANNED: "CONFIRMED", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
TITLES = {
    Status.POSTPONED: N_("Postponed: %(title)s"),
    Status.CANCELLED: N_("Cancelled: %(title)s"),
}
REASONS = {
    Status.POSTPONED: N_("Postponed, no new date yet. %(reason)s"),
    Status.CANCELLED: N_("Cancelled. %(reason)s"),
}


class Clock(NamedTuple):
    """The city's clock as a file tells it: by its own name where its distance from UTC never changes meanwhile."""

    zone: tzinfo
    name: str
    """"" where the distance changes: all moments are written in UTC then."""
    distance: timedelta


def calendar(found: Sequence[Entry], edition: Edition, *, title: str, about: str = "", alarm: int = 0) -> str:
    """A whole file: a VEVENT for each event and each session, in the language of the edition.

    `alarm` is one of `ALARMS`. Nothing in it hangs on the moment of the request.
    """
    whole = [one for parent in found for one in (parent, *parent.sessions)]
    clock = _clock(whole)
    head = [
        line("BEGIN", "VCALENDAR"),
        line("VERSION", "2.0"),
        line("PRODID", f"-//{text(here().name.vi)}//{here().key}//{edition.lang.upper()}"),
        line("CALSCALE", "GREGORIAN"),
        line("METHOD", "PUBLISH"),
        line("NAME", text(title)),
        line("X-WR-CALNAME", text(title)),
        line("X-WR-TIMEZONE", here().zone),
        line("URL", edition.home),
        line("SOURCE;VALUE=URI", edition.address),
        line("LAST-MODIFIED", utc(edition.changed_at)),
        line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        line("X-PUBLISHED-TTL", REFRESH),
    ]
    if about:
        head += [line("DESCRIPTION", text(about)), line("X-WR-CALDESC", text(about))]
    bodies = (piece for one in whole for piece in _event(one, edition, clock, alarm))
    return "".join([*head, *_timezone(clock), *bodies, line("END", "VCALENDAR")])


def _clock(found: Iterable[Entry]) -> Clock:
    zone = when.zone()
    moments = [at for one in found for at in (one.starts_at, one.ends_at or one.starts_at)]
    distances = {at.astimezone(zone).utcoffset() or timedelta() for at in moments}
    return Clock(zone, here().zone if len(distances) == 1 else "", min(distances, default=timedelta()))


def _timezone(clock: Clock) -> Iterator[str]:
    if not clock.name:
        return
    yield line("BEGIN", "VTIMEZONE")
    yield line("TZID", clock.name)
    yield line("BEGIN", "STANDARD")
    yield line("DTSTART", "19700101T000000")
    yield line("TZOFFSETFROM", offset(clock.distance))
    yield line("TZOFFSETTO", offset(clock.distance))
    yield line("TZNAME", offset(clock.distance)[:3])
    yield line("END", "STANDARD")
    yield line("END", "VTIMEZONE")


def _event(one: Entry, edition: Edition, clock: Clock, alarm: int) -> Iterator[str]:
    title = one.text("title", edition.lang).text
    if one.status in TITLES:
        title = edition.say(TITLES[one.status], title=title)
    yield line("BEGIN", "VEVENT")
    yield line("UID", one.uid)
    yield line("SEQUENCE", str(one.sequence))
    yield line("DTSTAMP", utc(one.changed_at))
    yield line("LAST-MODIFIED", utc(one.changed_at))
    yield line("CREATED", utc(one.added_at))
    yield line("STATUS", STATUSES[one.status])
    yield from _times(one, clock)
    yield line("SUMMARY", text(title))
    yield line("DESCRIPTION", text(description(one, edition)))
    if place := location(one, edition.lang):
        yield line("LOCATION", text(place))
    if one.venue is not None and one.venue.lat is not None:
        yield line("GEO", f"{one.venue.lat:.6f};{one.venue.lon:.6f}")
    yield line("CATEGORIES", text(edition.say(KINDS[one.kind])))
    if contact := ", ".join(filter(None, (one.contact_phone, one.contact_email))):
        yield line("CONTACT", text(contact))
    yield line("URL", edition.url(one))
    if one.parent_uid:
        yield line("RELATED-TO", one.parent_uid)
    if alarm and one.status != Status.CANCELLED and not one.sessions:
        yield from _alarm(title, DAYS_RING if one.is_of_days else f"-PT{alarm}M")
    yield line("END", "VEVENT")


def _times(one: Entry, clock: Clock) -> Iterator[str]:
    if one.is_of_days:
        yield line("DTSTART;VALUE=DATE", day(one.first_day))
        yield line("DTEND;VALUE=DATE", day(one.last_day + when.A_DAY))  # the day after: an end is exclusive
    else:
        yield _moment("DTSTART", one.starts_at, clock)
        if one.ends_at is not None:
            yield _moment("DTEND", one.ends_at, clock)
    yield line("TRANSP", "TRANSPARENT" if one.is_of_days or one.deadline else "OPAQUE")


def _moment(name: str, at: datetime, clock: Clock) -> str:
    if not clock.name:
        return line(name, utc(at.astimezone(UTC)))
    return line(f"{name};TZID={clock.name}", local(at.astimezone(clock.zone)))


def _alarm(title: str, trigger: str) -> Iterator[str]:
    yield line("BEGIN", "VALARM")
    yield line("ACTION", "DISPLAY")
    yield line("DESCRIPTION", text(title))
    yield line("TRIGGER", trigger)
    yield line("END", "VALARM")


# In words


def description(one: Entry, edition: Edition) -> str:
    """What stands under an event in a calendar: plain text, the lunar day in it."""
    lang = edition.lang
    said = [
        edition.say(REASONS[one.status], reason=one.told.reason(lang).text).strip() if one.status in REASONS else "",
        lunar_names.in_line(lunar.from_solar(one.first_day), lang),
        _hours(one, lang) if one.is_of_days and not one.all_day and not one.sessions else "",
        one.text("summary", lang).text,
        one.text("text", lang).text,
        _price(one, edition),
        _holder(one, lang),
    ]
    return "\n".join(filter(None, said))


def location(one: Entry, lang: str) -> str:
    """Where, as text: the place, its street, ward and area, the way there in words; or the address online."""
    place = one.venue.name(lang).text if one.venue is not None else one.venue_name
    ground = [place, *_street(one.venue), locality(one)] if place or not one.online_url else []
    where = ", ".join(dict.fromkeys(filter(None, ground)))
    return ". ".join(filter(None, (where, one.text("directions", lang).text.rstrip("."), one.online_url)))


def _street(venue: Where | None) -> tuple[str, ...]:
    return (venue.street, venue.village) if venue is not None else ()


def _hours(one: Entry, lang: str) -> str:
    """From when to when, for what stands in the calendar as days."""
    ends_at = one.ends_at or one.starts_at
    zone = when.zone()
    return f"{dates.moment(one.starts_at, zone, lang)} – {dates.moment(ends_at, zone, lang)}"


def _price(one: Entry, edition: Edition) -> str:
    amount = money.show(one.price_vnd, edition.lang) if one.price == Price.AMOUNT and one.price_vnd else ""
    said = amount or edition.say(PRICES[one.price])
    return f"{said} ({one.price_note})" if one.price_note else said


def _holder(one: Entry, lang: str) -> str:
    return one.organiser.name(lang).text if one.organiser is not None else one.organiser_name
