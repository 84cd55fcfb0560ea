"""What the shop's papers are made of, gathered once: its words in two languages, its products and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets import rules as sheets
from portal.businesses.showcase import contents, queries
from portal.media.models import Upload

LONGEST_STORY = 1_300  # letters in a language: more does not fit beside the rest of a page
LOGO, PHOTOS = "1.6", "1.9"


@dataclass(frozen=True)
class Profile:
    """What stands on the one page. Texts by language; nothing here says what a piece costs to make."""

    story: Mapping[str, str]
    facts: Mapping[str, Any]
    """The sheet "profile"."""
    products: list[dict[str, Any]]


def profile_of(shop: Shop) -> Profile:
    """From the shop's own sheets as they are now: this is its own paper."""
    told = sheets.values_of(shop, "story")
    story = {
        lang: _cut(told.get(f"text_{lang}") or getattr(shop.listing, f"story_{lang}") or "") for lang in ("vi", "en")
    }
    rows = contents.public_products(sheets.values_of(shop, "prices")["products"])
    return Profile(story, sheets.values_of(shop, "profile"), rows)


def logo_of(shop: Shop) -> Upload | None:
    return _picture(shop, LOGO)


def photo_of(shop: Shop) -> Upload | None:
    """A picture of the gallery, or of what was accepted though it is not public: the paper is the shop's own."""
    shown = (photo.upload for photo in shop.listing.photos if any(one.digest for one in photo.upload.previews))
    return next(shown, None) or _picture(shop, PHOTOS)


def _picture(shop: Shop, key: str) -> Upload | None:
    submission = queries.accepted_of(shop, key)
    return next((one.upload for one in contents.pictures(submission)), None) if submission else None


def _cut(story: str) -> str:
    if len(story) <= LONGEST_STORY:
        return story
    return story[:LONGEST_STORY].rpartition(" ")[0].rstrip(",;:") + " …"
