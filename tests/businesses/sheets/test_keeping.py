"""Two people at one sheet: fields apart meet nowhere, in the same field the later is turned away and loses nothing."""

from __future__ import annotations

import pytest

from portal.businesses.models import Shop
from portal.businesses.sheets import keeping, rules
from portal.businesses.sheets.keeping import Change, Kept
from portal.people.models import Person
from tests import make
from tests.make import AT


@pytest.fixture
def shop(session: object) -> Shop:
    return make.shop(owner=make.person(name="Trần Thị Hạnh"))


def write(shop: Shop, by: Person, seen: int, **texts: str) -> Kept:
    return keeping.keep(shop, "policy", {name: Change(text) for name, text in texts.items()}, seen=seen, by=by, at=AT)


def stands(shop: Shop) -> dict[str, object]:
    return {name: text for name, text in rules.values_of(shop, "policy").items() if text}


def test_two_people_in_two_fields_do_not_meet(shop: Shop) -> None:
    hanh, bao = make.person(name="Hạnh"), make.person(name="Bảo")
    seen = write(shop, hanh, 0, returns_vi="Đổi").sheet.version
    write(shop, hanh, seen, returns_vi="Đổi trong 7 ngày")

    kept = write(shop, bao, seen, returns_vi="Đổi", deposit_vi="30%")  # a whole form, its first field untouched

    assert kept.turned_away == ()
    assert stands(shop) == {"returns_vi": "Đổi trong 7 ngày", "deposit_vi": "30%"}


def test_the_later_of_two_in_one_field_is_turned_away_and_both_texts_are_kept(shop: Shop) -> None:
    hanh, bao = make.person(name="Hạnh"), make.person(name="Bảo")
    seen = write(shop, hanh, 0, returns_vi="Đổi").sheet.version
    write(shop, hanh, seen, returns_vi="Đổi trong 7 ngày")

    kept = write(shop, bao, seen, returns_vi="Không đổi")

    assert kept.turned_away == ("returns_vi",)
    assert stands(shop) == {"returns_vi": "Đổi trong 7 ngày"}
    assert kept.sheet.data["others"]["returns_vi"]["value"] == "Không đổi"
    keeping.choose(shop, "policy", "returns_vi", take=True, by=hanh, at=AT)
    assert stands(shop) == {"returns_vi": "Không đổi"}
    assert keeping.choose(shop, "policy", "returns_vi", take=True, by=hanh, at=AT) is None


def test_one_person_with_an_old_page_is_not_turned_away_by_themselves(shop: Shop) -> None:
    hanh = make.person(name="Hạnh")
    for text in ("một", "hai", "ba"):
        assert write(shop, hanh, 0, returns_vi=text).turned_away == ()
    assert stands(shop) == {"returns_vi": "ba"}


def test_what_cannot_be_read_is_kept_as_it_was_typed_and_the_value_stands(shop: Shop) -> None:
    hanh = make.person(name="Hạnh")
    keeping.keep(shop, "advert", {"spent": Change(150_000)}, seen=0, by=hanh, at=AT)
    kept = keeping.keep(shop, "advert", {"spent": Change(None, "-5")}, seen=9, by=hanh, at=AT)

    assert kept.sheet.data["typed"] == {"spent": "-5"}
    assert rules.values_of(shop, "advert")["spent"] == 150_000
    kept = keeping.keep(shop, "advert", {"spent": Change(0)}, seen=9, by=hanh, at=AT)
    assert (kept.sheet.data["typed"], rules.values_of(shop, "advert")["spent"]) == ({}, 0)


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    hanh = make.person(name="Hạnh")
    first = write(shop, hanh, 0, returns_vi="Đổi").sheet.version

    assert write(shop, hanh, first, returns_vi="Đổi", deposit_vi="").sheet.version == first
