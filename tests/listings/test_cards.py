"""The picture beside a link: its size, its letters, its colours, and how it is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from portal.city import load
from portal.listings import cards
from portal.listings.cards import Card, kept, picture, shortened, wrapped

CITY = load("hoi-an")
CARD = Card(
    title="Gốm Son",
    kind="Sản phẩm, Thanh Hà",
    summary="Bát đĩa gốm đỏ nung củi, nhận đặt theo bộ.",
    groups=("products",),
    brand=("Hội An", "Sáng tạo"),
    host="hoian.example",
)
TONES = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = "aăâeêioôơuưy"
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS + VOWELS.upper() for tone in ["", *TONES]}
    | set("đĐ")
)


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def test_twelve_vowels_with_six_tones_and_two_letters_d_are_looked_at() -> None:
    assert len(LETTERS) == 12 * 6 * 2 + 2


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_face_writes_every_vietnamese_letter_and_no_two_alike(weight: str) -> None:
    face = ImageFont.truetype(cards.FACES / f"be-vietnam-pro-{weight}.ttf", 64)
    drawn = {letter: bytes(face.getmask(letter)) for letter in LETTERS}
    missing = bytes(face.getmask(cards.UNKNOWN))
    assert [letter for letter, mask in drawn.items() if mask == missing or not any(mask)] == []
    assert len(set(drawn.values())) == len(LETTERS)


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_face_is_light_and_its_licence_lies_beside_it(weight: str) -> None:
    assert (cards.FACES / f"be-vietnam-pro-{weight}.ttf").stat().st_size <= 60_000
    assert "SIL OPEN FONT LICENSE" in (cards.FACES / "OFL.txt").read_text().upper()


def test_a_card_has_the_size_that_other_sites_ask_for_and_is_light() -> None:
    body = picture(CARD, CITY)
    assert (opened(body).format, opened(body).size) == ("PNG", (1200, 630))
    assert len(body) < 100_000


def test_the_longest_texts_fit_and_stay_light() -> None:
    long = replace(CARD, title="Nghiêng " * 10, summary="Những đường nghiêng nghiêng " * 9, kind="Sản phẩm " * 9)
    image = opened(picture(long, CITY)).convert("RGB")
    edge = {image.getpixel((x, y)) for x in (1150, 1180) for y in range(170, 600)}
    assert len(edge) == 1, "nothing is written beyond the margin"
    assert len(picture(long, CITY)) < 100_000


@pytest.mark.parametrize(("one", "other"), [("Lễ", "Lê"), ("Hội", "Hôi"), ("Ễ", "Ế"), ("Ộ", "Ô"), ("Đèn", "Dèn")])
def test_stacked_marks_are_seen(one: str, other: str) -> None:
    assert picture(replace(CARD, title=one), CITY) != picture(replace(CARD, title=other), CITY)


def test_a_group_is_told_by_its_colour_and_its_symbol() -> None:
    images = {key: opened(picture(replace(CARD, groups=(key,)), CITY)).convert("RGB") for key in CITY.groups}
    corner = (cards.MARGIN + 14, cards.ROOF + 76)
    assert len({image.getpixel(corner) for image in images.values()}) == len(CITY.groups)
    box = (cards.MARGIN, cards.ROOF + 62, cards.MARGIN + cards.TILE, cards.ROOF + 62 + cards.TILE)
    shapes = {
        bytes(image.crop(box).convert("L").point(lambda light: 255 * (light > 200)).tobytes())
        for image in images.values()
    }
    assert len(shapes) == len(CITY.groups)


def test_the_card_of_the_city_carries_every_group() -> None:
    image = opened(picture(replace(CARD, groups=tuple(CITY.groups), kind=""), CITY)).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1_000_000) or []}
    wanted = {tuple(bytes.fromhex(cards._colours()[key][1:])) for key in CITY.groups}
    assert wanted <= colours


def test_what_the_face_cannot_write_is_left_out() -> None:
    assert picture(replace(CARD, title="Gốm 陶 Son 🏺"), CITY) == picture(CARD, CITY)


def test_words_are_wrapped_and_one_that_is_too_wide_is_cut() -> None:
    face = ImageFont.truetype(cards.FACES / "be-vietnam-pro-bold.ttf", 40)
    lines = wrapped(f"Nhà Tơ {'Ộ' * 40}", face, 400)
    assert lines[0] == "Nhà Tơ"
    assert "".join(lines[1:]) == "Ộ" * 40
    assert all(face.getlength(line) <= 400 for line in lines)


def test_a_text_that_goes_on_says_so() -> None:
    face = ImageFont.truetype(cards.FACES / "be-vietnam-pro-bold.ttf", 40)
    lines = wrapped("một hai ba bốn năm sáu bảy tám chín mười", face, 200)
    short = shortened(lines, 2, face, 200)
    assert short == [lines[0], f"{lines[1]}…"] or (short[1].endswith("…") and face.getlength(short[1]) <= 200)
    assert shortened(lines, len(lines), face, 200) == lines


def test_a_picture_is_drawn_once_and_kept_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept(CARD, "gom-son.vi", CITY, tmp_path / "cards")
    monkeypatch.setattr(cards, "picture", lambda *_: pytest.fail("drawn again"))
    assert kept(CARD, "gom-son.vi", CITY, tmp_path / "cards") == first
    assert [path.name for path in (tmp_path / "cards").iterdir()] == [f"gom-son.vi.{CARD.key}.png"]


def test_a_new_picture_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    changed = replace(CARD, summary="Nhận đặt từ sáu chiếc.")
    other = kept(CARD, "gom-son-2.vi", CITY, tmp_path)
    first = kept(CARD, "gom-son.vi", CITY, tmp_path)
    assert kept(changed, "gom-son.vi", CITY, tmp_path) != first
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"gom-son.vi.{changed.key}.png", f"gom-son-2.vi.{CARD.key}.png"}
    assert first == other


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("a file stands in the way")
    assert opened(kept(CARD, "gom-son.vi", CITY, tmp_path / "cards")).size == (1200, 630)
