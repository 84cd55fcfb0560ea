"""A language in which every sentence stands in brackets: what stands outside has not gone through gettext."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from babel.support import NullTranslations

from tests import markup

OPEN, CLOSE = "⟦", "⟧"
SAID = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "label", "summary"}
SILENT_ELEMENTS = {"script", "style", "code", "time"}
WORD = re.compile(r"[^\W\d_]{2,}")
NUMBER_OF_A_REQUEST = re.compile(r"\b[0-9a-f]{8}\b")


class Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"{OPEN}{one if n == 1 else many}{CLOSE}"

    ugettext, ungettext = gettext, ngettext


class Known:
    """What may stand on a page as it is: the longest first, because one name may hold another."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted({" ".join(text.split()) for text in texts if WORD.search(text)}, key=len, reverse=True)
        self.seen: dict[str, str] = {}

    def without(self, line: str) -> str:
        """What is left of a line when all that is known has been taken away."""
        if line not in self.seen:
            left = line
            for text in self.texts:
                if text in left:
                    left = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", left)
            self.seen[line] = " ".join(left.split())
        return self.seen[line]


def bare(html: str, known: Known) -> list[str]:
    """The words of a page that are neither in brackets nor known, one string for each place."""
    spoken = "\n".join(_spoken(markup.read(html, whole=html.startswith("<!doctype"))[0]))
    while (without := SAID.sub(" ", spoken)) != spoken:
        spoken = without
    lines = (" ".join(NUMBER_OF_A_REQUEST.sub("", line).split()) for line in spoken.splitlines())
    left = [known.without(line) for line in lines if WORD.search(line)]
    return [line for line in left if WORD.search(line)]


def _spoken(element: Any) -> Iterator[str]:
    """What a reader sees or hears, in the order of the page; a sentence may run through several elements."""
    if not isinstance(element.tag, str) or element.tag in SILENT_ELEMENTS or element.attrib.get("translate") == "no":
        return
    for name, value in element.attrib.items():
        if (
            name in SPOKEN_ATTRIBUTES
            or (name.startswith("data-") and " " in value)
            or _is_told_to_strangers(element, name)
        ):
            yield value
    yield element.text or ""
    for child in element:
        yield from _spoken(child)
        yield child.tail or ""


def _is_told_to_strangers(element: Any, name: str) -> bool:
    """What search engines and chats show of a page."""
    about = element.attrib.get("name", element.attrib.get("property", ""))
    return (
        element.tag == "meta"
        and name == "content"
        and about in {"description", "og:title", "og:description", "og:site_name"}
    )


def strings(thing: Any) -> Iterator[str]:
    """Every text inside plain values, whole and line by line."""
    if isinstance(thing, str):
        yield thing
        yield from thing.split("\n")
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from strings(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        yield from strings([*thing.keys(), *thing.values()])
    elif isinstance(thing, list | tuple | set | frozenset):
        for one in thing:
            yield from strings(one)
