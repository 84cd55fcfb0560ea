"""The tables of the map: listings with their marks, hours, contacts and photos, their links, history and imports."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, CheckConstraint, Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql  # `Listing.text` is another
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, Moment, SortKey, Words, choice
from portal.media.models import Upload
from portal.people.models import Person

LANGUAGES = {"vi": ("vi", "en"), "en": ("en", "vi"), "fr": ("en", "vi")}  # content falls back fr → en → vi


class State(StrEnum):
    """Where a listing stands. Only `published` is public."""

    DRAFT = "draft"
    WAITING = "waiting"
    CHANGES_ASKED = "changes_asked"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    ARCHIVED = "archived"
    REFUSED = "refused"
    MERGED = "merged"
    SPAM = "spam"


class Stage(StrEnum):
    IDEA = "idea"
    TRIAL = "trial"
    RUNNING = "running"
    SCALED = "scaled"
    ENDED = "ended"


class Support(StrEnum):
    """What a listing can offer, and what it may need."""

    PEOPLE = "people"
    MONEY = "money"
    CONNECTION = "connection"
    COMMUNICATION = "communication"
    TRAINING = "training"
    SPACE = "space"
    MATERIALS = "materials"
    MARKET = "market"


class LegalForm(StrEnum):
    NONE = "none"
    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    GROUP = "group"
    COOPERATIVE = "cooperative"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"


class LocationMode(StrEnum):
    """How exactly the place may be shown. `area` has no point at all."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AREA = "area"


class Channel(StrEnum):
    """A way to reach a listing, in the order in which they are offered."""

    ZALO = "zalo"
    PHONE = "phone"
    EMAIL = "email"
    PAGE = "page"


class MarkKind(StrEnum):
    """What a mark says of a listing."""

    FIELD = "field"
    OFFER = "offer"
    NEED = "need"
    LANGUAGE = "language"


class LinkKind(StrEnum):
    """How one listing belongs to another; read from source to target."""

    WORKS_IN = "works_in"
    RUNS = "runs"
    HOSTS = "hosts"
    MAKES = "makes"
    USED_FOR = "used_for"
    PRACTISED_IN = "practised_in"
    IDEA_BY = "idea_by"
    BECAME = "became"
    EXPERIENCE_AT = "experience_at"
    SUPPORTS = "supports"


class Worded(NamedTuple):
    """A text and the language it is written in, which may not be the page's."""

    text: str
    lang: str


class Listing(Model):
    """One entry of the map. Texts end in their language; a missing one falls back fr → en → vi."""

    __tablename__ = "listing"
    __table_args__ = (
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point_whole"),
        CheckConstraint("(location_mode = 'area') = (lat IS NULL)", name="point_by_mode"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180)", name="point_on_earth"),
        CheckConstraint("price_from IS NULL OR price_from >= 0", name="price_not_negative"),
        UniqueConstraint("source", "source_id"),
        Index("ix_listing_by_name_vi", "state", "sort_vi", "id"),
        Index("ix_listing_by_name_en", "state", "sort_en", "id"),
        Index("ix_listing_newest", "state", "published_at", "id", "lat", "lon", "group"),
        Index("ix_listing_point", "state", "lat", "lon", "group", "paused_until"),
        Index("ix_listing_point_across", "state", "lon", "lat", "group"),
        Index("ix_listing_ward_new", "ward_new", "state"),
        Index("ix_listing_ward_old", "ward_old", "state"),
        Index("ix_listing_group", "state", "group", "sort_vi"),
        Index("ix_listing_changed", "state", "changed_at", "id"),
        Index("ix_listing_confirmed", "state", "confirmed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Words(120), unique=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    group: Mapped[str] = mapped_column(Words(20))

    name_vi: Mapped[str] = mapped_column(Words(80))
    name_en: Mapped[str] = mapped_column(Words(80), default="")
    summary_vi: Mapped[str] = mapped_column(Words(250), default="")
    summary_en: Mapped[str] = mapped_column(Words(250), default="")
    story_vi: Mapped[str] = mapped_column(Words, default="")
    story_en: Mapped[str] = mapped_column(Words, default="")

    area: Mapped[str] = mapped_column(Words(40))
    ward_new: Mapped[str | None] = mapped_column(Words(60))
    ward_old: Mapped[str | None] = mapped_column(Words(60))
    village: Mapped[str] = mapped_column(Words(80), default="")
    street: Mapped[str] = mapped_column(Words(120), default="")
    directions_vi: Mapped[str] = mapped_column(Words(300), default="")
    directions_en: Mapped[str] = mapped_column(Words(300), default="")

    location_mode: Mapped[LocationMode] = mapped_column(choice(LocationMode), default=LocationMode.AREA)
    lat: Mapped[float | None] = mapped_column(Float(53))
    lon: Mapped[float | None] = mapped_column(Float(53))
    precision_m: Mapped[int | None]
    point_source: Mapped[str] = mapped_column(Words(12), default="")

    stage: Mapped[Stage | None] = mapped_column(choice(Stage))
    legal_form: Mapped[LegalForm | None] = mapped_column(choice(LegalForm))
    offer_line: Mapped[str] = mapped_column(Words(200), default="")
    need_line: Mapped[str] = mapped_column(Words(200), default="")
    sustainability: Mapped[str] = mapped_column(Words(400), default="")
    heritage: Mapped[str] = mapped_column(Words(400), default="")
    hours: Mapped[str] = mapped_column(Words(200), default="")
    paused_until: Mapped[datetime | None] = mapped_column(Moment)
    price_hint: Mapped[str] = mapped_column(Words(120), default="")
    access_vi: Mapped[str] = mapped_column(Words(300), default="")
    access_en: Mapped[str] = mapped_column(Words(300), default="")

    materials_vi: Mapped[str] = mapped_column(Words(400), default="")
    materials_en: Mapped[str] = mapped_column(Words(400), default="")
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    price_from: Mapped[int | None] = mapped_column(BigInteger)
    made_in_days: Mapped[int | None]
    problem_vi: Mapped[str] = mapped_column(Words(600), default="")
    problem_en: Mapped[str] = mapped_column(Words(600), default="")
    proposal_vi: Mapped[str] = mapped_column(Words(600), default="")
    proposal_en: Mapped[str] = mapped_column(Words(600), default="")
    next_vi: Mapped[str] = mapped_column(Words(300), default="")
    next_en: Mapped[str] = mapped_column(Words(300), default="")
    team_name: Mapped[str] = mapped_column(Words(80), default="")

    source: Mapped[str] = mapped_column(Words(200), default="")
    source_id: Mapped[str | None] = mapped_column(Words(120))
    demo: Mapped[bool] = mapped_column(default=False)
    own_fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[str] = mapped_column(Words(80), default="")
    next_on: Mapped[date | None]
    """Of a standing event: its next day in the calendar."""

    sort_vi: Mapped[str] = mapped_column(SortKey(400))
    sort_en: Mapped[str] = mapped_column(SortKey(400))

    marks: Mapped[list[Mark]] = relationship(cascade="all, delete-orphan", lazy="selectin", order_by="Mark.id")
    openings: Mapped[list[OpeningHour]] = relationship(cascade="all, delete-orphan", order_by="OpeningHour.id")
    contacts: Mapped[list[Contact]] = relationship(cascade="all, delete-orphan", order_by="Contact.id")
    photos: Mapped[list[Photo]] = relationship(cascade="all, delete-orphan", order_by="Photo.id")
    web_links: Mapped[list[WebLink]] = relationship(cascade="all, delete-orphan", order_by="WebLink.id")
    ownerships: Mapped[list[Ownership]] = relationship(viewonly=True, order_by="Ownership.id")

    def keys(self, kind: MarkKind) -> tuple[str, ...]:
        """The keys of its marks of one kind."""
        return tuple(mark.key for mark in self.marks if mark.kind == kind)

    def text(self, field: str, lang: str) -> Worded:
        """A text field in a language, or the nearest one that is written: `listing.text("name", "fr")`."""
        return worded(lambda code: getattr(self, f"{field}_{code}"), lang)

    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    def is_owned_by(self, person: Person) -> bool:
        """Whether the person looks after it today."""
        return any(one.person_id == person.id and one.ended_at is None for one in self.ownerships)


def worded(text_in: Any, lang: str) -> Worded:
    """The first written text of the languages that stand in for `lang`; Vietnamese when none is."""
    for code in LANGUAGES[lang]:
        if text := text_in(code):
            return Worded(text, code)
    return Worded("", "vi")


class Texts:
    """Texts end in their language: `prize.text("name", "fr")` is the text in a language, or the nearest written."""

    def text(self, field: str, lang: str) -> Worded:
        if text := getattr(self, f"{field}_{lang}", ""):
            return Worded(text, lang)
        return worded(lambda code: getattr(self, f"{field}_{code}", ""), lang)


class Mark(Model):
    """A word a listing is found by: a field, an offer, a need, a language spoken. A need lapses on a day."""

    __tablename__ = "listing_mark"
    __table_args__ = (UniqueConstraint("listing_id", "kind", "key"), Index("ix_listing_mark_key", "kind", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    kind: Mapped[MarkKind] = mapped_column(choice(MarkKind))
    key: Mapped[str] = mapped_column(Words(20))
    lapses_at: Mapped[datetime | None] = mapped_column(Moment)


class OpeningHour(Model):
    """One stretch of a week in which a listing is open, in minutes of the city's day; read from `hours`."""

    __tablename__ = "opening_hour"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="stretch"),
        Index("ix_opening_hour_now", "weekday", "opens", "closes", "listing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class Contact(Model):
    """A way to reach a listing. Hidden until its own switch is on."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("listing_id", "channel"), Index("ix_contact_value", "value"))

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    value: Mapped[str] = mapped_column(Words(254))
    shown: Mapped[bool] = mapped_column(default=False)


class WebLink(Model):
    """A page elsewhere that speaks of the listing."""

    __tablename__ = "web_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(Words(500), index=True)


class Photo(Model):
    """A picture of a listing, with what must be said of it. Visitors get its previews, never the original."""

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    alt_vi: Mapped[str] = mapped_column(Words(200))
    alt_en: Mapped[str] = mapped_column(Words(200), default="")
    credit: Mapped[str] = mapped_column(Words(120))
    licence: Mapped[str] = mapped_column(Words(40), default="CC BY 4.0")
    people_agreed: Mapped[bool] = mapped_column(default=False)

    upload: Mapped[Upload] = relationship(lazy="joined")


class Link(Model):
    """A typed link between two listings, printed on both pages."""

    __tablename__ = "listing_link"
    __table_args__ = (
        UniqueConstraint("source_id", "kind", "target_id"),
        CheckConstraint("source_id <> target_id", name="two_listings"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    kind: Mapped[LinkKind] = mapped_column(choice(LinkKind))
    target_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)

    source: Mapped[Listing] = relationship(foreign_keys=[source_id])
    target: Mapped[Listing] = relationship(foreign_keys=[target_id])


class FormerSlug(Model):
    """An address a listing once had. It leads on, but only for who may see the listing."""

    __tablename__ = "former_slug"

    slug: Mapped[str] = mapped_column(Words(120), primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))


class Revision(Model):
    """What one act changed: the fields with their old and new values, who and when. Rows are only ever added."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    act: Mapped[str] = mapped_column(Words(20))
    changes: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(Words(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("listing_import.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)

    by: Mapped[Person | None] = relationship()


class Import(Model):
    """One confirmed import of a file; undoing it is one act as well."""

    __tablename__ = "listing_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(Words(200))
    digest: Mapped[str] = mapped_column(Words(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Ownership(Model):
    """A person who looks after a listing of their own: how that came about, and until when."""

    __tablename__ = "ownership"
    __table_args__ = (
        Index(
            "uq_ownership_standing", "listing_id", "person_id", unique=True,
            sqlite_where=sql("ended_at IS NULL"), postgresql_where=sql("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    how: Mapped[str] = mapped_column(Words(12))
    since: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Merge(Model):
    """Two listings that were one: the one that is gone leads to the one that was kept. It can be undone for a while."""

    __tablename__ = "listing_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    gone_state: Mapped[State] = mapped_column(choice(State))
    carried: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What was carried over, so that undoing takes exactly that back."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class NotSame(Model):
    """Two listings that look alike and that somebody has looked at: they are not the same."""

    __tablename__ = "listing_not_same"
    __table_args__ = (CheckConstraint("one_id < other_id", name="in_order"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class PauseCause(StrEnum):
    """Why everything in a ward rests."""

    FLOOD = "flood"
    SEASON = "season"


class WardPause(Model):
    """A ward in which everything rests: while it stands nothing there counts as open. Ended by a person or a day."""

    __tablename__ = "ward_pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    ward: Mapped[str] = mapped_column(Words(60), index=True)
    cause: Mapped[PauseCause] = mapped_column(choice(PauseCause))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    reason_vi: Mapped[str] = mapped_column(Words(160), default="", server_default="")
    """What everybody reads on every public page while it stands."""
    reason_en: Mapped[str] = mapped_column(Words(160), default="", server_default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The colleague with whom it was decided."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    colleague: Mapped[Person | None] = relationship(foreign_keys=[with_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


class Tally(Model):
    """How many published listings a ward holds of each group: kept with every change, so nobody counts on a request."""

    __tablename__ = "listing_tally"
    __table_args__ = (Index("ix_listing_tally_group", "group", "placed", "count"),)

    area: Mapped[str] = mapped_column(Words(40), primary_key=True)
    ward_new: Mapped[str] = mapped_column(Words(60), primary_key=True)
    ward_old: Mapped[str] = mapped_column(Words(60), primary_key=True)
    group: Mapped[str] = mapped_column(Words(20), primary_key=True)
    placed: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


class Cell(Model):
    """How many published listings of a group a cell of the grid holds at a zoom, and where their middle lies."""

    __tablename__ = "listing_cell"

    zoom: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(Words(20), primary_key=True)
    count: Mapped[int]
    lat_sum: Mapped[float] = mapped_column(Float(53))
    lon_sum: Mapped[float] = mapped_column(Float(53))


class MapVersion(Model):
    """One row that counts the changes of the public map: what was computed for a version stays right until the next.

    `stamp` is drawn anew for each version: after a rollback or a restore the same number may stand for another map.
    """

    __tablename__ = "map_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[str] = mapped_column(Words(16), default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)
