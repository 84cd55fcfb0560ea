"""What somebody writes before it is sent: a draft that is kept as it is typed, with its photos.

The same for a listing and for an event. What becomes of it when it is sent is said by `proposals.py` and, for an event,
by `events/proposals/rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.contributions import tickets
from portal.contributions.models import Ticket, TicketKind, TicketPhoto, TicketState
from portal.db import db
from portal.events import photos as event_photos
from portal.events.models import EventPhoto
from portal.kit.fold import clean
from portal.kit.say import N_, Refused
from portal.listings import photos as listing_photos
from portal.listings.models import Photo
from portal.media import rules as media
from portal.people.models import Person

KINDS = frozenset({TicketKind.PROPOSAL, TicketKind.EVENT})
"""What is begun as a draft. The other kinds are sent at once."""
MOST_PHOTOS = 5
LONGEST = 12_000  # letters kept of one field, whatever is wrong with it
MOST_FIELDS = 60
OPEN = (TicketState.DRAFT, TicketState.ASKED)
WORDS = ("alt_vi", "credit", "people_agreed")
KEY = 10  # symbols of a photo's digest by which the fields about it are named


def is_open(ticket: Ticket) -> bool:
    """Whether its sender may still write in it: a draft, or one of which changes were asked."""
    return ticket.kind in KINDS and ticket.state in OPEN


def open_with(codes: Iterable[str], kind: TicketKind) -> list[Ticket]:
    """The proposals of these codes in which may still be written, the latest first."""
    return [one for one in db.session.scalars(tickets.behind(codes)) if one.kind == kind and is_open(one)]


def keep(ticket: Ticket, typed: Mapping[str, str | None], *, at: datetime) -> None:
    """Keeps fields as they were typed, right or wrong; an empty one, or None as an unticked box is, is taken out."""
    kept = dict(ticket.typed)
    for name, text in typed.items():
        tidy = clean(text or "", lines=True)[:LONGEST]
        if not tidy:
            kept.pop(name, None)
        elif name in kept or len(kept) < MOST_FIELDS:
            kept[name] = tidy
    if kept != ticket.typed:
        ticket.typed, ticket.saved_at = kept, at
        db.session.flush()


class Sent(NamedTuple):
    """What came in of a proposal, whole or a field of it, as plain values: it can be taken in again."""

    kind: TicketKind
    once: str
    group: str
    typed: Mapping[str, str | None]
    by_id: int | None
    language: str
    at: datetime
    photo: media.Kept | None = None
    photo_name: str = ""
    suspicion: str | None = None


def receive(sent: Sent, *, key: str) -> tuple[Ticket, Refused | None]:
    """Keeps what came in, right or wrong, in the draft that its `once` begins or began. The refusal is the photo's.

    What has been sent to the desk already stays as it is.
    """
    by = db.session.get(Person, sent.by_id) if sent.by_id else None
    ticket = tickets.with_once(sent.once, sent.kind)
    if ticket is None:
        ticket = tickets.begin(
            sent.kind, by=by, at=sent.at, language=sent.language, group=sent.group, once=sent.once, key=key
        ).ticket
    if not is_open(ticket):
        return ticket, None
    if sent.suspicion is not None:
        ticket.suspicion = sent.suspicion
    typed = dict(sent.typed)
    if sent.photo is None:
        keep(ticket, typed, at=sent.at)
        return ticket, None
    about = {name: typed.pop(name, None) for name in WORDS}  # of the photo that came along
    keep(ticket, {**typed, **dict.fromkeys(WORDS)}, at=sent.at)
    try:
        wanted = add_photo(ticket, sent.photo, name=sent.photo_name, by=by, at=sent.at)
    except Refused as refused:
        return ticket, refused
    keep(ticket, {f"{name}_{wanted}": text for name, text in about.items() if text}, at=sent.at)
    return ticket, None


# Photos


def key(photo: TicketPhoto | Photo | EventPhoto) -> str:
    """What the fields about a photo are named by: the same however often it is sent."""
    return photo.upload.digest[:KEY]


def sent_photos(ticket: Ticket) -> list[Photo | EventPhoto]:
    """The photos that went to the desk before, while its sender may still mend it."""
    about = ticket.event or ticket.listing
    return [*about.photos] if about is not None and is_open(ticket) else []


def add_photo(ticket: Ticket, kept: media.Kept, *, name: str, by: Person | None, at: datetime) -> str:
    """Adds a photo to what is typed; the same one twice stands once. Returns its key. Refused for the sixth."""
    wanted = kept.digest[:KEY]
    standing: list[TicketPhoto | Photo | EventPhoto] = [*ticket.photos, *sent_photos(ticket)]
    if wanted in map(key, standing):
        return wanted
    if len(standing) >= MOST_PHOTOS:
        sentence = N_("At most %(most)s photos come with a proposal. Remove one first.")
        raise Refused(sentence, field="photo", values={"most": MOST_PHOTOS})
    ticket.photos.append(TicketPhoto(upload=media.record(kept, name=name, by=by, at=at)))
    ticket.saved_at = at
    db.session.flush()
    return wanted


def drop_photo(ticket: Ticket, wanted: str, *, at: datetime) -> None:
    """Takes a photo away again, with what was typed about it. One that is not there is no error."""
    for sent in [one for one in sent_photos(ticket) if key(one) == wanted]:
        if isinstance(sent, EventPhoto):
            assert ticket.event is not None
            event_photos.remove(ticket.event, sent, by=ticket.person, at=at)
        else:
            assert ticket.listing is not None
            listing_photos.remove(ticket.listing, sent, by=ticket.person, at=at)
    for photo in [one for one in ticket.photos if key(one) == wanted]:
        ticket.photos.remove(photo)
        for preview in photo.upload.previews:
            db.session.delete(preview)
        db.session.delete(photo.upload)  # the worker removes bytes that no row speaks of
    keep(ticket, {name: None for name in ticket.typed if name.endswith(f"_{wanted}")}, at=at)
    db.session.flush()


def hand_over_photos(ticket: Ticket, words: Mapping[str, Mapping[str, Any]], *, at: datetime) -> None:
    """The photos of a draft become those of what it is about, each with what is said of it by its key."""
    for photo in list(ticket.photos):
        said = {"alt_en": "", **words[key(photo)]}
        if ticket.event is not None:
            event_photos.add(ticket.event, photo.upload, **said, by=ticket.person, at=at)
        else:
            assert ticket.listing is not None
            listing_photos.add(ticket.listing, photo.upload, **said, by=ticket.person, at=at)
        ticket.photos.remove(photo)
    db.session.flush()
