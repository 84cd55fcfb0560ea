"""The jury hour: thirty jurors score at once, every third tap comes twice, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from portal.competitions.jury import queries
from portal.competitions.jury.models import Ballot, BallotState, Score, ScoreAct
from portal.competitions.models import JuryMember, Seat
from portal.db import Mode, db, transactions
from portal.people.models import Role
from tests import cast, make
from tests.competitions.jury import planting

JURORS, ENTRIES = 30, 10
Tap = tuple[str, str, str, str]
"""Address, criterion, points, and the word of the act."""


@pytest.fixture
def served(real_app: Flask) -> Iterator[tuple[Flask, int]]:
    server = make_server("127.0.0.1", 0, real_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield real_app, server.server_port
    server.shutdown()


def _planted(app: Flask) -> list[tuple[str, list[Tap]]]:
    """Each juror's cookie and taps: ten entries with six scores."""
    with app.app_context(), transactions(Mode.WRITE):
        of = planting.draft(jury=False)
        of.jury = [
            JuryMember(
                person=make.person(Role.JUROR), seat=Seat.CHAIR if number == 0 else Seat.MEMBER, invited_at=make.AT,
                pseudonym=f"J{number + 1}", position=number, accepted_at=make.AT,
            )
            for number in range(JURORS)
        ]  # fmt: skip
        db.session.flush()
        of.published_at, of.stage = planting.PUBLISHED, planting.Stage.SUBMISSION_CLOSED
        db.session.flush()
        for number in range(ENTRIES):
            planting.entry(of, number)
        round_ = planting.opened(of)
        made = []
        for at, member in enumerate(of.jury):
            client = cast.sign_in(app.test_client(), member.person)
            cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            taps = [
                (f"/jury/{of.slug}/{one.entry.code}/score", criterion.key, str((at + n) % 11), f"{at}-{one.id}-{n}")
                for one in queries.ballots_of(member, round_)
                for n, criterion in enumerate(of.criteria)
            ]
            made.append((f"{cookie.key}={cookie.value}", taps))
        db.session.commit()
    return made


def _score(port: int, juror: tuple[str, list[Tap]]) -> Counter[int]:
    """Every third tap twice, as an impatient thumb does; a busy portal is asked again, as the page does."""
    cookie, taps = juror
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    answers: Counter[int] = Counter()
    for number, (address, field, value, once) in enumerate(taps):
        for _thumb in range(2 if number % 3 == 0 else 1):
            status = 503
            while status == 503:
                line = HTTPConnection("127.0.0.1", port, timeout=60)
                line.request("POST", address, urlencode({"f": field, "v": value, "o": once}), headers)
                status = line.getresponse().status
                line.close()
            answers[status] += 1
    return answers


@pytest.mark.faults
def test_thirty_jurors_give_1800_scores_with_double_taps(served: tuple[Flask, int]) -> None:
    app, port = served
    jurors = _planted(app)
    with ThreadPoolExecutor(JURORS) as pool:
        answers = sum(pool.map(lambda juror: _score(port, juror), jurors), Counter[int]())
    assert answers == {200: JURORS * ENTRIES * 8}
    with app.app_context(), transactions(Mode.READ):
        assert db.session.scalar(select(func.count()).select_from(ScoreAct)) == 1800
        assert db.session.scalar(select(func.count()).select_from(Score)) == 1800
        states = select(Ballot.state, func.count()).group_by(Ballot.state)
        assert dict(db.session.execute(states).tuples().all()) == {BallotState.COMPLETE: JURORS * ENTRIES}
        given = db.session.scalars(select(Score.tenths)).all()
    wanted = Counter(int(value) * 10 for _cookie, taps in jurors for _address, _field, value, _once in taps)
    assert Counter(given) == wanted
