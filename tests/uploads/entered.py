"""An entry that is being worked on today, and panels to send for it, as large as a test wants them."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pikepdf
from PIL import Image

from portal.competitions.entries import rules as entries
from portal.competitions.entries.models import Entry
from portal.competitions.models import PhaseKind
from portal.competitions.terms_models import SlotKind
from portal.db import db
from portal.people.models import Person
from portal.web.clock import now
from tests.competitions import planting


class Panel(NamedTuple):
    """A file to send."""

    path: Path
    size: int
    digest: str

    @property
    def metadata(self) -> dict[str, str]:
        return {"slot": "panels", "filename": self.path.name, "filetype": "application/pdf", "sha256": self.digest}


def plant(leader: Person | None) -> Entry:
    """Submitting is open by the real clock."""
    assert leader is not None
    today = now()
    phases = {PhaseKind.SUBMIT: (today - timedelta(days=20), today + timedelta(days=20))}
    competition = planting.draft(phases=phases)
    planting.slot(competition, SlotKind.PANEL).most_bytes = 100_000_000
    db.session.flush()
    competition.published_at = today - timedelta(days=30)
    return entries.begin(competition, by=leader, language="vi", at=today)


def panel(size: int, path: Path, *, says: str = "") -> Panel:
    """A sheet of A1 with one large picture, which cannot be made smaller, and a line of plain letters."""
    across, down = 4000, size // 12_000
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(
            os.urandom(across * down * 3), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=across,
            Height=down, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        pdf.add_blank_page(page_size=(594 / 25.4 * 72, 841 / 25.4 * 72))
        letters = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(P=picture), Font=pikepdf.Dictionary(F=letters)
        )
        drawn = f"q 1684 0 0 2384 0 0 cm /P Do Q BT /F 40 Tf 90 60 Td ({says}) Tj ET"
        pdf.pages[0].obj.Contents = pdf.make_stream(drawn.encode())
        pdf.save(path, compress_streams=False)
    return read(path)


def photo(path: Path) -> Panel:
    """A JPEG of a few megabytes, upright as A1 is."""
    Image.effect_noise((2000, 2828), 80).convert("RGB").save(path, "JPEG", quality=88)
    return read(path)


def read(path: Path) -> Panel:
    body = path.read_bytes()
    return Panel(path, len(body), hashlib.sha256(body).hexdigest())
