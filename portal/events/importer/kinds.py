"""Which kind of event a word of somebody else's calendar means."""

from __future__ import annotations

from collections.abc import Iterable

from portal.events.models import EventKind
from portal.kit.fold import fold

WORDS = {
    EventKind.FESTIVAL: ("festival", "lễ hội", "hội", "ngày hội", "fête"),
    EventKind.WORKSHOP: ("workshop", "lớp học", "xưởng", "lớp thực hành", "atelier", "class"),
    EventKind.EXHIBITION: ("exhibition", "triển lãm", "exposition"),
    EventKind.TALK: ("talk", "tọa đàm", "nói chuyện", "hội thảo", "lecture", "conférence", "seminar"),
    EventKind.PERFORMANCE: ("performance", "biểu diễn", "hòa nhạc", "ca nhạc", "concert", "show", "music", "spectacle"),
    EventKind.MARKET: ("market", "chợ", "chợ phiên", "hội chợ", "marché", "fair"),
    EventKind.TRAINING: ("training", "tập huấn", "dạy nghề", "formation"),
    EventKind.COMPETITION: ("competition", "cuộc thi", "concours", "contest"),
    EventKind.CAMPAIGN: ("campaign", "chiến dịch", "campagne"),
    EventKind.MEETING: ("meeting", "họp", "cuộc họp", "réunion", "gặp gỡ"),
}
_KNOWN = {fold(word): kind for kind, words in WORDS.items() for word in words}


def kind_of(words: Iterable[str]) -> EventKind | None:
    """The kind that the first known word means; None where none is known."""
    return next((_KNOWN[fold(word)] for word in words if fold(word) in _KNOWN), None)
