"""Badges follow from accepted steps alone: given, dimmed, shining again, revoked with a reason and given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.businesses import queries as campaign
from portal.businesses.models import Package, Shop, Step
from portal.businesses.showcase import badges, queries, rules
from portal.businesses.showcase.models import Badge
from portal.businesses.steps.models import Standing
from portal.db import db
from portal.kit.say import Refused
from tests import cast, make
from tests.businesses.showcase.handing import accept, progress_of, turn
from tests.looking import LookingClient
from tests.make import AT

LEFT_OUT, LAST, EXPIRES = "1.13", "1.11", "1.1"


def package_one() -> tuple[Package, list[Step]]:
    package = next(iter(db.session.scalars(campaign.packages())))
    return package, list(db.session.scalars(campaign.steps_of(package)))


def whole(shop: Shop) -> Package:
    """Package 1: one step does not apply, the others are accepted, the last of them now."""
    package, steps = package_one()
    by_key = {step.key: step for step in steps}
    for key, step in by_key.items():
        if key != LAST:
            turn(progress_of(shop, step), Standing.NOT_APPLICABLE if key == LEFT_OUT else Standing.ACCEPTED)
    accept(shop, LAST, by=cast.advisor())
    return package


def the_badge(shop: Shop) -> Badge:
    [badge] = queries.standing_badges(shop)
    return badge


def test_a_badge_is_given_by_the_last_accepted_step_and_by_no_skipped_one(session: object) -> None:
    shop, other = make.shop("Gốm Son"), make.shop("Gốm Nam")
    package, steps = package_one()
    for step in steps:
        turn(progress_of(other, step), Standing.NOT_APPLICABLE)
    badges.settle(other, package, at=AT)
    assert queries.standing_badges(other) == []  # left out is not done

    for step in steps[:-1]:
        turn(progress_of(shop, step), Standing.ACCEPTED)
    accept(shop, "1.2", by=cast.advisor())
    assert queries.standing_badges(shop) == []  # the last one was never begun
    turn(progress_of(shop, steps[-1]), Standing.NOT_APPLICABLE)
    rules.settled(progress_of(shop, steps[-1]), at=AT)
    assert (the_badge(shop).package.number, the_badge(shop).given_at) == (1, AT)
    accept(shop, "1.1", by=cast.advisor())
    assert len(list(db.session.scalars(select(Badge)))) == 1


def test_a_badge_dims_with_expired_evidence_and_shines_again(session: object) -> None:
    shop = make.shop("Gốm Son")
    whole(shop)
    step = campaign.step_of_key(EXPIRES)
    assert step is not None
    progress = progress_of(shop, step)
    turn(progress, Standing.SUBMITTED)  # is being renewed while it still holds
    accept(shop, LAST, by=cast.advisor())
    assert the_badge(shop).dimmed_at is None
    turn(progress, Standing.EXPIRED)
    rules.unsettled(progress, at=AT + timedelta(days=1))
    assert the_badge(shop).dimmed_at == AT + timedelta(days=1)
    accept(shop, EXPIRES, by=cast.advisor(), at=AT + timedelta(days=2))
    assert (the_badge(shop).dimmed_at, the_badge(shop).given_at) == (None, AT)


def test_a_revoked_badge_stays_away_until_it_is_given_back(session: object) -> None:
    shop, advisor = make.shop("Gốm Son"), cast.advisor()
    package = whole(shop)
    badge = the_badge(shop)
    with pytest.raises(Refused, match="Please write why"):
        badges.revoke(badge, by=advisor, at=AT, reason="  ")
    badges.revoke(badge, by=advisor, at=AT, reason="Bảng giá không thật.")
    accept(shop, LAST, by=advisor)
    assert queries.standing_badges(shop) == []
    badges.give_back(badge, by=advisor, at=AT)
    assert the_badge(shop) is not badge
    with pytest.raises(Refused, match="not revoked"):
        badges.give_back(badge, by=advisor, at=AT)
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.kind == "badge").order_by(AuditEntry.id))
    assert list(acts) == ["badge_revoked", "badge_given_back"]
    assert package.number == 1


def test_the_listing_shows_badges_in_words_and_the_shop_reads_why_one_went(client: LookingClient, app: Flask) -> None:
    shop = make.shop("Gốm Son")
    listing = f"/en/map/{shop.listing.slug}"
    before = client.get(listing)
    whole(shop)
    page = client.get(listing)
    assert '<span class="tag ok">Package 1 · 11/2026</span>' in page.get_data(as_text=True)
    assert page.headers["ETag"] != before.headers["ETag"]
    the_badge(shop).dimmed_at = AT
    db.session.flush()
    said = '<span class="tag">Package 1 · 11/2026, some evidence has expired</span>'
    assert said in client.get(listing).get_data(as_text=True)

    address = f"/en/businesses/{shop.slug}/badges"
    theirs = cast.sign_in(app.test_client(), cast.advisor())
    refused = theirs.post(f"{address}/1/revocation", data={"reason": ""})
    assert refused.status_code == 422
    assert "the shop reads it" in refused.get_data(as_text=True)
    assert theirs.post(f"{address}/1/revocation", data={"reason": "Đã bán hàng nhái."}).status_code == 303
    assert "Package 1" not in client.get(listing).get_data(as_text=True)
    mine = cast.sign_in(app.test_client(), shop.members[0].person)
    assert "Đã bán hàng nhái." in mine.get(f"/en/businesses/{shop.slug}/publications").get_data(as_text=True)
    assert mine.post(f"{address}/1/return").status_code == 403
    assert "no guarantee of quality" in client.get("/en/businesses/badges").get_data(as_text=True)
