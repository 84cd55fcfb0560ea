"""The two sheets of a poster as a printer gets them: all words on the sheet, and a code that a phone can read."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests import make
from tests.looking import LookingClient

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
NAME = "Câu lạc bộ Nghệ nhân trẻ phục hồi nghề truyền thống và đổi mới sáng tạo phố Hội"
LINE = (
    "Nơi các nghệ nhân trẻ của phố cổ cùng nhau phục hồi các nghề truyền thống đang mai một, mở lớp dạy nghề miễn phí "
    "cho thanh niên mỗi cuối tuần và thử nghiệm các sản phẩm mới từ vật liệu địa phương như tre, gốm, lụa, gỗ trôi dạt "
    "sau lũ và rác tái chế quanh vùng."
)
BEYOND = """
(sheets) => sheets.map((one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth])
  .filter(([down, across]) => down > 1 || across > 1)
"""


@pytest.mark.parametrize(("name", "line"), [(8, 40), (26, 110), (27, 111), (40, 160), (41, 161), (80, 250)])
def test_all_words_stay_on_the_sheet_and_its_code_can_be_read(
    served: str, visit: Visit, client: LookingClient, name: int, line: int
) -> None:
    listing = make.listing(
        NAME[:name].strip(), summary_vi=LINE[:line],
        street="Đường Nguyễn Tri Phương nối dài", village="Thôn Thanh Nhứt",
        ward_old="cu-thanh-ha", hours="Mo-Fr 08:00-11:30,13:30-17:00; Sa 08:00-11:00; Su off",
    )  # fmt: skip
    page = visit(f"{served}/about", viewport={"width": 1280, "height": 900})
    sheet = client.get(f"/map/{listing.slug}/poster").get_data(as_text=True)
    page.set_content(re.sub(r"<script.*?</script>", "", sheet, flags=re.S), wait_until="load")  # paper runs none
    page.emulate_media(media="print")
    sheets = page.locator(".paper")
    assert sheets.evaluate_all(BEYOND) == []
    for sheet in sheets.all():
        picture = Image.open(BytesIO(sheet.screenshot()))
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"http://localhost/map/{listing.slug}"]
