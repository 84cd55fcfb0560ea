"""Takes a person out of the map: out of listings, their history and their addresses.

Their own page among the people is emptied and laid away. Other listings of theirs stay, without their contacts and
without their name. Only `people/jobs.py` calls this, while a row of `erasing` lets the history be emptied.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, text, update

from portal.contributions.models import Card, Ticket, TicketKind, TicketState
from portal.db import db
from portal.kit.blot import Blot
from portal.kit.fold import slug
from portal.listings import document, kept, ownership, personal, photos, rules
from portal.listings.field_names import REASONS
from portal.listings.matching import is_sqlite
from portal.listings.models import Contact, FormerSlug, Listing, Merge, Ownership, Photo, Revision, State
from portal.media.models import Upload
from portal.people.models import Person

ERASED = "(đã xóa)"
NEVER_SENT = (TicketState.DRAFT, TicketState.WAITING, TicketState.ASKED)
EMPTIED: dict[str, Any] = dict.fromkeys(rules.TEXTS, "") | {
    "name_vi": ERASED, "steps": [], "web_links": [], "contacts": {}, "languages": [], "lat": None, "lon": None,
    "precision_m": None, "price_from": None, "made_in_days": None, "source_id": None, "paused_until": None,
}  # fmt: skip


def numbers_of(person: Person) -> set[int]:
    """The numbers of the listings that speak of the person."""
    return {one.id for one in (*_own(person), *_tied(person), *_reached(person))}


def erase(person: Person, *, at: datetime) -> set[str]:
    """Takes the person out of every listing tied to them and out of its history; returns addresses that are no more."""
    blot = Blot(name=person.full_name, phone=person.phone, email=person.email)
    pages, others, reached = _own(person), _tied(person), _reached(person)
    words = _words([*pages, *others])
    personal.unsign(person, at=at)
    slugs: set[str] = set()
    for listing in pages:
        slugs |= _empty(listing, at=at)
    for listing in others:
        slugs |= _blot(listing, blot, owned=listing.is_owned_by(person), at=at)
        if listing.is_owned_by(person):
            ownership.end(listing, person, by=person, at=at)
    for listing in reached:
        _blot(listing, blot.of_addresses(), owned=False, at=at)
    _blot_history({one.id for one in reached}, blot.of_addresses())
    _empty_history({one.id for one in pages}, {one.id for one in others}, person, blot)
    _forget_files(person)
    _forget_words(words - _words([*pages, *others]))
    kept.touch(at=at)
    return slugs


def _own(person: Person) -> list[Listing]:
    """The pages that are the person, and what they proposed and nobody ever published."""
    proposed = select(Ticket.listing_id).where(
        Ticket.person_id == person.id, Ticket.kind == TicketKind.PROPOSAL, Ticket.state.in_(NEVER_SENT)
    )
    unseen = select(Listing).where(Listing.id.in_(proposed), Listing.published_at.is_(None))
    found = {one.id: one for one in (*personal.own_pages(person), *db.session.scalars(unseen))}
    return list(found.values())


def _tied(person: Person) -> list[Listing]:
    """The other listings that the person looked after, proposed or wrote down."""
    owned = select(Ownership.listing_id).where(Ownership.person_id == person.id)
    proposed = select(Ticket.listing_id).where(Ticket.person_id == person.id, Ticket.kind == TicketKind.PROPOSAL)
    tied = or_(Listing.id.in_(owned), Listing.id.in_(proposed), Listing.added_by_id == person.id)
    own = {one.id for one in _own(person)}
    return [one for one in db.session.scalars(select(Listing).where(tied).order_by(Listing.id)) if one.id not in own]


def _reached(person: Person) -> list[Listing]:
    """What others wrote down with the person's number or address, as long as nobody else looks after it.

    Only the number and the address leave it. Anybody may give any name to an account, and so take any word off a page.
    """
    addresses = [address for address in (person.phone, person.email) if address]
    theirs = select(Contact.listing_id).where(Contact.value.in_(addresses))
    looked_after = select(Ownership.listing_id).where(Ownership.person_id != person.id, Ownership.ended_at.is_(None))
    found = select(Listing).where(Listing.id.in_(theirs), Listing.id.not_in(looked_after)).order_by(Listing.id)
    known = {one.id for one in (*_own(person), *_tied(person))}
    return [one for one in db.session.scalars(found) if one.id not in known]


def _empty(listing: Listing, *, at: datetime) -> set[str]:
    """Nothing of the listing is left but its number and where it stood in the city's counts."""
    rules.archive(listing, by=None, at=at, reason="")
    rules.revise(listing, EMPTIED, by=None, at=at, act="erased")
    listing.confirmed_by, listing.own_fields = "", []
    shown = [photo.upload for photo in listing.photos]
    listing.photos = []
    photos.forget(shown)
    for owner in ownership.owners_of(listing):
        ownership.end(listing, owner, by=owner, at=at)
    cards = update(Card).where(Card.listing_id == listing.id, Card.revoked_at.is_(None))
    db.session.execute(cards.values(revoked_at=at))
    return _move(listing, f"muc-{listing.id}", everything=True)


def _blot(listing: Listing, blot: Blot, *, owned: bool, at: datetime) -> set[str]:
    now = rules.values(listing)
    alone = owned and len(ownership.owners_of(listing)) == 1
    given: dict[str, Any] = {name: blot.value(now[name]) for name in (*rules.TEXTS, "steps", "web_links")}
    given["contacts"] = {
        channel: contact for channel, contact in now["contacts"].items() if not alone and not blot.is_in(contact[0])
    }
    changed = {name: value for name, value in given.items() if value != now[name]}
    if changed:
        rules.revise(listing, changed, by=None, at=at, act="erased")
    for photo in listing.photos:
        photo.alt_vi, photo.alt_en = blot.text(photo.alt_vi), blot.text(photo.alt_en)
        photo.credit = blot.text(photo.credit)
    return _move(listing, slug(listing.name_vi), everything=False, blot=blot)


def _move(listing: Listing, wish: str, *, everything: bool, blot: Blot | None = None) -> set[str]:
    """Gives the listing an address that names nobody; those that did are forgotten, not led on from."""
    former = db.session.scalars(select(FormerSlug.slug).where(FormerSlug.listing_id == listing.id)).all()
    gone = {one for one in (*former, listing.slug) if everything or (blot and blot.is_in(one))}
    if listing.slug in gone:
        listing.slug = rules.free_slug(wish)
    db.session.execute(delete(FormerSlug).where(FormerSlug.slug.in_(gone)))
    db.session.flush()
    return gone


def _empty_history(pages: set[int], others: set[int], person: Person, blot: Blot) -> None:
    """What revisions hold of the person goes; that something was changed, by which number and when, stays."""
    theirs = or_(Revision.listing_id.in_(pages | others), Revision.by_id == person.id)
    for row in db.session.scalars(select(Revision).where(theirs)):
        if row.listing_id in pages:
            row.changes, row.reason = {name: ["", ""] for name in row.changes}, _key(row.reason)
            continue
        row.changes = {
            name: ["", ""] if name == "contacts" and row.listing_id in others else blot.value(change)
            for name, change in row.changes.items()
        }
        row.reason = _key(row.reason) if row.by_id == person.id else blot.text(row.reason)
    merged = or_(Merge.gone_id.in_(pages | others), Merge.kept_id.in_(pages | others))
    for merge in db.session.scalars(select(Merge).where(merged)):
        merge.carried = blot.value(merge.carried)
    db.session.flush()


def _blot_history(listings: set[int], blot: Blot) -> None:
    for row in db.session.scalars(select(Revision).where(Revision.listing_id.in_(listings))):
        row.changes, row.reason = blot.value(row.changes), blot.text(row.reason)
    db.session.flush()


def _key(reason: str) -> str:
    """The reason of the list; what was written beside it goes."""
    key = reason.partition(": ")[0]
    return key if key in REASONS else ""


def _forget_files(person: Person) -> None:
    """The person's name as the maker of photos, in the files too: the light picture, made without it, stays alone."""
    brought = select(Upload.id).where(Upload.by_id == person.id)
    for photo in db.session.scalars(select(Photo).where(Photo.upload_id.in_(brought))):
        photo.credit = ERASED
    for upload in db.session.scalars(select(Upload).where(Upload.by_id == person.id)):
        upload.name = "photo"
        made = [one for one in upload.previews if one.digest and one.size]
        if made:
            upload.digest, upload.size, upload.media_type = str(made[-1].digest), made[-1].size or 0, "image/webp"
    db.session.flush()


def _words(listings: Iterable[Listing]) -> set[str]:
    return {word for one in listings if one.state == State.PUBLISHED for word in document.document(one)["all_fold"]}


def _forget_words(words: set[str]) -> None:
    """Words that no public listing has any more are suggested to nobody."""
    if is_sqlite():
        standing = text("SELECT 1 FROM listing_search WHERE listing_search MATCH :word LIMIT 1")
        held = {word for word in words if db.session.scalar(standing, {"word": f'all_fold : "{word}"'})}
    else:
        standing = text("SELECT 1 FROM listing_search WHERE all_fold @@ quote_literal(:word)::tsquery LIMIT 1")
        held = {word for word in words if db.session.scalar(standing, {"word": word})}
    db.session.execute(delete(document.SearchWord).where(document.SearchWord.word.in_(words - held)))
