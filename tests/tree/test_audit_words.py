"""Every act that the code notes in the record has its words, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from portal.audit import words
from portal.businesses.models import ApplicationState, EnrolmentState
from portal.config import ROOT
from portal.contributions.models import Act

# Acts whose names are put together, and the names that can come of it.
COMPUTED = {
    "f'ticket_{act}'": {f"ticket_{act}" for act in Act},
    "f'application_{state}'": {f"application_{state}" for state in ApplicationState} - {"application_draft"},
    "f'enrolment_{state}'": {f"enrolment_{state}" for state in EnrolmentState},
    "'paper_confirmed' if like else 'paper_typed'": {"paper_confirmed", "paper_typed"},
}


def notes() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "portal").rglob("*.py")):
        tree = ast.parse(path.read_text())
        names = _names_of_the_record(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"{name}.note" for name in names}:
                yield _place(path, node), node


def _names_of_the_record(tree: ast.Module) -> set[str]:
    """What `portal.audit.rules` is called in a module."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "portal.audit"]
    return {alias.asname or alias.name for node in found for alias in node.names if alias.name == "rules"}


def _place(path: Path, node: ast.Call) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_act_has_its_words_and_every_kind_its_name():
    acts, unknown = set(), []
    for place, node in notes():
        act, kind = node.args[0], node.args[1]
        if isinstance(act, ast.Constant):
            acts.add(act.value)
        else:
            acts |= COMPUTED[ast.unparse(act)]
        if not isinstance(kind, ast.Constant) or kind.value not in words.KINDS:
            unknown.append(f"{place}: {ast.unparse(kind)}")
    assert unknown == []
    assert (sorted(acts - set(words.ACTS)), sorted(set(words.ACTS) - acts)) == ([], [])


def test_a_detail_is_an_id_a_key_or_a_count_and_never_what_somebody_wrote():
    """No call hands a name, a number to call, an address or a text to the record."""
    forbidden = {"full_name", "email", "phone", "note", "text", "words", "body", "value", "answer", "name_vi"}
    found = [
        f"{place}: {ast.unparse(keyword.value)}"
        for place, node in notes()
        for keyword in node.keywords
        for part in ast.walk(keyword.value)
        if isinstance(part, ast.Attribute) and part.attr in forbidden
    ]
    assert found == []
