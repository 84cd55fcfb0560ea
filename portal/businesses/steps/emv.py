"""The account that a VietQR leads to, read from the text of a code that somebody photographed."""

from __future__ import annotations

from typing import NamedTuple

from portal.kit.vietqr import NAPAS


class Account(NamedTuple):
    """Bank (BIN), number, and the holder where the code names one."""

    bank: str
    number: str
    holder: str


def account_of(text: str) -> Account | None:
    """None for a code that leads elsewhere, such as to a page."""
    pieces = _pieces(text)
    for place in (f"{number:02}" for number in range(26, 52)):
        inside = _pieces(pieces.get(place, ""))
        if inside.get("00") == NAPAS:
            receiver = _pieces(inside.get("01", ""))
            if receiver.get("00") and receiver.get("01"):
                return Account(receiver["00"], receiver["01"], pieces.get("59", ""))
    return None


def _pieces(text: str) -> dict[str, str]:
    """Two digits of a name, two of a length, and so much of a value, again and again; nothing of what does not fit."""
    found: dict[str, str] = {}
    while len(text) >= 4 and text[:4].isdecimal():
        size = int(text[2:4])
        if len(text) < 4 + size:
            return {}
        found[text[:2]] = text[4 : 4 + size]
        text = text[4 + size :]
    return found if not text else {}
