"""Names that may be one: heads dropped, words compared, letters counted as people count them."""

import pytest

from portal.kit.alike import alike, may_be_one_person, title


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Xưởng gốm Sơn Thúy", "gom son thuy"),
        ("Hộ kinh doanh quán cà phê Mộc Miên", "moc mien"),
        ("HTX Nông nghiệp sạch Quê Vườn", "nong nghiep sach que vuon"),
        ("Quán", "quan"),
        ("Làng nghề", "nghe"),
        ("", ""),
        ("Lòng tốt", "long tot"),
    ],
)
def test_a_title_is_a_name_without_its_heads_and_never_empty(name: str, words: str) -> None:
    assert title(name) == tuple(words.split())


def test_a_tail_goes_where_two_words_stay() -> None:
    assert title("Trung tâm OCOP Hội An", tails=["hoi an"]) == ("trung", "tam", "ocop")
    assert title("Lụa Hội An", tails=["hoi an"]) == ("lua", "hoi", "an")


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("gom son thuy", "gom son thuy thanh ha", True),
        ("gom son thuy", "gom son thuy va ban be", False),
        ("hoa sen", "hoa mai", False),
        ("vuon rau tra que", "vuon rau tra que 2", False),
        ("gom", "gom thanh ha", False),
        ("ha linh", "ha linhh", True),
        ("mo", "ma", False),
    ],
)
def test_titles_are_alike_by_few_words_or_few_letters(one: str, other: str, answer: bool) -> None:
    assert alike(one.split(), other.split()) is answer
    assert alike(other.split(), one.split()) is answer


def test_letters_are_counted_as_characters_and_never_as_bytes() -> None:
    """Three of ten letters may differ; as bytes these would be nine of sixteen."""
    assert alike(("漢字語文学校図書館前",), ("漢字語文学校AAA前",))


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Họa sĩ Nguyễn Quốc Dân", "Nguyen Quoc Dan", True),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", False),
        ("Nguyễn Thị Hòa", "Nguyễn Thị Hoà", True),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", False),
    ],
)
def test_people_are_told_apart_by_their_given_names(one: str, other: str, answer: bool) -> None:
    assert may_be_one_person(one, other) is answer
    assert may_be_one_person(other, one) is answer
