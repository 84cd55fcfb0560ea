"""The floors of the house: who may import whom, read from the imports themselves (docs/floors.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.config import ROOT

NAMES = {
    0: "kit, city, config",
    1: "db, models, media, letters",
    2: "rules, policy, selections",
    3: "forms",
    4: "web",
    5: "views, jobs, desk",
    6: "start and commands",
}
# Read from above: the first pattern that fits says the floor. What fits none stands on no floor, which fails.
FLOORS = (
    ("__init__", 6), ("__main__", 6), ("cli", 6), ("serve", 6), ("parent", 6), ("worker", 6), ("gather", 6),
    ("*.commands", 6),
    ("*.views", 5), ("*.*_views", 5), ("*.jobs", 5), ("*.telling", 5), ("listings.asking", 5), ("listings.showing", 5),
    ("listings.sketching", 5), ("events.asking", 5), ("events.showing", 5), ("events.venues", 5),
    ("events.registrations.asking", 5), ("competitions.showing", 5), ("competitions.results.showing", 5),
    ("competitions.results.*_paper", 5), ("competitions.results.minutes_said", 5), ("competitions.results.sending", 5),
    ("competitions.jury.*_paper", 5), ("competitions.entries.drafting", 5), ("competitions.entries.asking", 5),
    ("competitions.entries.stepping", 5), ("desk.tasks", 5), ("desk.tasks.*", 5), ("people.entering", 5),
    ("contributions.drafting", 5),
    ("contributions.told", 5),
    ("businesses.asking", 5), ("businesses.showing", 5), ("businesses.*.showing", 5), ("businesses.*_paper", 5),
    ("businesses.sheets.filling", 5),
    ("*.forms", 3), ("*.*_form", 3), ("*.*_forms", 3), ("web.form", 3), ("web.fields", 3), ("web.language", 3),
    ("web.*", 4),
    ("kit.*", 0), ("city.*", 0), ("config", 0),
    ("db", 1), ("owed", 1), ("schedule", 1), ("*.models", 1), ("*.*_models", 1), ("media.*", 1), ("letters.*", 1),
    ("archive", 2), ("doctor", 2), ("schema", 2), ("listings.*", 2), ("people.*", 2), ("site.*", 2), ("desk.*", 2),
    ("audit.*", 2), ("contributions.*", 2), ("events.*", 2), ("competitions", 2), ("competitions.*", 2), ("uploads", 2),
    ("uploads.*", 2), ("businesses", 2), ("businesses.*", 2),
)  # fmt: skip
# No views themselves, but what the views of every domain stand on.
ASKED_BY_ALL = {
    "contributions.drafting", "listings.showing", "listings.sketching", "people.entering", "events.showing",
    "competitions.showing", "businesses.showing",
}  # fmt: skip
DOMAINS = {
    "people", "listings", "desk", "site", "audit", "contributions", "events", "competitions", "uploads", "businesses",
}  # fmt: skip
FACES = {
    "rules",
    "policy",
    "receivers",
    "ownership",
    "merging",
    "duplicates",
    "photos",
    "needs",
    "search",
    "standing",
    "mirrors",
    "taking_place",
    "tickets",
    "decisions",
    "drafts",
    "queue",
    "resting",
}
"""The modules by which another domain may be asked: its rules, and those of its nouns that have verbs of their own."""
HTTP = {"flask", "flask_babel", "flask_login", "flask_limiter", "flask_migrate", "flask_sqlalchemy", "htmx_flask",
        "jinja2_fragments", "werkzeug", "wtforms"}  # fmt: skip
# Below the forms only these two speak with an extension of Flask: one makes the session, one runs the migrations.
MAY_USE = {"db": {"flask_sqlalchemy"}, "schema": {"flask_migrate"}}


class Import(NamedTuple):
    by: str
    line: int
    of: str
    """A module of ours without `portal.`, or the name of an outside package."""
    ours: bool


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "portal").with_suffix("").parts)
        found[name.removesuffix(".__init__")] = ast.parse(path.read_text(), str(path))
    return found


def floor(module: str) -> int | None:
    package = module if "." in module else f"{module}.__init__"
    for pattern, number in FLOORS:
        if fnmatch(module, pattern) or (module in packages() and fnmatch(package, pattern)):
            return number
    return None


@cache
def packages() -> frozenset[str]:
    return frozenset(path.parent.name for path in (ROOT / "portal").glob("*/__init__.py"))


def imports(by: str, tree: ast.AST) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"portal/{by}: imports are written in full"
            for alias in node.names:
                yield _import(by, node.lineno, f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield _import(by, node.lineno, alias.name)


def _import(by: str, line: int, name: str) -> Import:
    top, _, rest = name.partition(".")
    if top != "portal":
        return Import(by, line, top, ours=False)
    while rest not in modules() and "." in rest:
        rest = rest.rpartition(".")[0]
    return Import(by, line, rest if rest in modules() else "__init__", ours=True)


@cache
def all_imports() -> tuple[Import, ...]:
    return tuple(one for name, tree in modules().items() for one in imports(name, tree))


def where(one: Import) -> str:
    return f"portal/{one.by.replace('.', '/')}.py:{one.line}"


def named(module: str) -> str:
    number = floor(module)
    assert number is not None
    return f"{module} (floor {number}: {NAMES[number]})"


def test_every_module_stands_on_a_floor() -> None:
    homeless = [name for name in modules() if floor(name) is None]
    assert homeless == [], f"no floor is written down for {homeless}: see docs/floors.md"


def test_imports_lead_downward_only() -> None:
    upward = [
        f"{where(one)} {named(one.by)} imports {named(one.of)}"
        for one in all_imports()
        if one.ours and (floor(one.by) or 0) < (floor(one.of) or 0)
    ]
    assert upward == [], "\n".join(upward)


def test_the_web_knows_no_domain() -> None:
    known = [
        f"{where(one)} {named(one.by)} imports {named(one.of)}"
        for one in all_imports()
        if one.ours and one.by.startswith("web.") and one.of.split(".")[0] in DOMAINS
    ]
    assert known == [], "\n".join(known)


def test_a_domain_asks_the_rules_of_another_and_nothing_beside_them() -> None:
    """On floor 2 sideways by name: a domain's rules, or the face of one of its packages."""
    sideways = [
        f"{where(one)} {named(one.by)} imports {named(one.of)}"
        for one in all_imports()
        if one.ours and floor(one.by) == floor(one.of) == 2
        and _domain(one.by) in DOMAINS and _domain(one.by) != _domain(one.of)
        and one.of.split(".")[1] not in FACES
    ]  # fmt: skip
    assert sideways == [], "\n".join(sideways)


def test_views_of_one_domain_do_not_import_those_of_another() -> None:
    sideways = [
        f"{where(one)} {named(one.by)} imports {named(one.of)}"
        for one in all_imports()
        if one.ours and floor(one.by) == floor(one.of) == 5 and _domain(one.by) != _domain(one.of)
        and one.of not in ASKED_BY_ALL
    ]  # fmt: skip
    assert sideways == [], "\n".join(sideways)


def _domain(module: str) -> str:
    return module.split(".")[0]


def test_nothing_below_the_forms_knows_of_requests() -> None:
    knowing = [
        f"{where(one)} {named(one.by)} imports {one.of}"
        for one in all_imports()
        if one.of in HTTP and (floor(one.by) or 0) < 3 and one.of not in MAY_USE.get(one.by, ())
    ]
    assert knowing == [], "\n".join(knowing)


def test_policy_is_pure() -> None:
    """Predicates over what they are given: no database, no clock, no rules."""
    impure = [
        f"{where(one)} {named(one.by)} imports {named(one.of)}"
        for one in all_imports()
        if one.by.endswith(".policy") and one.ours and not one.of.endswith((".models", ".policy"))
    ]
    assert impure == [], "\n".join(impure)


def test_the_kit_is_pure_python() -> None:
    """It reads no clock, no file, no network and no setting: what it needs is passed in."""
    outside = {"os", "pathlib", "socket", "time", "io", "subprocess", "sqlalchemy", "urllib", "logging", "threading"}
    impure = [
        f"{where(one)} imports {one.of}"
        for one in all_imports()
        if one.by.startswith("kit.") and ((one.ours and not one.of.startswith("kit.")) or one.of in outside | HTTP)
    ]
    assert impure == [], "\n".join(impure)


# What stands where


class Call(NamedTuple):
    by: str
    line: int
    text: str


@cache
def calls() -> tuple[Call, ...]:
    return tuple(
        Call(name, node.lineno, ast.unparse(node.func))
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    )


def places(pattern: str, *, allowed: set[str]) -> list[str]:
    found = [call for call in calls() if re.search(pattern, call.text) and call.by not in allowed]
    return [f"portal/{call.by.replace('.', '/')}.py:{call.line} {call.text}()" for call in found]


def test_transactions_end_in_three_places_only() -> None:
    allowed = {"web.settle", "cli", "worker"}
    assert places(r"\.commit$", allowed=allowed) == []
    assert {call.by for call in calls() if call.text.endswith(".commit")} == allowed


def test_one_module_looks_at_the_clock() -> None:
    """The limiter counts seconds of its own; the doctor examines the clock itself; the log stamps its own lines."""
    assert (
        places(r"\b(datetime|date)\.(now|today|utcnow)$|^time\.time$", allowed={"web.clock", "web.limit", "doctor"})
        == []
    )


def test_below_the_web_the_clock_is_passed_in() -> None:
    looking = [one for one in all_imports() if one.of == "web.clock" and (floor(one.by) or 0) < 4]
    assert looking == []


def test_views_ask_rules_and_not_the_database() -> None:
    views = {name for name in modules() if floor(name) == 5 and re.search(r"views$|desk", name)}
    assert [where(one) for one in all_imports() if one.by in views and one.of == "db"] == []
    selecting = [
        call for call in calls() if call.by in views and re.search(r"^(select|update|insert|delete)$", call.text)
    ]
    assert [f"portal/{call.by.replace('.', '/')}.py:{call.line}" for call in selecting if _from_sqlalchemy(call)] == []


def _from_sqlalchemy(call: Call) -> bool:
    return any(one.of == "sqlalchemy" for one in all_imports() if one.by == call.by)


def test_models_ask_nothing_of_the_database() -> None:
    models = {name for name in modules() if name.endswith(".models")}
    asking = [call for call in calls() if call.by in models and re.search(r"^(select|func\.\w+)$|session\b", call.text)]
    assert asking == []


def test_roles_are_asked_for_by_policy() -> None:
    """`if role ==` in a view is a rule in the wrong place."""
    found = []
    for path in [*(ROOT / "portal").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(
                r"\brole\s*==|==\s*[\"']?(organiser|moderator|juror)\b|\.has\(Role\.", line
            ) and not _is_policy(path):
                found.append(f"{path.relative_to(ROOT)}:{number} {line.strip()}")
    assert found == []


def _is_policy(path: Path) -> bool:
    return path.name == "policy.py" or path.parts[-2:] == ("people", "models.py")


def test_a_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


@pytest.mark.parametrize(
    ("by", "of"),
    [
        ("kit.fold", "db"),
        ("people.models", "people.rules"),
        ("listings.rules", "web.page"),
        ("web.page", "people.views"),
    ],
)
def test_the_rule_sees_what_it_forbids(by: str, of: str) -> None:
    [one] = imports(
        by,
        ast.parse(f"from portal.{of.rpartition('.')[0]} import {of.rpartition('.')[2]}".replace("portal. ", "portal ")),
    )
    assert (one.of, (floor(one.by) or 0) < (floor(one.of) or 0)) == (of, True)
