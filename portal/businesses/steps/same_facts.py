"""Whether a shop says the same everywhere: name, phone, hours, address of its listing, papers and what it handed in.

Wrong hours lose guests. The report names each fact that is told in two ways, and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.businesses.models import Shop, Step
from portal.businesses.steps.hints import NUMBER
from portal.businesses.steps.models import Evidence, Progress
from portal.db import db
from portal.kit import phone
from portal.kit.fold import fold
from portal.kit.say import N_, Refused
from portal.listings.models import Channel

NAME, PHONE, HOURS, ADDRESS = N_("Name"), N_("Phone number"), N_("Opening hours"), N_("Address")
LISTING, PAPERS, STEP = N_("Map listing"), N_("Application"), N_("Step %(key)s")
SAME = N_("Name, phone, hours and address are the same everywhere the portal can see.")
DIFFERENT = N_("Told in two ways: %(num)s of 4 facts. The list below says where.")
INCOMPLETE = N_("Your map listing lacks: %(num)s of 4 facts. The list below says which.")
TELLING = {"phone": PHONE, "hours": HOURS, "address": ADDRESS}
"""What a sheet may say of these, by its fields."""


class Told(NamedTuple):
    """A fact as it is told in one place; `place` is a msgid, `key` the step where it is one."""

    fact: str
    place: str
    key: str
    value: str


class Fact(NamedTuple):
    """One of the four, everywhere it is told."""

    name: str
    told: list[Told]
    is_same: bool

    @property
    def is_on_map(self) -> bool:
        return any(one.place == LISTING for one in self.told)


def compare(shop: Shop) -> list[Fact]:
    """The four facts, each with all that was told of it."""
    everything = [*_listing(shop), *_papers(shop), *_handed_in(shop)]
    found = []
    for fact in (NAME, PHONE, HOURS, ADDRESS):
        told = [one for one in everything if one.fact == fact and one.value]
        found.append(Fact(fact, told, len({_bare(fact, one.value) for one in told}) <= 1))
    return found


def found(shop: Shop) -> tuple[bool, str, dict[str, Any]]:
    """Whether it may be handed in, the sentence, what it names."""
    return judged(compare(shop))


def judged(facts: Sequence[Fact]) -> tuple[bool, str, dict[str, Any]]:
    """The same of what was compared already."""
    different = sum(not one.is_same for one in facts)
    lacking = sum(not one.is_on_map for one in facts)
    if different:
        return False, DIFFERENT, {"num": different}
    return (False, INCOMPLETE, {"num": lacking}) if lacking else (True, SAME, {})


def _listing(shop: Shop) -> Iterator[Told]:
    listing = shop.listing
    yield Told(NAME, LISTING, "", listing.name_vi)
    yield Told(HOURS, LISTING, "", listing.hours)
    yield Told(ADDRESS, LISTING, "", ", ".join(filter(None, (listing.street, listing.village))))
    for contact in listing.contacts:
        if contact.channel is Channel.PHONE:
            yield Told(PHONE, LISTING, "", contact.value)


def _papers(shop: Shop) -> Iterator[Told]:
    yield Told(PHONE, PAPERS, "", shop.phone)


def _handed_in(shop: Shop) -> Iterator[Told]:
    """Phone numbers in texts, and what sheets say: of what stands, not of what was taken out."""
    rows = (
        select(Evidence, Step.key)
        .join(Progress, Progress.id == Evidence.progress_id)
        .join(Step, Step.id == Progress.step_id)
        .where(Progress.shop_id == shop.id, Evidence.removed_at.is_(None))
        .order_by(Step.key)
    )
    for evidence, key in db.session.execute(rows):
        for text in (evidence.text_vi, evidence.text_en):
            for number in NUMBER.findall(text):
                yield Told(PHONE, STEP, key, number)
        said = (evidence.data or {}).get("values") or {}
        for name, fact in TELLING.items():
            if isinstance(said.get(name), str):
                yield Told(fact, STEP, key, said[name])


def _bare(fact: str, value: str) -> str:
    """The value without what makes no difference: marks, case, spaces; a phone number as the world dials it."""
    if fact == PHONE:
        try:
            return phone.parse(value)
        except Refused:
            return "".join(sign for sign in value if sign.isdigit())
    return re.sub(r"[\W_]+", "", fold(value))
