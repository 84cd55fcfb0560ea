"""What a file that shows a step may be: a photo or a PDF, opened within walls before it is taken."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from portal.db import db
from portal.kit.say import N_, Refused
from portal.media import inspection, previews
from portal.media.models import Preview, Pyramid, Upload
from portal.media.panels import inspection as papers
from portal.media.panels.inspection import PDF, Facts
from portal.media.storage import Stored

NEITHER = N_("Bring a photo (JPEG, PNG, WebP) or a PDF.")


def look(file: IO[bytes]) -> Facts:
    """What a whole file is. Raises `Refused` for one that nobody takes."""
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    if head == b"%PDF-":
        return papers.look(file)
    try:
        seen = inspection.photo(file)
    except Refused as refused:
        raise Refused(NEITHER, field="file") if refused.sentence == inspection.PHOTOS_ARE else refused  # noqa: B904
    return Facts(seen.media_type, 1, pixels=(seen.width, seen.height))


def record(stored: Stored, seen: Facts, *, label: str, by_id: int | None, at: datetime) -> Upload:
    """The row of a file, and the light pictures that are owed of it: of a PDF only its first page."""
    upload = Upload(
        digest=stored.digest, size=stored.size, media_type=seen.media_type, name=label, by_id=by_id, at=at,
    )  # fmt: skip
    if seen.media_type != PDF and seen.pixels:
        upload.previews = [Preview(width=width, due_at=at) for width in previews.widths(seen.pixels[0])]
    db.session.add(upload)
    db.session.flush()
    if seen.media_type == PDF:
        db.session.add(Pyramid(upload_id=upload.id, page=0, due_at=at))
    return upload
