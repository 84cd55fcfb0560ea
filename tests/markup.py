"""Reads markup. Where it is plain to see that it is without fault a quick reader suffices; else html5lib is the judge.

The quick reader knows far less than HTML allows: every element is closed by its own end tag and stands where the
standard wants it. Of such markup html5lib, twenty times slower, finds no fault either (tests/test_markup.py).
What is written in any other way is none of its business, and is not wrong for that.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib


def names(written: str) -> frozenset[str]:
    return frozenset(written.split())


SVG = "{http://www.w3.org/2000/svg}"
DOCTYPE = "<!doctype html>"
VOID = names("area base br col embed hr img input link meta source track wbr")
RAW = frozenset(["iframe", "script", "textarea", "title"])
"""What is in them is text, whatever it looks like."""
CLOSES_P = names(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr main menu nav ol p pre section summary table ul li dt dd"
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
ONCE = frozenset(["a", "button", "form", "p"])
"""Never inside another of their kind."""
FLOW = (CLOSES_P | VOID | ONCE | RAW) - {"col", "base"} | names(
    "abbr audio b bdi bdo canvas cite code data datalist del dfn em i ins kbd label legend mark meter noscript option "
    "output picture progress q s samp search select small span strong sub sup svg template time u var video"
)
INSIDE = {
    "html": frozenset(["head", "body"]),
    "head": frozenset(["base", "link", "meta", "script", "title"]),
    "table": frozenset(["caption", "colgroup", "tbody", "tfoot", "thead"]),
    "colgroup": frozenset(["col"]),
    "thead": frozenset(["tr"]),
    "tbody": frozenset(["tr"]),
    "tfoot": frozenset(["tr"]),
    "tr": frozenset(["td", "th"]),
    "select": frozenset(["optgroup", "option"]),
    "optgroup": frozenset(["option"]),
    "option": frozenset[str](),
}
WITHOUT_WORDS = frozenset(["html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"])
ONLY_IN = {
    "li": frozenset(["ul", "ol", "menu"]),
    "dt": frozenset(["dl"]),
    "dd": frozenset(["dl"]),
    "option": frozenset(["datalist", "select", "optgroup"]),
}
DRAWN = names("a circle clippath defs desc ellipse g line path polygon polyline rect svg symbol text title tspan use")

TAG = re.compile(
    r"([^<]*)<(/?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z][A-Za-z0-9_:.-]*(?:=\"[^\"]*\"|='[^']*')?)*\s*/?)>", re.ASCII
)
ATTRIBUTE = re.compile(r"\s+([A-Za-z][A-Za-z0-9_:.-]*)(?:=\"([^\"]*)\"|='([^']*)')?", re.ASCII)
DOUBTFUL = re.compile(
    r"&(?!(?:amp|lt|gt|quot|nbsp|rarr|larr|hellip|ndash|mdash|middot|times|copy|shy|#39|#34);)"
    r"|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]"
)
SPACE = " \t\n"


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    ends: bool
    """It is an end tag."""
    closed: bool
    """It ends with a slash."""


def read(text: str, *, whole: bool) -> tuple[Element, list[str]]:
    """The tree of a page, or of a part of one, and what is wrong with its markup."""
    if (tree := quickly(text, whole=whole)) is not None:
        return tree, []
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text) if whole else parser.parseFragment(text)
    return tree, [code for _, code, _ in parser.errors]


def quickly(text: str, *, whole: bool) -> Element | None:
    """The tree, where the markup is surely without fault."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if DOUBTFUL.search(text):
        return None
    if not whole:
        return _Reader(text, 0, "div").tree()
    return _Reader(text, len(DOCTYPE), "").tree() if text.startswith(DOCTYPE) else None


@lru_cache(20_000)
def _tag(written: str) -> Tag | None:
    """A tag as it stands between its brackets."""
    ends = written.startswith("/")
    closed = written.endswith("/")
    inner = written.strip("/").rstrip() if ends or closed else written.rstrip()
    name = re.match(r"[A-Za-z0-9-]+", inner)[0]  # type: ignore[index]
    attributes: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(inner, len(name)):
        key = found[1].lower()
        if key in attributes:
            return None
        attributes[key] = html.unescape(found[2] or found[3] or "")
    if ends and (written != f"/{name}"):
        return None
    return Tag(name, attributes, ends, closed)


class _Reader:
    """Walks through the markup once and gives up where it is in doubt."""

    def __init__(self, text: str, at: int, outermost: str) -> None:
        self.text = text
        self.at = at
        self.open = [outermost]
        self.drawn = 0
        """How many elements of a drawing are open."""
        self.builder = TreeBuilder()
        self.builder.start(outermost or "document", {})

    def tree(self) -> Element | None:
        while found := TAG.match(self.text, self.at):
            self.at = found.end()
            tag = _tag(found[2])
            if tag is None or not self.words(found[1]) or not (self.end(tag) if tag.ends else self.start(tag)):
                return None
        if len(self.open) > 1 or "<" in (rest := self.text[self.at :]) or not self.words(rest):
            return None
        self.builder.end(self.open[0] or "document")
        root = self.builder.close()
        if self.open[0]:
            return root
        return (
            root[0]
            if [one.tag for one in root] == ["html"] and [one.tag for one in root[0]] == ["head", "body"]
            else None
        )

    def words(self, words: str) -> bool:
        if not words:
            return True
        here = self.open[-1]
        if (not here or here in WITHOUT_WORDS) and words.strip(SPACE):
            return False
        self.builder.data(html.unescape(words) if "&" in words else words)
        return True

    def end(self, tag: Tag) -> bool:
        if len(self.open) < 2 or self.open.pop() != tag.name:
            return False
        self.drawn -= bool(self.drawn)
        self.builder.end(tag.name)
        return True

    def start(self, tag: Tag) -> bool:
        if self.drawn:
            return self.draw(tag)
        name = tag.name
        if not self.stands_right(name) or (tag.closed and name not in VOID and name != "svg"):
            return False
        if name == "svg":
            return self.draw(tag)
        self.builder.start(name, tag.attributes)
        if name in RAW:
            return self.raw(name)
        if name in VOID:
            self.builder.end(name)
        else:
            self.open.append(name)
            if name == "pre" and self.text.startswith("\n", self.at):
                self.at += 1
        return True

    def stands_right(self, name: str) -> bool:
        here = self.open[-1]
        if not here:
            return name == "html"
        if (inside := INSIDE.get(here)) is not None:
            return name in inside
        if name not in FLOW:
            return "-" in name
        if (only := ONLY_IN.get(name)) and here not in only and not self.stands_apart(name, here):
            return False
        if name in CLOSES_P and "p" in self.open:
            return False
        if name in HEADINGS and not HEADINGS.isdisjoint(self.open):
            return False
        return name not in ONCE or name not in self.open

    def stands_apart(self, name: str, here: str) -> bool:
        """A term in one group of its list; an item of a list that a script will fill."""
        if here == "div":
            return name in {"dt", "dd"} and self.open[-2] == "dl"
        return here == "template" and name == "li" and "li" not in self.open

    def draw(self, tag: Tag) -> bool:
        if self.drawn and (self.open[-1] in {"title", "desc"} or tag.name.lower() not in DRAWN):
            return False
        self.builder.start(SVG + tag.name, tag.attributes)
        if tag.closed:
            self.builder.end(tag.name)
        else:
            self.open.append(tag.name)
            self.drawn += 1
        return True

    def raw(self, name: str) -> bool:
        """All up to the end tag is text. What could be taken for another tag in it is left to html5lib."""
        until = self.text.find("</", self.at)
        inside = self.text[self.at : until]
        if not self.text.startswith(f"</{name}>", until) or (name == "iframe" and inside) or "<!" in inside:
            return False
        self.at = until + len(name) + 3
        if name == "textarea":
            inside = inside.removeprefix("\n")
        self.builder.data(inside if name == "script" else html.unescape(inside))
        self.builder.end(name)
        return True
