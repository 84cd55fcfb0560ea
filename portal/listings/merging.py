"""Two listings that were one: the one that goes leads to the one that is kept, and for a while it can come back.

What the gone listing has stays where it is, with its history; the kept one gets copies of what it lacks. `carried`
names exactly those, so that undoing takes them back and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from portal.audit import rules as audit
from portal.db import db
from portal.kit.say import N_, Refused
from portal.listings import kept as tallies
from portal.listings import ownership, rules
from portal.listings.models import Link, Listing, Merge, Photo, State
from portal.listings.photos import MOST as MOST_PHOTOS
from portal.people.models import Person

UNDO_WITHIN = timedelta(days=30)
_OF_A_PHOTO = ("upload_id", "alt_vi", "alt_en", "credit", "licence", "people_agreed")


def merge(gone: Listing, kept: Listing, *, by: Person, at: datetime) -> Merge:
    """Lays `gone` away in favour of `kept`, which gets the photos, links, marks, contacts and owners that it lacks."""
    if gone.id == kept.id:
        raise Refused(N_("A listing cannot be merged with itself."), field="into")
    if State.MERGED in (gone.state, kept.state):
        raise Refused(N_("One of these two has been merged already."), field="into")
    carried = _carry_fields(gone, kept, by=by, at=at)
    carried["photos"] = _carry_photos(gone, kept)
    carried["links"] = _carry_links(gone, kept)
    carried["owners"] = _carry_owners(gone, kept, by=by, at=at)
    done = Merge(gone_id=gone.id, kept_id=kept.id, gone_state=gone.state, carried=carried, by_id=by.id, at=at)
    db.session.add(done)
    rules.turn(gone, State.MERGED, "merged", by=by, at=at, reason="duplicate")
    audit.note("listing_merged", "listing", gone.id, by=by, at=at, kept=kept.id)
    tallies.touch(at=at)
    db.session.flush()
    return done


def undo(done: Merge, *, by: Person, at: datetime) -> None:
    """Takes a merge back: the gone listing stands where it stood, and the kept one loses what it was given."""
    if done.undone_at is not None:
        raise Refused(N_("This merge has been taken back already."))
    if at - done.at > UNDO_WITHIN:
        raise Refused(N_("This was decided more than 30 days ago and stays as it is."))
    gone, kept = db.session.get_one(Listing, done.gone_id), db.session.get_one(Listing, done.kept_id)
    done.undone_at, done.undone_by_id = at, by.id
    _return_fields(kept, done.carried, by=by, at=at)
    for photo in [one for one in kept.photos if one.id in done.carried["photos"]]:
        kept.photos.remove(photo)
    for joined in db.session.scalars(select(Link).where(Link.id.in_(done.carried["links"]))):
        db.session.delete(joined)
    for owner in ownership.owners_of(kept):
        if owner.id in done.carried["owners"]:
            ownership.end(kept, owner, by=by, at=at)
    rules.turn(gone, done.gone_state, "merge_undone", by=by, at=at)
    audit.note("merge_undone", "listing", gone.id, by=by, at=at, kept=kept.id)
    tallies.touch(at=at)
    db.session.flush()


def standing(gone: Listing) -> Merge | None:
    """The merge in which this listing went."""
    found = select(Merge).where(Merge.gone_id == gone.id, Merge.undone_at.is_(None)).order_by(Merge.id.desc())
    return db.session.scalar(found)


def _carry_fields(gone: Listing, kept: Listing, *, by: Person, at: datetime) -> dict[str, Any]:
    """Marks, addresses and contacts that the kept one lacks; a contact stays as hidden or shown as it was."""
    mine, theirs = rules.values(kept), rules.values(gone)
    more: dict[str, Any] = {name: sorted(set(theirs[name]) - set(mine[name])) for name in rules.MARKS}
    room = rules.MOST_WEB_LINKS - len(mine["web_links"])
    more["web_links"] = [one for one in theirs["web_links"] if one not in mine["web_links"]][:room]
    more["contacts"] = {channel: way for channel, way in theirs["contacts"].items() if channel not in mine["contacts"]}
    given = {name: mine[name] | found if name == "contacts" else mine[name] + found for name, found in more.items()}
    rules.revise(kept, given, by=by, at=at, act="joined")
    return more


def _return_fields(kept: Listing, carried: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    """What somebody has changed since is theirs and stays."""
    now = rules.values(kept)
    left: dict[str, Any] = {
        name: [one for one in now[name] if one not in carried[name]] for name in (*rules.MARKS, "web_links")
    }
    left["contacts"] = {
        channel: way for channel, way in now["contacts"].items() if carried["contacts"].get(channel) != way
    }
    rules.revise(kept, left, by=by, at=at, act="merge_undone")


def _carry_photos(gone: Listing, kept: Listing) -> list[int]:
    known = {one.upload.digest for one in kept.photos}
    lacking = [one for one in gone.photos if one.upload.digest not in known][: MOST_PHOTOS - len(kept.photos)]
    copies = [Photo(**{name: getattr(one, name) for name in _OF_A_PHOTO}) for one in lacking]
    kept.photos.extend(copies)
    db.session.flush()
    return [one.id for one in copies]


def _carry_links(gone: Listing, kept: Listing) -> list[int]:
    """Joins the kept one to whatever the gone one is joined to, but not to itself."""
    rows = db.session.scalars(select(Link).where(or_(Link.source_id == gone.id, Link.target_id == gone.id))).all()
    made = []
    for row in rows:
        source, target = (kept if one.id == gone.id else one for one in (row.source, row.target))
        if source.id != target.id and (joined := rules.link(source, row.kind, target)):
            made.append(joined)
    db.session.flush()
    return [one.id for one in made]


def _carry_owners(gone: Listing, kept: Listing, *, by: Person, at: datetime) -> list[int]:
    known = {one.id for one in ownership.owners_of(kept)}
    new = [one for one in ownership.owners_of(gone) if one.id not in known]
    for owner in new:
        ownership.give(kept, owner, how="desk", by=by, at=at)
    return [one.id for one in new]
