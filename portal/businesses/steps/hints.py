"""What the portal notices by itself in evidence, with the reason: a hint for people, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.businesses.models import EvidenceKind
from portal.businesses.steps.models import Evidence, Progress
from portal.city.chosen import here
from portal.config import MEGABYTE
from portal.kit import dates
from portal.kit.fold import fold
from portal.kit.say import N_
from portal.kit.word_count import count
from portal.media.panels.inspection import PDF

Sentence = tuple[str, dict[str, Any]]

SUPERLATIVES = (
    "tot nhat", "dep nhat", "re nhat", "hang dau", "so 1", "so mot", "duy nhat", "chat luong nhat", "noi tieng nhat",
    "the best", "number one", "no. 1", "cheapest", "world class", "the only",
)  # fmt: skip
"""Folded; what nobody can prove, and the law on advertising forbids without proof."""
LARGEST_PDF = 2 * MEGABYTE
SOON = timedelta(days=30)
IDENTITY = ("cccd", "cmnd", "can cuoc", "chung minh nhan dan", "ho chieu", "passport", "identity card")

SUPERLATIVE = N_("“%(words)s” is hard to prove, and the law asks for proof. Say what can be seen instead.")
HEAVY = N_("%(name)s has %(megabytes)s MB: a guest on a phone opens at most 2 MB gladly.")
ID_NAME = N_("%(name)s sounds like an identity paper. Never send one: no step asks for it.")
EXPIRES = N_("The paper is valid only until %(day)s.")


def at_once(progress: Progress, held: Sequence[Evidence], *, at: datetime) -> Iterator[Sentence]:
    """What can be said while a page is made: from words, sizes and days, without opening a file."""
    texts = [progress.draft_vi, progress.draft_en, *(told for one in held for told in texts_of(one))]
    for found in superlatives(" . ".join(texts)):
        yield SUPERLATIVE, {"words": found}
    for one in held:
        if one.kind is EvidenceKind.FILE and one.upload is not None:
            yield from _of_file(one, at)


def _of_file(one: Evidence, at: datetime) -> Iterator[Sentence]:
    upload = one.upload
    assert upload is not None
    if upload.media_type == PDF and upload.size > LARGEST_PDF:
        yield HEAVY, {"name": upload.name, "megabytes": f"{upload.size / MEGABYTE:.1f}".replace(".", ",")}
    if sounds_like_identity(upload.name):
        yield ID_NAME, {"name": upload.name}
    if one.valid_until is not None and one.valid_until <= today(at) + SOON:
        yield EXPIRES, {"day": dates.day(one.valid_until, "vi")}


def texts_of(one: Evidence) -> Iterator[str]:
    """Everything that a piece of evidence says in words."""
    yield from filter(None, (one.text_vi, one.text_en))
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


def superlatives(text: str) -> list[str]:
    """The words of a text that claim to be the first of all, each once, as they are listed."""
    told = f" {re.sub(r'[^a-z0-9.]+', ' ', fold(text))} "
    return [one for one in SUPERLATIVES if f" {one} " in told.replace(". ", " ") or f" {one} " in told]


def sounds_like_identity(name: str) -> bool:
    told = f" {re.sub(r'[^a-z0-9]+', ' ', fold(name))} "
    return any(f" {one} " in told for one in IDENTITY)


def words_of(one: Evidence) -> int:
    return count(one.text_vi)


def today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(here().zone)).date()
