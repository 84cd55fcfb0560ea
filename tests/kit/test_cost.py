"""Costs, fees and margins in whole đồng, against numbers reckoned by hand."""

import pytest

from portal.kit import cost, metric, superlatives
from portal.kit.say import Refused


def test_a_piece_costs_its_material_work_share_and_waste() -> None:
    vase = {"material": 46_000, "minutes": 150, "hourly": 35_000, "share": 29_500, "waste": 8_000}

    assert cost.of_a_piece(**vase) == 171_000
    assert cost.of_a_piece(material=0, minutes=1, hourly=30, share=0, waste=0) == 1, "half a đồng goes up"


def test_a_marketplace_keeps_shares_of_the_price_and_fixed_amounts() -> None:
    assert cost.net(199_000, shares=(900, 491, 150), fixed=(12_000, 0)) == 199_000 - 17_910 - 9_771 - 2_985 - 12_000
    assert cost.margin(220_000, 171_000) == 2_227 and cost.margin(160_000, 171_000) < 0


def test_a_share_is_typed_with_comma_point_or_sign() -> None:
    assert [cost.parse_share(typed) for typed in ("2,5", "2.5 %", "0", "100%")] == [250, 250, 0, 10_000]
    for typed in ("-1", "101", "hai"):
        with pytest.raises(Refused):
            cost.parse_share(typed)


def test_praise_is_found_and_plain_words_are_not() -> None:
    praised = {
        "Gốm đẹp nhất Hội An": ["đẹp nhất"], "Chất lượng số 1": ["số 1"], "thương hiệu hàng đầu": ["hàng đầu"],
        "We make the best bowls": ["the best"], "Le meilleur potier": ["le meilleur"],
    }  # fmt: skip
    plain = ("thứ nhất là đất", "thống nhất giá", "lò nhỏ nhất", "số 12 đường Bạch Đằng", "Best wishes", "bestow")

    assert {text: superlatives.found(text) for text in praised} == praised
    assert [superlatives.found(text) for text in plain] == [[]] * len(plain)


def test_a_size_is_metric_when_a_number_has_its_unit() -> None:
    assert all(map(metric.measured, ("cao 24 cm", "350ml", "1,2 kg", "Ø 12cm, cao 6 cm", "2 lít")))
    assert not any(map(metric.measured, ("to", "24", "ba gang tay", "24 cmx", "9 inch")))
