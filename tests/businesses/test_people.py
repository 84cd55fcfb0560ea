"""The people of a shop: invited with a code that is good once, leaving, taken out; somebody always owns it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.businesses import policy, rules
from portal.businesses.models import ShopInvitation
from portal.db import db
from portal.kit.say import Refused
from portal.people.models import Role
from tests import cast, make
from tests.looking import LookingClient

AT = make.AT


def test_a_code_lets_one_person_in_once_and_only_its_digest_is_kept(session: object) -> None:
    owner, other = make.person(name="Trần Thị Hạnh"), make.person(name="Lê Văn Tân")
    shop = make.shop(owner=owner)
    code = rules.invite(shop, by=owner, at=AT)
    [row] = db.session.scalars(select(ShopInvitation))
    assert code not in str(vars(row).values())
    assert rules.behind("22222222", at=AT) is None and rules.behind(code, at=AT + timedelta(days=7)) is None
    invitation = rules.behind(code.lower(), at=AT)
    assert invitation is not None
    rules.join(invitation, by=other, at=AT)
    assert policy.works_in(other, shop) and not policy.owns(other, shop)
    assert rules.behind(code, at=AT) is None
    with pytest.raises(Refused, match="No open invitation"):
        rules.join(invitation, by=make.person(), at=AT)


def test_the_advisor_of_a_shop_never_becomes_one_of_its_people(session: object) -> None:
    advisor, owner = make.person(Role.ADVISOR), make.person()
    shop = make.shop(owner=owner, advisor_id=advisor.id)
    invitation = rules.behind(rules.invite(shop, by=owner, at=AT), at=AT)
    assert invitation is not None
    with pytest.raises(Refused, match="You advise this shop"):
        rules.join(invitation, by=advisor, at=AT)
    with pytest.raises(Refused, match="their own shop"):
        rules.give_advisor(make.shop("Đèn lồng", owner=advisor), advisor, by=owner, at=AT)


def test_people_come_and_go_over_the_web_and_an_owner_stays(client: LookingClient) -> None:
    owner, other = make.person(name="Trần Thị Hạnh"), make.person(name="Lê Văn Tân")
    shop = make.shop(owner=owner)
    cast.sign_in(client, owner)
    there = f"/businesses/{shop.slug}/people"
    assert client.get(there).status_code == 200
    made = client.post(f"{there}/invitations", data={"once": "abc"}).get_data(as_text=True)
    link = re.search(r"/businesses/joining/([2-9A-Y]{8})", made)
    assert link is not None
    refused = client.post(f"{there}/{shop.members[0].id}", data={"act": "leave"})
    assert refused.status_code == 409

    cast.sign_in(client, other)
    assert client.get(there).status_code == 404
    assert client.get("/businesses/joining").status_code == 200
    assert client.post("/businesses/joining", data={"code": "22222222"}).status_code == 422
    assert client.post("/businesses/joining", data={"code": link[1]}).location == link[0]
    assert shop.listing.name_vi in client.get(link[0]).get_data(as_text=True)
    assert client.post(link[0]).location == f"/businesses/{shop.slug}"
    assert client.get(link[0]).status_code == 404
    assert client.post(f"{there}/invitations").status_code == 409
    first = shop.members[0]
    assert client.post(f"{there}/{first.id}", data={"act": "leave"}).status_code == 409
    assert client.get(there).status_code == 200

    cast.sign_in(client, owner)
    second = shop.members[1]
    assert client.post(f"{there}/{second.id}", data={"act": "own"}).status_code == 303
    assert client.post(f"{there}/{second.id}", data={"act": "leave"}).status_code == 303
    assert second.left_at is not None and second.taken_out_by_id == owner.id
    cast.sign_in(client, other)
    assert client.get(there).status_code == 404
