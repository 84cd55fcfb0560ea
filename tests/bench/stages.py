"""Stages: a portal of its own with so many listings, on SQLite or PostgreSQL, planted on the spot (`planting.py`)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.config import Settings


@dataclass(frozen=True)
class Stage:
    size: int
    engine: str
    home: str
    database_url: str = ""

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, given: str) -> Stage:
        return cls(**json.loads(given))

    def app(self) -> Flask:
        return create_app(
            Settings(
                home=Path(self.home),
                database_url=self.database_url,
                base_url="http://localhost",
                secret_key="for the benchmark",
                limits=False,
                testing=True,
                threads=4,
            )
        )
