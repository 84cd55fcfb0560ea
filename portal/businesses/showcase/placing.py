"""How what was accepted comes onto the listing of a shop, and how what stood there before comes back.

All through the rules of the map: each change is a revision, counts, feeds and kept pages follow within the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.showcase import contents
from portal.businesses.showcase.models import Becomes, Publication
from portal.businesses.steps.models import Submission
from portal.db import db
from portal.kit.fold import clean
from portal.listings import photos
from portal.listings import rules as listings
from portal.listings.models import Listing
from portal.media import rules as media
from portal.people.models import Person

TAKEN_OVER, TAKEN_BACK = "from_campaign", "campaign_withdrawn"
LONGEST_ALT = 200


def put(
    shop: Shop, becomes: Becomes, shown: Mapping[str, Any], submission: Submission, *, last: Publication | None,
    by: Person | None, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """Writes onto the listing what belongs there; returns what now stands there of it and what stood before.

    What the listing said before the `last` publication is kept as such, unless somebody wrote it anew since.
    """
    if becomes is Becomes.PHOTOS:
        return _hang(shop.listing, submission, last=last, by=by, at=at)
    fields = _fields(becomes, shown)
    now = listings.values(shop.listing)
    before = {name: _stood_before(last, name, now[name]) for name in fields}
    listings.revise(shop.listing, fields, by=by, at=at, act=TAKEN_OVER)
    now = listings.values(shop.listing)
    listings.told(shop.listing, at=at)
    return {"placed": {name: now[name] for name in fields}, "before": before}


def take_back(publication: Publication, *, by: Person | None, at: datetime) -> None:
    """Puts back what stood before. What somebody wrote on the listing since is the listing's own and stays."""
    listing, data = publication.shop.listing, publication.data
    if publication.becomes is Becomes.PHOTOS:
        _take_down(listing, data.get("photos", ()), by=by, at=at)
    else:
        now = listings.values(listing)
        back = {name: data["before"][name] for name, value in data.get("placed", {}).items() if now[name] == value}
        listings.revise(listing, back, by=by, at=at, act=TAKEN_BACK)
    listings.told(listing, at=at)


def is_changed_since(publication: Publication) -> bool:
    """Whether somebody wrote anew on the listing what this had put there: then withdrawing leaves that alone."""
    now = listings.values(publication.shop.listing)
    return any(now[name] != value for name, value in publication.data.get("placed", {}).items())


def _stood_before(last: Publication | None, name: str, now: Any) -> Any:
    """What is put back one day: not what the last publication wrote there, but what that one replaced."""
    if last is not None and name in last.data.get("placed", {}) and last.data["placed"][name] == now:
        return last.data["before"][name]
    return now


def _fields(becomes: Becomes, shown: Mapping[str, Any]) -> dict[str, Any]:
    if becomes is Becomes.STORY:
        return {name: shown[name] for name in ("story_vi", "story_en")}
    if becomes is Becomes.HOURS:
        return {"hours": shown["hours"]}
    if becomes is Becomes.PRICES:
        return {"price_from": min(one["retail"] for one in shown["products"])}
    return {}


def _hang(
    listing: Listing, submission: Submission, *, last: Publication | None, by: Person | None, at: datetime
) -> dict[str, Any]:
    """The photos into the gallery, as far as it has room; those of the last publication make room first."""
    if last is not None:
        _take_down(listing, last.data.get("photos", ()), by=by, at=at)
    pictures = contents.pictures(submission)
    room = max(photos.MOST - len(listing.photos), 0)
    name, hung = listing.name_vi, []
    for number, one in enumerate(pictures[:room], 1):
        assert one.upload is not None
        alt = clean(one.caption) or f"{name}, ảnh {number}"
        media.owe_previews(one.upload, at=at)
        hung.append(
            photos.add(
                listing, one.upload, alt_vi=alt[:LONGEST_ALT], alt_en="", credit=name, people_agreed=True, by=by, at=at
            )
        )
    db.session.flush()
    return {"photos": [photo.id for photo in hung], "left_out": len(pictures) - len(hung)}


def _take_down(listing: Listing, numbers: list[int], *, by: Person | None, at: datetime) -> None:
    for number in numbers:
        if photo := photos.find(listing, number):
            photos.remove(listing, photo, by=by, at=at)
