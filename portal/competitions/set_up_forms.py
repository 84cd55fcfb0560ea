"""What may come in while a competition is set up: a form for each of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.competitions import deadlines, defaults, words
from portal.competitions.models import Competition, Obligation, PhaseKind
from portal.competitions.typed_form import LAST_MINUTE, moment
from portal.kit.say import N_, Refused
from portal.web.fields import (
    ChoiceField,
    DayField,
    MailField,
    NumberField,
    PhoneField,
    TextField,
    TimeField,
    WordsField,
)
from portal.web.form import CreateForm, Form

TITLE, LINE = Length(max=120), Length(max=300)
LONG = Length(max=20_000)


class NewForm(CreateForm):
    """A competition that is not there yet, from the announced rules or from those of a former one."""

    title_vi = WordsField(_("Title in Vietnamese"), validators=[InputRequired(), TITLE])
    title_en = WordsField(_("Title in English"), validators=[TITLE])
    copied = ChoiceField(_("Begin with"), default="")

    def __init__(self, formdata: Any = None, *, former: Mapping[str, str], **data: Any):
        super().__init__(formdata, **data)
        self.copied.choices = [("", gettext("the six announced criteria and usual slots")), *former.items()]


class TextsForm(Form):
    """Name, summary and brief in three languages, and whom to ask."""

    title_vi = WordsField(_("Title in Vietnamese"), validators=[InputRequired(), TITLE])
    title_en = WordsField(_("Title in English"), validators=[TITLE])
    title_fr = WordsField(_("Title in French"), validators=[TITLE])
    summary_vi = WordsField(_("One sentence in Vietnamese"), validators=[LINE])
    summary_en = WordsField(_("One sentence in English"), validators=[LINE])
    summary_fr = WordsField(_("One sentence in French"), validators=[LINE])
    brief_vi = TextField(
        _("The brief in Vietnamese"), lines=True, validators=[LONG],
        description=_("## makes a heading, - a list, **two stars** bold letters."),
    )  # fmt: skip
    brief_en = TextField(_("The brief in English"), lines=True, validators=[LONG])
    brief_fr = TextField(_("The brief in French"), lines=True, validators=[LONG])
    contact_email = MailField(_("Mail address for those who enter"))
    contact_phone = PhoneField(_("Phone number for those who enter"))
    most_members = NumberField(_("Largest team"), validators=[InputRequired(), NumberRange(1, 30)])

    def given(self) -> dict[str, Any]:
        return {name: field.data or ("" if name != "most_members" else 5) for name, field in self._fields.items()}


class TermsForm(Form):
    """What the organisers bind themselves to, and what may be done with the entries."""

    obligation = RadioField(_("What is it for?"), validators=[InputRequired()])
    obligation_vi = TextField(_("What happens after the result, in Vietnamese"), lines=True, validators=[LONG])
    obligation_en = TextField(_("The same in English"), lines=True, validators=[LONG])
    obligation_fr = TextField(_("The same in French"), lines=True, validators=[LONG])
    licence_vi = TextField(
        _("Licence in Vietnamese"), lines=True, validators=[LONG],
        description=_("That authors keep their rights, and what the organisers may show, print and build."),
    )  # fmt: skip
    licence_en = TextField(_("Licence in English"), lines=True, validators=[LONG])
    licence_fr = TextField(_("Licence in French"), lines=True, validators=[LONG])

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, **data)
        self.obligation.choices = [(str(key), gettext(name)) for key, name in words.OBLIGATIONS.items()]

    def given(self) -> dict[str, Any]:
        texts = {name: field.data or "" for name, field in self._fields.items() if name != "obligation"}
        return {"obligation": Obligation(self.obligation.data), **texts}


class MethodForm(Form):
    """How the ranking is made, how ties are parted, and whether the public votes."""

    method = ChoiceField(_("Ranking"))
    per_entry = NumberField(
        _("Jurors for each entry"), validators=[Optional(), NumberRange(3, 30)],
        description=_("Empty: everybody sees all."),
    )  # fmt: skip
    has_public_vote = BooleanField(_("There is a public vote, apart from the jury"))
    vote_rules_vi = TextField(_("Rules of the public vote in Vietnamese"), lines=True, validators=[LONG])
    vote_rules_en = TextField(_("Rules of the public vote in English"), lines=True, validators=[LONG])

    for _number in range(1, len(defaults.LADDER) + 1):
        locals()[f"rung_{_number}"] = ChoiceField(_("Rung %(number)s", number=_number), default="")
    del _number

    def __init__(self, formdata: Any = None, *, tie_ladder: list[str] | None = None, **data: Any):
        rungs = {f"rung_{number}": rung for number, rung in enumerate(tie_ladder or (), start=1)}
        super().__init__(formdata, data={**rungs, **data})
        self.method.choices = [(key, gettext(name)) for key, name in words.METHODS.items()]
        for field in self.rungs():
            field.choices = [("", "–"), *((key, gettext(name)) for key, name in words.RUNGS.items())]

    def rungs(self) -> list[Any]:
        return [self[f"rung_{number}"] for number in range(1, len(defaults.LADDER) + 1)]

    def given(self) -> dict[str, Any]:
        """The rungs in their order, each once."""
        ladder = list(dict.fromkeys(field.data for field in self.rungs() if field.data))
        return {
            "method": self.method.data, "method_version": defaults.METHOD_VERSION, "tie_ladder": ladder,
            "per_entry": self.per_entry.data, "has_public_vote": bool(self.has_public_vote.data),
            "vote_rules_vi": self.vote_rules_vi.data or "", "vote_rules_en": self.vote_rules_en.data or "",
        }  # fmt: skip


class PhasesForm(Form):
    """From when until when each phase lasts, by the city's clock. The last minute counts whole."""

    transfer_hours = NumberField(
        _("Hours for files to arrive after the deadline"), validators=[InputRequired(), NumberRange(0, 72)],
        description=_("For files whose sums were registered in time."),
    )  # fmt: skip

    for _kind in PhaseKind:
        locals()[f"{_kind}_opens"] = DayField(_("From"))
        locals()[f"{_kind}_opens_time"] = TimeField(_("Time"))
        locals()[f"{_kind}_closes"] = DayField(_("Until"))
        locals()[f"{_kind}_closes_time"] = TimeField(_("Time, whole minute"))
    del _kind

    def __init__(self, formdata: Any = None, *, competition: Competition):
        data: dict[str, Any] = {"transfer_hours": competition.transfer_hours}
        for phase in competition.phases:
            for end, at in (("opens", phase.opens_at.astimezone(deadlines.zone())),
                            ("closes", deadlines.as_typed(phase.closes_at))):  # fmt: skip
                data[f"{phase.kind}_{end}"], data[f"{phase.kind}_{end}_time"] = at.date(), at.hour * 60 + at.minute
        super().__init__(formdata, data=data)

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each phase with its four controls."""
        ends = ("opens", "opens_time", "closes", "closes_time")
        return [(gettext(words.PHASES[kind]), [self[f"{kind}_{end}"] for end in ends]) for kind in PhaseKind]

    def given(self) -> dict[PhaseKind, tuple[datetime, datetime] | None]:
        """Raises Refused where one end of a phase is missing."""
        found: dict[PhaseKind, tuple[datetime, datetime] | None] = {}
        for kind in PhaseKind:
            opens = moment(self[f"{kind}_opens"].data, self[f"{kind}_opens_time"].data, 0)
            closes = moment(self[f"{kind}_closes"].data, self[f"{kind}_closes_time"].data, LAST_MINUTE)
            if (opens is None) != (closes is None):
                end = "closes" if closes is None else "opens"
                raise Refused(N_("Both days of a phase are needed."), field=f"{kind}_{end}")
            found[kind] = (opens, deadlines.from_typed(closes)) if opens and closes else None
        return found


class ExtensionForm(CreateForm):
    """A phase that is made longer: until when, and why."""

    phase = ChoiceField(_("Which phase?"), default=PhaseKind.SUBMIT)
    category = ChoiceField(_("For whom?"), default="")
    to = DayField(_("New last day"), validators=[InputRequired()])
    to_time = TimeField(_("Time, whole minute"))
    reason_vi = WordsField(
        _("Why, in Vietnamese"), validators=[InputRequired(), LINE], description=_("It is published with both dates.")
    )
    reason_en = WordsField(_("Why, in English"), validators=[LINE])
    later_too = BooleanField(_("Move all later dates by the same time"), default=True)

    def __init__(self, formdata: Any = None, *, competition: Competition, lang: str):
        super().__init__(formdata)
        self.phase.choices = [(str(one.kind), gettext(words.PHASES[one.kind])) for one in competition.phases]
        classes = [(str(one.id), one.text("name", lang).text) for one in competition.categories]
        self.category.choices = [("", gettext("everybody")), *classes]

    @property
    def over_at(self) -> datetime:
        last = moment(self.to.data, self.to_time.data, LAST_MINUTE)
        assert last is not None, "the form was validated"
        return deadlines.from_typed(last)
