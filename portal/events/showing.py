"""An event as a page shows it: when by the sun and by the moon, where, how one comes in; for a row and a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.city.chosen import here
from portal.events import dated, when, words
from portal.events.models import Event, EventPhoto, EventRevision, Price, Status
from portal.events.month import Fact
from portal.events.queries import Row
from portal.kit import dates, lunar, lunar_names, money, phone, tongues
from portal.kit.clock import parse_iso
from portal.kit.numbers import NO_BREAK_SPACE
from portal.listings.models import Listing, Worded, worded
from portal.media.models import Preview
from portal.web.shell import both_dates

STATUS_TAGS = {Status.POSTPONED: "warn", Status.CANCELLED: "red"}


def solar(day: date, lang: str) -> str:
    """A day by the sun with its weekday: "Thứ Bảy, 28/11/2026"."""
    return dates.long_day(day, lang)


def moon_with_year(day: date, lang: str) -> str:
    """A day by the moon and its year: "20 tháng Mười, năm Bính Ngọ"."""
    return lunar_names.with_year(lunar.from_solar(day), lang)


def moon_short(moon: lunar.LunarDay | None) -> str:
    """A lunar day in a cell: "14/6+". Nothing beyond the last day that is known."""
    return lunar_names.short(moon) if moon else ""


def fact(one: Fact, lang: str) -> str:
    """When the moon is new or full: "Rằm tháng Mười âm lịch: Thứ Hai, 23/11/2026."."""
    said = _capital(lunar_names.in_line(one.moon, lang))
    return _("%(lunar_day)s: %(day)s.", lunar_day=said, day=solar(one.on, lang))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def weekday(number: int, lang: str) -> str:
    """The name of a weekday (0 is Monday) over a column."""
    return _capital(dates.weekday_name(number, lang))


def month_name(first: date, lang: str) -> str:
    """A month as a heading: "Tháng 8/2026", "August 2026", "Août 2026"."""
    return f"{_capital(dates.month_name(first.month, lang))}{'/' if lang == 'vi' else ' '}{first.year}"


def other_month(first: date, lang: str, *, beside: date) -> str:
    """A month beside another: its year is said where it is another one."""
    return month_name(first, lang) if first.year != beside.year else _capital(dates.month_name(first.month, lang))


def short_month(day: date, lang: str) -> str:
    """A month below the number of a day: "Th 8", "Aug", "août"."""
    if lang == "vi":
        return f"Th{NO_BREAK_SPACE}{day.month}"
    return str(Locale(lang).months["format"]["abbreviated"][day.month])


@dataclass(frozen=True)
class When:
    """When something is, in a reader's language. `of` has the columns of an event: a row of a list, or all of it."""

    of: Row | Event
    lang: str

    @property
    def lasts_days(self) -> bool:
        return self.of.first_day != self.of.last_day

    @property
    def iso(self) -> str:
        """For programs: the day, or the moment in the city."""
        if self.of.all_day:
            return self.of.first_day.isoformat()
        return self.of.starts_at.astimezone(when.zone()).isoformat(timespec="minutes")

    @property
    def begins(self) -> str:
        """The time of day at which it begins; of a deadline the time at which it ends. Nothing for whole days."""
        return "" if self.of.all_day else dates.time(self.of.starts_at, when.zone(), self.lang)

    @property
    def hours(self) -> str:
        """The hours of a day: "18:00–21:00", "cả ngày"."""
        if self.of.all_day:
            return _("all day")
        if self.of.deadline:
            return _("until %(time)s (GMT+7)", time=self.begins)
        if self.of.ends_at is None or self.lasts_days:
            return self.begins
        return (
            f"{self.begins}–{dates.time_of_day(when.minute_of(self.of.ends_at) or dates.A_DAY_IN_MINUTES, self.lang)}"
        )

    @property
    def solar(self) -> str:
        """Days and hours by the sun."""
        if self.of.deadline:
            return f"{solar(self.of.first_day, self.lang)}, {self.hours}"
        return dated.solar(cast(Event, self.of), self.lang)  # a row has the same times

    @property
    def moon(self) -> str:
        """Days by the moon with the name of the year."""
        first, last = (lunar.from_solar(day) for day in (self.of.first_day, self.of.last_day))
        if not self.lasts_days:
            return lunar_names.with_year(first, self.lang)
        return _(
            "%(first)s to %(last)s",
            first=lunar_names.in_line(first, self.lang),
            last=lunar_names.with_year(last, self.lang),
        )

    @property
    def line(self) -> str:
        """Both in one line, as a row of a list says it."""
        if not self.lasts_days:
            return f"{both_dates(self.of.first_day, self.lang)}, {self.hours}"
        first, last = (both_dates(day, self.lang) for day in (self.of.first_day, self.of.last_day))
        return _("%(first)s to %(last)s", first=first, last=last)


@dataclass(frozen=True)
class ShownRow:
    """A row of a list, or a session on its event's page."""

    of: Row
    lang: str

    @cached_property
    def when(self) -> When:
        return When(self.of, self.lang)

    @property
    def title(self) -> Worded:
        return self.of.text("title", self.lang)

    @property
    def summary(self) -> Worded:
        return self.of.text("summary", self.lang)

    @property
    def group(self) -> str:
        return words.GROUPS[self.of.kind]

    @property
    def place(self) -> Worded:
        """Where, in a word or two."""
        named = self.of.text("place", self.lang)
        if named.text:
            return named
        if self.of.venue_name:
            return Worded(self.of.venue_name, "vi")
        return Worded(_("online") if self.of.online_url else near(self.of), self.lang)

    @property
    def place_first(self) -> Worded:
        """The same where a sentence begins with it."""
        place = self.place
        return Worded(place.text[:1].upper() + place.text[1:], place.lang)

    @property
    def in_cell(self) -> str:
        """The line below its title in the cell of a month: the hour, or the last day, and where."""
        return f"{self.hour_in_cell}, {self.place.text}"

    @property
    def hour_in_cell(self) -> str:
        if self.when.lasts_days:
            return _("until %(day)s", day=f"{self.of.last_day.day}/{self.of.last_day.month}")
        return self.when.begins or self.when.hours

    @property
    def is_stopped(self) -> bool:
        return self.of.status != Status.PLANNED

    @property
    def status(self) -> str:
        return _(words.STATUSES[self.of.status])

    @property
    def tag(self) -> str:
        """The colour of its status."""
        return STATUS_TAGS.get(self.of.status, "")

    @property
    def month(self) -> str:
        """The month below the number of its first day."""
        return short_month(self.of.first_day, self.lang)

    @property
    def is_free(self) -> bool:
        return self.of.price != Price.AMOUNT and not self.of.deadline


def shown(rows: Sequence[Row], lang: str) -> list[ShownRow]:
    return [ShownRow(row, lang) for row in rows]


def near(event: Row | Event) -> str:
    """The ward that people say, or the area."""
    ward = here().ward(event.ward_old or event.ward_new or "")
    return ward.name if ward else here().areas[event.area].name


def entry(event: Row | Event, lang: str) -> str:
    """What it costs to come in."""
    if event.price == Price.AMOUNT and event.price_vnd:
        return money.show(event.price_vnd, lang)
    return _(words.PRICES[event.price])


@dataclass(frozen=True)
class Told:
    """What the public was told of a change: what happened, and why, in the words of the record."""

    revision: EventRevision
    lang: str

    @property
    def reason(self) -> Worded:
        return worded(lambda code: self.revision.reason_vi if code == "vi" else self.revision.reason_en, self.lang)

    @property
    def tag(self) -> str:
        return {"cancelled": "red", "moved": "warn", "postponed": "warn"}.get(self.revision.act, "info")

    @property
    def heading(self) -> str:
        """What happened, with both dates of what was moved."""
        if self.revision.act == "moved" and (old := self._change("starts_at")):
            was, now_is = (when.day_of(parse_iso(moment)) for moment in old)
            if was != now_is:
                before, after = (both_dates(day, self.lang) for day in (was, now_is))
                return _("Moved from %(old)s to %(new)s", old=before, new=after)
            return _(
                "Moved on %(day)s from %(old)s to %(new)s", day=solar(was, self.lang),
                old=dates.time(parse_iso(old[0]), when.zone(), self.lang),
                new=dates.time(parse_iso(old[1]), when.zone(), self.lang),
            )  # fmt: skip
        return {
            "moved": _("The time has changed"),
            "postponed": _("Postponed: the new date is not known yet"),
            "cancelled": _("Cancelled"),
            "resumed": _("Takes place after all"),
        }[self.revision.act]

    def _change(self, field: str) -> list[Any] | None:
        change = self.revision.changes.get(field)
        return change if change and all(change) else None


@dataclass(frozen=True)
class Shown:
    """A whole event on its own page."""

    event: Event
    at: datetime
    lang: str

    @cached_property
    def when(self) -> When:
        return When(self.event, self.lang)

    def text(self, field: str) -> Worded:
        return self.event.text(field, self.lang)

    @property
    def is_over(self) -> bool:
        return self.event.is_over(self.at)

    @property
    def group(self) -> str:
        return words.GROUPS[self.event.kind]

    @property
    def kind(self) -> str:
        return _(words.KINDS[self.event.kind])

    @property
    def venue(self) -> Listing | None:
        """Where it is, if that stands on the map."""
        return _public(self.event.venue)

    @property
    def organiser(self) -> Listing | None:
        return _public(self.event.organiser)

    @property
    def speaker(self) -> Listing | None:
        return _public(self.event.speaker)

    @property
    def standing(self) -> Listing | None:
        """The standing event of which this is a date."""
        return _public(self.event.listing)

    @property
    def near(self) -> str:
        return near(self.event)

    @property
    def entry(self) -> str:
        return entry(self.event, self.lang)

    @property
    def spoken(self) -> str:
        """The languages spoken there, by their names."""
        return tongues.named(self.event.languages, self.lang)

    @property
    def age(self) -> str:
        least = self.event.least_age
        return ngettext("From %(num)s year of age", "From %(num)s years of age", least) if least else ""

    @property
    def phone(self) -> str:
        return phone.show(self.event.contact_phone or "")

    @property
    def tel(self) -> str:
        """The address that calls the contact."""
        return phone.tel(self.event.contact_phone or "")

    @property
    def provenance(self) -> str:
        """Where the entry comes from, and when it last changed."""
        changed = dates.day(when.day_of(self.event.changed_at), self.lang)
        if self.event.source is not None:
            return _("Source: %(source)s. Last changed on %(day)s.", source=self.event.source.name, day=changed)
        return _("Source: entered on this portal. Last changed on %(day)s.", day=changed)

    @cached_property
    def photos(self) -> list[EventPhoto]:
        """Pictures whose light previews are ready."""
        return [photo for photo in self.event.photos if any(one.digest for one in photo.upload.previews)]

    def light(self, photo: EventPhoto) -> Preview:
        """The lightest preview of a picture."""
        return min((one for one in photo.upload.previews if one.digest), key=lambda one: one.size or 0)

    @property
    def photo_bytes(self) -> int:
        return sum(self.light(photo).size or 0 for photo in self.photos)


def _public(listing: Listing | None) -> Listing | None:
    return listing if listing is not None and listing.is_public() else None
