"""QR codes: what they say is read back by a reader that we did not write."""

import zxingcpp
from PIL import Image, ImageDraw

from portal.kit import qr
from portal.media import drawing

ADDRESS = "https://sang-tao.hoian.example/en/map/nghe-gom-thanh-ha"


def scanned(svg):
    """What a phone's camera would find in the drawing."""
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    picture = Image.new("L", (400, 400), 255)
    drawing.draw(ImageDraw.Draw(picture), inside, at=(20, 20), scale=8, colour="black")
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_code_says_its_text():
    assert scanned(qr.svg(ADDRESS)) == [ADDRESS]


def test_a_code_is_an_svg_without_style_or_class():
    svg = qr.svg(ADDRESS)

    assert svg.startswith("<svg viewBox=")
    assert "style" not in svg and "class" not in svg


def test_a_margin_of_empty_modules_stands_around_the_code():
    wide, narrow = (int(qr.svg(ADDRESS, margin=margin).split('"')[1].split()[2]) for margin in (4, 0))

    assert wide - narrow == 8
