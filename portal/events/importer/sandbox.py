"""The sandbox: a process of its own in which a stranger's calendar is read, under limits of memory and time.

`run` starts this very file as a script. It imports nothing of the portal; the file comes in as its standard input, one
JSON document goes out: `refused`, a word why the whole file cannot be read, or `items`, the dates it tells, and
`faults`, what of it cannot be read, each with its line, its UID and one word why.
"""

from __future__ import annotations

import codecs
import json
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

MEMORY = 700_000_000  # bytes of address space, Python and its libraries included
CPU_SECONDS = 25
SECONDS = 40
EACH = 0.5  # seconds of work for one event with all its dates
MOST_SLOW = 10
EVENTS = 2_000
LINES = 200_000
DATES = 400
"""The most dates of one event that comes again."""
LONGEST = 20_000  # letters of a text
LETTERS = 6_000_000  # of all texts together, those of each date of a series counted
OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
NAME = re.compile(rb"[A-Za-z0-9-]+[;:]")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#0-9]+;")


class Unfit(Exception):
    """It cannot be taken; its text is one word why."""


def run(content: bytes, *, zone: str, first: date, last: date) -> dict[str, Any]:
    """The dates from `first` to `last` that a file tells. Never raises for what is in it."""
    try:
        ended = subprocess.run(
            [sys.executable, "-I", __file__, zone, str(first), str(last)],
            input=content, capture_output=True, timeout=SECONDS, env={}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "heavy"}
    return json.loads(ended.stdout) if ended.returncode == 0 else {"refused": "heavy"}


# Lines and blocks


class Block:
    """One VEVENT: the number of its first line, and its own lines without those of what stands inside it."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[str] = []
        self.whole = True

    def value(self, name: str) -> str:
        found = (line for line in self.lines if re.match(rf"{name}[;:]", line, re.I))
        return next((line.partition(":")[2].strip() for line in found), "")


class File:
    """The events of a file and the zones that it describes itself."""

    def __init__(self, content: bytes) -> None:
        self.blocks: list[Block] = []
        self.zones: dict[str, set[str]] = {}
        self.known_as: dict[str, str] = {}
        self._read(content)

    def _read(self, content: bytes) -> None:
        stack: list[str] = []
        block: Block | None = None
        zone: list[str] = []
        seen = False
        for number, line in _lines(content):
            name, _, rest = line.partition(":")
            name, rest = name.upper(), rest.strip().upper()
            if name == "BEGIN":
                seen = seen or rest == "VCALENDAR"
                stack.append(rest)
                if len(stack) > 6:
                    raise Unfit("nested")
                if rest == "VEVENT" and block is None:
                    block = Block(number)
                    self.blocks.append(block)
                elif rest == "VEVENT" and block is not None:
                    block.whole, block = False, Block(number)
                    self.blocks.append(block)
                    stack = ["VCALENDAR", "VEVENT"]
                elif rest == "VTIMEZONE":
                    zone = []
            elif name == "END":
                if stack and stack[-1] == rest:
                    stack.pop()
                if rest == "VEVENT":
                    block = None
                elif rest == "VTIMEZONE":
                    self._zone(zone)
            elif block is not None and stack[-1:] == ["VEVENT"]:
                block.lines.append(line)
            elif "VTIMEZONE" in stack:
                zone.append(line)
            if len(self.blocks) > EVENTS:
                raise Unfit("many")
        if block is not None:
            block.whole = False
        if not seen:
            raise Unfit("unknown")

    def _zone(self, lines: list[str]) -> None:
        told = [line.partition(":") for line in lines]
        names = [value.strip() for name, _, value in told if name.upper().startswith("TZID")]
        if names:
            self.zones[names[0]] = {value.strip() for name, _, value in told if name.upper() == "TZOFFSETTO"}
            own = [value.strip() for name, _, value in told if name.upper() == "X-LIC-LOCATION"]
            self.known_as[names[0]] = own[0] if own else ""


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the number of their first. A line that names nothing goes on with the one before it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16").encode()
    held, begins = b"", 0
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").splitlines(), 1):
        if number > LINES:
            raise Unfit("many")
        if held and line[:1] in (b" ", b"\t"):
            held += line[1:]
        elif held and line and not NAME.match(line):
            held += line
        else:
            if held:
                yield begins, _text(held)
            held, begins = line, number
    if held:
        yield begins, _text(held)


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as unreadable:
        raise Unfit("code") from unreadable


# Events


def read(content: bytes, zone: str, first: date, last: date) -> dict[str, Any]:
    try:
        file = File(content)
    except (Unfit, UnicodeDecodeError) as unfit:
        return {"refused": str(unfit) if isinstance(unfit, Unfit) else "code"}
    reader = Reader(file, ZoneInfo(zone), first, last)
    reader.read()
    if reader.slow > MOST_SLOW or reader.letters > LETTERS:
        return {"refused": "heavy"}
    if len(reader.items) > EVENTS:
        return {"refused": "many"}
    return {"items": reader.items, "faults": reader.faults}


class Reader:
    def __init__(self, file: File, zone: ZoneInfo, first: date, last: date) -> None:
        self.file, self.zone, self.first, self.last = file, zone, first, last
        self.items: list[dict[str, Any]] = []
        self.faults: list[dict[str, Any]] = []
        self.slow = self.letters = 0

    def read(self) -> None:
        series: dict[str, list[tuple[Block, Any]]] = {}
        for block in self.file.blocks:
            with self._faulty(block), _in_time():
                event = self._parsed(block)
                uid = block.value("UID")
                if uid and any(event.get(name) is not None for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
                    series.setdefault(uid, []).append((block, event))
                else:
                    self._add(block, event)
            if len(self.items) > EVENTS or self.slow > MOST_SLOW:
                return
        for parts in series.values():
            block = next((block for block, event in parts if event.get("RECURRENCE-ID") is None), parts[0][0])
            with self._faulty(block), _in_time():
                self._expand(block, parts)
            if len(self.items) > EVENTS or self.slow > MOST_SLOW:
                return

    @contextmanager
    def _faulty(self, block: Block) -> Iterator[None]:
        try:
            yield
        except Unfit as unfit:
            self._refuse(block, str(unfit))
        except TimeoutError:
            self._refuse(block, "slow")
            self.slow += 1
        except RecursionError:
            self._refuse(block, "broken")
        except Exception:  # whatever a library stumbles over, the event is at fault
            self._refuse(block, "broken")

    def _refuse(self, block: Block, why: str) -> None:
        word, _, value = why.partition(" ")
        uid, title = block.value("UID")[:200], plain(_unescaped(block.value("SUMMARY")))[0][:120]
        self.faults.append({"line": block.line, "uid": uid, "title": title, "why": word, "value": value[:120]})

    def _parsed(self, block: Block) -> Any:
        from icalendar import Event

        if not block.whole:
            raise Unfit("cut")
        event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *block.lines, "END:VEVENT", ""]))
        bad = {name for name, _why in event.errors}
        for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE"):
            twice = isinstance(event.get(name), list) and name in ("DTSTART", "DTEND", "RRULE")
            if name in bad or twice:
                raise Unfit(f"unreadable {name}: {block.value(name)}")
        if event.get("DTSTART") is None:
            raise Unfit("undated")
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            if event.get(name) is not None:
                self._settle(event, name)
        return event

    def _settle(self, event: Any, name: str) -> None:
        """Gives a time the zone that the file names; one without a zone stays as it is, it is the city's."""
        there = event[name]
        tzid = str(there.params.get("TZID", ""))
        if not isinstance(there.dt, datetime) or there.dt.tzinfo is not None or not tzid:
            return
        there.dt = there.dt.replace(tzinfo=self._zone(tzid))

    def _zone(self, tzid: str) -> Any:
        for name in (tzid, self.file.known_as.get(tzid, ""), "/".join(tzid.split("/")[-2:])):
            try:
                return ZoneInfo(name)
            except (KeyError, ValueError, OSError):
                continue
        offsets = self.file.zones.get(tzid, set())
        if len(offsets) == 1 and (found := re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", next(iter(offsets)))):
            distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
            return timezone(-distance if found[1] == "-" else distance, tzid[:40])
        raise Unfit(f"zone {tzid}")

    def _expand(self, block: Block, parts: list[tuple[Block, Any]]) -> None:
        import recurring_ical_events
        from icalendar import Calendar

        notes = []
        for _part, event in parts:
            if (rule := event.get("RRULE")) is not None:
                _check_rule(rule)
                if not _fits(event):
                    notes.append("unfitting")
        if all(event.get("RECURRENCE-ID") is not None for _part, event in parts):
            for part, event in parts:
                self._add(part, event, recurrence=event["RECURRENCE-ID"].dt)
            return
        calendar = Calendar()
        for _part, event in parts:
            calendar.add_component(event)
        found = recurring_ical_events.of(calendar).between(self.first, self.last)
        if len(found) > DATES:
            raise Unfit("often")
        if not found:
            self._add(block, parts[0][1], notes=["over"])
        for event in found:
            self._add(block, event, recurrence=event["RECURRENCE-ID"].dt, notes=notes)

    def _add(self, block: Block, event: Any, *, recurrence: Any = None, notes: list[str] | None = None) -> None:
        start, end = event["DTSTART"].dt, event["DTEND"].dt if event.get("DTEND") is not None else None
        if end is None and event.get("DURATION") is not None:
            end = start + event["DURATION"].dt
        item: dict[str, Any] = {"line": block.line, "uid": block.value("UID"), "notes": list(notes or ())}
        item["recurrence"] = _stamp(recurrence) if recurrence is not None else ""
        item |= self._texts(event, item["notes"])
        if isinstance(start, datetime):
            item |= self._hours(start, end, item["notes"])
        else:
            if isinstance(end, datetime):
                raise Unfit("mixed")
            final = end - timedelta(days=1) if end is not None and end > start else (end or start)
            item |= {"all_day": True, "starts": start.isoformat(), "ends": final.isoformat()}
            if not self.first <= final or not start <= self.last:
                item["notes"].append("over" if final < self.first else "far")
        self.letters += len(item["description"])
        if self.letters > LETTERS:
            raise Unfit("heavy")
        self.items.append(item)

    def _hours(self, start: datetime, end: Any, notes: list[str]) -> dict[str, Any]:
        if end is not None and not isinstance(end, datetime):
            raise Unfit("mixed")
        begins, ends = self._aware(start), self._aware(end if end != start else None)
        if start.tzinfo is not None and start.utcoffset() not in (self.zone.utcoffset(start.replace(tzinfo=None)),):
            name = str(getattr(start.tzinfo, "key", "") or start.tzname() or "UTC")
            notes.append(f"foreign {name}" if name != "UTC" else "utc")
        first, last = begins.astimezone(self.zone).date(), (ends or begins).astimezone(self.zone).date()
        if last < self.first or first > self.last:
            notes.append("over" if last < self.first else "far")
        return {"all_day": False, "starts": _utc(begins), "ends": _utc(ends) if ends else None}

    def _aware(self, at: Any) -> Any:
        return at.replace(tzinfo=self.zone) if at is not None and at.tzinfo is None else at

    def _texts(self, event: Any, notes: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            value = event.get(name)
            value = value[0] if isinstance(value, list) and value else value
            found[name.lower()], had_markup = plain(str(value or "")[: LONGEST * 4])
            if had_markup and "html" not in notes:
                notes.append("html")
        organiser = event.get("ORGANIZER")
        organiser = organiser[0] if isinstance(organiser, list) and organiser else organiser
        found["organiser"] = plain(str(getattr(organiser, "params", {}).get("CN", "")))[0] if organiser else ""
        found["url"] = str(event.get("URL") or "")[:300]
        found["status"] = str(event.get("STATUS") or "").upper()
        found["sequence"] = _number(event.get("SEQUENCE"))
        found["categories"] = _categories(event.get("CATEGORIES"))
        return found


def _check_rule(rule: Any) -> None:
    if isinstance(rule, list):
        raise Unfit("broken")
    frequency = {str(one).upper() for one in rule.get("FREQ", ())}
    if (
        not frequency
        or frequency & OFTEN
        or any(len(rule.get(name, ())) > 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    ):
        raise Unfit("often")


def _fits(event: Any) -> bool:
    """Whether the first date follows the rule: where it does not, programs disagree on what comes."""
    from dateutil.rrule import rrulestr

    rule = event["RRULE"].copy()
    for name in ("UNTIL", "COUNT"):
        rule.pop(name, None)
    start = event["DTSTART"].dt
    start = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    return next(iter(rrulestr(rule.to_ical().decode(), dtstart=start)), None) == start


def _stamp(at: Any) -> str:
    """The name of one date of many: as the file has it, in UTC where it names a moment."""
    if not isinstance(at, datetime):
        return str(at.strftime("%Y%m%d"))
    return at.strftime("%Y%m%dT%H%M%S") if at.tzinfo is None else at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) and 0 <= value < 2**31 else 0


def _categories(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value] if value is not None else []
    return [str(word)[:80] for one in several for word in getattr(one, "cats", ())][:20]


def _unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,])", r"\1", value.replace("\\n", "\n").replace("\\N", "\n"))


@contextmanager
def _in_time() -> Iterator[None]:
    def over(*_given: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, EACH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


# Texts


class Plain(HTMLParser):
    """The words of a piece of HTML, its paragraphs as lines."""

    LINES = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"})
    SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in self.SILENT
        if tag in self.LINES:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        if tag in self.LINES and tag != "br":
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def plain(text: str) -> tuple[str, bool]:
    """The text without markup, and whether there was any."""
    if not MARKUP.search(text):
        return text[:LONGEST], False
    parser = Plain()
    parser.feed(text)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.found).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST], True


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(zone: str, first: str, last: str) -> dict[str, Any]:
    import icalendar  # noqa: F401  now, so that no event is charged for it
    import recurring_ical_events  # noqa: F401

    try:
        return read(sys.stdin.buffer.read(), zone, date.fromisoformat(first), date.fromisoformat(last))
    except MemoryError:
        return {"refused": "heavy"}


if __name__ == "__main__":
    _confine()
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
