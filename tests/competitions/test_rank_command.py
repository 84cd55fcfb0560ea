"""`bin/portal rank` and `bin/portal verify-result`, on files as people have them."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal.kit import canonical, frozen_result
from tests.kit.test_agreement import FOUR_RATERS
from tests.kit.test_frozen_result import frozen
from tests.kit.test_severity import FULL, JURORS

HEAD = "entry,juror,criterion,score\n"
WEIGHTED = "entry,juror,criterion,score,weight\n"
VECTOR_A = [
    f"{entry},{juror},all,{points}"
    for entry, row in FULL.items()
    for juror, points in zip(JURORS, row, strict=True)
    if (entry, juror) != ("A", "J3")
]


class Portal:
    """The command line, with a file to write first."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.file = app, folder / "ballots.csv"

    def run(self, command: str, content: str | bytes, *options: str) -> Result:
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.app.test_cli_runner().invoke(args=[command, str(self.file), *options])

    def rank(self, content: str | bytes, *options: str) -> dict[str, Any]:
        done = self.run("rank", content, "--json", *options)
        assert done.exit_code == 0, done.output
        return json.loads(done.output)  # type: ignore[no-any-return]

    def refusal(self, content: str | bytes, *options: str) -> str:
        done = self.run("rank", content, *options)
        assert done.exit_code == 1, done.output
        return done.output.removeprefix("Error: ").rstrip("\n")


@pytest.fixture
def portal(app: Flask, tmp_path: Path) -> Portal:
    return Portal(app, tmp_path)


def test_vector_a_by_every_method_for_scores(portal: Portal) -> None:
    found = portal.rank(HEAD + "\n".join(VECTOR_A))
    assert set(found) == {"method", "entries", "jurors", "agreement", "notes"}
    assert found["method"] == "adjusted"
    assert [set(line) for line in found["entries"]] == [{"entry", "rank", "value", "low", "high", "n"}] * 4
    assert [(line["entry"], line["rank"], line["n"]) for line in found["entries"]] == [
        ("A", 1, 2), ("B", 2, 3), ("C", 3, 3), ("D", 4, 3)
    ]  # fmt: skip
    assert [line["value"] for line in found["entries"]] == pytest.approx([8.25, 7.5, 6.3333, 5.6667], abs=1e-4)
    assert found["entries"][0]["high"] == pytest.approx(8.25 + 1.96 * 0.29226 / 2**0.5, abs=1e-4)
    assert {one["juror"]: one["severity"] for one in found["jurors"]} == pytest.approx(
        {"J1": -1.4375, "J2": -0.0625, "J3": 1.5}
    )
    raw = portal.rank(HEAD + "\n".join(reversed(VECTOR_A)), "--method", "raw")
    assert [(line["entry"], line["rank"]) for line in raw["entries"]] == [("A", 1), ("B", 1), ("C", 3), ("D", 4)]
    z = portal.rank(HEAD + "\n".join(VECTOR_A), "--method", "z")
    assert [line["value"] for line in z["entries"]] == [None] * 4
    assert any("at least 8 ballots" in note for note in z["notes"])
    schulze = portal.rank(HEAD + "\n".join(VECTOR_A), "--method", "schulze")
    assert [line["entry"] for line in schulze["entries"]] == ["A", "B", "C", "D"]
    assert schulze["jurors"] == [{"juror": juror, "severity": None} for juror in JURORS]


def test_agreement_is_over_the_values_of_ballots(portal: Portal) -> None:
    rows = [
        f"E{unit:02},J{rater},x,{value}"
        for rater, line in enumerate(FOUR_RATERS.strip().splitlines())
        for unit, value in enumerate(line.split())
        if value != "."
    ]
    agreement = portal.rank(HEAD + "\n".join(rows))["agreement"]
    rounded = {name: round(value, 4) for name, value in agreement.items() if name != "kendall_w"}
    assert rounded == {
        "alpha_nominal": 0.7434, "alpha_ordinal": 0.8154, "alpha_interval": 0.8491, "alpha_ratio": 0.7974
    }  # fmt: skip
    w = [(9, 8, 7, 7, 5), (8, 9, 7, 6, 6), (9, 8, 8, 5, 6)]
    tied = "".join(f"E{e},J{j},x,{value}\n" for j, row in enumerate(w) for e, value in enumerate(row))
    assert round(portal.rank(HEAD + tied)["agreement"]["kendall_w"], 4) == 0.8596


def test_a_table_as_vietnamese_excel_saves_it(portal: Portal) -> None:
    text = (
        "Entry;Juror;Criterion;Score;Weight\r\n"
        "Mái hiên;Gk 1;reuse;8,25;20\r\n"
        "Mái hiên;Gk 1;system;;10\r\n"
        ";;;;\r\n"
        "Mái hiên;Gk 2;reuse;0;20\r\n"
        "Mái hiên;Gk 2;system;3;10\r\n"
    )
    forms = [text, codecs.BOM_UTF8 + text.encode(), text.encode("utf-16"), "sep=;\r\n" + text,
             text.replace(",", '","').replace('8","25', '"8,25"').replace(";", ",")]  # fmt: skip
    for form in forms:
        [line] = portal.rank(form, "--method", "raw")["entries"]
        assert (line["entry"], line["n"]) == ("Mái hiên", 2)
        # N/A leaves the ballot at 8.25, and 0 is a score: (20 · 0 + 10 · 3) / 30.
        assert line["value"] == pytest.approx((8.25 + 1) / 2)


def test_a_score_without_a_row_is_noted(portal: Portal) -> None:
    found = portal.rank(HEAD + "A,J1,x,8\nA,J1,y,6\nA,J2,x,7\n", "--method", "raw")
    assert found["entries"][0]["value"] == 7
    assert found["notes"][0] == "Scores without a row of their own: 1. They were taken as not applicable."
    beside = portal.rank(f"{WEIGHTED}A,J1,x,8,1\nA,J1,y,6,0\nA,J2,x,7,1\n", "--method", "raw")
    assert beside["entries"][0]["value"] == 7.5  # a weight of 0 is shown beside and not counted
    assert not any("row of their own" in note for note in beside["notes"])


def test_ranked_ballots_and_pairs(portal: Portal) -> None:
    circles = [
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ]
    rows = [f"J{n},{e},{p},{votes}" for n, (votes, row) in enumerate(circles) for p, e in enumerate(row, 1)]
    found = portal.rank("juror,entry,position,votes\n" + "\n".join(rows))
    assert found["method"] == "schulze"
    assert "".join(line["entry"] for line in found["entries"]) == "EACBD"
    assert {line["n"] for line in found["entries"]} == {45}
    assert found["entries"][0]["low"] is None
    borda = portal.rank("juror;entry;position\nJ1;A;1\nJ1;B;2\nJ2;B;1\nJ2;A;\n", "--method", "borda")
    assert [(line["entry"], line["n"]) for line in borda["entries"]] == [("A", 1), ("B", 2)]
    pairs = portal.rank("winner,loser,times\nA,B,10\nA,B,10\nB,A,10\n")
    assert pairs["method"] == "bradley-terry"
    assert [line["value"] for line in pairs["entries"]] == pytest.approx([2 / 3, 1 / 3])
    assert pairs["agreement"] == dict.fromkeys(pairs["agreement"]) != {}


def test_drawn_margins_are_the_same_each_time(portal: Portal) -> None:
    first = portal.rank(HEAD + "\n".join(VECTOR_A), "--bootstrap", "200", "--seed", "7")
    again = portal.rank(HEAD + "\n".join(sorted(VECTOR_A, reverse=True)), "--bootstrap", "200", "--seed", "7")
    assert first == again
    assert (first["entries"][0]["low"], first["entries"][0]["high"]) == (7, 9)
    assert first != portal.rank(HEAD + "\n".join(VECTOR_A), "--bootstrap", "200", "--seed", "8")


def test_the_table_for_people(portal: Portal) -> None:
    shown = portal.run("rank", HEAD + "\n".join(VECTOR_A)).output.splitlines()
    assert shown[0].split() == ["rank", "entry", "adjusted", "low", "high", "n", "raw", "median", "sd"]
    assert shown[1].split() == ["1", "A", "8.250", "7.845", "8.655", "2", "7.500", "7.500", "0.707"]
    assert "J3     3        1.500" in shown
    assert "– Without any one of the jurors the order stays the same." in shown


def test_a_wrong_file_is_refused_in_one_sentence_with_its_row(portal: Portal) -> None:
    in_range = "A score is a number from 0 to 10."
    rows = {
        "A,J1,x,11": f"Row 3: the score is “11”. {in_range}",
        "A,J1,x,tám": f"Row 3: the score is “tám”. {in_range}",
        "A,J1,x,8,25": "Row 3: there are more cells than columns. A number with a comma needs quotation marks.",
        "Z,J9,x,5": "Row 3: juror J9 has scored entry Z on x already, in row 2.",
        "A,,x,5": "Row 3: the juror is empty.",
        "A,J1,,5": "Row 3: the criterion is empty.",
        'A,J1,x,"5': "Row 3: a quotation mark is missing or out of place.",
    }
    for row, sentence in rows.items():
        assert portal.refusal(f"{HEAD}Z,J9,x,8\n{row}\n") == sentence
    files: dict[str | bytes, str] = {
        "entry,juror,score\nA,J1,5": "The column “criterion” is missing: a file of scores has entry, juror, criterion, "
        "score and perhaps weight.",
        "entry,juror,criterion,score,remark\n": "The column “remark” is not known: a file of scores has entry, juror, "
        "criterion, score and perhaps weight.",
        "entry,juror,criterion,score,score\n": "The column “score” stands twice.",
        "a,b,c\n1,2,3\n": "The first row must name the columns, for example entry, juror, criterion, score.",
        "": "The first row must name the columns, for example entry, juror, criterion, score.",
        HEAD: "The file names its columns, but it has no rows.",
        "Bài,Điểm".encode(
            "cp1258", "replace"
        ): "This is no table in UTF-8. Save it as “CSV UTF-8” in your spreadsheet.",
        b"PK\x03\x04\0\0": "This is no text file. Save the table as “CSV UTF-8” in your spreadsheet.",
        f"{WEIGHTED}A,J1,x,5,2\nA,J2,x,5,3\n": "Row 3: criterion x had the weight 2 before, not 3.",
        f"{WEIGHTED}A,J1,x,5,-2\n": "Row 2: the weight is “-2”. A weight is 0 or more.",
        f"{WEIGHTED}A,J1,x,5,2\nA,J1,y,5,\n": "Criterion y has no weight, though others have one.",
        "juror,entry,position\nJ1,A,1.5\n": "Row 2: the position is “1.5”. A position is a whole number from 1 on.",
        "juror,entry,position\nJ1,A,1\nJ1,A,2\n": "Row 3: juror J1 has placed entry A already, in row 2.",
        "juror,entry,position,votes\nJ1,A,1,2\nJ1,B,2,3\n": "Row 3: the ballot of juror J1 stood for 2 votes before, "
        "not for 3.",
        "winner,loser\nA,A\n": "Row 2: A cannot win against itself.",
        "winner,loser,times\nA,B,0\n": "Row 2: the times is “0”. Write a whole number from 1 on.",
    }
    for content, sentence in files.items():
        assert portal.refusal(content) == sentence
    assert portal.refusal("winner,loser\nA,B\n", "--method", "raw") == "The method raw is not for pairs."
    assert "needs the columns winner and loser" in portal.refusal(f"{HEAD}A,J1,x,5\n", "--method", "bradley-terry")
    assert (
        portal.refusal("juror,entry,position\nJ1,A,1\n", "--method", "z") == "The method z is not for ranked ballots."
    )


def test_a_frozen_result_is_recomputed_and_a_changed_score_is_named(portal: Portal) -> None:
    made = frozen()
    done = portal.run("verify-result", canonical.text(made))
    assert (done.exit_code, done.output) == (0, f"ok {made['sha256']}\n")
    ballot = made["ballots"][4]["record"]
    ballot["scores"]["reuse"] += 5
    told = portal.run("verify-result", json.dumps(made, indent=2))
    now, was = (canonical.text(ballot["scores"]["reuse"] / 10 - less) for less in (0, 0.5))
    assert (told.exit_code, told.output) == (
        1,
        f"Entry {ballot['entry']}, juror {ballot['juror']}, criterion reuse: "
        f"the file says {now}, but {was} was sealed.\n",
    )
    for wrong in ("no json", '{"format": 1, "format": 2}', "[" * 100_000, b"\xff\xfe"):
        refused = portal.run("verify-result", wrong)
        assert refused.exit_code == 1
        assert refused.output.startswith("Error: This is no JSON that can be read")
    other = portal.run("verify-result", "{}")
    assert (other.exit_code, other.output) == (
        1, f"This is no frozen result: its format is not {frozen_result.FORMAT}.\n"
    )  # fmt: skip
