"""What a visitor asks of the map, as one value with the same answer on either engine, and numbers of listings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.kit.fold import exact, words
from portal.kit.geo import Box, Point
from portal.listings.models import Stage, State, Support

MOST_WORDS = 8
ANYWHERE = Box(0, 0, 0, 0)
LONGEST_WORD = 120  # letters; PostgreSQL refuses to look for a word of more than 2,047 bytes


def asked_words(text: str) -> list[str]:
    """The words of a folded or exact text that are looked for: not more, and none longer, than has a meaning."""
    return [word[:LONGEST_WORD] for word in words(text)[:MOST_WORDS]]


@dataclass(frozen=True)
class Query:
    """What a visitor asks for. Keys are those of the city's data; `now` decides what is open."""

    q: str = ""
    groups: tuple[str, ...] = ()
    area: str = ""
    ward: str = ""
    field: str = ""
    stage: Stage | None = None
    offer: Support | None = None
    need: Support | None = None
    open: tuple[int, int] | None = None
    """Weekday (0 is Monday) and minute of the city's day at which a listing must be open."""
    open_at: datetime | None = None
    """The moment that is: a pause that ends before it is over."""
    near: Point | None = None
    bbox: Box | None = None
    unplaced: bool = False
    sort: str = "relevance"
    page: int = 1
    lang: str = "vi"
    state: State = State.PUBLISHED

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(asked_words(exact(self.q)))

    @property
    def whole(self) -> Query:
        """The question behind all pages, orders and languages of one answer."""
        return replace(self, sort="relevance", page=1, lang="vi", near=None)

    @property
    def kind(self) -> Query:
        """The same for all that ask for the same kinds of things in the same order, whatever exactly they ask for."""
        return replace(
            self,
            q="",
            groups=self.groups[:1] and ("",),
            area=self.area and "-",
            ward=self.ward and "-",
            near=None,
            bbox=self.bbox and ANYWHERE,
            page=1,
        )

    @property
    def is_plain(self) -> bool:
        """Asks by area, ward and group only: answered from kept tallies."""
        return not (self.by_index or self.open or self.bbox)

    @property
    def by_index(self) -> bool:
        """Asks for what is found by words: typed ones, or those that stand for a mark, a stage, a missing place."""
        return bool(self.words or self.field or self.offer or self.need or self.stage or self.unplaced)

    @property
    def by_index_alone(self) -> bool:
        """Asks for nothing that no word can say: no hours, no box."""
        return self.by_index and not (self.bbox or self.open)


@dataclass(frozen=True)
class Count:
    """A number of listings; `more` says that there are more than that."""

    n: int
    more: bool = False
