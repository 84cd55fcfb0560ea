"""The few marks of Markdown that a brief needs, as HTML: headings, paragraphs, lists, bold, italics, links.

Everything else is shown as it was typed: the text is escaped first, so that no mark-up of its writer reaches a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_HEADING = re.compile(r"(#{1,4})\s+(.+)")
_BULLET = re.compile(r"[-*•]\s+(.+)")
_NUMBER = re.compile(r"[0-9]{1,3}[.)]\s+(.+)")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500}|/[^\s()<>\"/][^\s()<>\"]{0,500})\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])")


def html(text: str, *, top: int = 2) -> str:
    """The text as HTML; `top` is the level of its largest heading, 2 for a page that has its own `h1`."""
    return "\n".join(_blocks(text.replace("\r\n", "\n").split("\n"), top))


def _blocks(lines: list[str], top: int) -> Iterator[str]:
    kind, held = "", list[str]()
    for line in [*(one.strip() for one in lines), ""]:
        found, words = _kind(line)
        if held and (found != kind or found in ("", "heading")):
            yield _block(kind, held, top)
            held = []
        kind = found
        if line:
            held.append(words)


def _kind(line: str) -> tuple[str, str]:
    """What a line belongs to, and its words; a heading keeps its marks, which say how large it is."""
    if _HEADING.fullmatch(line):
        return "heading", line
    if bullet := _BULLET.fullmatch(line):
        return "ul", bullet[1]
    if number := _NUMBER.fullmatch(line):
        return "ol", number[1]
    return ("p", line) if line else ("", "")


def _block(kind: str, held: list[str], top: int) -> str:
    if kind == "heading" and (found := _HEADING.fullmatch(held[0])):
        level = min(6, top + max(0, len(found[1]) - 2))
        return f"<h{level}>{_inline(found[2])}</h{level}>"
    if kind in ("ul", "ol"):
        rows = "".join(f"<li>{_inline(one)}</li>" for one in held)
        return f"<{kind}>{rows}</{kind}>"
    return f"<p>{'<br>'.join(_inline(one) for one in held)}</p>"


def _inline(words: str) -> str:
    plain = escape(words)
    linked = _LINK.sub(lambda found: f'<a href="{found[2]}">{found[1]}</a>', plain)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", linked))
