"""What a new competition begins with, for its organisers to change: the announced criteria, classes, slots, wording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from portal.competitions.terms_models import SlotKind

METHODS = ("adjusted", "raw", "z")
METHOD_VERSION = "1"
LADDER = ("majority", "median", "first_criterion", "fewer_low", "vote", "casting")
"""The published reasons by which a tie is parted, one after the other; what is tied after them shares its place."""
MEGABYTE = 1_000_000
PANEL_FORMATS = ("application/pdf", "image/jpeg")
PHOTO_FORMATS = ("image/jpeg", "image/png", "image/webp")
POINTS = (2, 4, 6, 8, 10)
"""The points whose meaning is written down for each criterion."""
CRITERIA = Path(__file__).parent / "criteria.json"

COMPETITION: dict[str, Any] = {
    "method": "adjusted",
    "method_version": METHOD_VERSION,
    "tie_ladder": list(LADDER),
    "most_members": 5,
    "transfer_hours": 12,
}
CATEGORIES: tuple[dict[str, Any], ...] = (
    {
        "key": "professional", "name_vi": "Chuyên nghiệp", "name_en": "Professional", "name_fr": "Professionnels",
        "hint_vi": "Kiến trúc sư, nhà thiết kế, nghệ sĩ, văn phòng.",
        "hint_en": "Architects, designers, artists, studios.",
        "hint_fr": "Architectes, designers, artistes, agences.",
    },
    {
        "key": "student", "name_vi": "Sinh viên", "name_en": "Student", "name_fr": "Étudiants",
        "hint_vi": "Đang học phổ thông, cao đẳng, đại học; dưới 18 tuổi cần người giám hộ đồng ý.",
        "hint_en": "At school, college or university; under 18 with a guardian’s consent.",
        "hint_fr": "Au lycée, en école ou à l’université ; moins de 18 ans avec l’accord du représentant légal.",
    },
    {
        "key": "community", "name_vi": "Cộng đồng", "name_en": "Community", "name_fr": "Communauté",
        "hint_vi": "Nhóm người dân, làng nghề, câu lạc bộ, không cần bằng cấp.",
        "hint_en": "Neighbours, craft villages, clubs; no diploma needed.",
        "hint_fr": "Habitants, villages de métiers, clubs ; sans diplôme requis.",
    },
)  # fmt: skip
SLOTS: tuple[dict[str, Any], ...] = (
    {
        "key": "panels", "kind": SlotKind.PANEL, "least": 2, "most": 4,
        "name_vi": "Bảng vẽ", "name_en": "Panels", "name_fr": "Planches",
        "formats": list(PANEL_FORMATS), "sizes": ["A1"], "orientation": "portrait",
        "most_bytes": 40 * MEGABYTE, "most_pages": 1, "least_dpi": 100, "blocks": ["size", "pages"],
    },
    {
        "key": "statement", "kind": SlotKind.STATEMENT, "least": 1, "most": 1,
        "name_vi": "Thuyết minh", "name_en": "Statement", "name_fr": "Notice",
        "most_words": 600, "blocks": ["words"],
    },
    {
        "key": "photos", "kind": SlotKind.PHOTO, "least": 0, "most": 5,
        "name_vi": "Ảnh mô hình", "name_en": "Photos of a model", "name_fr": "Photos d’une maquette",
        "formats": list(PHOTO_FORMATS), "most_bytes": 10 * MEGABYTE, "blocks": ["size"],
    },
    {
        "key": "video", "kind": SlotKind.VIDEO, "least": 0, "most": 1,
        "name_vi": "Video", "name_en": "Video", "name_fr": "Vidéo",
    },
)  # fmt: skip


def criteria() -> list[dict[str, Any]]:
    """The six announced criteria with their weights and written anchors."""
    return list(json.loads(CRITERIA.read_text(encoding="utf-8")))
