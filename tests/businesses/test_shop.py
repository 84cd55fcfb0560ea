"""The hub of a shop: its people, advisors and organisers come in; to everybody else there is no such shop."""

from __future__ import annotations

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
