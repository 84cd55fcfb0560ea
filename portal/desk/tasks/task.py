"""One thing that somebody has to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    name: str
    sentence: str
    act: str
    """The words of the button."""
    address: str
    tag: str = ""
    kind: str = ""
    """How the tag looks: "warn", "red" or plain."""
