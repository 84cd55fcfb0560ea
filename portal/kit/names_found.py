"""Names of people, studios and schools, e-mail addresses and telephone numbers found in a text that should hold none.

Keyed on what an entrant has said of themselves (`Known`). A name is found with its marks, without them, in capitals,
with its words turned round, spaced out letter by letter, run together as in a web address, and in the old Vietnamese
encodings of drawing programs (TCVN3, VNI). What is only likely is `sure=False`: a question to the entrant. A given name
alone ("An", "Hoa") is never found, nor a family name, nor what `places` names: those are ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from portal.kit.alike import HEADS
from portal.kit.fold import exact, fold, nfc
from portal.kit.old_letters import readings

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200d\u00ad])*")
STOP = re.compile(r"[,;:()/|–—]")
LETTERS_RUN_TOGETHER = 7
LETTERS_SPACED = 6
MOST = 200  # places of one line
SHORT_LINE = 6  # words in which a family name and a given name belong together wherever they stand
TITLES = frozenset({"kts", "ths", "ks", "sv", "gvhd", "gv", "svth", "arch", "architect", "by", "boi"})
"""Before a given name these say that a person is meant."""

_GENERIC = """
truong dai hoc cao dang khoa vien trung tam kien truc xay dung thiet ke noi that my thuat nhom cong ty tnhh mtv cp co
phan van phong xuong studio atelier lab team group architects architecture architect arch design designs designer
university college school of the and va company ltd jsc llc su pham nghe thpt thcs tp hcm thanh pho quoc gia ky bach xa
hoi nhan sang tao creative space
"""
GENERIC = frozenset(_GENERIC.split())
"""Words that say what kind of house it is, not which."""
BEFORE_A_NAME = GENERIC | {word for head in HEADS for word in head.split()}
SCHOOLS = frozenset({"dai hoc", "cao dang", "truong", "university", "college", "hoc vien"})

PLACES = ("Việt Nam", "Hà Nội", "Sài Gòn", "Hồ Chí Minh", "Đà Nẵng", "Quảng Nam", "Hội An", "Tam Kỳ", "Hải Phòng",
          "Cần Thơ", "Nha Trang", "Thanh Hóa", "Ninh Bình", "Thái Bình", "Bình An", "An Giang", "Tân An", "Thu Bồn",
          "Cửa Đại", "Trường Sa", "Hoàng Sa", "Lý Sơn", "Mỹ Sơn", "Hải Vân", "Trà My", "An Bàng", "Cẩm An")  # fmt: skip
"""Places that every panel may name, and whose words are given names too."""

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MOBILE = re.compile(r"(?<![\d.,])(?:\+?84|0)[\s.-]?(?:[35789]\d)(?:[\s.-]?\d){7}(?![\d])")
EVERYBODYS_MAIL = frozenset({"gmail.com", "yahoo.com", "yahoo.com.vn", "outlook.com", "hotmail.com", "icloud.com",
                             "live.com", "proton.me", "protonmail.com"})  # fmt: skip
ANYBODYS_BOX = frozenset({"info", "contact", "admin", "hello", "studio", "office", "design", "lienhe", "mail", "team"})


class Match(NamedTuple):
    """One place in `nfc(text)`. `sure`: it is what was looked for; else it may be."""

    start: int
    end: int
    words: str
    sure: bool


@dataclass(frozen=True)
class Known:
    """What an entrant has said of themselves; `places` are phrases that are nobody's name, such as the
    city's wards: they stand beside PLACES, which the whole country knows."""

    people: Sequence[str] = ()
    houses: Sequence[str] = ()
    """Studios, companies, schools."""
    mails: Sequence[str] = ()
    phones: Sequence[str] = ()
    """As E.164, or as they are written."""
    places: Sequence[str] = ()

    @cached_property
    def of_people(self) -> tuple[_Name, ...]:
        return tuple(_Name.of(name) for name in self.people if WORD.search(name))

    @cached_property
    def of_houses(self) -> tuple[_House, ...]:
        return tuple(_House.of(name) for name in self.houses if WORD.search(name))

    @cached_property
    def of_places(self) -> tuple[_Name, ...]:
        return _of_places(tuple(self.places))

    @cached_property
    def of_phones(self) -> tuple[re.Pattern[str], ...]:
        national = (re.sub(r"\D", "", phone).removeprefix("00") for phone in self.phones)
        bare = (re.sub(r"^(84|0)", "", digits) for digits in national)
        return tuple(re.compile(r"(?<!\d)(?:(?:(?:\+|00)?84|0)[\s.()-]*)?" + r"[\s.()/-]{0,3}".join(digits) + r"(?!\d)")
                     for digits in bare if len(digits) >= 8)  # fmt: skip


@lru_cache(maxsize=8)
def _of_places(more: tuple[str, ...]) -> tuple[_Name, ...]:
    """The same for every entry of a city."""
    return tuple(_Name.of(name) for name in (*PLACES, *more) if WORD.search(name))


def find(text: str, known: Known, *, loose: bool = False) -> list[Match]:
    """Every place in a line of text, from its start; of two that overlap the surer, then the longer one.

    `loose` is for addresses, file names and the author's field, where nobody writes capitals: there a family name
    beside a given name is enough without them. Any e-mail address and any Vietnamese mobile number is found, surely
    when it is the entrant's.
    """
    text = nfc(text)
    found = [*_contacts(text, known)]
    for reading in readings(text):
        words = _words(reading, known)
        there, spread = {word.fold for word in words}, " ".join(word.fold for word in words)
        for name in known.of_people:
            if name.words[-1][1] in there:
                found += _person(words, name, loose)
            if any(way in spread for way in (name.joined, *name.turned)):
                found += _in_one_word(words, name)
            if " ".join(name.joined) in spread:
                found += _spaced_out(words, name)
        for house in known.of_houses:
            if any(part[1] in spread for part in house.name.words):
                found += _house(words, house, loose)
    found.sort(key=lambda one: (not one.sure, one.start - one.end, one.start))
    kept: list[Match] = []
    for one in found[:MOST]:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one._replace(words=text[one.start : one.end]))
    return sorted(kept)


class _Word(NamedTuple):
    start: int
    end: int
    exact: str
    fold: str
    capital: bool
    marked: bool
    after_stop: bool
    place: bool

    def same(self, other: tuple[str, str]) -> bool:
        """Whether it is a word of a name (exact, folded): marks count where both are written with them."""
        return self.exact == other[0] or (
            self.fold == other[1] and (self.exact == self.fold or other[0] == other[1])
        )  # fmt: skip


class _Name(NamedTuple):
    words: tuple[tuple[str, str], ...]
    folds: frozenset[str]
    joined: str
    turned: tuple[str, ...]
    """Other ways of writing it in one word: given name first, or without the middle names."""

    @classmethod
    def of(cls, name: str) -> _Name:
        words = tuple(_forms(word) for word in WORD.findall(nfc(name)))
        folded = [word for _, word in words]
        family, given = folded[0], folded[-1]
        ways = {"".join((given, *folded[:-1])), "".join(reversed(folded)), given + family, family + given}
        joined = "".join(folded)
        return cls(
            words,
            frozenset(folded),
            joined,
            tuple(sorted(way for way in ways - {joined} if len(way) >= LETTERS_RUN_TOGETHER)),
        )


class _House(NamedTuple):
    name: _Name
    core: tuple[tuple[str, str], ...]
    """Its words without those that say only what kind of house it is."""
    initials: str
    """A core that is an abbreviation in capitals, as in "MIA Design"."""

    @classmethod
    def of(cls, name: str) -> _House:
        whole = _Name.of(name)
        first = next((at for at, word in enumerate(whole.words) if word[1] not in BEFORE_A_NAME), len(whole.words))
        last = next((at for at in range(len(whole.words), first, -1) if whole.words[at - 1][1] not in GENERIC), first)
        written = WORD.findall(nfc(name))[first:last]
        short = written[0] if len(written) == 1 and written[0].isupper() and len(written[0]) >= 3 else ""
        return cls(whole, whole.words[first:last], fold(short))


def _words(text: str, known: Known) -> list[_Word]:
    found, end = [], 0
    for one in WORD.finditer(text):
        word = one.group()
        said, folded = _forms(word)
        stopped = STOP.search(text, end, one.start()) is not None
        found.append(_Word(one.start(), one.end(), said, folded, word[0].isupper(), said != folded, stopped, False))
        end = one.end()
    there = {word.fold for word in found}
    for place in known.of_places:
        for at in _runs(found, place.words) if place.folds <= there else ():
            for number in range(at, at + len(place.words)):
                found[number] = found[number]._replace(place=True)
    return found


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, str]:
    return exact(word), fold(word)


def _runs(words: Sequence[_Word], name: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Where all words of a name stand one after the other."""
    for at in range(len(words) - len(name) + 1):
        if words[at].same(name[0]) and all(words[at + n].same(part) for n, part in enumerate(name)):
            yield at


def _match(words: Sequence[_Word], sure: bool) -> Match:
    return Match(min(word.start for word in words), max(word.end for word in words), "", sure)


def _person(words: list[_Word], name: _Name, loose: bool) -> Iterator[Match]:
    parts = name.words
    if len(parts) >= 2:
        for at in range(len(words) - len(parts) + 1):
            window = words[at : at + len(parts)]
            if _are(window, parts):
                capitals = len(parts) >= 3 or loose or all(word.capital for word in window)
                if capitals or (window[0].same(parts[0]) and any(word.marked for word in window)):
                    yield _match(window, sure=capitals)
        yield from _family_and_given(words, name, loose)
        yield from _after_a_title(words, parts[-1])
    if len(parts) >= 3:
        for one, other in pairwise(words):
            if one.same(parts[-2]) and other.same(parts[-1]) and _may_be_a_name(one, other, loose):
                yield _match((one, other), sure=False)


def _are(window: Sequence[_Word], parts: Sequence[tuple[str, str]]) -> bool:
    """Whether these are the words of a name in whatever order."""
    left = list(parts)
    for word in window:
        part = next((part for part in left if word.same(part)), None)
        if part is None:
            return False
        left.remove(part)
    return True


def _may_be_a_name(one: _Word, other: _Word, loose: bool) -> bool:
    if one.place or other.place or len(one.fold) + len(other.fold) < 4:
        return False
    return loose or (one.capital and other.capital and not other.after_stop)


def _family_and_given(words: list[_Word], name: _Name, loose: bool) -> Iterator[Match]:
    """Both in one short line; in a longer one side by side, or with a middle name or an initial between them."""
    family, *middle, given = name.words
    initials = {(part[0][:1], part[1][:1]) for part in middle}
    reach = len(words) if len(words) <= SHORT_LINE else 2
    for at, one in enumerate(words):
        if one.place or not one.same(family):
            continue
        for to in range(max(0, at - reach), min(len(words), at + reach + 1)):
            other = words[to]
            if to == at or other.place or not other.same(given) or not (loose or (one.capital and other.capital)):
                continue
            low, high = sorted((at, to))
            between = words[low + 1 : high]
            near = not between or (
                len(between) == 1 and any(between[0].same(part) for part in (*middle, *initials))
                and not between[0].after_stop
            )  # fmt: skip
            if near or (len(words) <= SHORT_LINE and not loose):
                yield _match(words[low : high + 1], sure=False)


def _after_a_title(words: list[_Word], given: tuple[str, str]) -> Iterator[Match]:
    for title, word in pairwise(words):
        if title.fold in TITLES and word.same(given) and word.capital and not word.place:
            yield _match((title, word), sure=False)


def _in_one_word(words: list[_Word], name: _Name) -> Iterator[Match]:
    """ "nguyenvanan", "NguyenVanAn2025", "ktsannguyen": as people call files, pages and boxes."""
    for sure, ways in ((True, (name.joined,)), (False, name.turned)):
        for way in ways:
            if len(way) < LETTERS_RUN_TOGETHER:
                continue
            for word in words:
                at = word.fold.find(way)
                if at >= 0 and not word.fold[at + len(way) :][:1].isalpha():
                    yield _match((word,), sure=sure and at == 0)


def _spaced_out(words: list[_Word], name: _Name) -> Iterator[Match]:
    """ "N G U Y Ễ N  V Ă N  A": letters that stand alone, one after the other."""
    if len(name.joined) < LETTERS_SPACED:
        return
    for at in range(len(words) - len(name.joined) + 1):
        window = words[at : at + len(name.joined)]
        if all(word.fold == letter for word, letter in zip(window, name.joined, strict=True)):
            yield _match(window, sure=True)


def _house(words: list[_Word], house: _House, loose: bool) -> Iterator[Match]:
    whole, core = house.name.words, house.core
    if len(whole) >= 2 and (core or len(whole) >= 4):
        for at in _runs(words, whole):
            yield _match(words[at : at + len(whole)], sure=True)
    for at in _runs(words, core) if core else ():
        window = words[at : at + len(core)]
        named = loose or all(word.capital for word in window)
        own = len(core) >= 2 or len(core[0][1]) >= 6 or (house.initials and len(whole) == 1)
        if named and own and not any(word.place for word in window):
            yield _match(window, sure=len(whole) == len(core))
    yield from _parts_of_a_house(words, house)
    if house.initials:
        yield from (_match((word,), sure=False) for word in words
                    if word.fold == house.initials and word.end - word.start == len(house.initials)
                    and word.capital and not word.place)  # fmt: skip
    for way in {house.name.joined, "".join(part[1] for part in core)}:
        if len(way) >= LETTERS_RUN_TOGETHER - 1 and len(whole) > 1:
            yield from (_match((word,), sure=False) for word in words if way in word.fold)


def _parts_of_a_house(words: list[_Word], house: _House) -> Iterator[Match]:
    """All but a word or two of a long name: "Đại học Bách khoa" of "Trường Đại học Bách khoa Đà Nẵng"."""
    whole = house.name.words
    for length in range(len(whole) - 1, 2, -1):
        for start in range(len(whole) - length + 1):
            part = whole[start : start + length]
            folded = [word for _, word in part]
            school = length >= 4 and (" ".join(folded[:2]) in SCHOOLS or folded[0] in SCHOOLS)
            if not school and all(word in GENERIC for word in folded):
                continue
            for at in _runs(words, part):
                window = words[at : at + length]
                if sum(not word.place for word in window) >= min(3, length - 1):
                    yield _match(window, sure=False)


def _contacts(text: str, known: Known) -> Iterator[Match]:
    mails = {mail.strip().lower() for mail in known.mails}
    for one in MAIL.finditer(text):
        yield Match(one.start(), one.end(), "", one.group().lower() in mails)
    for one in MOBILE.finditer(text):
        yield Match(one.start(), one.end(), "", False)
    for phone in known.of_phones:
        yield from (Match(one.start(), one.end(), "", True) for one in phone.finditer(text))
    lower = text.lower()
    for mail in mails:
        box, _, host = mail.partition("@")
        for part, sure in ((box, len(box) >= 8), (host, True)):
            if len(part) < 5 or part in ANYBODYS_BOX or part in EVERYBODYS_MAIL:
                continue
            found = re.finditer(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", lower)
            yield from (Match(one.start(), one.end(), "", sure) for one in found)
