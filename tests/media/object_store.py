"""A real object store on this machine: nanio, which checks every signature. It may be stopped and started again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import boto3

from portal.media.storage import Storage, storage_at

KEY, SECRET = "hoi-an", "only-for-tests-0123456789"
OWN = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}


@dataclass
class ObjectStore:
    """A store under way. `folder` is where it keeps its buckets."""

    folder: Path
    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> object:
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )  # fmt: skip

    def address(self) -> str:
        """The address of a bucket that is made for it, as an operator says it."""
        bucket = f"files-{uuid.uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=bucket)
        return f"s3://{bucket}?endpoint={self.endpoint}"

    def new(self) -> Storage:
        return storage_at(self.address())

    def at(self, bucket: str, *, region: str) -> Storage:
        return storage_at(f"s3://{bucket}?endpoint={self.endpoint}&region={region}")

    def begin(self, storage: Storage, digest: str) -> None:
        """A file in parts of which none ever comes."""
        self.client().create_multipart_upload(Bucket=storage.bucket, Key=f"{digest[:2]}/{digest}")

    def unfinished(self, storage: Storage) -> int:
        return len(self.client().list_multipart_uploads(Bucket=storage.bucket).get("Uploads", ()))


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        store = ObjectStore(folder / "buckets", free.getsockname()[1])
    command = [sys.executable, "-m", "nanio", "serve", "--data-dir", str(store.folder), "--host", "127.0.0.1"]
    environment = {**os.environ, "NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET}
    with (folder / "store.log").open("ab") as log, patch.dict(os.environ, OWN):
        process = subprocess.Popen(
            [*command, "--port", str(store.port), "--no-access-log"], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(store.port)
            yield store
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the object store does not answer"
            time.sleep(0.05)
