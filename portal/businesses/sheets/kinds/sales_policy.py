"""The sales policy: what happens with returns, deposits, making and delivery, on at most one page."""

from __future__ import annotations

from collections.abc import Iterator

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Line, Remark, Type, look, missing
from portal.kit import word_count
from portal.kit.say import N_

ONE_PAGE = 450  # words
PARTS = ("returns", "deposit", "making", "delivery")


def _answer(name: str, label: str, hint: str = "") -> Field:
    return Field(name, label, Type.TEXT, hint, most=1500)


class Policy(Kind):
    key = "policy"
    title = N_("Sales policy")
    about = N_("Four short answers before anybody asks. At most one page; it stops quarrels.")
    fields = (
        _answer("returns_vi", N_("Returns, in Vietnamese"), N_("What is taken back, within how many days, who pays.")),
        _answer("deposit_vi", N_("Deposit, in Vietnamese"), N_("From which amount, what share, when it is paid back.")),
        _answer("making_vi", N_("Time to make an order, in Vietnamese"), N_("How many days, and if you are late.")),
        _answer("delivery_vi", N_("Delivery, in Vietnamese"), N_("Where to, by whom, who pays for what breaks.")),
        _answer("returns_en", N_("Returns, in English")),
        _answer("deposit_en", N_("Deposit, in English")),
        _answer("making_en", N_("Time to make an order, in English")),
        _answer("delivery_en", N_("Delivery, in English")),
    )

    def lines(self, given: Given, known: Known) -> Iterator[Line]:
        yield Line(N_("Words in Vietnamese"), Type.COUNT, _words(given, "vi"))

    def remarks(self, given: Given, known: Known) -> Iterator[Remark]:
        sentences = {
            "returns": N_("Say what happens with returns."), "deposit": N_("Say what you ask as a deposit."),
            "making": N_("Say how long an order takes."), "delivery": N_("Say how you deliver."),
        }  # fmt: skip
        for part in PARTS:
            if not given.get(f"{part}_vi"):
                yield missing(sentences[part], f"{part}_vi")
        if (count := _words(given, "vi")) > ONE_PAGE:
            yield look(N_("%(count)s words are more than one page: few will read them."), count=count)


def _words(given: Given, lang: str) -> int:
    return sum(word_count.count(given.get(f"{part}_{lang}") or "") for part in PARTS)
