"""What a sheet says, as plain data: for its paper, its files, and the snapshot that goes with an evidence.

`facts` are [label, type, value], `tables` {"title", "columns": [[label, type]], "rows": [[value]]}, `said`
[tone, sentence, values]. Labels and sentences are msgids, so that what was frozen is still said in three languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from portal.businesses.sheets.kind import Field, Given, Kind, Known, Remark, Type
from portal.businesses.sheets.kinds.prices import cost_of
from portal.businesses.sheets.models import BankAccount, Product
from portal.businesses.sheets.products import LANGS, TEXTS
from portal.kit.say import N_

Fact = list[Any]
HEADS = {
    N_("Name"): (N_("Name in Vietnamese"), N_("Name in English"), N_("Name in French")),
    N_("Size"): (N_("Size"), N_("Size in English"), N_("Size in French")),
    N_("Material"): (N_("Material"), N_("Material in English"), N_("Material in French")),
    N_("Care"): (N_("Care"), N_("Care in English"), N_("Care in French")),
}
"""What the texts of a product are called in a file, where each language has a column of its own."""


class Table(TypedDict):
    title: str
    columns: list[list[str]]
    rows: list[list[Any]]


class Written(TypedDict):
    kind: str
    title: str
    facts: list[Fact]
    tables: list[Table]
    said: list[list[Any]]


def of_values(kind: Kind, given: Given, known: Known) -> Written:
    """A sheet whose values stand with it."""
    facts = [_fact(one, given.get(one.name), known) for one in kind.fields if given.get(one.name) not in (None, "")]
    tables: list[Table] = [
        {
            "title": table.label,
            "columns": [[one.label, str(_shown_as(one))] for one in table.fields],
            "rows": [[_value(one, row[one.name], known) for one in table.fields] for _n, row in table.filled(given)],
        }
        for table in kind.tables
    ]
    reckoned = [[line.label, str(line.type), line.value] for line in kind.lines(given, known)]
    return {
        "kind": kind.key, "title": kind.title, "facts": facts + reckoned, "tables": tables,
        "said": said(kind.remarks(given, known)),
    }  # fmt: skip


def of_products(kind: Kind, products: Sequence[Product], remarks: Iterable[Remark]) -> Written:
    columns = [
        [N_("Code"), Type.LINE], *([label, Type.WORDS] for label in HEADS),
        [N_("Made to order"), Type.TICK], [N_("Days to make it"), Type.COUNT],
    ]  # fmt: skip
    rows = [[one.code, *(_worded(one, field) for field in TEXTS), one.to_order, one.made_in_days] for one in products]
    return _of_rows(kind, columns, rows, remarks)


def of_prices(
    kind: Kind, products: Sequence[Product], remarks: Iterable[Remark], *, with_costs: bool = True
) -> Written:
    """The price list; `with_costs` for those who may know what a piece costs."""
    columns = [
        [N_("Code"), Type.LINE], [N_("Name"), Type.WORDS], [N_("Size"), Type.WORDS],
        [N_("Retail price (₫)"), Type.MONEY], [N_("Wholesale price (₫)"), Type.MONEY],
        [N_("Wholesale from, pieces"), Type.COUNT],
    ]  # fmt: skip
    of_cost = [
        [N_("Material of a piece (₫)"), Type.MONEY], [N_("Minutes of work"), Type.COUNT],
        [N_("An hour of work (₫)"), Type.MONEY], [N_("Firewood, power, rent: its share (₫)"), Type.MONEY],
        [N_("What breaks (₫)"), Type.MONEY], [N_("Cost (₫)"), Type.MONEY],
        [N_("Why it is sold at this price all the same"), Type.LINE],
    ]  # fmt: skip
    rows = []
    for one in products:
        row: list[Any] = [one.code, _worded(one, "name"), _worded(one, "size")]
        row += [one.retail, one.wholesale, one.wholesale_from]
        card = one.cost
        if with_costs:
            sums = [card.material, card.minutes, card.hourly, card.share, card.waste] if card else [None] * 5
            row += [*sums, cost_of(one), one.reason]
        rows.append(row)
    return _of_rows(kind, columns + (of_cost if with_costs else []), rows, remarks if with_costs else ())


def of_account(kind: Kind, account: BankAccount | None, remarks: Iterable[Remark], bank: str) -> Written:
    """The account with its last digits only: its number stands nowhere but in the code that the shop prints."""
    facts: list[Fact] = []
    if account is not None:
        facts = [
            [N_("Bank"), Type.LINE, bank], [N_("Holder"), Type.LINE, account.holder],
            [N_("Number"), Type.LINE, f"•••• {account.number[-4:]}"],
        ]  # fmt: skip
    return {"kind": kind.key, "title": kind.title, "facts": facts, "tables": [], "said": said(remarks)}


def said(remarks: Iterable[Remark]) -> list[list[Any]]:
    return [[str(one.tone), one.sentence, dict(one.values)] for one in remarks]


def _worded(product: Product, field: str) -> dict[str, str]:
    written = {lang: getattr(product, column) for lang, column in zip(LANGS, TEXTS[field], strict=True)}
    return {lang: text for lang, text in written.items() if text}


def _of_rows(kind: Kind, columns: list[list[Any]], rows: list[list[Any]], remarks: Iterable[Remark]) -> Written:
    table: Table = {"title": kind.title, "columns": [[label, str(one)] for label, one in columns], "rows": rows}
    return {"kind": kind.key, "title": kind.title, "facts": [], "tables": [table], "said": said(remarks)}


def _fact(field: Field, value: Any, known: Known) -> Fact:
    return [field.label, str(_shown_as(field)), _value(field, value, known)]


def _shown_as(field: Field) -> Type:
    return Type.LINE if field.type is Type.PRODUCT else field.type


def _value(field: Field, value: Any, known: Known) -> Any:
    if field.type is Type.CHOICE:
        return field.choices.get(value or "", value)
    if field.type is Type.PRODUCT and value:
        piece = known.piece(value)
        return f"{value} {piece.name}" if piece else value
    return value
