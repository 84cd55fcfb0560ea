"""A reader who asks for everything: each address of the url map, all that the pages lead to, in every language.

What they read of an answer is opened first: the streams and the text of a PDF, the parts of a workbook.
"""

from __future__ import annotations

import hashlib
import html
import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
from flask import Flask
from werkzeug.test import TestResponse

from portal.kit.fold import fold
from portal.people.models import Person
from tests import cast
from tests.looking import OwnRequests

Known = Mapping[str, Sequence[str]]
"""What may stand in an address for each of its arguments."""
LEADS = re.compile(r'\b(?:href|src|action|poster|hx-get|data-(?!file)[a-z]+)="(/[^"/][^"]*|/)"')
TILES = re.compile(r'data-sheet="(\d+)"[^>]*data-levels="([0-9x ]+)"')
VIEWER = re.compile(r'<panel-viewer data-address="([^"]+)"')
VARIANTS = 4
"""So many questions (`?…`) of one address are followed: a calendar has no end."""
ELSEWHERE = 2
"""So many of a kind are tried at addresses that are no juror's: what is refused for one code is so for all."""
TILE = 512
NOT_FOLLOWED = ("/assets/", "/people/sign-out")


class Answer(NamedTuple):
    status: int
    headers: str
    body: bytes


class Reader:
    """Somebody's browser, without looking at the markup: other tests do, and this one asks for very much."""

    def __init__(self, app: Flask, person: Person | None, languages: Sequence[str] = ("/en", "/fr")) -> None:
        self.app, self.languages = app, languages
        self.client = OwnRequests(app, app.response_class)
        cast.sign_in(self.client, person)
        self.answers: dict[str, Answer] = {}

    def crawl(self, known: Known, within: tuple[str, ...] = ("/",)) -> dict[str, Answer]:
        """Everything below `within` by its address, as this reader is answered."""
        waiting = [one for one in _addresses(self.app, known) if one.startswith(within)]
        asked, variants = set(waiting), Counter[str]()
        while waiting:
            address = waiting.pop()
            first = self.get(address)
            again = first.status_code == 200 and first.mimetype == "text/html"
            for answer in [first, *(self.get(f"{one}{address}".removesuffix("/")) for one in self.languages if again)]:
                for found in _leads(answer):
                    path, _mark, question = found.partition("?")
                    variants[path] += bool(question)
                    new = found not in asked and found.startswith(within)
                    if new and (not question or variants[path] <= VARIANTS):
                        asked.add(found)
                        waiting.append(found)
        return self.answers

    def get(self, address: str) -> TestResponse:
        return self._kept(address, self.client.get(address))

    def post(self, address: str, **typed: str) -> TestResponse:
        return self._kept(f"POST {address} {typed}", self.client.post(address, data=typed))

    def _kept(self, address: str, answer: TestResponse) -> TestResponse:
        headers = [f"{name}: {value}" for name, value in answer.headers if name not in ("Date", "Set-Cookie")]
        self.answers[address] = Answer(answer.status_code, "\n".join(headers), answer.get_data())
        return answer


class Finder:
    """Looks for words in answers, folded, in every encoding in which a file keeps them; equal bodies once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = {fold(word): word for word in words}
        self.codes = {
            body: word for word in self.words.values() for code in ("utf-16-le", "utf-16-be")
            for body in (word.encode(code), word.upper().encode(code), fold(word).encode(code))
        }  # fmt: skip
        self.seen: dict[bytes, set[str]] = {}

    def told(self, address: str, answer: Answer) -> set[str]:
        """Which of the words an answer says, with its address and its headers."""
        return self.in_text(f"{address}\n{answer.headers}") | self.in_file(answer.body)

    def in_text(self, text: str) -> set[str]:
        folded = fold(text)
        return {word for form, word in self.words.items() if form in folded}

    def in_file(self, body: bytes) -> set[str]:
        key = hashlib.sha256(body).digest()
        if key not in self.seen:
            self.seen[key] = {word for part in _opened(body) for word in self._in_bytes(part)}
        return self.seen[key]

    def _in_bytes(self, body: bytes) -> set[str]:
        found = self.in_text(html.unescape(body.decode("utf-8", "ignore")))
        if b"\0" in body or b"\xfe\xff" in body:
            found |= {word for code, word in self.codes.items() if code in body}
        return found


def _opened(body: bytes) -> Iterator[bytes]:
    yield body
    if body.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            yield from (packed.read(one) for one in packed.namelist())
    if body.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(body)) as made:
            yield repr(made.docinfo).encode()
            for thing in made.objects:
                yield from _object(thing)
        document = pypdfium2.PdfDocument(body)
        for page in document:
            yield page.get_textpage().get_text_range().encode()
        document.close()


def _object(thing: pikepdf.Object) -> Iterator[bytes]:
    """Whatever text an object of a PDF holds: the words of its dictionary, its stream as it lies and opened."""
    yield repr(thing).encode()
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_raw_bytes()
        if "/DCTDecode" not in str(thing.get("/Filter")):
            yield thing.read_bytes()


def _addresses(app: Flask, known: Known) -> list[str]:
    """Every address of the url map that can be asked for with what is known; those of files come by the pages."""
    found: set[str] = set()
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= known.keys():
            continue
        names = sorted(rule.arguments)
        some = None if rule.rule.startswith("/jury") else ELSEWHERE
        for values in itertools.product(*(known[name][:some] for name in names)):
            try:
                found.add(urls.build(rule.endpoint, dict(zip(names, values, strict=True))))
            except ValueError:  # a number is asked for, and this is none
                continue
    return sorted(one for one in found if not one.startswith(NOT_FOLLOWED))


def _leads(answer: TestResponse) -> list[str]:
    """Where a page leads, without its language; and the tiles that its viewer would ask for."""
    if answer.status_code in (301, 302, 303):
        return [_plain(urlsplit(answer.location).path)]
    if answer.mimetype != "text/html":
        return []
    text = answer.get_data(as_text=True)
    found = [_plain(html.unescape(one).partition("#")[0]) for one in LEADS.findall(text)]
    found += [_plain(one) for one in _tiles(text)]
    return [one for one in found if not one.startswith(NOT_FOLLOWED)]


def _tiles(text: str) -> Iterator[str]:
    viewer = VIEWER.search(text)
    for sheet, levels in TILES.findall(text) if viewer else ():
        assert viewer is not None
        for level, size in enumerate(levels.split()):
            across, down = (-(-int(side) // TILE) for side in size.split("x"))
            for column, row in itertools.product(range(across), range(down)):
                yield f"{viewer[1]}-{sheet}-{level}-{column}-{row}.webp"


def _plain(address: str) -> str:
    """An address without the language before it."""
    return re.sub(r"^/(en|fr)(?=/|\?|$)", "", address) or "/"
