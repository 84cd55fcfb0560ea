"""A result frozen into one JSON, and what is said of one in which something was changed."""

import copy
import json

import pytest

from portal.kit import canonical, commitment, frozen_result
from portal.kit.ballots import Criterion
from portal.kit.frozen_result import Inputs, SealedBallot
from portal.kit.orders import Order
from portal.kit.ranking_record import METHOD_VERSION, Method
from portal.kit.say import Refused
from portal.kit.standing import Ladder
from portal.kit.sureness import Draws
from portal.kit.tie_ladder import LADDER

CRITERIA = [Criterion("reuse", 20), Criterion("system", 10, allows_na=True), Criterion("charm", 5, independent=True)]
POINTS = {
    "HT4827": {"J1": (70, 60), "J2": (80, 75), "J3": (95, None)},
    "KV3916": {"J1": (60, 65), "J2": (75, 70), "J3": (90, 85)},
    "BL7240": {"J1": (50, 40), "J2": (60, 55)},
}


def sealed(entry, juror, points, void=""):
    scores = dict(zip(("reuse", "system"), points, strict=True))
    record = {"competition": "park", "round": 1, "juror": juror, "entry": entry, "scores": scores, "remark": "Tốt"}
    salt = f"{len(entry + juror) * 7:02x}" * 32
    return SealedBallot(record, salt, commitment.seal(record, salt), void)


def frozen():
    ballots = [sealed(entry, juror, points) for entry, given in POINTS.items() for juror, points in given.items()]
    ballots.append(sealed("BL7240", "J3", (100, 100), void="conflict declared late"))
    return frozen_result.freeze(
        Inputs(
            about={"competition": "park", "round": 1},
            criteria=CRITERIA,
            entries=list(POINTS),
            ballots=ballots,
            conflicts=[{"juror": "J3", "entry": "BL7240", "kind": "teacher"}],
            decided={"prizes": [{"prize": "first", "entry": "HT4827"}]},
            ladder=Ladder(LADDER, votes={"HT4827": 2}),
            draws=Draws(50, 2025),
        )
    )


def refusal(made):
    """What is said of it after it has travelled as a file."""
    with pytest.raises(Refused) as refused:
        frozen_result.verify(canonical.read(json.dumps(made, indent=2)))
    return str(refused.value)


def changed(path, value):
    made = copy.deepcopy(frozen())
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


def test_what_was_frozen_is_verified_wherever_it_is_read():
    made = frozen()
    for written in (canonical.text(made), json.dumps(made, indent=2, ensure_ascii=False)):
        assert frozen_result.verify(canonical.read(written)) == made["sha256"]
    assert made["sha256"] == canonical.sha256({name: value for name, value in made.items() if name != "sha256"})
    first = made["outcome"]["entries"][0]
    assert (first["entry"], first["rank"], first["n"]) == ("HT4827", 1, 3)
    assert [line["n"] for line in made["outcome"]["entries"]] == [3, 3, 2]  # the void ballot does not count


def test_the_arithmetic_does_not_change_unnoticed():
    """When this sum moves, so must METHOD_VERSION: results that were published can no longer be recomputed."""
    assert METHOD_VERSION == "1"
    assert frozen()["sha256"] == "f57f6572d559b1668314163aabb36f19067dd4d2401a625d12bdb5e8981bf2f7"


def test_a_changed_score_is_named_with_what_was_sealed():
    made = frozen()
    place = next(n for n, ballot in enumerate(made["ballots"]) if ballot["record"]["juror"] == "J2")
    entry = made["ballots"][place]["record"]["entry"]
    forged = changed(["ballots", place, "record", "scores", "reuse"], 100)
    was = POINTS[entry]["J2"][0] / 10
    assert refusal(forged) == (f"Entry {entry}, juror J2, criterion reuse: the file says 10, but {was:g} was sealed.")
    # Even when the outcome and the sum were made anew to fit.
    whole = {name: value for name, value in forged.items() if name != "sha256"}
    whole["outcome"] = frozen_result.outcome(frozen_result._recomputed(whole))
    assert "criterion reuse" in refusal(whole | {"sha256": canonical.sha256(whole)})
    assert "criterion reuse: the file says N/A" in refusal(
        changed(["ballots", place, "record", "scores", "reuse"], None)
    )


def test_more_than_a_score_is_named_by_its_ballot():
    assert refusal(changed(["ballots", 0, "record", "remark"], "Kém")) == (
        "Entry BL7240, juror J1: this is not the ballot that was sealed."
    )


def test_a_changed_outcome_is_named_by_entry_and_figure():
    assert refusal(changed(["outcome", "entries", 1, "rank"], 1)) == (
        "entry KV3916, rank: the file says 1, but recomputed it is 2."
    )
    swapped = frozen()
    lines = swapped["outcome"]["entries"]
    lines[0], lines[1] = lines[1], lines[0]
    assert refusal(swapped) == "place 1: the file says KV3916, but recomputed it is HT4827."
    assert refusal(changed(["outcome", "jurors", 0, "severity"], 0)).startswith("juror J1, severity: the file says 0,")
    assert "agreement, kendall_w" in refusal(changed(["outcome", "agreement", "kendall_w"], True))
    assert refusal(changed(["outcome", "entries"], [])).startswith("outcome, entries: the file says [], but")


def test_weights_voids_and_seeds_count():
    assert "recomputed" in refusal(changed(["criteria", 1, "weight"], 90))
    assert "recomputed" in refusal(changed(["ballots", 2, "void"], ""))
    assert "recomputed" in refusal(changed(["seed"], 1))
    assert "recomputed" in refusal(changed(["method"], "raw"))


def test_whatever_else_is_changed_shows_in_the_sum():
    for path, value in ((["decided"], {}), (["about", "round"], 2), (["conflicts"], []), (["sha256"], "0" * 64)):
        assert refusal(changed(path, value)).startswith("The sum of the file is ")


def test_what_is_no_frozen_result_is_refused_in_words():
    assert "its format is not portal-result-1" in refusal([])
    assert "its format" in refusal({"format": "another"})
    assert "made by version 99" in refusal(changed(["method_version"], "99"))
    for name in ("ballots", "criteria", "entries", "outcome", "sha256", "ladder"):
        made = frozen()
        del made[name]
        assert refusal(made) == f"This is no frozen result: '{name}' is missing."
    assert refusal(changed(["method"], "guess")).startswith("This is no frozen result: 'guess'")
    assert refusal(changed(["ballots", 0, "record"], [])).startswith("This is no frozen result")
    assert refusal(changed(["criteria", 0, "weight"], "heavy")).startswith("This is no frozen result")
    assert refusal(changed(["draws"], 10**9)) == "This is no frozen result: draws is not from 0 to 10000."
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(Refused, match="no frozen result"):
        frozen_result.verify(frozen() | {"about": deep})


def test_ranked_ballots_are_frozen_too():
    orders = [Order("J1", {"A": 1, "B": 2}), Order("J2", {"A": 1, "B": 2}), Order("J3", {"B": 1, "A": 2})]
    made = frozen_result.freeze(
        Inputs({}, [], ["A", "B", "C"], orders=orders, method=Method.SCHULZE, ladder=Ladder(LADDER))
    )
    assert [(line["entry"], line["rank"]) for line in made["outcome"]["entries"]] == [("A", 1), ("B", 2), ("C", None)]
    assert frozen_result.verify(canonical.read(canonical.text(made))) == made["sha256"]
    made["orders"][0]["places"] = {"A": 2, "B": 1}
    assert refusal(made).startswith("place 1: the file says A")


def test_ballots_that_were_never_sealed_are_verified_by_the_outcome():
    bare = [SealedBallot({"juror": "J1", "entry": "A", "scores": {"reuse": 70, "system": None}})]
    made = frozen_result.freeze(Inputs({}, CRITERIA, ["A"], bare))
    assert frozen_result.verify(made) == made["sha256"]
