"""The story of the craft: 150 words in Vietnamese and in English, true and without praise nobody can prove."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Line, Remark, Type, look, missing
from portal.kit import superlatives, word_count
from portal.kit.say import N_

LEAST, MOST = 120, 180
TEXTS = {"text_vi": N_("Vietnamese"), "text_en": N_("English")}


class Story(Kind):
    key = "story"
    title = N_("The story of the craft")
    about = N_("Who, which village, since when, one thing you do by hand. About 150 words in each language.")
    fields = (
        Field("text_vi", N_("The story in Vietnamese"), Type.TEXT, most=3000),
        Field("text_en", N_("The story in English"), Type.TEXT, most=3000),
        Field("people_agreed", N_("Everybody who is named in it has agreed"), Type.TICK),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        yield Line(N_("Words in Vietnamese"), Type.COUNT, _words(given, "text_vi"))
        yield Line(N_("Words in English"), Type.COUNT, _words(given, "text_en"))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        if not given.get("text_vi"):
            yield missing(N_("The story in Vietnamese is not written yet."), "text_vi")
        if not given.get("text_en"):
            yield missing(N_("The story in English is not written yet."), "text_en")
        if not given.get("people_agreed"):
            yield missing(N_("Say that everybody who is named in the story has agreed."), "people_agreed")
        for name in TEXTS:
            yield from _of_a_text(given.get(name) or "", name)

    def summary(self, given: Given, known: Known) -> tuple[str, dict[str, Any]]:
        values = {"vi": _words(given, "text_vi"), "en": _words(given, "text_en")}
        return N_("%(vi)s words in Vietnamese, %(en)s in English"), values


def _of_a_text(text: str, name: str) -> Iterator[Remark]:
    count, lang = word_count.count(text), {"words": TEXTS[name]}
    if praise := superlatives.found(text):
        sentence = N_("Nobody can prove “%(words)s”. Say instead what one can see or count.")
        yield look(sentence, name, words=", ".join(praise))
    if text and count < LEAST:
        sentence = N_("%(lang)s: %(count)s words, about 150 are asked for. Add one detail that only you know.")
        yield look(sentence, name, lang=lang, count=count)
    elif count > MOST:
        sentence = N_("%(lang)s: %(count)s words, about 150 are asked for. Leave out what others could say too.")
        yield look(sentence, name, lang=lang, count=count)


def _words(given: Given, name: str) -> int:
    return word_count.count(given.get(name) or "")
