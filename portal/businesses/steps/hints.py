"""What the portal notices by itself in evidence, with the reason: a hint for people, never a verdict.

What the worker saw of the files (`portal/media/panels/noticing.py`) and what stands in words become rows; what is cheap
the shop reads before it hands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal.businesses.models import EvidenceKind, Shop
from portal.businesses.sheets import queries as sheets
from portal.businesses.sheets.kinds.account import belongs
from portal.businesses.steps import emv
from portal.businesses.steps.models import Evidence, Hint, Progress, Submission
from portal.city.chosen import here
from portal.config import MEGABYTE
from portal.kit import dates, phone, superlatives
from portal.kit.fold import fold
from portal.kit.say import N_, Refused
from portal.kit.word_count import count
from portal.media.models import Upload
from portal.media.panels.inspection import PDF

Seen = Mapping[str, Any]
LARGEST_PDF = 2 * MEGABYTE
LEAST_PIXELS = 1000
"""Of the long side."""
BLURRED = 25.0
SOON = timedelta(days=30)
NUMBER = re.compile(r"(?:\+84|0)[\d .]{8,12}\d")
IDENTITY = ("cccd", "cmnd", "can cuoc", "chung minh nhan dan", "ho chieu", "passport", "identity card")
IDENTITY_CODE = re.compile(r"\d{12}\|\d{0,9}\|[^|]+\|\d{8}\|")
"""What the QR code on a Vietnamese identity card begins with: number, old number, name, day of birth."""

SENTENCES: dict[str, tuple[str, str]] = {
    "qr_account": (
        N_("The QR code in %(name)s is read: account ending in %(end)s, that of the shop’s sheet; its holder fits."),
        N_("The QR code in %(name)s leads to an account ending in %(end)s: not the shop’s, or held by another name."),
    ),
    "qr_none": ("", N_("No QR code could be read in what was handed in.")),
    "small": ("", N_("%(name)s is small: %(width)s × %(height)s pixels. From 1000 on it can be printed.")),
    "blurred": ("", N_("%(name)s looks blurred.")),
    "twice": ("", N_("%(name)s is the same picture as %(other)s in step %(key)s.")),
    "elsewhere": ("", N_("%(name)s is the very file that another shop handed in.")),
    "unread": ("", N_("%(name)s does not open.")),
    "identity": ("", N_("%(name)s looks like an identity paper. No step asks for one: have it taken out.")),
    "heavy": ("", N_("%(name)s has %(megabytes)s MB: a guest on a phone opens at most 2 MB gladly.")),
    "opens": (N_("%(name)s opens: %(pages)s pages, %(megabytes)s MB."), ""),
    "valid": (N_("The paper is valid until %(day)s."), N_("The paper is valid only until %(day)s.")),
    "phone": (
        N_("The phone number in it is that of the listing."),
        N_("A phone number in it is not that of the listing: %(phone)s."),
    ),
    "superlative": ("", N_("“%(words)s” is hard to prove, and the law asks for proof. Say what can be seen instead.")),
    "cost": (N_("No price lies below its cost."), N_("Prices below cost: %(codes)s.")),
    "words": (N_("Vietnamese: %(vi)s words. English: %(en)s words."), N_("The English text is missing.")),
}  # fmt: skip
"""Each kind: what speaks for the evidence, and what asks for another look."""


class Noticed(NamedTuple):
    """One thing, before it is a row."""

    kind: str
    good: bool
    values: dict[str, Any]
    evidence: Evidence | None = None


def said(hint: Hint | Noticed) -> tuple[str, dict[str, Any]]:
    """Its sentence as a msgid, and what it names."""
    return SENTENCES[hint.kind][0 if hint.good else 1], hint.values


def at_once(progress: Progress, held: Sequence[Evidence], *, at: datetime) -> Iterator[Noticed]:
    """What can be said while a page is made: from words, sizes and days, without opening a file. Bad news only."""
    drafts = [progress.draft_vi, progress.draft_en]
    found = [*_of_texts(progress.shop, drafts), *(one for two in held for one in _of_label(two, at=at))]
    return (one for one in found if not one.good)


def of(submission: Submission, seen: Mapping[int, Seen], *, at: datetime) -> Iterator[Noticed]:
    """Everything about a submission. `seen` is what the worker saw of its files, by the number of the evidence."""
    shop = submission.progress.shop
    held = submission.evidence
    yield from _of_texts(shop, [text for one in held for text in texts_of(one)])
    yield from _of_prices(held)
    yield from _of_words(held)
    for one in held:
        yield from _of_label(one, at=at)
        yield from _of_file(one, seen.get(one.id, {}))
    yield from _of_codes(submission, seen)


# From words


def _of_texts(shop: Shop, texts: Sequence[str]) -> Iterator[Noticed]:
    told = "\n".join(texts)
    for found in superlatives.found(told):
        yield Noticed("superlative", False, {"words": found})
    numbers = {number for number in map(_number, NUMBER.findall(told)) if number}
    if numbers:
        known = {shop.phone, *(one.value for one in shop.listing.contacts)}
        strange = sorted(numbers - known)
        yield Noticed("phone", not strange, {"phone": phone.show(strange[0])} if strange else {})


def _number(typed: str) -> str:
    try:
        return phone.parse(typed)
    except Refused:
        return ""


def _of_prices(held: Sequence[Evidence]) -> Iterator[Noticed]:
    """Of the price list as it was frozen: each product whose retail or wholesale price lies below its cost."""
    lists = [one.data for one in held if one.data and one.data.get("kind") == "prices"]
    products = [row for data in lists for row in (data.get("values") or {}).get("products") or ()]
    costed = [row for row in products if row.get("cost") is not None]
    if not costed:
        return
    below = [str(row["code"]) for row in costed if any(0 < (row.get(name) or 0) < row["cost"] for name in PRICES)]
    yield Noticed("cost", not below, {"codes": ", ".join(below)} if below else {})


PRICES = ("retail", "wholesale")


def _of_words(held: Sequence[Evidence]) -> Iterator[Noticed]:
    for one in held:
        values = (one.data or {}).get("values") or {}
        told = {lang: str(values.get(f"text_{lang}") or getattr(one, f"text_{lang}") or "") for lang in ("vi", "en")}
        if told["vi"]:
            yield Noticed("words", bool(told["en"]), {lang: count(text) for lang, text in told.items()}, one)


def texts_of(one: Evidence) -> Iterator[str]:
    """Everything that a piece of evidence says in words."""
    yield from filter(None, (one.text_vi, one.text_en))
    if one.kind is EvidenceKind.TEXT:
        yield from _strings((one.data or {}).get("values"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


# From files


def _of_label(one: Evidence, *, at: datetime) -> Iterator[Noticed]:
    """What needs no look into the file."""
    if one.kind is not EvidenceKind.FILE or one.upload is None:
        return
    upload = one.upload
    if upload.media_type == PDF and upload.size > LARGEST_PDF:
        yield Noticed("heavy", False, {"name": upload.name, "megabytes": _megabytes(upload)}, one)
    if sounds_like_identity(upload.name):
        yield Noticed("identity", False, {"name": upload.name}, one)
    if one.valid_until is not None:
        day = dates.day(one.valid_until, "vi")
        yield Noticed("valid", one.valid_until > today(at) + SOON, {"day": day}, one)


def _of_file(one: Evidence, seen: Seen) -> Iterator[Noticed]:
    if one.upload is None or not seen:
        return
    name = one.upload.name
    if seen.get("refused"):
        yield Noticed("unread", False, {"name": name}, one)
        return
    if is_identity(seen) and not sounds_like_identity(name):
        yield Noticed("identity", False, {"name": name}, one)
    if "pages" in seen and one.upload.size <= LARGEST_PDF:
        yield Noticed("opens", True, {"name": name, "pages": seen["pages"], "megabytes": _megabytes(one.upload)}, one)
    if "pixels" in seen:
        width, height = seen["pixels"]
        if max(width, height) < LEAST_PIXELS:
            yield Noticed("small", False, {"name": name, "width": width, "height": height}, one)
        if seen["sharp"] < BLURRED:
            yield Noticed("blurred", False, {"name": name}, one)


def _of_codes(submission: Submission, seen: Mapping[int, Seen]) -> Iterator[Noticed]:
    """The code for the shop's account, where one was handed in; and that none was, where the step is about it."""
    shop, found = submission.progress.shop, False
    account = sheets.account(shop)
    for one in submission.evidence:
        for text in seen.get(one.id, {}).get("codes") or ():
            if (paid := emv.account_of(text)) is None or one.upload is None:
                continue
            found = True
            ours = account is not None and (paid.bank, paid.number) == (account.bank, account.number)
            fits = ours and belongs(shop, paid.holder or (account.holder if account else ""))
            yield Noticed("qr_account", fits, {"name": one.upload.name, "end": paid.number[-4:]}, one)
    if submission.progress.step.sheet == "account" and not found and any(one.upload for one in submission.evidence):
        yield Noticed("qr_none", False, {})


def is_identity(seen: Seen) -> bool:
    """By the code on the card, or by its heading in a paper."""
    if any(IDENTITY_CODE.match(text) for text in seen.get("codes") or ()):
        return True
    told = fold(str(seen.get("words") or ""))
    return "can cuoc cong dan" in told or "chung minh nhan dan" in told


def sounds_like_identity(name: str) -> bool:
    told = f" {re.sub(r'[^a-z0-9]+', ' ', fold(name))} "
    return any(f" {one} " in told for one in IDENTITY)


def _megabytes(upload: Upload) -> str:
    return f"{upload.size / MEGABYTE:.1f}".replace(".", ",")


def today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(here().zone)).date()
