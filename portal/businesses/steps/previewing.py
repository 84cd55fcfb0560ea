"""The light pictures of what was handed in: of photos, and of the first page of a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from portal.businesses.steps.models import Evidence
from portal.media import rules as media
from portal.media.models import Upload
from portal.media.panels import pyramid
from portal.media.panels import rules as panels
from portal.media.panels.inspection import PDF


def made(held: Sequence[Evidence]) -> dict[int, bool]:
    """Of which files a picture can be shown already, by the number of the upload; papers in one question."""
    uploads = [one.upload for one in held if one.upload is not None]
    papers = panels.of_many([one.id for one in uploads if one.media_type == PDF])
    found = {one.id: media.picture(one, width=320) is not None for one in uploads if one.media_type != PDF}
    return found | {
        number: any(one.done_at is not None and one.manifest for one in rows) for number, rows in papers.items()
    }


def picture(upload: Upload, *, width: int) -> tuple[str, str] | None:
    """Digest and type of the light picture that serves `width` pixels best; None while there is none."""
    if upload.media_type != PDF:
        found = media.picture(upload, width=width)
        return (found.digest, "image/webp") if found is not None and found.digest else None
    sheets = [one for one in panels.pyramids_of(upload) if one.done_at is not None and one.manifest]
    return (pyramid.picture(sheets[0].manifest or {}, width)["digest"], pyramid.MEDIA_TYPE) if sheets else None
