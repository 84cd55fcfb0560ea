"""The sheets of the demo’s pottery: ten products with prices and costs, one below its cost, texts, an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets import accounts, keeping, products, queries
from portal.businesses.sheets.keeping import Change

# code, Vietnamese, English, size, material, days (None: it is there), retail, wholesale, (material, minutes, hourly,
# share, waste) or None, reason
POTS: tuple[tuple[Any, ...], ...] = (
    ("BC-01", "Bát cơm", "Rice bowl", "Ø 12 cm, cao 6 cm", "Đất sét Thanh Hà, men tro", None, 60_000, 48_000,
     (9_000, 20, 35_000, 8_000, 2_833), ""),
    ("LC-04", "Lọ cao men tro", "Tall ash-glazed vase", "cao 24 cm", "Đất sét Thanh Hà, men tro", 12, 220_000, 160_000,
     (46_000, 150, 35_000, 29_500, 8_000), ""),
    ("CT-06", "Chén trà, bộ 6", "Set of six tea cups", "Ø 7 cm, 120 ml", "Đất sét, men trắng", None, 180_000, 150_000,
     (24_000, 110, 35_000, 18_000, 5_833), ""),
    ("AT-02", "Ấm trà quai tre", "Teapot with bamboo handle", "cao 14 cm, 600 ml", "Đất sét, men nâu, tre", 10, 320_000,
     260_000, (38_000, 180, 35_000, 32_000, 12_000), ""),
    ("DI-03", "Đĩa lá sen", "Lotus-leaf plate", "Ø 22 cm", "Đất sét, men xanh", None, 95_000, 76_000,
     (14_000, 45, 35_000, 12_000, 4_000), ""),
    ("TN-05", "Tượng nghê nhỏ", "Small guardian figure", "cao 9 cm", "Đất nung", 7, 70_000, 55_000,
     (6_000, 70, 35_000, 9_000, 5_000), "Giữ giá cho học sinh, bù bằng ấm trà."),
    ("CH-07", "Chậu sen đá", "Pot for succulents", "Ø 10 cm, cao 9 cm", "Đất nung", None, 45_000, 36_000,
     (7_000, 15, 35_000, 6_000, 2_000), ""),
    ("LN-08", "Lồng nến khắc phố", "Candle house", "cao 16 cm", "Đất nung, khắc tay", 9, 190_000, 155_000, None, ""),
    ("HT-09", "Hũ tiêu có nắp", "Lidded jar", "cao 12 cm, 350 ml", "Đất sét, men tro", None, 130_000, 105_000, None,
     ""),
    ("PN-10", "Phù điêu chùa Cầu", "Relief of the covered bridge", "20 x 14 cm", "Đất nung", 14, 250_000, None, None,
     ""),
)  # fmt: skip
TOLD = {
    # code: French name, size in English and in French
    "BC-01": ("Bol à riz", "Ø 12 cm, 6 cm high", "Ø 12 cm, hauteur 6 cm"),
    "LC-04": ("Grand vase, émail de cendre", "24 cm high", "hauteur 24 cm"),
    "CT-06": ("Six tasses à thé", "Ø 7 cm, 120 ml", "Ø 7 cm, 120 ml"),
    "AT-02": ("Théière à anse de bambou", "14 cm high, 600 ml", "hauteur 14 cm, 600 ml"),
    "DI-03": ("Assiette feuille de lotus", "Ø 22 cm", "Ø 22 cm"),
    "TN-05": ("Petit gardien", "9 cm high", "hauteur 9 cm"),
    "CH-07": ("Pot à succulentes", "Ø 10 cm, 9 cm high", "Ø 10 cm, hauteur 9 cm"),
    "LN-08": ("Maison photophore", "16 cm high", "hauteur 16 cm"),
    "HT-09": ("Jarre à couvercle", "12 cm high, 350 ml", "hauteur 12 cm, 350 ml"),
}
MATERIALS = {
    # Vietnamese: English, French
    "Đất sét Thanh Hà, men tro": ("Thanh Hà clay, ash glaze", "Argile de Thanh Hà, émail de cendre"),
    "Đất sét, men trắng": ("Clay, white glaze", "Argile, émail blanc"),
    "Đất sét, men nâu, tre": ("Clay, brown glaze, bamboo", "Argile, émail brun, bambou"),
    "Đất sét, men xanh": ("Clay, green glaze", "Argile, émail vert"),
    "Đất nung": ("Terracotta", "Terre cuite"),
    "Đất nung, khắc tay": ("Terracotta, carved by hand", "Terre cuite gravée à la main"),
    "Đất sét, men tro": ("Clay, ash glaze", "Argile, émail de cendre"),
}
GLAZED = (
    "Rửa tay, không dùng lò vi sóng",
    "Wash by hand, not for the microwave",
    "Laver à la main, pas de micro-ondes",
)
BARE = ("Lau khô, tránh đọng nước", "Wipe dry, let no water stand in it", "Essuyer, ne pas laisser d’eau stagnante")
"""The relief, PN-10, has no French name and size: a reader sees there what stands in for it."""
STORY_VI = (
    "Xưởng Gốm Son nằm cuối xóm Lò, cách sông Thu Bồn hai trăm mét. Bà nội tôi chuốt gốm từ năm mười bốn tuổi, ngồi "
    "đúng chiếc bàn xoay mà tôi còn dùng hôm nay. Đất lấy ở bãi bồi Điện Phương, phơi một mùa nắng rồi mới nhào. "
    "Mỗi chiếc bát tôi chuốt chừng bảy phút, để khô bốn ngày trong bóng râm, rồi vào lò củi ở chín trăm tám mươi độ. "
    "Men tro là tro bếp của xóm, sàng ba lần, nên màu không mẻ nào giống mẻ nào: mẻ củi xoài thì ngả vàng, mẻ củi dừa "
    "thì xanh rêu. Trận lụt năm 2020 cuốn mất lò cũ, cả xóm giúp dựng lại trong hai mươi ngày. Bây giờ xưởng có ba "
    "người làm, tháng nung hai mẻ, mỗi mẻ khoảng bốn trăm chiếc. Chiếc nào nứt tôi đập làm đất trộn, không bán."
)
STORY_EN = (
    "Gốm Son stands at the end of Kiln Lane, two hundred metres from the Thu Bồn river. My grandmother began "
    "throwing pots at fourteen, at the same kick wheel that I use today. Our clay comes from the river flats of "
    "Điện Phương and lies in the sun for a season before we knead it. A rice bowl takes me seven minutes on the "
    "wheel, four days in the shade, and one night in the wood kiln at nine hundred and eighty degrees. The glaze "
    "is ash from the kitchens of our lane, sieved three times. Mango wood turns it yellow, coconut wood turns it "
    "moss green, so no two firings look alike. In 2020 the flood took the old kiln, and our neighbours helped us "
    "build a new one in twenty days. Three of us work here now. Twice a month we fire about four hundred pieces; "
    "the cracked ones go back into the clay."
)
SHEETS: Mapping[str, Mapping[str, Any]] = {
    "story": {"text_vi": STORY_VI, "text_en": STORY_EN, "people_agreed": True},
    "hours": {
        "hours": "Mo-Sa 08:00-11:30,13:30-17:00; Su off", "note_vi": "Ngày mở lò (mùng 2 và 16) đông khách.",
        "note_en": "Busy on days when the kiln is opened.",
    },
    "policy": {
        "returns_vi": "Hàng vỡ khi giao: gửi ảnh trong 48 giờ, chúng tôi làm lại hoặc hoàn tiền. Hàng không vừa ý: đổi "
        "trong 7 ngày, người mua chịu phí gửi.",
        "deposit_vi": "Đơn làm riêng từ 500.000 ₫ đặt trước 30%. Hủy trước khi vào lò thì trả lại đủ.",
        "making_vi": "Hàng có sẵn gửi trong 2 ngày. Hàng đặt 7 đến 14 ngày; trễ thì báo trước và giảm 5%.",
        "delivery_vi": "Gửi toàn quốc, bọc xơ dừa. Trong Hội An giao tận nơi, không tính phí.",
        "returns_en": "Broken on the way: send a photo within 48 hours and we replace it or pay back.",
        "deposit_en": "Custom orders from 500,000 ₫: 30% in advance, paid back until the piece is fired.",
        "making_en": "In stock: sent within 2 days. Made to order: 7 to 14 days.",
        "delivery_en": "All Vietnam; abroad on request, packed in coconut fibre.",
    },
    "profile": {
        "headline_vi": "Gốm củi men tro, chuốt tay ở Thanh Hà", "headline_en": "Wood-fired ash-glazed pots, Thanh Hà",
        "makes_vi": "Bát, đĩa, bộ trà, lọ và đồ trang trí cho nhà hàng và khách sạn nhỏ",
        "makes_en": "Tableware, tea sets, vases and decoration for restaurants and small hotels",
        "since_year": 1978, "hands": 3, "a_month": 800, "least_order": 20, "lead_days": 14, "abroad": True,
        "ocop": "none", "contact": "Chị Hạnh",
    },
    "fees": {
        "platform": "shopee",
        "lines_0_product": "BC-01", "lines_0_price": 69_000, "lines_0_commission": 900, "lines_0_payment": 491,
        "lines_0_tax": 150, "lines_0_shipping": 5_000,
        "lines_1_product": "CT-06", "lines_1_price": 189_000, "lines_1_commission": 900, "lines_1_payment": 491,
        "lines_1_tax": 150, "lines_1_shipping": 5_000,
        "lines_2_product": "LC-04", "lines_2_price": 199_000, "lines_2_commission": 900, "lines_2_payment": 491,
        "lines_2_tax": 150, "lines_2_shipping": 12_000,
    },
}  # fmt: skip
ACCOUNT = {"bank": "970436", "number": "0071000123456", "holder": "HO KINH DOANH GOM SON"}
"""Invented; whoever pays to it pays nobody the portal knows."""


def plant(shops: Iterable[Shop], *, at: datetime) -> None:
    """Fills the sheets of Gốm Son, once."""
    for shop in shops:
        if shop.listing.name_vi == "Gốm Son" and not queries.products(shop):
            _fill(shop, at=at)


def _fill(shop: Shop, *, at: datetime) -> None:
    owner = next(one.person for one in shop.members if one.is_owner)
    for code, name_vi, name_en, size, material, days, retail, wholesale, card, reason in POTS:
        made = products.add(
            shop,
            {
                "code": code, "name_vi": name_vi, "name_en": name_en, "size": size, "material": material,
                **_abroad(code, material), "to_order": days is not None, "made_in_days": days,
                "retail": retail, "wholesale": wholesale, "wholesale_from": 20 if wholesale else None, "reason": reason,
            },
            at=at,
        )  # fmt: skip
        if card is not None:
            products.price(made, dict(zip(products.COSTED, card, strict=True)), at=at)
    for kind, values in SHEETS.items():
        given = (
            dict(values) if kind != "fees" else {**values, "checked_on": (at - timedelta(days=20)).date().isoformat()}
        )
        changes = {name: Change(of) for name, of in given.items()}
        keeping.keep(shop, kind, changes, seen=0, by=owner, at=at)
    accounts.write_down(shop, **ACCOUNT, by=owner, at=at)


def _abroad(code: str, material: str) -> dict[str, str]:
    """What the list says in English and French, and how a piece is cared for."""
    name_fr, size_en, size_fr = TOLD.get(code, ("", "", ""))
    material_en, material_fr = MATERIALS[material]
    care, care_en, care_fr = GLAZED if "men" in material else BARE
    return {
        "name_fr": name_fr, "size_en": size_en, "size_fr": size_fr, "material_en": material_en,
        "material_fr": material_fr, "care": care, "care_en": care_en, "care_fr": care_fr,
    }  # fmt: skip
