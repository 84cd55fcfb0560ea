"""What a submission says in public: only what is named here is taken out of it, so nothing else can become public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.businesses.sheets.products import WORDED
from portal.businesses.showcase.models import Becomes
from portal.businesses.steps.models import Evidence, Submission
from portal.kit import hours
from portal.kit.fold import clean
from portal.kit.say import Refused
from portal.media.models import Upload

OF_PRODUCT = (*WORDED, "retail")
"""Of the price list. What a piece costs to make and what others pay for many stays with the shop."""
OF_POLICY = tuple(f"{part}_{lang}" for part in ("returns", "deposit", "making", "delivery") for lang in ("vi", "en"))
PICTURES = ("image/jpeg", "image/png", "image/webp")


def of(becomes: Becomes, submission: Submission) -> dict[str, Any] | None:
    """What this submission would show, as plain values; None when it holds nothing of the kind."""
    return _READERS[becomes](submission)


def public_products(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What everybody may read of a price list: products that have a retail price."""
    return [{name: row.get(name) for name in OF_PRODUCT} for row in rows if row.get("retail") is not None]


def pictures(submission: Submission) -> list[Evidence]:
    """The photos that were handed in, in their order."""
    return [one for one in submission.evidence if one.upload is not None and _is_picture(one.upload)]


def _is_picture(upload: Upload) -> bool:
    return upload.media_type in PICTURES


def _sheet(submission: Submission) -> Mapping[str, Any]:
    """The values of the form as it was handed in."""
    return next((one.data["values"] for one in submission.evidence if one.data and "made_at" in one.data), {})


def _story(submission: Submission) -> dict[str, Any] | None:
    sheet = _sheet(submission)
    told = {lang: str(sheet.get(f"text_{lang}") or _written(submission, lang)).strip() for lang in ("vi", "en")}
    return {"story_vi": told["vi"], "story_en": told["en"]} if told["vi"] else None


def _written(submission: Submission, lang: str) -> str:
    return next((text for one in submission.evidence if (text := getattr(one, f"text_{lang}"))), "")


def _prices(submission: Submission) -> dict[str, Any] | None:
    shown = public_products(_sheet(submission).get("products") or ())
    return {"products": shown} if shown else None


def _hours(submission: Submission) -> dict[str, Any] | None:
    text = clean(str(_sheet(submission).get("hours") or ""))
    try:
        hours.parse(text)
    except Refused:
        return None
    return {"hours": text}


def _policy(submission: Submission) -> dict[str, Any] | None:
    sheet = _sheet(submission)
    found = {name: text for name in OF_POLICY if (text := str(sheet.get(name) or "").strip())}
    return found or None


def _photos(submission: Submission) -> dict[str, Any] | None:
    return {} if pictures(submission) else None


_READERS = {
    Becomes.STORY: _story, Becomes.PRICES: _prices, Becomes.HOURS: _hours, Becomes.POLICY: _policy,
    Becomes.PHOTOS: _photos,
}  # fmt: skip
