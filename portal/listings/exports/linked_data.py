"""Listings as things of schema.org, for search engines and other catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from portal.city.chosen import here
from portal.kit import hours
from portal.kit.clock import iso
from portal.listings.exports.entries import Edition, Entry, as_json, entry, text
from portal.listings.models import Channel, Listing, worded

TYPES = {
    "people": "Person",
    "organisations": "Organization",
    "places": "Place",
    "events": "Event",
    "ideas": "CreativeWork",
    "products": "Product",
    "processes": "HowTo",
    "experiences": "TouristAttraction",
}
"""The type of schema.org for each group; a group that a city adds is a Thing."""
GROUND = {"Place", "TouristAttraction"}
REACHABLE = {"Person", "Organization", *GROUND}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def jsonld(found: Iterable[Entry], edition: Edition) -> str:
    """A schema.org graph: the data set with its licence, then a thing for each listing."""
    city = here()
    whole = {
        "@type": "Dataset",
        "@id": edition.address,
        "name": city.name[edition.lang],
        "license": city.licence.url,
        "dateModified": iso(edition.changed_at),
        "inLanguage": edition.lang,
    }
    things = [thing(one, edition.lang, edition.url(one)) for one in found]
    return as_json({"@context": "https://schema.org", "@graph": [whole, *things]})


def listing_jsonld(listing: Listing, lang: str, url: str) -> str:
    """What a search engine reads on a listing's page. `<` is written so that no text can end the script element."""
    return as_json({"@context": "https://schema.org", **thing(entry(listing), lang, url)}).replace("<", "\\u003c")


def thing(one: Entry, lang: str, url: str) -> dict[str, Any]:
    """A listing as a thing of schema.org, in a language or the nearest one it is written in."""
    kind = TYPES.get(one["group"], "Thing")
    name, summary = text(one, "name", lang), text(one, "summary", lang)
    other = one["name_vi"] if name.text != one["name_vi"] else one["name_en"]
    found = {"@type": kind, "@id": url, "url": url, "name": name.text, "description": summary.text}
    if other and other != name.text:
        found["alternateName"] = other
    return found | _where(one, kind) | _reached(one, kind) | _of_its_kind(one, kind, lang)


def _where(one: Entry, kind: str) -> dict[str, Any]:
    """A place has its own point and address; other things have a place."""
    place: dict[str, Any] = {"address": _address(one)}
    if one["lat"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": one["lat"], "longitude": one["lon"]}
    if kind in GROUND:
        return place
    if kind in {"Organization", "Event"}:
        return {"location": {"@type": "Place", **place}}
    return {"workLocation": {"@type": "Place", **place}} if kind == "Person" else {}


def _address(one: Entry) -> dict[str, Any]:
    city = here()
    unit = city.ward(one["ward_new"] or one["ward_old"] or "")
    area = city.areas.get(one["area"])
    locality = ", ".join(dict.fromkeys(known.name for known in (unit, area) if known))
    street = ", ".join(filter(None, (one["street"], one["village"])))
    return {"@type": "PostalAddress", "addressLocality": locality, **({"streetAddress": street} if street else {})}


def _reached(one: Entry, kind: str) -> dict[str, Any]:
    contacts = one["contacts"]
    found: dict[str, Any] = {}
    if page := contacts.get(str(Channel.PAGE)):
        found["sameAs"] = page
    if kind in REACHABLE and (phone := contacts.get(str(Channel.PHONE)) or contacts.get(str(Channel.ZALO))):
        found["telephone"] = phone
    if kind in REACHABLE - GROUND and (email := contacts.get(str(Channel.EMAIL))):
        found["email"] = email
    if kind in GROUND and one["hours"]:
        found["openingHoursSpecification"] = _opening_hours(one["hours"])
    return found


@lru_cache(maxsize=2_000)
def _opening_hours(text: str) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{WEEKDAYS[opening.weekday]}",
            "opens": _clock(opening.opens),
            "closes": _clock(opening.closes),
        }
        for opening in hours.parse(text)
    ]


def _clock(minute: int) -> str:
    """Minutes of a day as HH:MM. Midnight at its end is written 23:59, as schema.org's readers expect."""
    return f"{minute // 60:02}:{minute % 60:02}" if minute < hours.DAY else "23:59"


def _of_its_kind(one: Entry, kind: str, lang: str) -> dict[str, Any]:
    if kind == "Product" and one["price_from"] is not None:
        offer = {"@type": "AggregateOffer", "lowPrice": one["price_from"], "priceCurrency": "VND"}
        return {"offers": offer}
    if kind == "HowTo" and one["steps"]:
        steps = [worded(lambda code, step=step: step.get(code, ""), lang).text for step in one["steps"]]
        return {"step": [{"@type": "HowToStep", "text": text} for text in steps if text]}
    if kind == "CreativeWork":
        name = text(one, "name", lang)
        return {"inLanguage": name.lang} | ({"creator": one["team_name"]} if one["team_name"] else {})
    return {}
