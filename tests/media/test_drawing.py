"""Symbols as pixels: what is filled, what is stroked, and that nothing is drawn wrongly without a word."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from portal.city import load
from portal.media.drawing import draw, shapes

SYMBOLS = Path(__file__).parents[2] / "static" / "symbols"
BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (255, 0, 0)


def drawn(svg, *, colour="black"):
    picture = Image.new("RGB", (24, 24), "white")
    draw(ImageDraw.Draw(picture), svg, at=(0, 0), scale=1, colour=colour)
    return picture.getpixel


def test_a_path_without_a_colour_is_filled_in_the_one_given():
    at = drawn('<path d="M4 4h10v10H4z"/>', colour="red")

    assert (at((9, 9)), at((20, 20))) == (RED, WHITE)


def test_a_path_that_is_only_stroked_stays_empty_inside():
    at = drawn('<path d="M4 4h14v14H4z" fill="none" stroke="currentColor" stroke-width="2"/>')

    assert (at((4, 10)), at((11, 11))) == (BLACK, WHITE)


def test_a_colour_of_its_own_is_kept():
    assert drawn('<path d="M4 4h10v10H4z" fill="#ff0000"/>')((9, 9)) == RED


def test_a_circle_is_round():
    at = drawn('<circle cx="12" cy="12" r="10"/>')

    assert (at((12, 3)), at((3, 3))) == (BLACK, WHITE)


def test_relative_and_absolute_commands_draw_the_same():
    absolute = shapes('<path d="M2 2L10 2C12 2 14 4 14 6S12 10 10 10H2V6Z"/>')
    relative = shapes('<path d="m2 2 8 0c2 0 4 2 4 4s-2 4-4 4h-8v-4z"/>')

    assert absolute == relative


def test_a_smooth_curve_mirrors_the_bend_before_it():
    smooth = shapes('<path d="M0 0C0 4 4 8 8 8S16 12 16 16"/>')

    assert smooth == shapes('<path d="M0 0C0 4 4 8 8 8C12 8 16 12 16 16"/>')


def test_a_path_goes_on_where_its_last_piece_was_closed():
    first, second = shapes('<path d="M2 2h4v4zm10 0h4v4z"/>')[0].lines

    assert (first[0], second[0]) == ((2, 2), (12, 2))


@pytest.mark.parametrize(
    "svg", ['<rect width="4" height="4"/>', '<path d="M0 0a4 4 0 0 1 8 0"/>', '<path d="M0 0h"/>', '<path d="z4"/>']
)
def test_what_cannot_be_drawn_is_refused(svg):
    with pytest.raises(ValueError, match="drawn"):
        shapes(svg)


@pytest.mark.parametrize("group", load("hoi-an").groups.values(), ids=lambda group: group.key)
def test_every_group_of_the_city_has_a_symbol_that_can_be_drawn(group):
    at = drawn(group.symbol)
    inked = sum(at((x, y)) == BLACK for x in range(24) for y in range(24))

    assert 120 < inked < 400, "told apart at the size of a thumbnail, neither a speck nor a block"


def test_the_lantern_of_the_wordmark_can_be_drawn():
    text = (SYMBOLS / "lantern.svg").read_text()
    inside = re.sub(r"<svg[^>]*>|</svg>", "", text)

    assert {shape.fill for shape in shapes(inside)} >= {"#d9412f", "#f5c663"}
