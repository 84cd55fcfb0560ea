"""Page or part: the name of a block, the id of its element and the word in `parts` are one word (docs/pages.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from jinja2 import Environment, StrictUndefined, nodes

from portal.config import ROOT

TEMPLATES = ROOT / "templates"
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


class Asked(NamedTuple):
    """What one call of `page()` says: its template, its parts and what travels beside them."""

    where: str
    template: str
    parts: tuple[str, ...]
    includes: tuple[str, ...]
    """The includes that draw the parts, where `parts` is a mapping."""
    beside: tuple[str, ...]


@cache
def pages() -> tuple[Asked, ...]:
    return tuple(
        asked
        for path in sorted((ROOT / "portal").rglob("*.py"))
        for asked in _pages_in(path)
    )  # fmt: skip


def _pages_in(path: Path) -> Iterator[Asked]:
    tree = ast.parse(path.read_text())
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "page" and call.args:
                given = {word.arg: word.value for word in call.keywords}
                names, includes = _parts(given.get("parts"))
                beside, _none = _parts(given.get("beside"))
                for template in _templates(call.args[0], function, tree):
                    yield Asked(f"{path.relative_to(ROOT)}:{call.lineno}", template, names, includes, beside)


def _parts(value: ast.expr | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if value is None:
        return (), ()
    found = ast.literal_eval(value)
    return tuple(found), tuple(found.values()) if isinstance(found, dict) else ()


def _templates(first: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> list[str]:
    """The template's name; where it is a parameter of the function, those its callers pass."""
    if isinstance(first, ast.Constant):
        return [str(first.value)]
    assert isinstance(first, ast.Name), ast.unparse(first)
    number = [argument.arg for argument in function.args.args].index(first.id)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == function.name]
    return [ast.literal_eval(call.args[number]) for call in calls]


@cache
def templates() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@cache
def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


@cache
def whole_source(name: str) -> str:
    """The template with what it includes by name."""
    return re.sub(
        r"\{%-?\s*include\s+\"([^\"]+)\"[^%]*%\}",
        lambda include: whole_source(include[1]) if include[1].endswith(".html") else "",
        source(name),
    )


def block(template: str, name: str) -> str:
    found = re.search(rf"\{{%-?\s*block {name}\b.*?\{{%-?\s*endblock", whole_source(template), re.S)
    assert found, f"{template} has no block {name}"
    return found[0]


def ids(markup: str) -> list[str]:
    return re.findall(r"\bid=\"([^\"]*)\"", markup)


parts = [(asked, name) for asked in pages() if not asked.includes for name in (*asked.parts, *asked.beside)]


def test_a_part_is_a_block_whose_element_has_its_name() -> None:
    """Its first element has the id, so that a swap by `outerHTML` finds it again."""
    for asked, name in parts:
        inside = MARKUP.sub("", block(asked.template, name).split("%}", 1)[1])
        first = re.search(r"<[a-z][^>]*>", inside)
        assert first and ids(first[0]) == [name], (
            f"{asked.where}: the block {name} of {asked.template} must be one element with that id"
        )


def test_a_part_that_is_an_include_exists_and_has_an_id() -> None:
    for asked in pages():
        for include in asked.includes:
            assert ids(source(include)), f"{asked.where}: {include} has no id to be swapped by"


def test_pages_name_templates_that_exist() -> None:
    assert [asked for asked in pages() if not (TEMPLATES / asked.template).is_file()] == []


def in_templates(find: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What is found in the templates, by their names."""
    return {name: found for name in templates() if (found := find(source(name)))}


def test_what_htmx_aims_at_stands_on_a_template() -> None:
    """`this` is the element itself; an id with a number in it is one of many rows."""
    known = {re.sub(r"\{\{.*?\}\}", "*", one) for name in templates() for one in ids(source(name))}

    def astray(text: str) -> list[str]:
        aims = (re.sub(r"\{\{.*?\}\}", "*", aim) for aim in re.findall(r"hx-target=\"([^\"]*)\"", text))
        return [aim for aim in aims if aim not in {"this", "#*"} and aim.removeprefix("#") not in known]

    assert in_templates(astray) == {}


def test_ids_are_snake_case() -> None:
    def wrong(text: str) -> list[str]:
        return [one for one in ids(text) if not SNAKE.fullmatch(re.sub(r"\{\{.*?\}\}", "x", one))]

    assert in_templates(wrong) == {}


def test_a_template_imports_nothing_and_selects_nothing() -> None:
    """Macros come from the one value `ui`: a part sees what its page sees. The server cuts parts, not the browser."""
    assert in_templates(re.compile(r"\{%-?\s*(?:import|from)\b|hx-select\b").findall) == {}


def test_nothing_is_written_into_a_template_as_script_or_style() -> None:
    inline = r"<style\b|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*\bld\+json)|javascript:"
    assert in_templates(re.compile(inline).findall) == {}


def test_inheritance_goes_two_levels_up_at_most() -> None:
    def levels(name: str) -> int:
        above = re.search(r"\{%-?\s*extends\s+\"([^\"]+)\"", source(name))
        return 1 + levels(above[1]) if above else 0

    assert [name for name in templates() if levels(name) > 2] == []


def test_a_part_stands_in_no_loop_and_in_the_page_itself() -> None:
    for asked, name in parts:
        tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source(asked.template))
        looped = [one.name for loop in tree.find_all(nodes.For) for one in loop.find_all(nodes.Block)]
        assert name not in looped, f"{asked.template}: the block {name} stands in a loop"


def test_every_macro_is_used() -> None:
    made = re.findall(r"\{%-?\s*macro (\w+)", source("layout/ui.html"))
    everything = "".join(source(name) for name in templates())
    unused = [name for name in made if not _used(name, everything)]
    assert unused == []


def _used(macro: str, everything: str) -> bool:
    call = rf"(?<!macro ){macro}\(" if macro.startswith("_") else rf"\bui\.{macro}\b"
    return bool(re.search(call, everything))


def test_every_template_is_used() -> None:
    spoken = "".join(path.read_text() for path in (*(ROOT / "portal").rglob("*.py"), *TEMPLATES.rglob("*.*")))
    composed = {
        f"{before}{word}{after}"
        for before, choice, after in re.findall(r"include \"([^\"]+)\" ~ (.+?) ~ \"([^\"]+)\"", spoken)
        for word in re.findall(r"\"(\w+)\"", choice)
    }
    assert [name for name in templates() if f'"{name}"' not in spoken and name not in composed] == []


def test_an_unknown_name_in_a_template_is_an_error(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
