"""A listing as its page shows it: texts in the reader's language, contacts that may be seen, the way there in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.city.chosen import here
from portal.city.model import Landmark, OldWard, Ward
from portal.kit import dates, hours, phone
from portal.kit.clock import to_zone
from portal.kit.fold import fold
from portal.kit.geo import Compass, Point, bearing, distance_m
from portal.kit.hours import Opening
from portal.listings import resting
from portal.listings.models import (
    Channel,
    Contact,
    Listing,
    LocationMode,
    Mark,
    MarkKind,
    PauseCause,
    Photo,
    Worded,
    worded,
)
from portal.listings.resting import Rest
from portal.listings.words import BY_ITS_OWNER, COMPASS
from portal.media.models import Preview
from portal.web.shell import ago, distance

STALE_AFTER = timedelta(days=365)
FAR = 3_000  # metres beyond which a landmark says nothing
WELL_KNOWN = 500  # metres: a landmark that is known less exactly leads astray
UNSURE_NAME = "name to be confirmed"  # a remark that may stand in `source` beside the sources
NEXT_TO = 100  # metres within which no direction is needed


def confirmer(listing: Listing) -> str:
    """Who confirmed the listing last, as everybody may read it: no name without its person's consent."""
    if not listing.confirmed_by:
        return _("the map desk")
    return _("its owner") if listing.confirmed_by == BY_ITS_OWNER else listing.confirmed_by


@dataclass(frozen=True)
class Way:
    """Where a place lies from the nearest well-known one."""

    landmark: Landmark
    metres: int
    bearing: Compass | None


@dataclass(frozen=True)
class Shown:
    """What a page says of a listing beyond its columns."""

    listing: Listing
    at: datetime
    zone: ZoneInfo
    lang: str

    def text(self, name: str) -> Worded:
        return self.listing.text(name, self.lang)

    @cached_property
    def wards(self) -> tuple[Ward | OldWard, ...]:
        """Today's unit and the old one, as far as they are known and differ in name."""
        found = [here().ward(key) for key in (self.listing.ward_old, self.listing.ward_new) if key]
        units = {unit.name: unit for unit in found if unit}
        return tuple(units.values())

    @cached_property
    def contacts(self) -> Sequence[Contact]:
        """The channels whose switch is on, Zalo first."""
        order = list(Channel)
        return sorted((one for one in self.listing.contacts if one.shown), key=lambda one: order.index(one.channel))

    @cached_property
    def hours(self) -> str:
        return hours.show(self._openings, self.lang) if self.listing.openings else ""

    @property
    def is_open(self) -> bool:
        local = to_zone(self.at, self.zone)
        return (
            not self.is_paused
            and self.rest is None
            and hours.is_open(self._openings, local.weekday(), local.hour * 60 + local.minute)
        )

    @property
    def is_paused(self) -> bool:
        return self.listing.paused_until is not None and self.listing.paused_until > self.at

    @cached_property
    def rest(self) -> Rest | None:
        """Why everything in its ward rests, if it does."""
        return resting.of(self.listing.ward_new, self.listing.ward_old, at=self.at)

    @property
    def pause(self) -> str:
        """Why or until when it is closed, in words; "" for one that is open as usual."""
        if self.rest is not None:
            return rest_in_words(self.rest)
        if not self.is_paused:
            return ""
        return _("Closed for now until %(day)s", day=dates.day(self._local_day(self.listing.paused_until), self.lang))

    @property
    def _openings(self) -> list[Opening]:
        return [Opening(one.weekday, one.opens, one.closes) for one in self.listing.openings]

    @cached_property
    def way(self) -> Way | None:
        """The nearest landmark of the area with distance and direction. None for a listing shown by its area only."""
        if self.listing.lat is None or self.listing.lon is None:
            return None
        there = Point(self.listing.lat, self.listing.lon)
        known = [
            (distance_m(Point(one.lat, one.lon), there), one)
            for one in here().landmarks
            if one.area == self.listing.area and one.precision_m <= WELL_KNOWN and not self._is_named(one)
        ]
        metres, landmark = min(known, key=lambda pair: pair[0], default=(FAR + 1, None))
        if landmark is None or metres > FAR:
            return None
        return Way(landmark, round(metres / 50) * 50, bearing(Point(landmark.lat, landmark.lon), there))

    def _is_named(self, landmark: Landmark) -> bool:
        """A listing is not next to itself."""
        return fold(landmark.name.vi) in fold(self.listing.name_vi)

    @property
    def age(self) -> tuple[int, dates.Unit] | None:
        """How long ago somebody confirmed the listing."""
        if self.listing.confirmed_at is None:
            return None
        return dates.age(to_zone(self.listing.confirmed_at, self.zone).date(), to_zone(self.at, self.zone).date())

    @property
    def is_stale(self) -> bool:
        return self.listing.confirmed_at is not None and self.at - self.listing.confirmed_at > STALE_AFTER

    @property
    def needs(self) -> list[Mark]:
        """What is needed and has not lapsed."""
        marks = (mark for mark in self.listing.marks if mark.kind == MarkKind.NEED)
        return [mark for mark in marks if mark.lapses_at is None or mark.lapses_at > self.at]

    @property
    def place(self) -> str:
        """The place in a word or two: the old unit everybody still says, or the area."""
        return self.wards[0].name if self.wards else here().areas[self.listing.area].name

    @property
    def address(self) -> str:
        """Street, village, units and area, as a letter would say them."""
        units = [self._unit(ward) for ward in self.wards]
        parts = [self.listing.street, self.listing.village, *units, here().areas[self.listing.area].name]
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def _unit(self, ward: Ward | OldWard) -> str:
        """A unit with its kind, where the language says it, and whether it is one of former days."""
        name = f"{ward.kind[self.lang]} {ward.name}" if self.lang == "vi" else ward.name
        return _("%(ward)s (former)", ward=name) if isinstance(ward, OldWard) else name

    @property
    def way_in_words(self) -> str:
        way = self.way
        if way is None:
            return ""
        name = way.landmark.name[self.lang]
        if way.metres < NEXT_TO or way.bearing is None:
            return _("next to %(landmark)s", landmark=name)
        far = distance(way.metres)
        if self.listing.location_mode == LocationMode.APPROXIMATE:
            return _(
                "about %(far)s %(direction)s of %(landmark)s", far=far, direction=_(COMPASS[way.bearing]), landmark=name
            )
        return _("%(far)s %(direction)s of %(landmark)s", far=far, direction=_(COMPASS[way.bearing]), landmark=name)

    @property
    def freshness(self) -> str:
        """Who confirmed the listing and how long ago, in words."""
        age = dates.age(self._local_day(self.listing.confirmed_at), self._local_day(self.at))
        return _("Last confirmed %(ago)s by %(who)s", ago=ago(*age), who=confirmer(self.listing))

    def _local_day(self, at: datetime | None) -> date:
        assert at is not None
        return to_zone(at, self.zone).date()

    @property
    def provenance(self) -> str:
        """Where the facts come from and under which licence they may be used."""
        licence = here().licence.name
        parts = [part.strip() for part in self.listing.source.split(";")]
        source = "; ".join(part for part in parts if part and part != UNSURE_NAME)
        said = (
            _("Source: %(source)s. Data under %(licence)s.", source=source, licence=licence)
            if source
            else _("Data under %(licence)s.", licence=licence)
        )
        return " ".join([said, _("The name is still to be confirmed.")]) if UNSURE_NAME in parts else said

    @cached_property
    def steps(self) -> list[ShownStep]:
        return [
            ShownStep(
                worded(lambda code, step=step: step.get(code, ""), self.lang),
                worded(lambda code, step=step: step.get(f"who_{code}", ""), self.lang),
                int(step.get("minutes") or 0),
            )
            for step in self.listing.steps
        ]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    def href(self, contact: Contact) -> str:
        """The address that a contact's button opens."""
        return {
            Channel.ZALO: phone.zalo,
            Channel.PHONE: phone.tel,
            Channel.EMAIL: lambda value: f"mailto:{value}",
            Channel.PAGE: lambda value: value,
        }[contact.channel](contact.value)

    def say(self, contact: Contact) -> str:
        """The words on a contact's button."""
        name = self.text("name").text
        return {
            Channel.ZALO: lambda: _("Message by Zalo"),
            Channel.PHONE: lambda: _("Call %(number)s", number=phone.show(contact.value)),
            Channel.EMAIL: lambda: _("Write to %(name)s", name=name),
            Channel.PAGE: lambda: _("Open the web page"),
        }[contact.channel]()

    def value(self, contact: Contact) -> str:
        """What stands behind a contact, as people write it."""
        return phone.show(contact.value) if contact.channel in (Channel.ZALO, Channel.PHONE) else contact.value

    @cached_property
    def photos(self) -> list[Photo]:
        """Pictures whose light previews are ready."""
        return [photo for photo in self.listing.photos if any(one.digest for one in photo.upload.previews)]

    def light(self, photo: Photo) -> Preview:
        """The lightest preview of a picture."""
        return min((one for one in photo.upload.previews if one.digest), key=lambda one: one.size or 0)

    @property
    def photo_bytes(self) -> int:
        return sum(self.light(photo).size or 0 for photo in self.photos)


def rest_in_words(rest: Rest | None) -> str:
    """Why what lies in a ward rests; "" for what goes on."""
    if rest is None:
        return ""
    return _("Resting because of a flood") if rest.cause is PauseCause.FLOOD else _("Resting: out of season")


@dataclass(frozen=True)
class ShownStep:
    """One step of a process: what is done, by whom, for how many minutes."""

    text: Worded
    who: Worded
    minutes: int
