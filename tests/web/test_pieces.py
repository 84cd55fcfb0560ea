"""A piece of a page is drawn once for what is named beside it, in each language, and brings its drawings along."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string

from portal.web import pieces

PAGE = '{% call kept("test", value) %}{{ draw(value) }}{{ symbol("lantern") }}{% endcall %}{{ sprite() }}'


@pytest.fixture
def asked(app: Flask) -> Callable[..., tuple[str, list[int]]]:
    drawn: list[int] = []

    def draw(value: int) -> str:
        drawn.append(value)
        return f"<{value}>"

    def ask(value: int, lang: str = "vi") -> tuple[str, list[int]]:
        with app.test_request_context("/", environ_overrides={"portal.lang": lang}):
            return render_template_string(PAGE, value=value, draw=draw), list(drawn)

    return ask


def test_the_same_values_are_drawn_once_in_each_language(asked: Callable[..., tuple[str, list[int]]]) -> None:
    first, drawn = asked(1)
    assert first.startswith("&lt;1&gt;<svg") and '<symbol id="lantern"' in first
    assert asked(1) == (first, drawn) == (first, [1])
    assert asked(2) == (first.replace("1&gt;", "2&gt;", 1), [1, 2])
    assert asked(1, "en") == (first, [1, 2, 1])


def test_the_piece_not_asked_for_longest_is_forgotten_first(
    asked: Callable[..., tuple[str, list[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PIECES", 2)
    for value in (11, 12, 11, 13, 11):
        asked(value)
    assert asked(12)[1] == [11, 12, 13, 12]
