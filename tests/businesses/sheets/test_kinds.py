"""What each kind of sheet reckons and says, on values alone."""

from __future__ import annotations

from typing import Any

from portal.businesses.sheets.kind import Kind, Known, Piece, Remark, Tone
from portal.businesses.sheets.kinds import SIMPLE
from portal.businesses.sheets.kinds.fees import net

KNOWN = Known(lambda: (Piece("LC-04", "Lọ cao", retail=220_000, cost=171_000), Piece("HT-09", "Hũ", retail=130_000)))


def said(kind: str, given: dict[str, Any], tone: Tone = Tone.LOOK) -> list[tuple[str, dict[str, Any]]]:
    return [(one.sentence, dict(one.values)) for one in SIMPLE[kind].remarks(given, KNOWN) if one.tone is tone]


def reckoned(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    return {one.label: one.value for one in SIMPLE[kind].lines(given, KNOWN)}


def row(table: str, number: int, **values: Any) -> dict[str, Any]:
    return {f"{table}_{number}_{name}": value for name, value in values.items()}


def test_an_empty_sheet_misses_something_and_praises_nothing() -> None:
    for kind in SIMPLE.values():
        remarks: list[Remark] = list(kind.remarks({}, Known()))
        assert any(one.tone is Tone.MISSING for one in remarks), kind.key
        assert not any(one.tone is Tone.GOOD for one in remarks), kind.key
        assert all("%(" not in one.sentence for one in remarks if one.tone is Tone.MISSING), "said without values"


def test_remarks_point_at_controls_that_are_there() -> None:
    for kind in SIMPLE.values():
        assert all(kind.control(one.at) for one in kind.remarks({}, KNOWN) if one.at), kind.key


def test_a_fee_sheet_says_what_is_left_beside_the_cost() -> None:
    fees = {"price": 199_000, "commission": 900, "payment": 491, "tax": 150, "shipping": 12_000}
    given = row("lines", 0, product="LC-04", **fees) | row("lines", 1, product="HT-09", price=130_000)

    assert net({**fees, "other": None}) == 156_334
    lost, unknown = said("fees", given)
    assert lost[1]["less"] == {"money": 14_666} and "Each sale loses" in lost[0]
    assert "no cost card yet" in unknown[0]


def test_a_promotion_stays_above_its_floor() -> None:
    given = {"product": "LC-04", "old_price": 240_000, "price": 175_000, "fees": 6_000}

    below, untrue = said("promotion", given)
    assert below[1] == {"price": {"money": 175_000}, "loss": {"money": 2_000}, "floor": {"money": 177_000}}
    assert untrue[1] == {"retail": {"money": 220_000}, "old": {"money": 240_000}}
    assert said("promotion", given | {"price": 180_000}, Tone.GOOD)[0][1] == {"left": {"money": 3_000}}


def test_an_advert_keeps_to_its_money_and_days_and_reckons_its_return() -> None:
    given = {"starts_on": "2026-11-01", "ends_on": "2026-11-08", "spent": 320_000, "revenue": 800_000, "clicks": 160}

    assert reckoned("advert", given) == {"Days": 8, "One click costs": 2_000, "Sales for each đồng spent (ROAS)": 25}
    assert [values for _s, values in said("advert", given)] == [
        {"days": 8}, {"spent": {"money": 320_000}, "more": {"money": 20_000}},
    ]  # fmt: skip
    assert not said("advert", given | {"spent": 300_000, "ends_on": "2026-11-07"})


def test_a_ledger_agrees_with_its_statement_or_says_the_difference() -> None:
    book = row("lines", 0, on="2026-11-03", channel="shopee", way="in", amount=500_000)
    book |= row("lines", 1, on="2026-11-04", channel="shopee", way="in", amount=250_000)
    book |= row("lines", 2, on="2026-10-30", channel="shop", way="out", amount=100_000) | {"month": "2026-11"}
    agreed = book | row("statements", 0, channel="shopee", total=750_000, tax=11_250)
    short = book | row("statements", 0, channel="shopee", total=760_000, tax=0)

    assert reckoned("ledger", agreed) == {
        "Came in": 750_000,
        "Went out": 100_000,
        "Left over": 650_000,
        "Tax withheld": 11_250,
    }
    assert said("ledger", agreed, Tone.GOOD)[0][1]["total"] == {"money": 750_000}
    assert said("ledger", agreed) == [("Not of this month: line %(numbers)s.", {"numbers": "3"})]
    assert (
        said("ledger", short)[-1][1]["apart"] == {"money": 10_000}
        and "missing in the book" in said("ledger", short)[-1][0]
    )
    assert ("Say why book and statement differ.", {}) in said("ledger", short, Tone.MISSING)


def test_twelve_posts_of_which_ten_are_out_fill_the_calendar() -> None:
    post = {"kind": "product", "idea": "Bát", "channel": "zalo"}
    given: dict[str, Any] = {}
    for number in range(12):
        link = {"link": f"https://example.org/{number}", "own": number > 0} if number < 10 else {}
        given |= row("posts", number, on=f"2026-11-{number + 1:02}", **post, **link)

    assert not said("calendar", given, Tone.MISSING)
    assert said("calendar", given) == [
        ("No post shows %(kind)s.", {"kind": {"words": "how it is made"}}),
        ("No post shows %(kind)s.", {"kind": {"words": "a person"}}),
        ("Is the picture your own? Not ticked yet: post %(numbers)s.", {"numbers": "1"}),
    ]  # fmt: skip
    del given["posts_9_link"]
    assert said("calendar", given, Tone.MISSING) == [("Ten of the twelve posts need their links.", {})]


def test_more_offered_than_counted_is_pointed_out() -> None:
    days = {"on_1": "2026-11-02", "on_2": "2026-11-09", "on_3": "2026-11-16"}
    lines = row("lines", 0, product="LC-04", count_1=9, count_2=7, count_3=5, offered=6)

    assert said("stock", days | lines)[0][1] == {"name": "Lọ cao", "offered": 6, "left": 5}
    assert not said("stock", days | lines | {"lines_0_offered": 5})
    assert said("stock", days | lines | {"lines_0_offered": 5, "on_2": "2026-11-04"})


def test_service_below_a_threshold_needs_a_plan() -> None:
    given = {"from_on": "2026-10-01", "until_on": "2026-10-30", "reply": 119, "cancelled": 499, "rating": 45}
    bad = given | {"reply": 120, "cancelled": 500, "rating": 44}

    assert not said("service", given) and said("service", given, Tone.GOOD)
    assert len(said("service", bad)) == 3 and said("service", bad, Tone.MISSING)
    assert not said("service", bad | {"plan": "Trả lời trước 20 giờ."}, Tone.MISSING)


def test_a_story_is_counted_and_its_praise_pointed_out() -> None:
    given = {"text_vi": "Gốm đẹp nhất Hội An", "text_en": "word " * 150, "people_agreed": True}

    assert reckoned("story", given) == {"Words in Vietnamese": 5, "Words in English": 150}
    assert [values for _s, values in said("story", given)] == [
        {"words": "đẹp nhất"}, {"lang": {"words": "Vietnamese"}, "count": 5},
    ]  # fmt: skip


def test_a_control_is_found_by_its_flat_name_and_no_other() -> None:
    ledger: Kind = SIMPLE["ledger"]

    assert ledger.control("lines_119_amount") and ledger.control("month")
    assert not any(map(ledger.control, ("lines_120_amount", "lines_01_amount", "lines_0_total", "lines__amount", "")))
