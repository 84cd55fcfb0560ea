"""Weekly opening hours: kept as a text that people can write, asked by weekday and minute, shown in words.

The text is a subset of OpenStreetMap's opening_hours: rules parted by `;`, each some days and either times or `off`;
days Mo Tu We Th Fr Sa Su as lists and ranges (none: every day), times 24 h as lists, a span past midnight as
`18:00-02:00` or `18:00-26:00`, and `24/7`. A later rule replaces an earlier one on its days. Months, weeks and holidays
are not read: seasons are a switch of the listing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.kit.dates import time_of_day, weekday_name
from portal.kit.numbers import NO_BREAK_SPACE
from portal.kit.say import N_, Refused, in_language

DAY = 24 * 60
"""Minutes of a day."""

Span = tuple[int, int]
"""Opens and closes, minutes after the midnight its day begins with; closes may lie in the next day (to 2880)."""


@dataclass(frozen=True, order=True, slots=True)
class Opening:
    """One unbroken opening inside one day: weekday (0 is Monday), from `opens` until before `closes`, in minutes.

    0 <= opens < closes <= 1440. Raises ValueError otherwise.
    """

    weekday: int
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < 7 and 0 <= self.opens < self.closes <= DAY):
            raise ValueError(f"{self.weekday}, {self.opens}-{self.closes} is no opening of one day")


@dataclass(frozen=True, slots=True)
class _Words:
    """How a language puts openings into words."""

    span: str
    days: str
    one_day: str
    conjunction: str
    colon: str
    semicolon: str
    every_day: str
    all_day: str
    always: str
    closed: str
    never: str


_WORDS = {
    "vi": _Words(
        span="{} đến {}",
        days="{} đến {}",
        one_day="{}",
        conjunction=" và ",
        colon=": ",
        semicolon="; ",
        every_day="hằng ngày",
        all_day="cả ngày",
        always="Mở cả ngày đêm",
        closed="nghỉ {}",
        never="Không mở cửa",
    ),
    "en": _Words(
        span="{} to {}",
        days="{} to {}",
        one_day="{}",
        conjunction=" and ",
        colon=": ",
        semicolon="; ",
        every_day="every day",
        all_day="all day",
        always="Open day and night",
        closed="closed {}",
        never="Closed",
    ),
    "fr": _Words(
        span="de {} à {}",
        days="du {} au {}",
        one_day="le {}",
        conjunction=" et ",
        colon=f"{NO_BREAK_SPACE}: ",
        semicolon=f"{NO_BREAK_SPACE}; ",
        every_day="tous les jours",
        all_day="toute la journée",
        always="Ouvert jour et nuit",
        closed="fermé {}",
        never="Fermé",
    ),
}
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_RULE = re.compile(r"(?P<days>[a-z][a-z ,-]*?)??\s*(?P<times>off|closed|[0-9].*)", re.DOTALL | re.IGNORECASE)
_TIMES = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_LONGEST = 500
_FEW_DAYS = 3
_UNREADABLE = N_(
    "These opening hours cannot be read at “%(piece)s”. Write them like this: Mo-Fr 08:00-11:30,13:30-17:00; Su off."
)


def parse(text: str) -> list[Opening]:
    """The openings of a week, in order, none overlapping or touching within a day; [] when it is always closed.

    What goes past midnight is split at midnight. Raises Refused, naming the piece, for what cannot be read; an empty
    text is refused too, since "not known" is not "closed".
    """
    if not text.strip() or len(text) > _LONGEST:
        raise _unreadable(text[:40])
    week: list[list[Span]] = [[] for _ in _DAYS]
    for rule in filter(None, (piece.strip() for piece in text.split(";"))):
        days, spans = _rule(rule)
        for weekday in days:
            week[weekday] = spans
    return _openings(week)


def is_open(openings: Iterable[Opening], weekday: int, minute: int) -> bool:
    """Whether it is open on a weekday (0 is Monday) at a minute of the day (0 to 1439), local time."""
    return any(o.weekday == weekday and o.opens <= minute < o.closes for o in openings)


def show(openings: Iterable[Opening], lang: str) -> str:
    """Openings in few words: "8:00 đến 17:00, nghỉ thứ Hai"; "Thứ Hai đến thứ Sáu: 8:00 đến 17:00; nghỉ Chủ nhật".

    Days with the same hours are said together, and an evening that goes past midnight is said whole. The days it is
    closed are named while they are few; a place that opens on three days or fewer names those only.
    """
    words = in_language(_WORDS, lang)
    by_hours: dict[tuple[Span, ...], list[int]] = {}
    for weekday, spans in enumerate(_whole_evenings(openings)):
        by_hours.setdefault(spans, []).append(weekday)
    shut = by_hours.pop((), [])
    if not by_hours:
        return words.never
    if list(by_hours) == [((0, DAY),)] and not shut:
        return words.always
    closed = words.closed.format(_say_days(shut, lang)) if 0 < len(shut) <= _FEW_DAYS else ""
    if len(by_hours) == 1 and len(shut) <= _FEW_DAYS:
        return _capital(f"{_say_spans(next(iter(by_hours)), lang)}, {closed or words.every_day}")
    said = [f"{_say_days(days, lang)}{words.colon}{_say_spans(spans, lang)}" for spans, days in by_hours.items()]
    return _capital(words.semicolon.join(filter(None, [*said, closed])))


def _unreadable(piece: str) -> Refused:
    return Refused(_UNREADABLE, values={"piece": piece.strip()})


def _rule(rule: str) -> tuple[list[int], list[Span]]:
    plain = rule.replace("–", "-")
    if plain == "24/7":
        return list(range(7)), [(0, DAY)]
    found = _RULE.fullmatch(plain)
    if not found:
        raise _unreadable(rule)
    days = _read_days(found["days"]) if found["days"] else list(range(7))
    if found["times"].lower() in ("off", "closed"):
        return days, []
    return days, [_read_span(piece) for piece in found["times"].split(",")]


def _read_days(text: str) -> list[int]:
    days: list[int] = []
    for piece in text.split(","):
        ends = [end.strip().lower() for end in piece.split("-")]
        if len(ends) > 2 or not set(ends) <= set(_DAYS):
            raise _unreadable(piece)
        first, last = _DAYS.index(ends[0]), _DAYS.index(ends[-1])
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]  # Sa-Mo goes round
    return days


def _read_span(piece: str) -> Span:
    found = _TIMES.fullmatch(piece.strip())
    if not found:
        raise _unreadable(piece)
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if closes < opens:
        closes += DAY
    if max(from_minute, to_minute) > 59 or opens >= DAY or not 0 < closes - opens <= DAY:
        raise _unreadable(piece)
    return opens, closes


def _openings(week: list[list[Span]]) -> list[Opening]:
    """Spans cut at midnight, sorted, and joined where they overlap or touch."""
    joined: list[Opening] = []
    for new in sorted(_cut_at_midnight(week)):
        last = joined[-1] if joined else None
        if last and last.weekday == new.weekday and new.opens <= last.closes:
            joined[-1] = Opening(last.weekday, last.opens, max(last.closes, new.closes))
        else:
            joined.append(new)
    return joined


def _cut_at_midnight(week: list[list[Span]]) -> Iterable[Opening]:
    for weekday, spans in enumerate(week):
        for opens, closes in spans:
            yield Opening(weekday, opens, min(closes, DAY))
            if closes > DAY:
                yield Opening((weekday + 1) % 7, 0, closes - DAY)


def _whole_evenings(openings: Iterable[Opening]) -> list[tuple[Span, ...]]:
    """The spans of each day, an evening joined again with the early hours (before noon) of the next day."""
    week: list[list[Span]] = [[] for _ in _DAYS]
    for o in sorted(openings):
        week[o.weekday].append((o.opens, o.closes))
    early = [bool(spans) and spans[0][0] == 0 and spans[0][1] < DAY // 2 for spans in week]
    late = [bool(spans) and spans[-1][0] > 0 and spans[-1][1] == DAY for spans in week]
    whole: list[tuple[Span, ...]] = []
    for weekday, spans in enumerate(week):
        after = (weekday + 1) % 7
        own = spans[1:] if early[weekday] and late[weekday - 1] else spans
        if late[weekday] and early[after]:
            own = [*own[:-1], (own[-1][0], DAY + week[after][0][1])]
        whole.append(tuple(own))
    return whole


def _say_spans(spans: tuple[Span, ...], lang: str) -> str:
    words = in_language(_WORDS, lang)
    if spans == ((0, DAY),):
        return words.all_day
    return _listed([words.span.format(time_of_day(a, lang), _say_end(b, lang)) for a, b in spans], words.conjunction)


def _say_end(closes: int, lang: str) -> str:
    return time_of_day(closes if closes <= DAY else closes - DAY, lang)


def _say_days(days: list[int], lang: str) -> str:
    """Days in order, three or more in a row as a range."""
    words = in_language(_WORDS, lang)
    said: list[str] = []
    for run in _runs(days):
        names = [weekday_name(day, lang) for day in run]
        said += [words.days.format(names[0], names[-1])] if len(run) > 2 else map(words.one_day.format, names)
    return _listed(said, words.conjunction)


def _runs(days: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _listed(said: list[str], conjunction: str) -> str:
    """One, two and three: commas, and the conjunction before the last."""
    return conjunction.join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
