from hypothesis import given
from hypothesis import strategies as st

from portal.kit.difference import LONGEST, Piece, sides


def marked(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


def test_a_changed_word_is_marked_on_both_sides():
    old, new = sides("Bát đĩa gốm đỏ nung củi.", "Bát đĩa gốm nâu nung củi.")
    assert (marked(old), marked(new)) == ("Bát đĩa gốm [đỏ ]nung củi.", "Bát đĩa gốm [nâu ]nung củi.")


def test_words_that_were_added_are_marked_on_the_new_side_only():
    old, new = sides("nhận đặt theo bộ", "nhận đặt theo bộ từ 6 chiếc")
    assert (marked(old), marked(new)) == ("nhận đặt theo bộ", "nhận đặt theo bộ [từ 6 chiếc]")


def test_a_number_with_no_break_spaces_is_one_word():
    old, new = sides("từ 60\u202f000 đồng", "từ 75\u202f000 đồng")
    assert (marked(old), marked(new)) == ("từ [60\u202f000 ]đồng", "từ [75\u202f000 ]đồng")


def test_a_text_that_was_empty_is_new_as_a_whole():
    assert sides("", "Gốm Son") == ([], [Piece("Gốm Son", True)])
    assert sides("Gốm Son", "") == ([Piece("Gốm Son", True)], [])


def test_equal_texts_have_nothing_marked():
    assert sides("Gốm Son", "Gốm Son") == ([Piece("Gốm Son", False)], [Piece("Gốm Son", False)])
    assert sides("", "") == ([], [])


def test_very_long_texts_are_told_apart_as_a_whole():
    long = "gốm " * (LONGEST + 1)
    assert sides(long, long + "son") == ([Piece(long, True)], [Piece(long + "son", True)])
    assert sides(long, long) == ([Piece(long, False)], [Piece(long, False)])


@given(st.text(alphabet="aăâ \n.", max_size=60), st.text(alphabet="aăâ \n.", max_size=60))
def test_the_pieces_of_a_side_are_its_text_again(one: str, other: str):
    old, new = sides(one, other)
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (one, other)
    unchanged = ["".join(piece.text for piece in side if not piece.changed).split() for side in (old, new)]
    assert unchanged[0] == unchanged[1]
