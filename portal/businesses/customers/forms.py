"""What may come in to the customer book: somebody, what was said, an order, a reply, a rule, a file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, IntegerField, SearchField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.businesses.customers import orders, words
from portal.businesses.customers.models import OrderState, TouchKind
from portal.businesses.customers.reminder_models import RuleKind
from portal.businesses.customers.tags import KNOWN
from portal.kit.fold import clean
from portal.web.fields import (
    ChoiceField,
    DayField,
    HiddenNumberField,
    KeysField,
    MailField,
    MoneyField,
    PhoneField,
    TextField,
    WordsField,
)
from portal.web.form import CreateForm, Form

SPOKEN = [kind for kind in TouchKind if kind is not TouchKind.NOTE]
DAYS = {"due_on", "deposit_paid_on", "sample_approved_on", "late_told_on"}


class FindForm(Form):
    """What is looked for: a name, a number or the last digits of one; a label."""

    q = SearchField(_("Name or phone number"), filters=[lambda typed: clean(typed or "")], validators=[Length(max=200)])
    tag = WordsField(_("Label"), validators=[Length(max=40)])


class CustomerForm(CreateForm):
    """Somebody who buys or asks."""

    name = WordsField(_("Name, as you call them"), validators=[InputRequired(), Length(max=120)])
    phone = PhoneField(_("Phone"), validators=[Optional()])
    zalo = BooleanField(_("Reached on Zalo with this number"))
    company = WordsField(_("Company, hotel, school"), validators=[Length(max=120)])
    email = MailField(_("E-mail"), validators=[Optional()])
    language = ChoiceField(_("Speaks"), choices=list(words.LANGUAGES.items()), default="vi")
    source = ChoiceField(_("Came from"), validators=[Optional()])
    tags = KeysField(_("Labels"))
    own_tags = WordsField(_("Labels of your own"), description=_("Parted by commas."), validators=[Length(max=200)])
    note = TextField(_("Note"), lines=True, validators=[Length(max=2000)])
    agreed = BooleanField(_("Agreed that the shop keeps name and number"))
    opted_out = BooleanField(_("Wants no reminders and offers any more"))
    version = HiddenNumberField()

    def __init__(self, formdata: Any = None, *, source: str = "", **data: Any) -> None:
        super().__init__(formdata, data={"source": source, **data})
        known = list(words.SOURCES.items())
        others = [(source, source)] if source and source not in words.SOURCES else []
        self.source.choices = [("", _("Not known")), *((key, _(name)) for key, name in known), *others]
        self.tags.choices = [(key, _(name)) for key, name in KNOWN.items()]

    def given(self) -> dict[str, Any]:
        """The fields as the rules take them, without the labels."""
        names = ("name", "phone", "zalo", "company", "email", "language", "source", "note", "agreed", "opted_out")
        values = {name: self[name].data for name in names if name in self}
        return values | {name: values[name] or "" for name in ("company", "email", "source", "note") if name in values}


class NoteForm(Form):
    """The note beside a customer, kept as it is typed."""

    note = TextField(_("Private note"), lines=True, validators=[Length(max=2000)])
    version = HiddenNumberField(validators=[InputRequired()])


class TouchForm(CreateForm):
    """What was said, on which way, and by whom."""

    says = TextField(_("What was said"), lines=True, validators=[Length(max=2000)])
    kind = ChoiceField(_("By"), coerce=TouchKind)
    way = ChoiceField(choices=[("in", "in"), ("out", "out"), ("note", "note")], default="in")

    def __init__(self, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data=data)
        self.kind.choices = [(kind, _(words.TOUCHES[kind])) for kind in SPOKEN]


class OrderForm(CreateForm):
    """What somebody wants. For whoever is not in the book yet, name and number stand on the same form."""

    customer = HiddenNumberField(validators=[Optional()])
    name = WordsField(_("Whose order it is"), validators=[Length(max=120)])
    phone = PhoneField(
        _("Phone"), description=_("Whoever has this number in the book already gets the order."),
        validators=[Optional()],
    )  # fmt: skip
    what = WordsField(_("What they want"), validators=[InputRequired(), Length(max=300)])
    quantity = IntegerField(_("How many"), default=1, validators=[InputRequired(), NumberRange(min=1, max=1_000_000)])
    total = MoneyField(_("Price of all"), description=_("1.500.000, 500k or 1,5 triệu"), validators=[Optional()])
    deposit = MoneyField(_("Deposit"), validators=[Optional()])
    due_on = DayField(_("Due on"), validators=[Optional()])
    deposit_paid_on = DayField(_("Deposit came on"), validators=[Optional()])
    sample_approved_on = DayField(_("Sample or photo approved on"), validators=[Optional()])
    late_told_on = DayField(_("Told that it will be late on"), validators=[Optional()])
    state = ChoiceField(_("Where it stands"), coerce=OrderState, default=OrderState.ASKED)
    version = HiddenNumberField()

    def __init__(self, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data=data)
        self.state.choices = [(one, _(words.STATES[one])) for one in (*orders.WAY, OrderState.CANCELLED)]

    def given(self) -> dict[str, Any]:
        return {name: self[name].data for name in orders.FIELDS if name in self}


class ReplyForm(CreateForm):
    """A sentence that is written often, in two languages."""

    title = WordsField(_("What it is about"), validators=[InputRequired(), Length(max=80)])
    text_vi = TextField(_("In Vietnamese"), lines=True, validators=[InputRequired(), Length(max=1000)])
    text_en = TextField(_("In English"), lines=True, validators=[Length(max=1000)])


class RuleForm(CreateForm):
    """When the shop wants to be reminded."""

    kind = ChoiceField(_("When"), coerce=RuleKind, default=RuleKind.AFTER_SALE)
    days = IntegerField(_("Days"), default=3, validators=[Optional(), NumberRange(min=0, max=730)])
    on = DayField(_("Day"), description=_("Only for a reminder on one day."), validators=[Optional()])
    says = WordsField(_("What is to be done then"), validators=[InputRequired(), Length(max=300)])

    def __init__(self, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data=data)
        self.kind.choices = [(kind, _(words.RULES[kind])) for kind in RuleKind]


class ImportForm(CreateForm):
    """Customers from a table or from the contacts of a phone: first read, then taken in."""

    file = FileField(_("A file: CSV, or contacts as .vcf"))
    rows = TextField(_("Or paste the rows here"), lines=True, validators=[Length(max=400_000)])
    agreed = BooleanField(_("All of them agreed that the shop keeps name and number"))
