"""What a browser calls itself, as its person would call it: "Firefox, Android"."""

from __future__ import annotations

import re

# The first that fits counts: browsers name those before them that they want to be taken for.
_BROWSERS = (
    ("Zalo", "Zalo"), ("FBA[NV]", "Facebook"), ("Edg", "Edge"), ("OPR|Opera", "Opera"), ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"), ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone|iPod", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def named(user_agent: str) -> str:
    """Browser and system, as far as they say; empty when they say neither."""
    found = (_first(names, user_agent) for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")
