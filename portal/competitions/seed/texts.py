"""The words of the demo's competitions: the announced one, a finished and an open one, statements and remarks."""

from __future__ import annotations

from typing import Any

from portal.competitions.models import Obligation

BEGUN = "2025-01-01T00:00:00+00:00"
LICENCE: dict[str, str] = {
    "licence_vi": "Tác giả giữ bản quyền. Ban tổ chức được trưng bày và in bài dự thi kèm tên tác giả (CC BY 4.0).",
    "licence_en": "Authors keep their copyright. The organisers may exhibit and print entries with credit (CC BY 4.0).",
    "licence_fr": "Les auteurs gardent leurs droits. L’organisation peut exposer et imprimer les projets en nommant "
                  "leurs auteurs (CC BY 4.0).",
}  # fmt: skip
TEXTS: dict[str, dict[str, Any]] = {
    "thiet-ke-khong-gian-sang-tao": {
        "title_vi": "Thiết kế Không gian Sáng tạo Hội An",
        "title_en": "Hội An Creative Space Design Competition",
        "title_fr": "Concours du lieu de création de Hội An",
        "summary_vi": "Tìm ý tưởng cho một không gian chung ở công viên trung tâm: dùng lại Tòa nhà Hữu nghị, mở cho "
                      "mọi người, chạy được quanh năm.",
        "summary_en": "Ideas for a shared space in the central park: the Friendship Building re-used, open to "
                      "everybody, at work all year.",
        "summary_fr": "Des idées pour un lieu partagé au parc central : la Maison de l’Amitié réemployée, ouverte à "
                      "tous, active toute l’année.",
        "brief_vi": "## Đề bài\n\nTòa nhà Hữu nghị đứng giữa công viên trung tâm Hội An. Hãy biến tòa nhà và sân quanh "
                    "nó thành một không gian sáng tạo dùng chung.\n\n## Cần có\n\n- Chỗ cho thanh niên học nghề\n"
                    "- Sân khấu nhỏ\n- Xưởng công nghệ và thủ công\n- Phòng trưng bày đổi theo mùa\n\n## Cần giữ\n\n"
                    "Hàng sao đen, khung nhà cũ, lối đi không bậc.",
        "brief_en": "## The brief\n\nThe Friendship Building stands in the central park of Hội An. Turn the building "
                    "and the yard around it into a creative space for all.\n\n## Wanted\n\n- Room for young people to "
                    "learn a trade\n- A small stage\n- Workshops for technology and crafts\n- Exhibitions that change "
                    "with the seasons\n\n## To be kept\n\nThe row of trees, the frame of the old building, paths "
                    "without steps.",
        "brief_fr": "## Le sujet\n\nLa Maison de l’Amitié se trouve au parc central de Hội An. Faites du bâtiment et "
                    "de sa cour un lieu de création pour tous.\n\n## À prévoir\n\n- Une place où les jeunes apprennent "
                    "un métier\n- Une petite scène\n- Des ateliers de technique et d’artisanat\n- Des expositions qui "
                    "changent avec les saisons\n\n## À garder\n\nLa rangée d’arbres, la charpente ancienne, des "
                    "chemins sans marches.",
        "obligation": Obligation.PROJECT,
        "obligation_vi": "Ban tổ chức mời nhóm giải Nhất làm tiếp hồ sơ để dựng; nếu không dựng được, bồi hoàn.",
        "obligation_en": "The winners are asked to go on towards building; where that fails they are compensated.",
        "obligation_fr": "Les lauréats sont invités à poursuivre vers la construction ; sinon, ils sont dédommagés.",
    },
    "san-nho-ben-song": {
        "title_vi": "Sân nhỏ bên sông",
        "title_en": "A small yard by the river",
        "title_fr": "Une petite cour au bord de la rivière",
        "summary_vi": "Ý tưởng cho những khoảng sân bỏ trống ven sông, làm được bằng tay và vật liệu cũ.",
        "summary_en": "Ideas for unused yards by the river, made by hand and from old materials.",
        "summary_fr": "Des idées pour les cours délaissées au bord de la rivière, faites à la main et de "
                      "matériaux anciens.",
        "brief_vi": "## Đề bài\n\nChọn một khoảng sân trống ven sông và cho thấy sáu tháng sau nó sống thế nào.",
        "brief_en": "## The brief\n\nChoose an unused yard by the river and show how it lives six months later.",
        "brief_fr": "## Le sujet\n\nChoisissez une cour délaissée et montrez comment elle vit six mois plus tard.",
        "obligation": Obligation.IDEAS,
        "obligation_vi": "Triển lãm rồi làm thử một sân cùng người trong xóm.",
        "obligation_en": "An exhibition; then one yard is tried out with its neighbours.",
        "obligation_fr": "Une exposition ; puis une cour est essayée avec ses voisins.",
    },
    "mai-hien-xom-toi": {
        "title_vi": "Mái hiên xóm tôi",
        "title_en": "A porch for my lane",
        "title_fr": "Un auvent pour ma ruelle",
        "summary_vi": "Một mái hiên che mưa che nắng cho cả xóm. Ai cũng dự thi được, kể cả chưa học vẽ.",
        "summary_en": "A porch against rain and sun for a whole lane. Anybody may enter, also without training.",
        "summary_fr": "Un auvent contre la pluie et le soleil pour toute une ruelle. Chacun peut participer.",
        "brief_vi": "## Đề bài\n\nMột mái hiên ở đầu xóm: chờ xe, tránh mưa, ngồi hóng mát. Dựng được trong một tuần.",
        "brief_en": "## The brief\n\nA porch at the head of a lane: to wait, to shelter, to sit. Built in a week.",
        "brief_fr": "## Le sujet\n\nUn auvent à l’entrée d’une ruelle : attendre, s’abriter, s’asseoir. Bâti en une "
                    "semaine.",
        "obligation": Obligation.IDEAS,
        "obligation_vi": "Ba mái hiên được dựng thử với vật liệu do thành phố cấp.",
        "obligation_en": "Three porches are tried out with materials from the city.",
        "obligation_fr": "Trois auvents sont essayés avec des matériaux fournis par la ville.",
    },
}  # fmt: skip
JURORS = (
    ("Kiến trúc sư quy hoạch, chủ tịch", "Urban architect, chair"), ("Họa sĩ", "Painter"),
    ("Giảng viên kiến trúc", "Teacher of architecture"), ("Người làm nghề mộc Kim Bồng", "Carpenter of Kim Bồng"),
    ("Cán bộ thư viện cộng đồng", "Community librarian"), ("Nhà thiết kế, dự khuyết", "Designer, reserve"),
)  # fmt: skip
STATEMENTS = (
    "Giữ khung nhà cũ, mở hai đầu cho gió. Ban ngày là xưởng, tối là sân khấu; sân trong trồng lại giàn bầu.",
    "Một mái hiên thấp men theo hàng cây, chia thành những nhịp giống nhau. Mỗi nhịp một nhóm nhận chăm.",
    "Nước mưa được giữ lại trong bể cũ và chảy qua vườn. Lối đi rộng, không bậc, xe lăn đi hết một vòng.",
    "Vách ngăn là kệ sách và giá phơi, xê dịch được. Sáng học nghề, chiều trưng bày, cuối tuần họp chợ.",
)
REMARKS = (
    "Giữ được nhiều cái cũ, lối đi rõ.", "Ý tưởng gần gũi, phần vận hành còn mỏng.", "Vật liệu hợp với mùa lụt.",
    "Nên nói rõ hơn ai chăm sóc sau khi mở.", "Không gian tối còn thiếu ánh sáng.",
)  # fmt: skip
SENTENCES = (
    {"vi": "Ít làm mới nhất mà đổi được nhiều nhất: gạch cũ được xếp lại thành chỗ ngồi, ai cũng dựng được.",
     "en": "It makes the least new and changes the most: old bricks laid into seats that anybody can build."},
    {"vi": "Bể nước cũ thành sân chơi, giữ nước cho mùa khô; cần thêm lan can cho trẻ nhỏ.",
     "en": "An old tank becomes a playground and keeps water for the dry months; small children need a railing."},
    {"vi": "Tiệm sửa đồ giữ người trong xóm gặp nhau mỗi ngày; bản vẽ còn sơ sài.",
     "en": "A repair shop brings neighbours together every day; the drawings are still rough."},
)  # fmt: skip


def of(slug: str) -> dict[str, Any]:
    """The columns of a competition of the demo."""
    return {**TEXTS[slug], **LICENCE, "may_withhold": True, "has_public_vote": True,
            "contact_email": "hoi@hoian.example",
            "vote_rules_vi": "Mỗi người một phiếu, bằng tài khoản hoặc mã nhận tại triển lãm.",
            "vote_rules_en": "One vote each, by account or by a code handed out at the exhibition."}  # fmt: skip


def juror(number: int) -> dict[str, str]:
    vi, en = JURORS[number]
    return {"work_vi": vi, "work_en": en}


def statement(number: int) -> str:
    return STATEMENTS[number % len(STATEMENTS)]


def remark(number: int) -> str:
    return REMARKS[number % len(REMARKS)]
