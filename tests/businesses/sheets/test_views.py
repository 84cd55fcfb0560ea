"""The pages of the sheets: each opens, keeps every field, says what it reckoned, and turns nobody's text away for good."""

from __future__ import annotations

import json

from portal.businesses.sheets import rules
from portal.businesses.sheets.kinds import KINDS
from tests import cast, make
from tests.looking import LookingClient


def test_every_sheet_opens_prints_and_goes_into_files(client: LookingClient) -> None:
    me = make.person()
    shop = make.shop(owner=me)
    cast.sign_in(client, me)
    at = f"/businesses/{shop.slug}/sheets"
    assert client.get(at).status_code == 200
    for kind in KINDS:
        answers = [client.get(f"{at}/{kind}{more}") for more in ("", "/print", ".csv", ".xlsx")]
        assert [one.status_code for one in answers] == [200] * 4, kind
        assert answers[3].data[:2] == b"PK"
        json.dumps(rules.snapshot(shop, kind, at=make.AT))
