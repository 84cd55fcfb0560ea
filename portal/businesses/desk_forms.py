"""What may come in at the organisers' desk: a word on an application, a round, a shop's advisor, other wordings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.businesses.definitions import LANGUAGES
from portal.businesses.models import LINE, Cohort, EvidenceKind
from portal.businesses.self_check_models import ASKS
from portal.city.chosen import here
from portal.people.models import Person
from portal.web.fields import ChoiceField, DayField, TextField, WordsField
from portal.web.form import CreateForm, Form

A_DAY = timedelta(days=1)
EVIDENCE = {
    EvidenceKind.FILE: _("a file or photo"), EvidenceKind.LINK: _("a link"), EvidenceKind.TEXT: _("a text"),
    EvidenceKind.VISIT: _("a visit"), EvidenceKind.CHECK: _("what the portal computes"),
}  # fmt: skip


class DecisionForm(Form):
    """A word on an application; which one says the button."""

    advisor = ChoiceField(_("Advisor"), validators=[Optional()])
    cohort = ChoiceField(_("Round of the campaign"), validators=[Optional()])
    says = TextField(
        _("Question, reason or a word of welcome"), lines=True, validators=[Length(max=1000)],
        description=_("The applicant reads it, in a letter and under the code."),
    )  # fmt: skip

    def __init__(
        self, formdata: Any = None, *, advisors: Sequence[Person], cohorts: Sequence[Cohort], lang: str, **data: Any
    ) -> None:
        super().__init__(formdata, **data)
        self.advisor.choices = [(str(one.id), one.full_name) for one in advisors]
        self.cohort.choices = [(str(one.id), one.text("name", lang).text) for one in cohorts]


class AdvisorForm(Form):
    advisor = ChoiceField(_("Advisor"), validators=[Optional()])

    def __init__(self, formdata: Any = None, *, advisors: Sequence[Person], **data: Any) -> None:
        super().__init__(formdata, **data)
        self.advisor.choices = [("", _("nobody yet")), *((str(one.id), one.full_name) for one in advisors)]


class EnrolmentForm(Form):
    reason = WordsField(_("Why it stops"), validators=[Length(max=300)], description=_("The shop reads it."))


class CohortForm(CreateForm):
    """A round. Days are whole days of the city: the last day to apply counts until midnight."""

    name_vi = WordsField(_("Name in Vietnamese"), validators=[InputRequired(), Length(max=120)])
    name_en = WordsField(_("Name in English"), validators=[Length(max=120)])
    name_fr = WordsField(_("Name in French"), validators=[Length(max=120)])
    opens_on = DayField(_("First day to apply"), validators=[InputRequired()])
    closes_on = DayField(_("Last day to apply"), validators=[InputRequired()])
    starts_on = DayField(_("First day of work"), validators=[InputRequired()])
    ends_on = DayField(_("Last day of work"), validators=[InputRequired()])
    places = IntegerField(_("Places"), validators=[InputRequired(), NumberRange(1, 1000)])

    def given(self) -> dict[str, Any]:
        """As the rules take it."""
        found: dict[str, Any] = {name: self[name].data or "" for name in ("name_vi", "name_en", "name_fr")}
        found |= {name: self[name].data for name in ("starts_on", "ends_on", "places")}
        opens, closes = self.opens_on.data, self.closes_on.data
        assert opens is not None and closes is not None, "The form was not right."
        return found | {"opens_at": _begin(opens), "closes_at": _begin(closes + A_DAY)}


def of_cohort(cohort: Cohort) -> dict[str, Any]:
    """What the form shows of a round that is there."""
    zone = ZoneInfo(here().zone)
    names = ("name_vi", "name_en", "name_fr", "starts_on", "ends_on", "places")
    return {name: getattr(cohort, name) for name in names} | {
        "opens_on": cohort.opens_at.astimezone(zone).date(),
        "closes_on": (cohort.closes_at - timedelta(seconds=1)).astimezone(zone).date(),
    }


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(here().zone))


class PackageForm(Form):
    """The words of a package in three languages."""

    title_vi = WordsField(_("Name in Vietnamese"), validators=[InputRequired(), Length(max=120)])
    title_en = WordsField(_("Name in English"), validators=[Length(max=120)])
    title_fr = WordsField(_("Name in French"), validators=[Length(max=120)])
    what_vi = TextField(_("What it holds, in Vietnamese"), lines=True, validators=[Length(max=600)])
    what_en = TextField(_("What it holds, in English"), lines=True, validators=[Length(max=600)])
    what_fr = TextField(_("What it holds, in French"), lines=True, validators=[Length(max=600)])
    whom_vi = TextField(_("For whom, in Vietnamese"), validators=[Length(max=300)])
    whom_en = TextField(_("For whom, in English"), validators=[Length(max=300)])
    whom_fr = TextField(_("For whom, in French"), validators=[Length(max=300)])
    result_vi = TextField(_("What one ends up with, in Vietnamese"), validators=[Length(max=300)])
    result_en = TextField(_("What one ends up with, in English"), validators=[Length(max=300)])
    result_fr = TextField(_("What one ends up with, in French"), validators=[Length(max=300)])
    weeks = IntegerField(_("Weeks"), validators=[Optional(), NumberRange(1, 104)])

    def given(self) -> dict[str, Any]:
        return {name: field.data or ("" if name != "weeks" else None) for name, field in self._fields.items()}


class QuestionForm(Form):
    """A question of the self-check in three languages."""

    asks_vi = TextField(_("The question, in Vietnamese"), validators=[InputRequired(), Length(max=ASKS)])
    asks_en = TextField(_("The question, in English"), validators=[Length(max=ASKS)])
    asks_fr = TextField(_("The question, in French"), validators=[Length(max=ASKS)])
    no_vi = TextField(
        _("What is said to a no, in Vietnamese"), lines=True, validators=[InputRequired(), Length(max=LINE)]
    )
    no_en = TextField(_("What is said to a no, in English"), lines=True, validators=[Length(max=LINE)])
    no_fr = TextField(_("What is said to a no, in French"), lines=True, validators=[Length(max=LINE)])
    decides = BooleanField(_("A no means that the campaign is not for them"))

    def given(self) -> dict[str, Any]:
        return {name: field.data or ("" if name != "decides" else False) for name, field in self._fields.items()}


class StepForm(Form):
    """The words of a step in three languages, and how long it stands."""

    title_vi = WordsField(_("Name in Vietnamese"), validators=[InputRequired(), Length(max=120)])
    title_en = WordsField(_("Name in English"), validators=[Length(max=120)])
    title_fr = WordsField(_("Name in French"), validators=[Length(max=120)])
    why_vi = TextField(_("Why, in Vietnamese"), validators=[Length(max=600)])
    why_en = TextField(_("Why, in English"), validators=[Length(max=600)])
    why_fr = TextField(_("Why, in French"), validators=[Length(max=600)])
    how_vi = TextField(_("How, in Vietnamese, one thing a line"), lines=True, validators=[Length(max=4000)])
    how_en = TextField(_("How, in English, one thing a line"), lines=True, validators=[Length(max=4000)])
    how_fr = TextField(_("How, in French, one thing a line"), lines=True, validators=[Length(max=4000)])
    evidence_vi = TextField(_("Evidence, in Vietnamese"), validators=[Length(max=300)])
    evidence_en = TextField(_("Evidence, in English"), validators=[Length(max=300)])
    evidence_fr = TextField(_("Evidence, in French"), validators=[Length(max=300)])
    checks_vi = TextField(_("What the advisor checks, in Vietnamese"), lines=True, validators=[Length(max=600)],
                          description=_("One criterion a line: each becomes a tick."))  # fmt: skip
    checks_en = TextField(_("What the advisor checks, in English"), lines=True, validators=[Length(max=600)])
    checks_fr = TextField(_("What the advisor checks, in French"), lines=True, validators=[Length(max=600)])
    checked_on = DayField(_("Last compared with the law or the platform on"))
    source = WordsField(_("Link to the source"), validators=[Length(max=500)])
    minutes = IntegerField(_("Minutes of work"), validators=[InputRequired(), NumberRange(1, 10_000)], default=30)
    validity_days = IntegerField(_("Stands for so many days; empty for ever"), validators=[Optional(),
                                 NumberRange(1, 3650)])  # fmt: skip
    also_visit = BooleanField(_("A visit counts as evidence too"))

    def given(self) -> dict[str, Any]:
        empty: dict[str, Any] = {"checked_on": None, "validity_days": None, "also_visit": False}
        return {name: field.data or empty.get(name, "") for name, field in self._fields.items() if name != "once"}


class NewStepForm(StepForm, CreateForm):
    """A step that is not there yet."""

    kind = ChoiceField(_("Shown by"), choices=[(kind.value, words) for kind, words in EVIDENCE.items()])


FIELDS_BY_LANGUAGE = {lang: tuple(f"{field}_{lang}" for field in ("title", "why", "how", "evidence", "checks"))
                      for lang in LANGUAGES}  # fmt: skip
