"""tus 1.0.0, the protocol of resumable uploads: its headers, its refusals, and the body poured out as it arrives.

It knows no domain: what a file is for is not its business (https://tus.io/protocols/resumable-upload). Every byte
that came before a line was cut is poured out, also those that the server had still in its hands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import BoundedSemaphore
from typing import IO, Any, NamedTuple

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import BadRequest, PreconditionFailed, UnsupportedMediaType

from portal.web.language import DEFAULT, LANGUAGES
from portal.web.problem import Said
from portal.web.settle import RETRY_AFTER, Busy

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
BODY = "application/offset+octet-stream"
ALGORITHMS = {"sha256": hashlib.sha256, "sha1": partial(hashlib.sha1, usedforsecurity=False)}
PIECE = 256 * 1024
SILENCE = 20.0  # seconds without a byte, after which a line counts as cut
LONGEST_METADATA = 4_000
SUM = re.compile(r"[0-9a-f]{64}")


class Mismatch(Said):
    """What came is not what its sum says."""

    name = "Checksum Mismatch"

    def __init__(self) -> None:
        super().__init__(460, "The bytes are not those of Upload-Checksum and were not kept.")


class Announced(NamedTuple):
    """What a creation says of its file."""

    size: int
    about: dict[str, str]


class Poured(NamedTuple):
    """What became of a body. Cut: the line ended before all of it had come."""

    size: int
    is_whole: bool
    is_right: bool


def speak(bp: Blueprint, *, largest: int) -> None:
    """Makes the addresses of a blueprint speak tus, in their refusals as well."""

    @bp.before_request
    def check_version() -> None:
        request.environ["portal.lang"] = request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise PreconditionFailed("Tus-Resumable: 1.0.0 is spoken here.")

    @bp.after_request
    def introduce(response: Response) -> Response:
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        if request.method == "OPTIONS" or response.status_code == 412:
            response.headers["Tus-Version"] = VERSION
        if request.method == "OPTIONS":
            response.headers["Tus-Extension"] = EXTENSIONS
            response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
        if request.method == "OPTIONS" or response.status_code == 413:
            response.headers.setdefault("Tus-Max-Size", str(largest))
        return response


def init(app: Flask, threads: int) -> None:
    """Of all requests at a time only some may be bodies that arrive: pages go on when a hundred people send."""
    app.extensions["arriving"] = BoundedSemaphore(max(1, threads * 3 // 4))


@contextmanager
def place() -> Iterator[None]:
    """One of the places for bodies; 503 when all are taken."""
    places: BoundedSemaphore = current_app.extensions["arriving"]
    if not places.acquire(blocking=False):
        raise Busy(retry_after=RETRY_AFTER)
    try:
        yield
    finally:
        places.release()


def announced() -> Announced:
    """`Upload-Length` and `Upload-Metadata`."""
    if "Upload-Defer-Length" in request.headers:
        raise BadRequest("Upload-Length must be known from the beginning.")
    return Announced(_number("Upload-Length"), dict(_metadata(request.headers.get("Upload-Metadata", ""))))


def offset() -> int:
    """`Upload-Offset`, of a request whose body is what follows there."""
    if request.mimetype != BODY:
        raise UnsupportedMediaType(f"Content-Type: {BODY} is what is taken here.")
    return _number("Upload-Offset")


def has_body() -> bool:
    return request.mimetype == BODY and request.content_length != 0


def body_size() -> int | None:
    """The bytes that are to come in this request, where it says so."""
    return request.content_length


def pour(into: IO[bytes], *, most: int) -> Poured:
    """Writes the body as it arrives, at most so many bytes. Bytes that do not fit their sum are taken back.

    Raises `OSError` when they cannot be written; what was written by then stays.
    """
    begin, right = into.tell(), _checksum()
    sha, size = right and right[0](), 0
    body = _Body(request.environ, most)
    for piece in body:
        _write(into, piece)
        size += len(piece)
        if sha:
            sha.update(piece)
    if right and sha and body.is_whole and not hmac.compare_digest(sha.digest(), right[1]):
        into.truncate(begin)
        into.seek(begin)
        return Poured(0, is_whole=True, is_right=False)
    return Poured(size, is_whole=body.is_whole, is_right=True)


class _Body:
    """The body of the request in pieces, to its end or until the line is cut."""

    def __init__(self, environ: dict[str, Any], most: int) -> None:
        self.stream: Any = environ["wsgi.input"]
        self.left = most if request.content_length is None else min(most, request.content_length)
        self.is_counted = request.content_length is not None
        self.is_whole = False
        if line := environ.get("gunicorn.socket"):
            line.settimeout(SILENCE)  # a phone that is gone says nothing, and would keep its place for ever

    def __iter__(self) -> Iterator[bytes]:
        if not self.is_counted and not request.environ.get("wsgi.input_terminated"):
            self.left = 0
        while self.left:
            try:
                piece = self.stream.read(min(PIECE, self.left))
            except (OSError, ValueError):
                piece = self._left_over()[: self.left]
                if not piece:
                    return
            if not piece:
                break
            self.left -= len(piece)
            yield piece
        self.is_whole = not (self.left and self.is_counted)

    def _left_over(self) -> bytes:
        """What gunicorn had received and not handed out when the line was cut."""
        reader = getattr(self.stream, "reader", None)
        found = b""
        for holder in (self.stream, reader, getattr(reader, "unreader", None)):
            with suppress(AttributeError):
                found += holder.buf.getvalue()  # type: ignore[union-attr]
                holder.buf.seek(0)  # type: ignore[union-attr]
                holder.buf.truncate()  # type: ignore[union-attr]
        return found


def _write(into: IO[bytes], piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[into.write(rest) :]


def _checksum() -> tuple[Any, bytes] | None:
    """The algorithm and the sum of `Upload-Checksum`."""
    if (said := request.headers.get("Upload-Checksum")) is None:
        return None
    name, _, encoded = said.partition(" ")
    if name not in ALGORITHMS:
        raise BadRequest(f"Upload-Checksum: {', '.join(ALGORITHMS)} are understood.")
    return ALGORITHMS[name], _decoded(encoded, "Upload-Checksum")


def _metadata(said: str) -> Iterator[tuple[str, str]]:
    if len(said) > LONGEST_METADATA:
        raise BadRequest("Upload-Metadata is too long.")
    for pair in filter(None, (part.strip() for part in said.split(","))):
        key, _, encoded = pair.partition(" ")
        try:
            yield key, _decoded(encoded, "Upload-Metadata").decode()
        except UnicodeDecodeError as error:
            raise BadRequest("Upload-Metadata holds text in UTF-8, in base64.") from error


def _decoded(encoded: str, header: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise BadRequest(f"{header} is not base64.") from error


def _number(header: str) -> int:
    said = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,15}", said):
        raise BadRequest(f"{header} must be a whole number.")
    return int(said)
