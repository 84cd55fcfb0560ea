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

    @property
    def waits(self) -> bool:
        """Whether somebody waits for it. What does not is at hand, and no reason to hurry."""
        return bool(self.kind)
