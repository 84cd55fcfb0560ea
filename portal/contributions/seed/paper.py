"""Plants paper cards in every state, with the clock moved back. Nobody knows their codes: to try one, print one."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from portal.contributions import cards
from portal.contributions.models import Card
from portal.db import db
from portal.listings import rules as listings
from portal.people import rules as people

ROWS = Path(__file__).parent / "cards.csv"
MADE_BY = "moderator@hoian.example"
LATER = timedelta(days=1)


def plant(*, at: datetime) -> int:
    """Plants the cards of the demo where nobody has printed any yet; returns how many."""
    if db.session.scalar(select(Card.id).limit(1)) is not None:
        return 0
    with ROWS.open(encoding="utf-8", newline="") as file:
        return sum(_plant(row, at=at - timedelta(days=int(row["days"]))) for row in csv.DictReader(file))


def _plant(row: dict[str, str], *, at: datetime) -> bool:
    """One card and what became of it; False where its listing is no longer here."""
    listing, by = listings.find(row["slug"], reader=None), people.find(MADE_BY)
    if listing is None or by is None:
        return False
    [symbols] = cards.codes(1)
    card = cards.make(listing, symbols, by=by, at=at)
    if row["end"] == "revoked":
        cards.revoke(card, by=by, at=at + LATER)
    elif row["end"] == "used":
        cards.confirm(card, by=None, at=at + LATER)
    return True
