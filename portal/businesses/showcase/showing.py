"""What pages show of the showcase: whether something is ticked or public, badges with their month, the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.businesses.models import Shop
from portal.businesses.policy import owns
from portal.businesses.sheets.models import column, nearest
from portal.businesses.showcase import placing, queries, rules
from portal.businesses.showcase.models import Badge, Becomes, Publication
from portal.city.chosen import here
from portal.kit.clock import to_zone
from portal.kit.say import N_
from portal.listings.models import Worded, worded
from portal.web import reader


@dataclass(frozen=True)
class Ticked:
    """How one kind of content stands: ticked or not, public or not, and whether its reader may change that."""

    becomes: Becomes
    wished: bool
    standing: Publication | None
    mine: bool

    @property
    def step(self) -> str:
        """The step that it comes from."""
        return rules.STEPS[self.becomes]

    @property
    def changed_since(self) -> bool:
        return self.standing is not None and placing.is_changed_since(self.standing)

    @property
    def left_out(self) -> int:
        """Photos for which the gallery had no room."""
        return int(self.standing.data.get("left_out", 0)) if self.standing else 0


def ticked(shop: Shop, becomes: Becomes) -> Ticked:
    return Ticked(becomes, *queries.wish_and_standing(shop, becomes), owns(reader.person(), shop))


def all_ticked(shop: Shop) -> list[Ticked]:
    """Every kind, in the order of the steps."""
    wishes, standing, mine = queries.wishes(shop), queries.all_standing(shop), owns(reader.person(), shop)
    return [Ticked(one, one in wishes, standing.get(one), mine) for one in rules.STEPS]


def month(at: datetime) -> str:
    """The month of a badge in the city: "11/2026"."""
    local = to_zone(at, ZoneInfo(here().zone))
    return f"{local.month}/{local.year}"


def badge_says(badge: Badge) -> str:
    """A badge in words, dimmed or not."""
    said: str = _("Package %(number)s · %(month)s", number=badge.package.number, month=month(badge.given_at))
    return str(_("%(badge)s, some evidence has expired", badge=said)) if badge.dimmed_at else said


@dataclass(frozen=True)
class ShownProduct:
    """A product as everybody may read it. Money in whole đồng."""

    code: str
    name: Worded
    details: tuple[Worded, ...]
    """Size, material, care: in the reader's language, or the nearest that the shop wrote."""
    to_order: bool
    days: int | None
    retail: int


def products(publication: Publication | None, lang: str) -> list[ShownProduct]:
    rows = publication.data["shown"]["products"] if publication else []
    return [
        ShownProduct(
            code=row["code"] or "",
            name=_text(row, "name", lang),
            details=tuple(said for name in ("size", "material", "care") if (said := _text(row, name, lang)).text),
            to_order=bool(row.get("to_order")),
            days=row.get("made_in_days"),
            retail=row["retail"],
        )
        for row in rows
    ]


def _text(row: Mapping[str, Any], field: str, lang: str) -> Worded:
    return nearest(lambda code: row.get(column(field, code)) or "", lang)


POLICY_NAMES = {
    "returns": N_("Returns"),
    "deposit": N_("Deposit"),
    "making": N_("Time to make an order"),
    "delivery": N_("Delivery"),
}


def policy(publication: Publication | None, lang: str) -> list[tuple[str, Worded]]:
    """The parts of the sales policy that are written, each with its name."""
    shown = publication.data["shown"] if publication else {}
    found = []
    for key, name in POLICY_NAMES.items():
        text = worded(lambda code, key=key: shown.get(f"{key}_{code}") or "", lang)
        if text.text:
            found.append((_(name), text))
    return found
