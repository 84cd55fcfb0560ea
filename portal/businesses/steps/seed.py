"""The steps of the demo's shops: some accepted, one sent back with its sentence, some that wait; two visits."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.businesses import queries as campaign
from portal.businesses.models import Shop
from portal.businesses.steps import expiry, hints, queries, reviewing, rules, visits
from portal.businesses.steps.models import Progress, Verdict
from portal.kit.say import Refused
from portal.people.models import Person


class Done(NamedTuple):
    """What a shop did: so many days ago, with these words, and what became of it."""

    key: str
    days: int
    links: str = ""
    note: str = ""
    verdict: Verdict | None = None
    says: str = ""
    sent: bool = True


OF_THE_FIRST = (
    Done("1.4", 40, verdict=Verdict.ACCEPTED, says="Bài rất thật, em thích đoạn cả xóm dựng lại lò."),
    Done("1.7", 30, verdict=Verdict.ACCEPTED),
    Done("1.11", 12, note="Dạ em viết xong chính sách, chị xem giúp em phần đặt cọc.", verdict=Verdict.CHANGES_WANTED,
         says="Phần đặt cọc chị ghi rõ bao nhiêu phần trăm và khi nào trả lại."),
    Done("1.12", 1, "https://maps.example.org/gom-son-thanh-ha"),
    Done("2.1", 165, "https://facebook.example.org/gomsonthanhha", verdict=Verdict.ACCEPTED),
    Done("2.3", 3, "https://instagram.example.org/gomson", verdict=Verdict.CHANGES_WANTED,
         says="Kênh đã rõ nghề. Chị thêm số điện thoại và liên kết bản đồ vào phần giới thiệu giúp em nhé."),
    Done("2.2", 2, "https://zalo.example.org/gomson", sent=False),
)  # fmt: skip
OF_OTHERS = (
    Done("2.1", 1, "https://facebook.example.org/xuong-moc", note="Em có 2 quản trị viên rồi ạ."),
    Done("2.3", 0, "https://tiktok.example.org/@xuong-moc", sent=False),
)
"""Invented, as the addresses are."""
NOTES = (
    "Đã xem chỗ gói hàng: bọc xơ dừa, hộp hai lớp, tem đủ ba dòng.\n"
    "Chị in thêm tem cho bộ trà. Tuần sau gửi ảnh gói bát cơm."
)


def plant(shops: Iterable[Shop], *, at: datetime) -> None:
    """What each shop did by now, once."""
    for number, shop in enumerate(shops):
        if not queries.all_progress(shop):
            for done in OF_THE_FIRST if number == 0 else OF_OTHERS:
                with suppress(Refused):  # a sheet that another part of the demo has not filled
                    _do(shop, done, at=at - timedelta(days=done.days, hours=3))
            _visit(shop, closed=number == 0, at=at - timedelta(days=6, hours=5))
    for progress_id in expiry.due(at=at):
        expiry.settle(progress_id, at=at)


def _do(shop: Shop, done: Done, *, at: datetime) -> Progress | None:
    step = campaign.step_of_key(done.key)
    owner: Person | None = next((one.person for one in shop.members if one.is_owner), None)
    if step is None or owner is None:
        return None
    progress = rules.begin(shop, step, by=owner, at=at)
    rules.save(progress, {"links": done.links, "note": done.note}, seen=None, by=owner, at=at)
    rules.start(progress, by=owner, at=at)
    if not done.sent:
        return progress
    submission = rules.submit(progress, by=owner, at=at)
    if done.verdict is not None and shop.advisor is not None:
        ticks = range(len(reviewing.criteria_of(submission)))
        later = at + timedelta(hours=26)
        reviewing.review(submission, done.verdict, ticks=ticks, says=done.says, by=shop.advisor, at=later)
    return progress


def _visit(shop: Shop, *, closed: bool, at: datetime) -> None:
    """One whose notes stand and count for the packing, one that is still to be written."""
    if shop.advisor is None:
        return
    visit = visits.plan(shop, on=hints.today(at), place="Tại xưởng, Thanh Hà", by=shop.advisor, at=at)
    if closed:
        visits.write(visit, {"notes": NOTES}, at=at)
        step = campaign.step_of_key("1.10")
        visits.close(visit, [step] if step else [], by=shop.advisor, at=at + timedelta(hours=2))
