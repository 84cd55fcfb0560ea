"""What may come in about the judging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.competitions.jury.ballots import Points, read
from portal.competitions.jury.models import Ballot
from portal.competitions.terms_models import Criterion
from portal.kit.fold import clean
from portal.kit.say import Refused
from portal.web.fields import ChoiceField, WordsField
from portal.web.form import CreateForm, Form

HALF = 5


@dataclass
class Row:
    """One criterion on the ballot: what stands in it, or what was typed and could not be read."""

    criterion: Criterion
    points: Points
    typed: str | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def whole(self) -> int | None:
        """The whole points, where what was given is whole points with or without a half."""
        tenths = self.points.tenths
        return tenths // 10 if tenths is not None and tenths % 10 in (0, HALF) else None

    @property
    def half(self) -> bool:
        return self.points.tenths is not None and self.points.tenths % 10 == HALF

    @property
    def odd(self) -> str:
        """Points in other tenths, which only paper brings: "8.2"."""
        tenths = self.points.tenths
        return "" if tenths is None or tenths % 10 in (0, HALF) else str(tenths / 10)


class BallotForm:
    """The whole ballot: points per criterion, remark and note. `rows` is what the page draws."""

    def __init__(self, ballot: Ballot, criteria: Sequence[Criterion], sent: Mapping[str, str] | None = None) -> None:
        stand = {one.criterion_id: Points(one.tenths, one.is_na) for one in ballot.scores}
        self.rows = [Row(one, stand.get(one.id, Points())) for one in criteria]
        self.remark, self.note = ballot.remark, ballot.note
        self.errors: dict[str, str] = {}
        if sent is not None:
            self._take(sent)

    def _take(self, sent: Mapping[str, str]) -> None:
        self.remark = clean(sent.get("remark", self.remark), lines=True)
        self.note = clean(sent.get("note", self.note), lines=True)
        for row in self.rows:
            name = f"score_{row.criterion.key}"
            if name not in sent and f"half_{row.criterion.key}" not in sent:
                continue
            typed = clean(sent.get(name, ""))
            if f"half_{row.criterion.key}" in sent:
                typed = f"{typed or 0}.5" if typed.isdigit() or not typed else typed
            row.typed = typed
            try:
                row.points = read(typed)
            except Refused as refused:
                self.errors[row.criterion.key] = gettext(refused.sentence, **refused.values)
                row.errors.append(self.errors[row.criterion.key])


class ScoreForm(Form):
    """One act from the page itself: a field of the ballot, what it was given, and by which act."""

    f = HiddenField(validators=[InputRequired(), Length(max=40)])
    v = HiddenField()
    o = HiddenField(validators=[Length(max=64)])


class ConflictForm(Form):
    """Why a juror leaves an entry to the others."""

    kind = ChoiceField(_l("Why"), validators=[InputRequired(_l("Choose why."))])

    def __init__(self, *given: Any, kinds: Mapping[Any, Any], **more: Any) -> None:
        super().__init__(*given, **more)
        self.kind.choices = [("", _l("Choose why")), *((str(key), name) for key, name in kinds.items())]


class DeclineForm(Form):
    """What a juror answers for their place."""

    says = HiddenField()
    reason = WordsField(_l("Why you cannot, if you want to say"), validators=[Length(max=300)])


class RoundForm(CreateForm):
    """A round to be opened."""

    kind = ChoiceField(_l("What kind of round"))
    due_at = DateTimeLocalField(_l("Last minute for ballots"), validators=[Optional()], format="%Y-%m-%dT%H:%M")
    per_entry = IntegerField(
        _l("How many jurors see each entry"), description=_l("Empty: everybody sees everything."),
        validators=[Optional(), NumberRange(3, 50, _l("At least 3, or leave it empty."))],
    )  # fmt: skip

    def over_at(self, zone: tzinfo) -> datetime | None:
        """The first moment at which it is too late."""
        return self.due_at.data and self.due_at.data.replace(tzinfo=zone) + timedelta(minutes=1)


class BallotsAgainForm(Form):
    """Ballots to be opened again, and why."""

    juror = SelectField(_l("Whose ballots"), coerce=int)
    reason = WordsField(_l("Why"), validators=[InputRequired(_l("Write why.")), Length(max=300)])


class StaffConflictForm(Form):
    """Written down of oneself, or for somebody who said it by word of mouth."""

    member = SelectField(_l("Who"))
    code = WordsField(_l("Code of the entry"), validators=[InputRequired(_l("Write the code of the entry."))])
    kind = ChoiceField(_l("Why"), validators=[InputRequired(_l("Choose why."))])
    note = WordsField(_l("Note for the record"), validators=[Length(max=300)])


class SittingForm(CreateForm):
    """Who is present."""

    place = WordsField(_l("Where"), validators=[Length(max=120)])
    present = SelectMultipleField(
        _l("Present"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class MotionForm(CreateForm):
    """What is put to the vote."""

    kind = ChoiceField(_l("What is voted on"))
    code = WordsField(_l("Code of the entry"), validators=[Length(max=6)])
    prize = ChoiceField(_l("Prize"))
    reason = WordsField(_l("Why"), validators=[Length(max=1000)])


class VoteForm(Form):
    says = HiddenField(validators=[InputRequired()])


class ReviveForm(Form):
    code = WordsField(
        _l("Code of the entry"), validators=[InputRequired(_l("Write the code of the entry.")), Length(max=6)]
    )
    reason = WordsField(_l("Why"), validators=[InputRequired(_l("Write why.")), Length(max=1000)])
