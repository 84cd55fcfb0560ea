"""What a customer book should not hold, pointed out in words: numbers of papers, and children. Never a refusal."""

from __future__ import annotations

import re

from portal.kit.fold import fold
from portal.kit.say import N_

PAPERS = N_("This looks like the number of an identity paper. The book does not need it: please take it out.")
CHILD = N_("This looks like a child. Note down the parent or the school instead.")
_PAPER = re.compile(r"\b(cccd|cmnd|cmtnd|can cuoc|chung minh|ho chieu|passport|passeport|giay to tuy than)\b")
_DIGITS = re.compile(r"(?<![0-9.,+])[0-9]{12}(?![0-9.,])")
_CHILD = re.compile(
    r"\b(hoc sinh|tre em|be (trai|gai)|chau be|lop [1-9]\b|[1-9] tuoi|1[0-5] tuoi|aged? (?:[1-9]|1[0-5])\b)"
)
_CHILD_NAME = re.compile(r"^(be|chau) ")


def remarks(name: str, note: str = "") -> list[str]:
    """The sentences (msgids) that somebody should read before this is kept."""
    text = fold(f"{name}. {note}")
    found = []
    if _PAPER.search(text) or _DIGITS.search(text):
        found.append(PAPERS)
    if _CHILD.search(text) or _CHILD_NAME.search(fold(name)):
        found.append(CHILD)
    return found
