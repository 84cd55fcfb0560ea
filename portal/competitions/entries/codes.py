"""The code of an entry, such as HT4827: two consonants and four digits, at random. It follows from nothing."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select

from portal.competitions.entries.models import Entry
from portal.db import db
from portal.kit.fold import clean

CONSONANTS = "BCDGHKLMNPQRSTVX"
CODE = re.compile(f"[{CONSONANTS}]{{2}}[0-9]{{4}}")


def new() -> str:
    """A code that no entry of any competition has, drawn from two and a half million."""
    while True:
        code = "".join(secrets.choice(CONSONANTS) for _ in range(2)) + f"{secrets.randbelow(10_000):04}"
        if db.session.scalar(select(Entry.id).where(Entry.code == code)) is None:
            return code


def read(typed: str) -> str | None:
    """A code as somebody typed it, in any case and with spaces; None for what cannot be one."""
    code = re.sub(r"[\s.-]", "", clean(typed)).upper()
    return code if CODE.fullmatch(code) else None
