"""One date of a file in the values that the calendar takes, and what of it cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from textwrap import shorten
from typing import Any

from portal.events import rules, when
from portal.events.importer.kinds import kind_of
from portal.kit.clock import parse_iso
from portal.kit.fold import clean, fold
from portal.kit.say import N_, Refused

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_PLACE, LONGEST_KEY = 120, 250, 120, 250

_NO_TITLE = N_("It has no title.")
_CUT = N_("The title is longer than %(limit)s letters and was cut.")
_SAYS = {
    "unreadable": N_("This line cannot be read: “%(value)s”."),
    "zone": N_("Nobody knows the time zone “%(value)s”."),
    "undated": N_("It does not say when it begins."),
    "often": N_("It comes again more often than is taken: at most once a day, and 400 dates in 24 months."),
    "slow": N_("Its rule takes too long to work out: it comes too often or never."),
    "mixed": N_("It begins on a day and ends at an hour, or the other way round."),
    "cut": N_("The file breaks off before its end."),
    "broken": N_("It is damaged and cannot be read."),
    "heavy": N_("Its text is too long to be kept for each of its dates."),
    "html": N_("Markup of a web page was taken out of its text."),
    "foreign": N_("Its time was converted from the zone %(value)s."),
    "unfitting": N_("Its first date does not follow its own rule: other calendars may show other dates."),
}
_SILENT = {"utc", "over", "far"}
OVER = N_("It was over more than 30 days ago.")
FAR = N_("It is more than 24 months ahead.")


@dataclass(frozen=True)
class Item:
    """`key` names it within its source; `given` are fields as `rules.FIELDS` names them; `venue` and `organiser` are
    names as the file has them, None where it says nothing of them; `aside` says why it is not looked at."""

    line: int
    key: str
    uid: str
    title: str
    given: Mapping[str, Any] = field(default_factory=dict)
    venue: str | None = None
    organiser: str | None = None
    cancelled: bool = False
    sequence: int = 0
    notes: tuple[Refused, ...] = ()
    faults: tuple[Refused, ...] = ()
    aside: Refused | None = None

    @property
    def first_day(self) -> date:
        return when.day_of(parse_iso(self.given["starts_at"]))


def items(content: Mapping[str, Any]) -> Iterator[Item]:
    """What a file holds, in its order. Of what stands in it twice the latest word counts."""
    latest: dict[str, Mapping[str, Any]] = {}
    for raw in content["items"]:
        known = latest.get(_key(raw))
        if known is None or raw["sequence"] >= known["sequence"]:
            latest[_key(raw)] = raw
    for key, raw in latest.items():
        yield _item(key, raw)
    for fault in content["faults"]:
        why = (
            said(fault["why"], fault["value"]) if "why" in fault else Refused(fault["says"][0], values=fault["says"][1])
        )
        yield Item(fault["line"], fault["uid"], fault["uid"], fault["title"], faults=(why,))


def said(word: str, value: str = "") -> Refused:
    """The sentence for a word of the sandbox."""
    return Refused(_SAYS[word], values={"value": value} if value else None)


def _item(key: str, raw: Mapping[str, Any]) -> Item:
    given, notes = _texts(raw)
    notes += [said(*note.partition(" ")[::2]) for note in raw["notes"] if note.partition(" ")[0] not in _SILENT]
    faults: list[Refused] = [] if given["title_vi"] else [Refused(_NO_TITLE)]
    try:
        given |= _times(raw)
        given = rules.tidied(given)
    except Refused as refused:
        faults.append(refused)
    aside = Refused(OVER) if "over" in raw["notes"] else Refused(FAR) if "far" in raw["notes"] else None
    return Item(
        raw["line"], key, raw["uid"][:200], given["title_vi"], given, raw.get("venue", raw.get("location")),
        raw.get("organiser") or None, raw["status"] == "CANCELLED", raw["sequence"], tuple(notes), tuple(faults), aside,
    )  # fmt: skip


def _key(raw: Mapping[str, Any]) -> str:
    """What names it within its source: its UID and which of its dates it is, else its title, start and place."""
    if uid := clean(raw["uid"]):
        whole = f"{uid}#{raw['recurrence']}" if raw["recurrence"] else uid
        return whole if len(whole) <= LONGEST_KEY else f"sha256:{sha256(whole.encode()).hexdigest()}"
    title = raw.get("summary") or raw.get("given", {}).get("title_vi", "")
    place = raw.get("venue", raw.get("location")) or ""
    told = "\n".join((fold(clean(title)), raw["starts"], fold(clean(place))))
    return f"sha256:{sha256(told.encode()).hexdigest()}"


def _texts(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[Refused]]:
    """The texts that the file gives, from the columns of a table or from the properties of a calendar."""
    given: dict[str, Any] = dict(raw["given"]) if "given" in raw else _of_calendar(raw)
    title = clean(given.get("title_vi", ""))
    given["title_vi"] = title[:LONGEST_TITLE].rstrip()
    return given, [Refused(_CUT, values={"limit": LONGEST_TITLE})] if len(title) > LONGEST_TITLE else []


def _of_calendar(raw: Mapping[str, Any]) -> dict[str, Any]:
    told = clean(raw["description"], lines=True)
    url = clean(raw["url"])
    if url.startswith(("http://", "https://")) and url not in told:
        told = "\n".join(filter(None, (told, url)))
    first = told.split("\n", 1)[0]
    summary = first if len(first) <= LONGEST_SUMMARY else shorten(first, LONGEST_SUMMARY, placeholder="…")
    given = {"title_vi": raw["summary"], "summary_vi": summary, "text_vi": "" if told == summary else told}
    kind = kind_of(raw["categories"])
    return given | ({"kind": str(kind)} if kind else {})


def _times(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Start and end, looked at as the calendar will look at them."""
    if raw["all_day"]:
        span = when.whole_days(date.fromisoformat(raw["starts"]), date.fromisoformat(raw["ends"]))
    else:
        span = when.span(parse_iso(raw["starts"]), parse_iso(raw["ends"]) if raw["ends"] else None)
    return {"starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day}
