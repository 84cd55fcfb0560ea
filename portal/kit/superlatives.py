"""Praise that nobody can prove, found in a text of a shop: "tốt nhất", "số 1", "hàng đầu", "the best", "le meilleur".

A hint, never a verdict: "nhất" is found only where it praises ("đẹp nhất"), not in "thứ nhất" or "thống nhất".
"""

import re

from portal.kit.fold import exact

_PRAISED = (
    "tốt|đẹp|ngon|rẻ|bền|chất lượng|uy tín|nổi tiếng|lâu đời|hoàn hảo|tuyệt vời|độc đáo|cao cấp|lớn|xịn|đỉnh|chuẩn|hot"
)
_PATTERNS = (
    rf"(?:{_PRAISED})(?: \w+)? nhất",
    r"nhất (?:việt nam|hội an|thế giới|thị trường|cả nước|đông nam á)",
    r"(?:số|no\.?|number|top) ?(?:1|một|one)\b",
    r"hàng đầu", r"duy nhất", r"có một không hai", r"vô địch", r"không đâu (?:bằng|sánh)", r"đệ nhất",
    r"100 ?% (?:\w+ )?(?:tự nhiên|an toàn|chất lượng|hài lòng)",
    r"(?:the )?(?:very )?best(?! before| wishes)", r"world[- ]class", r"unrivall?ed", r"unbeatable", r"leading",
    r"the (?:only|finest|greatest|cheapest|most \w+)", r"perfect",
    r"(?:le|la|les) meilleure?s?", r"le plus \w+ (?:du|de la|d')", r"numéro (?:1|un)",
)  # fmt: skip
_FOUND = re.compile(r"(?<!\w)(?:" + "|".join(_PATTERNS) + r")(?!\w)")
MOST = 5


def found(text: str) -> list[str]:
    """The first few such words as they stand in the text, each once, in small letters."""
    return list(dict.fromkeys(one.group() for one in _FOUND.finditer(exact(text))))[:MOST]
