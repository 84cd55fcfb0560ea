"""The storage in an object store that speaks S3: `ab/abcdef…` in one bucket, under the contract of `storage.py`.

Nothing is kept in memory but one part of a file. What is read is brought to a temporary file first, so that a store
which goes away is noticed before an answer begins and readers have a real file in their hands.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

from portal.media.storage import CHUNK, DIGEST, Damaged, StorageAway, Stored, key

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
    from urllib3.exceptions import HTTPError
except ImportError as missing:
    raise SystemExit("PORTAL_STORAGE_URL: an object store needs boto3: pip install -r requirements/s3.txt") from missing

PART = 8 * 1024 * 1024  # bytes; a store takes parts of 5 MiB and more, at most 10,000 of them
CONNECT_SECONDS = 3
READ_SECONDS = 15
TRIES = 2
CONNECTIONS = 32
CHECKED = "checked"
UNKNOWN = {"404", "NoSuchKey", "NotFound"}
CHANGED = "The file changed while it was read."
DAMAGED = "The object store gave back other bytes than it was given."


def at(address: str) -> S3Storage:
    """The storage at `s3://bucket?endpoint=…&region=…`; who we are is said by AWS_ACCESS_KEY_ID and its companions."""
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    if not parts.netloc or parts.path.strip("/") or given.keys() - {"endpoint", "region"}:
        raise SystemExit(f"PORTAL_STORAGE_URL: s3://bucket?endpoint=…&region=… is understood, not {address!r}.")
    region = given.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
    # a process that was forked off must not speak over the connections of its parent
    return S3Storage(parts.netloc, _client(given.get("endpoint"), region, os.getpid()))


@lru_cache(maxsize=8)
def _client(endpoint: str | None, region: str, _process: int) -> Any:
    config = Config(
        signature_version="s3v4", connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": TRIES}, max_pool_connections=CONNECTIONS,
        s3={"addressing_style": "path" if endpoint else "auto", "payload_signing_enabled": True},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )  # fmt: skip
    return boto3.session.Session().client("s3", endpoint_url=endpoint, region_name=region, config=config)


class S3Storage:
    """Files as objects of one bucket."""

    def __init__(self, bucket: str, client: Any) -> None:
        self.bucket = bucket
        self.client = client

    def __str__(self) -> str:
        return f"s3://{self.bucket}"

    def put(self, source: bytes | IO[bytes]) -> Stored:
        with _in_words(), _read_twice(source) as stream:
            begin = stream.tell()
            digest, size = _sum(stream)
            stream.seek(begin)
            self._send(stream, digest, size)
            about = self.client.head_object(Bucket=self.bucket, Key=key(digest))
        return Stored(digest, about["ContentLength"], _moment(about))

    def open(self, digest: str) -> IO[bytes]:
        with _in_words():
            body = self.client.get_object(Bucket=self.bucket, Key=key(digest))["Body"]
            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            sha = hashlib.sha256()
            while chunk := body.read(CHUNK):
                sha.update(chunk)
                file.write(chunk)
        if sha.hexdigest() != digest:
            file.close()
            raise Damaged(DAMAGED)
        file.seek(0)
        return file

    def exists(self, digest: str) -> bool:
        with suppress(FileNotFoundError), _in_words():
            self.client.head_object(Bucket=self.bucket, Key=key(digest))
            return True
        return False

    def remove(self, digest: str) -> None:
        with _in_words():
            self.client.delete_object(Bucket=self.bucket, Key=key(digest))

    def each(self) -> Iterator[Stored]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        with _in_words():
            for page in pages:
                for found in page.get("Contents", ()):
                    digest = found["Key"].rpartition("/")[2]
                    if DIGEST.fullmatch(digest) and found["Key"] == key(digest):
                        yield Stored(digest, found["Size"], _moment(found))

    def tidy(self, before: datetime) -> None:
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket)
        with _in_words():
            for page in pages:
                for begun in page.get("Uploads", ()):
                    if begun["Initiated"] < before:
                        self._forget(begun["Key"], begun["UploadId"])

    def check(self) -> None:
        with _in_words():
            self.client.put_object(Bucket=self.bucket, Key=CHECKED, Body=b"checked")

    def _send(self, stream: IO[bytes], digest: str, size: int) -> None:
        """In one piece when it is small; else in parts, which are nothing until the last one has come."""
        if size <= PART:
            body = _exactly(stream, PART)
            if hashlib.sha256(body).hexdigest() != digest:
                raise StorageAway(CHANGED)
            self.client.put_object(Bucket=self.bucket, Key=key(digest), Body=body)
            return
        begun = self.client.create_multipart_upload(Bucket=self.bucket, Key=key(digest))["UploadId"]
        try:
            self._send_parts(stream, digest, begun)
        except BaseException:
            with suppress(ClientError, BotoCoreError):
                self._forget(key(digest), begun)
            raise

    def _send_parts(self, stream: IO[bytes], digest: str, begun: str) -> None:
        where = {"Bucket": self.bucket, "Key": key(digest), "UploadId": begun}
        sha = hashlib.sha256()
        parts: list[dict[str, Any]] = []
        while body := _exactly(stream, PART):
            sha.update(body)
            number = len(parts) + 1
            parts.append(
                {"PartNumber": number, "ETag": self.client.upload_part(**where, PartNumber=number, Body=body)["ETag"]}
            )
        if sha.hexdigest() != digest:
            raise StorageAway(CHANGED)
        self.client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})

    def _forget(self, name: str, begun: str) -> None:
        self.client.abort_multipart_upload(Bucket=self.bucket, Key=name, UploadId=begun)


@contextmanager
def _in_words() -> Iterator[None]:
    """What the library raises, as callers of a storage know it."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in UNKNOWN:
            raise FileNotFoundError(str(error)) from error
        raise StorageAway(str(error)) from error
    except (BotoCoreError, HTTPError) as error:
        raise StorageAway(str(error)) from error
    except StorageAway:
        raise
    except OSError as error:  # the stream that is read, or the disk of the temporary file
        raise StorageAway(*error.args) from error


@contextmanager
def _read_twice(source: bytes | IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream that can be read for its sum and read again to be sent; what cannot is brought to the disk first."""
    if isinstance(source, bytes):
        yield BytesIO(source)
    elif source.seekable():
        yield source
    else:
        with tempfile.TemporaryFile() as file:
            while chunk := source.read(CHUNK):
                file.write(chunk)
            file.seek(0)
            yield file


def _sum(stream: IO[bytes]) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        sha.update(chunk)
        size += len(chunk)
    return sha.hexdigest(), size


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """`size` bytes, or fewer at the stream's end; an unbuffered stream may give less at a time."""
    pieces, left = [], size
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _moment(about: dict[str, Any]) -> datetime:
    moment: datetime = about["LastModified"]
    return moment.astimezone(UTC)
