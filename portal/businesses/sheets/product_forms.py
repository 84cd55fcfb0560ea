"""What may come in of products: one with its words, a whole list, the account of the shop."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.businesses.sheets.products import TEXTS, WORDED
from portal.kit import banks, vietqr
from portal.kit.fold import clean
from portal.web.fields import ChoiceField, ReadField, WordsField
from portal.web.form import CreateForm, Form


class ProductForm(CreateForm):
    """A product without its prices."""

    seen = HiddenField()
    """When the product was changed last, as the page had it."""
    code = WordsField(
        _("Code"), description=_("Short and for good, for example LC-04."), validators=[InputRequired(), Length(max=20)]
    )
    name_vi = WordsField(_("Name in Vietnamese"), validators=[InputRequired(), Length(max=120)])
    size = WordsField(
        _("Size"), description=_("In cm, ml or g, for example: 24 cm high, 350 ml."), validators=[Length(max=80)]
    )
    material = WordsField(_("Material"), validators=[Length(max=120)])
    care = WordsField(_("Care"), description=_("How it stays beautiful, in one line."), validators=[Length(max=200)])
    name_en = WordsField(_("Name in English"), validators=[Length(max=120)])
    size_en = WordsField(_("Size in English"), validators=[Length(max=80)])
    material_en = WordsField(_("Material in English"), validators=[Length(max=120)])
    care_en = WordsField(_("Care in English"), validators=[Length(max=200)])
    name_fr = WordsField(_("Name in French"), validators=[Length(max=120)])
    size_fr = WordsField(_("Size in French"), validators=[Length(max=80)])
    material_fr = WordsField(_("Material in French"), validators=[Length(max=120)])
    care_fr = WordsField(_("Care in French"), validators=[Length(max=200)])
    to_order = RadioField(_("Can it be taken home at once?"), default="0")
    made_in_days = IntegerField(
        _("Days to make it"), validators=[Optional(), NumberRange(0, 1000)], render_kw={"inputmode": "numeric"}
    )

    def __init__(self, formdata: Any = None, **data: Any):
        if "to_order" in data:
            data["to_order"] = "1" if data["to_order"] else "0"
        super().__init__(formdata, **data)
        self.to_order.choices = [("0", gettext("It is there")), ("1", gettext("It is made to order"))]

    def given(self) -> dict[str, Any]:
        texts = {name: self[name].data or "" for name in WORDED if name not in ("to_order", "made_in_days")}
        return {**texts, "made_in_days": self.made_in_days.data, "to_order": self.to_order.data == "1"}

    def abroad(self, lang: str) -> list[Any]:
        """The fields of a language beside Vietnamese."""
        return [self[f"{name}_{lang}"] for name in TEXTS]


class ListForm(CreateForm):
    """A list of products, as a file or pasted."""

    file = FileField(_("CSV file"))
    text = TextAreaField(
        _("Or the table itself, pasted from a spreadsheet"), render_kw={"rows": 8, "spellcheck": "false"}
    )


class AccountForm(Form):
    """The shop's account."""

    bank = ChoiceField(_("Bank"), default="")
    number = ReadField(_("Account number"), read=vietqr.account_number, validators=[InputRequired()],
                       render_kw={"inputmode": "numeric", "autocomplete": "off"})  # fmt: skip
    holder = WordsField(
        _("Holder, as the bank writes it"), description=_("For example TRAN THI HANH or HO KINH DOANH GOM SON."),
        validators=[InputRequired(), Length(max=120)],
    )  # fmt: skip

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **data)
        names = sorted(banks.BANKS.items(), key=lambda one: one[1].casefold())
        self.bank.choices = [("", gettext("Choose the bank")), *names]

    def validate_bank(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the bank from the list."))

    def validate_holder(self, field: Any) -> None:
        field.data = clean(field.data or "")
