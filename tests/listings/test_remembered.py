"""What was worked out for one version of the map is worked out once, and never outlives that version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from portal.db import Mode, db, transactions
from portal.listings import remembered, rules, search
from portal.listings.models import State
from portal.listings.question import Query
from tests import make


@pytest.fixture
def portal(real_app: Flask) -> Iterator[Flask]:
    with real_app.app_context():
        yield real_app


pytestmark = pytest.mark.usefixtures("portal")


def write(name: str, *, keep: bool = True) -> None:
    with transactions(Mode.WRITE):
        make.listing(name)
        if keep:
            db.session.commit()
        db.session.rollback()


def reading(work: Callable[[], Any]) -> Any:
    with transactions(Mode.READ):
        try:
            return work()
        finally:
            db.session.rollback()


def total() -> int:
    return int(reading(lambda: search.find(Query()).total.n))


class Work:
    """Says how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _query: Query) -> int:
        self.times += 1
        return self.times


def test_it_is_done_once_for_each_version_and_question() -> None:
    write("Một")
    ask = remembered.remembered(Work())
    assert [reading(lambda: ask(Query())) for _ in range(3)] == [1, 1, 1]
    assert reading(lambda: ask(Query(q="gom"))) == 2
    write("Hai")
    assert [reading(lambda: ask(Query())) for _ in range(2)] == [3, 3]


def test_a_change_is_counted_at_once() -> None:
    write("Một")
    assert (total(), total()) == (1, 1)
    write("Hai")
    assert total() == 2
    with transactions(Mode.WRITE):
        hidden = rules.find("hai", reader=None)
        assert hidden is not None
        rules.hide(hidden, by=make.person(), at=make.AT, reason="Đóng cửa")
        db.session.commit()
    assert total() == 1


def test_what_is_rolled_back_leaves_nothing_behind() -> None:
    write("Một")
    with transactions(Mode.WRITE):
        make.listing("Không thành")
        assert search.find(Query()).total.n == 2
        db.session.rollback()
    write("Hai")
    write("Ba", keep=False)
    assert total() == 2


def test_no_two_versions_have_the_same_stamp_even_after_a_rollback() -> None:
    stamps = set()
    for keep in (False, False, True, True):
        with transactions(Mode.WRITE):
            make.listing("Một")
            db.session.flush()
            stamps.add(remembered.stamp())
            if keep:
                db.session.commit()
            db.session.rollback()
    assert len(stamps) == 4


def test_what_is_not_public_and_what_is_being_written_are_never_remembered() -> None:
    write("Một")
    ask = remembered.remembered(Work())
    assert [reading(lambda: ask(Query(state=State.DRAFT))) for _ in range(2)] == [1, 2]
    with transactions(Mode.WRITE):
        assert [ask(Query()) for _ in range(2)] == [3, 4]
        db.session.rollback()
