"""The hub of a shop: its people, advisors and organisers come in; to everybody else there is no such shop."""

from __future__ import annotations

import re

from portal.businesses.models import EnrolmentState
from portal.people.models import Role
from tests import cast, make
from tests.looking import LookingClient


def test_the_hub_is_seen_by_its_people_by_advisors_and_organisers_alone(client: LookingClient) -> None:
    owner = make.person(name="Trần Thị Hạnh")
    make.shop("Gốm Son", owner=owner)
    other = make.shop("Đèn lồng Ba", owner=make.person(name="Huỳnh Văn Ba"))

    assert client.get("/businesses/gom-son").status_code == 303
    cast.sign_in(client, other.members[0].person)
    assert client.get("/businesses/gom-son").status_code == 404
    for reader in (owner, make.person(Role.ADVISOR), make.person(Role.ORGANISER)):
        cast.sign_in(client, reader)
        assert client.get("/businesses/gom-son").status_code == 200


def test_the_desk_leads_its_people_to_their_shop_and_nobody_else(client: LookingClient) -> None:
    owner = make.person(name="Trần Thị Hạnh")
    shop, left = make.shop("Gốm Son", owner=owner), make.shop("Gốm Cũ", owner=owner)
    make.shop("Đèn lồng Ba", owner=make.person(name="Huỳnh Văn Ba"))
    for one in left.enrolments:
        one.state, one.reason = EnrolmentState.STOPPED, "Nghỉ"
    cast.sign_in(client, owner)
    desk = client.get("/en/desk").get_data(as_text=True)
    assert re.findall(r'href="(/en/businesses/[^"]+)"', desk) == [f"/en/businesses/{shop.slug}"]
