"""Merging two listings loses nothing, leads on from the old address, and can be taken back to the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import or_, select

from portal.contributions import undoing
from portal.contributions.models import Act, TicketState
from portal.db import db
from portal.kit.say import Refused
from portal.listings import merging, ownership, rules
from portal.listings.models import FormerSlug, Link, LinkKind, Listing, Photo, State
from portal.media.models import Upload
from tests import cast, make
from tests.contributions import sendings
from tests.looking import LookingClient

pytestmark = pytest.mark.usefixtures("session")


def photo(listing: Listing, digest: str) -> None:
    upload = Upload(digest=digest * 64, size=1, media_type="image/jpeg", name="a.jpg", at=make.AT)
    listing.photos.append(Photo(upload=upload, alt_vi=digest, credit="Hoa", people_agreed=True))
    db.session.flush()


def two() -> tuple[Listing, Listing]:
    """One that goes and one that is kept, with something of every kind on either side."""
    gone = make.listing(
        "Xóm gốm", offers=["training", "space"], needs=["money"], languages=["vi", "fr"], web_links=["https://a.example/"],
        contacts={"phone": ["+84905000001", True], "email": ["gom@example.org", False]},
    )  # fmt: skip
    kept = make.listing(
        "Làng gốm", offers=["training"], languages=["vi"], web_links=["https://b.example/"],
        contacts={"phone": ["+84905000002", True]},
    )  # fmt: skip
    other = make.listing("Thợ gốm", group="people")
    rules.link(other, LinkKind.WORKS_IN, gone)
    rules.link(gone, LinkKind.SUPPORTS, kept)
    ownership.give(gone, cast.artisan(), how="desk", by=None, at=make.AT)
    photo(gone, "a"), photo(gone, "b"), photo(kept, "b")
    return gone, kept


def everything(listing: Listing) -> dict[str, Any]:
    db.session.flush()
    db.session.expire(listing)
    joined = select(Link.source_id, Link.kind, Link.target_id).where(
        or_(Link.source_id == listing.id, Link.target_id == listing.id)
    )
    return rules.values(listing) | {
        "state": listing.state,
        "slug": listing.slug,
        "photos": sorted(one.upload.digest for one in listing.photos),
        "links": sorted(map(tuple, db.session.execute(joined))),
        "owners": [one.id for one in ownership.owners_of(listing)],
    }


def test_the_kept_one_gets_what_it_lacks_and_keeps_what_it_has():
    gone, kept = two()
    merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    found = everything(kept)
    assert found["offers"] == ["space", "training"] and found["needs"] == ["money"]
    assert found["languages"] == ["fr", "vi"]
    assert found["web_links"] == ["https://b.example/", "https://a.example/"]
    assert found["contacts"] == {"phone": ["+84905000002", True], "email": ["gom@example.org", False]}
    assert found["photos"] == ["a" * 64, "b" * 64]
    assert [kind for _source, kind, _target in found["links"]].count(LinkKind.WORKS_IN) == 1
    assert all(source != target for source, _kind, target in found["links"])
    assert found["owners"] == [one.id for one in ownership.owners_of(gone)]
    assert gone.state == State.MERGED


def test_taken_back_both_are_what_they_were():
    gone, kept = two()
    before = everything(gone), everything(kept)
    merge = merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    assert everything(kept) != before[1]
    merging.undo(merge, by=cast.moderator(), at=make.AT + timedelta(days=30))
    assert (everything(gone), everything(kept)) == before


def test_what_others_wrote_since_stays_when_a_merge_is_taken_back():
    gone, kept = two()
    merge = merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    changed = {"name_vi": "Làng gốm cũ", "contacts": {"email": ["moi@example.org", True]}}
    rules.revise(kept, changed, by=cast.moderator(), at=make.AT)
    merging.undo(merge, by=cast.moderator(), at=make.AT)
    assert (kept.name_vi, rules.values(kept)["contacts"]) == ("Làng gốm cũ", {"email": ["moi@example.org", True]})


def test_both_histories_are_kept():
    gone, kept = two()
    before = [one.id for listing in (gone, kept) for one in db.session.scalars(rules.history(listing))]
    merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    db.session.flush()
    after = [one.id for listing in (gone, kept) for one in db.session.scalars(rules.history(listing))]
    assert set(before) < set(after)


def test_after_thirty_days_a_merge_stays():
    merge = merging.merge(*two(), by=cast.moderator(), at=make.AT)
    with pytest.raises(Refused, match="30 days"):
        merging.undo(merge, by=cast.moderator(), at=make.AT + timedelta(days=30, seconds=1))


def test_a_listing_is_merged_once_and_with_another():
    gone, kept = two()
    with pytest.raises(Refused, match="itself"):
        merging.merge(kept, kept, by=cast.moderator(), at=make.AT)
    merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    with pytest.raises(Refused, match="already"):
        merging.merge(make.listing("Khác"), gone, by=cast.moderator(), at=make.AT)


def test_the_old_address_leads_to_the_kept_one_through_several_merges(client: LookingClient):
    gone, kept = two()
    last = make.listing("Làng gốm lớn")
    db.session.add(FormerSlug(slug="ten-rat-cu", listing_id=gone.id))
    merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    merging.merge(kept, last, by=cast.moderator(), at=make.AT)
    for address in (gone.slug, kept.slug, "ten-rat-cu"):
        answer = client.get(f"/map/{address}")
        assert (answer.status_code, answer.location) == (301, f"/map/{last.slug}")


def test_the_old_address_tells_nobody_of_a_hidden_one(client: LookingClient):
    gone, kept = two()
    merging.merge(gone, kept, by=cast.moderator(), at=make.AT)
    rules.hide(kept, by=cast.moderator(), at=make.AT, reason="closed")
    assert client.get(f"/map/{gone.slug}").status_code == 404


def test_the_desk_merges_a_proposal_and_takes_it_back():
    kept, moderator = make.listing("Làng gốm", group="products"), cast.moderator()
    ticket = sendings.proposal("Làng gốm", offers=["market"])
    before = everything(kept), everything(ticket.listing)
    sendings.decide(ticket, Act.MERGED, moderator, into=kept)
    assert (ticket.state, ticket.listing.state) == (TicketState.MERGED, State.MERGED)
    assert rules.values(kept)["offers"] == ["market"]
    undone = undoing.undo(ticket, by=moderator, at=make.AT)
    assert (ticket.state, undone.act) == (TicketState.WAITING, Act.UNMERGED)
    assert (everything(kept), everything(ticket.listing)) == before
