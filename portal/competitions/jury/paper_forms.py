"""What may come in from a ballot on paper: a line for each criterion, and the remark."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, ValidationError

from portal.competitions.jury import paper
from portal.competitions.jury.ballots import LONGEST_TEXT, NA, Points, read
from portal.competitions.jury.staff_models import PaperTyping
from portal.competitions.terms_models import Criterion
from portal.kit import numbers
from portal.kit.say import N_
from portal.web.fields import ReadField, TextField
from portal.web.form import Form

TYPE = N_("Type the points that stand on the paper; 0 is a score.")


class PaperForm(Form):
    """A ballot as it stands on paper. `of` makes the form with the criteria of a competition."""

    remark = TextField(_l("Remark for the author"), lines=True, validators=[Length(max=LONGEST_TEXT)])

    def points(self) -> dict[str, Points]:
        return {field.criterion.key: field.data or Points() for field in self.scores()}

    def scores(self) -> list[ScoreField]:
        return [field for field in self if isinstance(field, ScoreField)]


class ScoreField(ReadField):
    """Points for one criterion as they are written: "8", "8,5", "na"."""

    def __init__(self, label: Any = None, *, criterion: Criterion, **given: Any) -> None:
        super().__init__(label, read=read, show=show, **given)
        self.criterion = criterion

    def pre_validate(self, _form: Any) -> None:
        if not self.data and not self.errors and not self.criterion.independent:
            raise ValidationError(_(TYPE))


def of(criteria: Sequence[Criterion], lang: str, *, sent: Any = None, typed: PaperTyping | None = None) -> PaperForm:
    """The form for these criteria; with what the reader has typed of the ballot before."""
    fields = {
        f"score_{one.key}": ScoreField(
            _label(number, one, lang), criterion=one, render_kw={"inputmode": "decimal", "maxlength": 5, "size": 5}
        )
        for number, one in enumerate(criteria, 1)
    }
    stands: dict[str, Any] = {f"score_{one.key}": paper.points_of(typed, one.key) for one in criteria} if typed else {}
    if typed is not None:
        stands["remark"] = typed.remark
    made: PaperForm = type("PaperForm", (PaperForm,), fields)(sent, data=stands)
    return made


def show(points: Points, lang: str = "vi") -> str:
    """As it would be typed, or read in a language."""
    if points.is_na:
        return NA
    return "" if points.tenths is None else numbers.show(Decimal(points.tenths) / 10, lang)


def _label(number: int, criterion: Criterion, lang: str) -> str:
    weight = _("not counted") if criterion.independent else f"{criterion.weight} %"
    return f"{number}. {criterion.text('name', lang).text} ({weight})"
