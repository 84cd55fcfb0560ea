"""The juror's copy of a panel: the picture of every page and nothing else. The original stays where it is."""

from __future__ import annotations

import tempfile
from typing import IO, NamedTuple

from portal.media.panels import confined, inspection
from portal.media.storage import Storage, Stored
from portal.owed import Hopeless


class Made(NamedTuple):
    """A copy in the storage: a PDF of a PDF, a JPEG of a picture."""

    stored: Stored
    media_type: str


def make(panel: IO[bytes], storage: Storage) -> Made:
    """Closes the panel. Raises `Hopeless` for one that cannot be drawn."""
    with panel, tempfile.TemporaryFile(buffering=0) as copy:
        media_type = ""
        try:
            for frame in confined.run("copying", panel, confined.MAKING):
                media_type = frame.facts.get("media_type", media_type)
                copy.write(frame.body)
        except confined.Unfit as unfit:
            raise Hopeless(str(inspection.refusal(unfit))) from unfit
        copy.seek(0)
        return Made(storage.put(copy), media_type)
