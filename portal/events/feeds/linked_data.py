"""Events as things of schema.org, for search engines and other calendars."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.city.chosen import here
from portal.events import when
from portal.events.feeds.entries import Edition, Entry, Where, entry, locality
from portal.events.models import Event, EventKind, Price, Status
from portal.kit.clock import iso, to_zone

TYPES = {
    EventKind.FESTIVAL: "Festival",
    EventKind.WORKSHOP: "EducationEvent",
    EventKind.EXHIBITION: "ExhibitionEvent",
    EventKind.TALK: "EducationEvent",
    EventKind.PERFORMANCE: "TheaterEvent",
    EventKind.MARKET: "SaleEvent",
    EventKind.TRAINING: "EducationEvent",
}
"""The type of schema.org for a kind; any other is an Event."""


def jsonld(found: Iterable[Entry], edition: Edition, *, title: str, about: str) -> str:
    """A schema.org graph: the data set with its licence, then each event with its sessions."""
    city = here()
    whole = {
        "@type": "Dataset",
        "@id": edition.address,
        "name": title,
        "description": about,
        "license": city.licence.url,
        "dateModified": iso(edition.changed_at),
        "inLanguage": edition.lang,
    }
    things = [_thing(one, edition.lang, edition.base) for one in found]
    return _as_json({"@context": "https://schema.org", "@graph": [whole, *things]})


def event_ld(event: Event, lang: str, base: str) -> dict[str, Any]:
    """An event in hand as a thing of schema.org. `base` is the portal's address in this language, absolute and
    without a slash at its end: `link("site.home")`."""
    return {"@context": "https://schema.org", **_thing(entry(event), lang, base)}


def event_jsonld(event: Event, lang: str, base: str) -> str:
    """The same for the head of its page. `<` is written so that no text can end the script element."""
    return _as_json(event_ld(event, lang, base)).replace("<", "\\u003c")


def _thing(one: Entry, lang: str, base: str) -> dict[str, Any]:
    url = f"{base}/events/{one.slug}"
    title, summary = one.text("title", lang), one.text("summary", lang)
    found: dict[str, Any] = {
        "@type": TYPES.get(one.kind, "Event"),
        "@id": url,
        "url": url,
        "name": title.text,
        "inLanguage": list(one.languages) or title.lang,
        "startDate": _begins(one, one.starts_at),
        "eventStatus": f"https://schema.org/{_status(one)}",
        "eventAttendanceMode": f"https://schema.org/{_mode(one)}",
        "location": _location(one, lang, base),
        "offers": _offer(one, url),
        "isAccessibleForFree": one.price != Price.AMOUNT,
    }
    if description := "\n".join(filter(None, (summary.text, one.text("text", lang).text))):
        found["description"] = description
    if one.ends_at is not None:
        found["endDate"] = one.last_day.isoformat() if one.all_day else _moment(one.ends_at)
    if one.told.moved_from is not None and one.told.moved_from != one.starts_at:
        found["previousStartDate"] = _begins(one, one.told.moved_from)
    if organiser := _organiser(one, lang, base):
        found["organizer"] = organiser
    if one.least_age is not None:
        found["typicalAgeRange"] = f"{one.least_age}-"
    if one.sessions:
        found["subEvent"] = [_thing(session, lang, base) for session in one.sessions]
    return found


def _status(one: Entry) -> str:
    if one.status == Status.CANCELLED:
        return "EventCancelled"
    if one.status == Status.POSTPONED:
        return "EventPostponed"
    moved = one.told.moved_from is not None and one.told.moved_from != one.starts_at
    return "EventRescheduled" if moved else "EventScheduled"


def _mode(one: Entry) -> str:
    if not one.online_url:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if one.venue or one.venue_name else "OnlineEventAttendanceMode"


def _location(one: Entry, lang: str, base: str) -> Any:
    online = {"@type": "VirtualLocation", "url": one.online_url} if one.online_url else None
    if _mode(one) == "OnlineEventAttendanceMode":
        return online
    name = one.venue.name(lang).text if one.venue is not None else one.venue_name
    ground: dict[str, Any] = {"@type": "Place", "name": name or locality(one), "address": _address(one)}
    if one.venue is not None:
        ground["url"] = f"{base}/map/{one.venue.slug}"
        if one.venue.lat is not None:
            ground["geo"] = {"@type": "GeoCoordinates", "latitude": one.venue.lat, "longitude": one.venue.lon}
    return [ground, online] if online else ground


def _address(one: Entry) -> dict[str, str]:
    venue: Where | None = one.venue
    street = ", ".join(filter(None, (venue.street, venue.village))) if venue is not None else ""
    address = {"@type": "PostalAddress", "addressLocality": locality(one)}
    return address | ({"streetAddress": street} if street else {})


def _offer(one: Entry, url: str) -> dict[str, Any]:
    price = one.price_vnd or 0 if one.price == Price.AMOUNT else 0
    return {"@type": "Offer", "price": price, "priceCurrency": "VND", "url": url}


def _organiser(one: Entry, lang: str, base: str) -> dict[str, str] | None:
    if one.organiser is not None:
        name, url = one.organiser.name(lang).text, f"{base}/map/{one.organiser.slug}"
        found = {"@type": "Organization", "name": name, "url": url}
    elif one.organiser_name:
        found = {"@type": "Organization", "name": one.organiser_name}
    else:
        return None
    contact = {"telephone": one.contact_phone, "email": one.contact_email}
    return found | {name: value for name, value in contact.items() if value}


def _begins(one: Entry, at: datetime) -> str:
    return when.day_of(at).isoformat() if one.all_day else _moment(at)


def _moment(at: datetime) -> str:
    """A moment by the city's clock, its distance from UTC told: "2026-11-28T18:00:00+07:00"."""
    return to_zone(at, when.zone()).isoformat(timespec="seconds")


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
