"""The pages of a shop's steps: the list in three words, one step written and handed in, read by those who may."""

from __future__ import annotations

from io import BytesIO

from portal.businesses.steps import queries
from portal.businesses.steps.models import Standing
from tests import make
from tests.cast import sign_in
from tests.looking import LookingClient
from tests.media import samples


def test_a_step_is_begun_by_a_photo_and_handed_in_by_one_button(client: LookingClient):
    shop = make.shop()
    sign_in(client, shop.members[0].person)
    here = f"/en/businesses/{shop.slug}/packages/1"
    listed = client.get(here).get_data(as_text=True)
    assert (listed.count(">Not done yet<"), listed.count(">Cannot start yet<")) == (10, 3)
    page = client.get(f"{here}/1.1")
    assert page.status_code == 200
    nothing = client.post(f"{here}/1.1", data={"act": "submit", "begun": "0", "note": "Dạ em gửi"})
    assert nothing.status_code == 422
    assert "Dạ em gửi" in nothing.get_data(as_text=True)
    sent = client.post(f"{here}/1.1/files", data={"file": (BytesIO(samples.jpeg()), "giay.jpg")})
    assert sent.status_code == 303
    done = client.post(f"{here}/1.1", data={"act": "submit", "note": "Dạ em gửi"})
    assert done.status_code == 303
    step = queries.step_of(queries.enrolled(shop, 1).package, "1.1")
    assert queries.find(shop, step).standing is Standing.SUBMITTED
