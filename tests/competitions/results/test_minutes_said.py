"""The sentences of the minutes: nothing of what led to the result is lost or said wrongly, on the page or on paper."""

from __future__ import annotations

import pytest

from portal.city.chosen import choose
from portal.competitions.results import minutes_said as said
from portal.media.paper import printable

STORM = {
    "phase": "submit", "class_vi": "Sinh viên", "class_en": "Students", "was_at": "2026-11-27T17:00:00Z",
    "now_at": "2026-11-30T17:00:00Z", "reason_vi": "Bão số 12", "reason_en": "Storm no. 12", "by": "Mai",
}  # fmt: skip
VOTE = {
    "kind": "prize", "entry": "HT1000", "prize": "Giải Nhất", "prize_en": "First prize",
    "reason": "Hai bài ngang nhau.", "yes": 2, "no": 2, "abstain": 1, "carried": True, "by_casting_vote": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _city() -> None:
    choose("hoi-an")


def test_a_moved_deadline_is_named_by_its_last_minute_and_by_whom_it_was_for() -> None:
    told = said.extension(STORM, "en")
    assert told == (
        "Submission · Students. From 23:59 (GMT+7), Friday 27 November 2026 to 23:59 (GMT+7), Monday 30 November 2026."
        " Storm no. 12"
    )
    assert printable(told) == told  # an arrow came out as a question mark


def test_votes_ties_and_absences_are_told_whole() -> None:
    vote = said.vote(VOTE, "en")
    assert (vote.on, vote.reason) == ("Award a prize · First prize", "Hai bài ngang nhau.")
    assert vote.ended == "carried, by the chair’s casting vote"
    assert said.prize({"prize": "Giải Nhất"}, "en") == "Giải Nhất"  # of minutes that were drawn up long ago
    of = {"number": 1, "reopened": ["nhầm phiếu"], "settled": [{"rung": "median", "parts": [["HT1"], ["KV2", "MH3"]]}]}
    assert said.of_round(of) == [
        "Round 1 was opened again: nhầm phiếu", "Round 1, a tie was decided: HT1, KV2 = MH3. The higher median.",
    ]  # fmt: skip
    sitting = {"at": "2026-10-12T02:00:00Z", "place": "Tòa nhà Hữu nghị", "present": ["Hà", "Bảo"], "absent": ["Khôi"]}
    assert said.sitting(sitting, "vi") == (
        "9:00 (GMT+7), 12/10/2026, Tòa nhà Hữu nghị. Present: Hà, Bảo. Absent: Khôi."
    )  # fmt: skip


def test_leave_that_nobody_used_is_not_called_handed_in() -> None:
    assert [said.late({"reason": "mất điện", "used": used}) for used in (True, False)] == [
        "Handed in late with leave: mất điện", "Leave to hand in late was given and not used: mất điện",
    ]  # fmt: skip


def test_a_reserve_signs_only_in_place_of_somebody() -> None:
    jury = [
        {"name": name, "seat": seat, "accepted": accepted, "stands_in_for": other}
        for name, seat, accepted, other in (
            ("Hà", "chair", True, None), ("Bảo", "member", True, None), ("Khôi", "member", False, None),
            ("Duyên", "reserve", True, "Bảo"), ("Lan", "reserve", True, None),
        )
    ]  # fmt: skip
    assert [one["name"] for one in said.signers({"jury": jury})] == ["Hà", "Duyên"]
