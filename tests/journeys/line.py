"""What comes over the line to a browser: each answer with its headers, compressed as it was sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


class Line:
    """Listens to a page from before its first request. Sizes are bytes, headers included."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, float] = {}
        self.names: dict[str, str] = {}
        self.protocol = page.context.new_cdp_session(page)
        self.protocol.send("Network.enable")
        self.protocol.on("Network.requestWillBeSent", self._began)
        self.protocol.on("Network.loadingFinished", self._ended)

    def _began(self, sent: dict[str, Any]) -> None:
        self.names[sent["requestId"]] = sent["request"]["url"]

    def _ended(self, done: dict[str, Any]) -> None:
        self.sizes[self.names[done["requestId"]]] = done["encodedDataLength"]

    @property
    def total(self) -> float:
        return sum(self.sizes.values())

    @property
    def requests(self) -> int:
        return len(self.sizes)

    def of(self, *parts: str) -> float:
        """The bytes of every answer whose address has one of these in it."""
        return sum(size for address, size in self.sizes.items() if any(part in address for part in parts))
