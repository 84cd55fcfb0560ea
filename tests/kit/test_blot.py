import pytest

from portal.kit.blot import BLOT, Blot

HANH = Blot(name="Trần Thị Hạnh", phone="+84905123456", email="hanh@gomson.example", slugs={"gom-hanh"})


@pytest.mark.parametrize(
    "written",
    [
        "Trần Thị Hạnh", "TRẦN THỊ HẠNH", "tran thi hanh", "Tran-Thi-Hanh", "Trần  Thị\nHạnh", "Tran_Thi_Hanh",
        "0905123456", "0905 123 456", "0905.123.456", "0905-123-456", "+84905123456", "+84 905 123 456", "84905123456",
        "(+84) 905 123 456", "0084 905 123 456", "+84 (0)905 123 456", "hanh@gomson.example", "Hanh@GomSon.example",
        "gom-hanh",
    ],
)  # fmt: skip
def test_whoever_is_named_or_reached_is_taken_out_however_it_is_written(written: str):
    assert HANH.text(f"Gọi {written}, nhé") == f"Gọi {BLOT}, nhé"
    assert HANH.is_in(written)


@pytest.mark.parametrize(
    "other",
    ["Trần Thị Hạnhh", "Thị Hạnh", "Trần Hạnh", "10905123456", "09051234567", "0905 123 457", "xhanh@gomson.example",
     "hanh@gomson.examples", "gom-hanh-2", "lo-gom-hanh", ""],
)  # fmt: skip
def test_what_only_looks_alike_stays(other: str):
    assert HANH.text(other) == other
    assert not HANH.is_in(other)


def test_a_short_word_alone_is_no_name():
    assert Blot(name="Hạnh").text("Đức hạnh") == "Đức hạnh"
    assert Blot(name="Hạnhphúcquá").text("Cô Hạnhphúcquá") == f"Cô {BLOT}"


def test_a_foreign_number_is_found_with_and_without_its_spaces():
    assert Blot(phone="+33612345678").text("+33 6 12 34 56 78") == BLOT


def test_of_nobody_nothing_is_taken_out():
    assert Blot().text("Trần Thị Hạnh") == "Trần Thị Hạnh"


def test_texts_inside_lists_and_objects_are_reached_and_keys_and_numbers_left():
    value = {"contacts": {"phone": ["+84905123456", True]}, "steps": [{"vi": "Chị Trần Thị Hạnh nặn"}], "n": 905123456}
    assert HANH.value(value) == {
        "contacts": {"phone": [BLOT, True]},
        "steps": [{"vi": f"Chị {BLOT} nặn"}],
        "n": 905123456,
    }


def test_by_number_and_address_alone_the_name_stays():
    assert HANH.of_addresses().text("Trần Thị Hạnh, 0905 123 456") == f"Trần Thị Hạnh, {BLOT}"
