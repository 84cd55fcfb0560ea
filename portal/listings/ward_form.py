"""What may come in about a ward that rests: which, why, until when."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.city.chosen import here
from portal.kit import dates
from portal.kit.fold import clean
from portal.listings.models import PauseCause
from portal.web.fields import ChoiceField, ReadField
from portal.web.form import CreateForm


class WardPauseForm(CreateForm):
    ward = ChoiceField(_("Ward or commune"), validators=[InputRequired()])
    cause = RadioField(
        _("Why everything rests there"),
        choices=[(PauseCause.FLOOD, _("Flood")), (PauseCause.SEASON, _("Out of season"))],
        default=PauseCause.FLOOD,
    )
    until = ReadField(
        _("The day it opens again"), read=lambda typed: dates.parse_day(clean(typed)), render_kw={"type": "date"},
        description=_("Leave it empty when nobody knows yet: then you end it here."),
    )  # fmt: skip

    def __init__(self, formdata: Any = None):
        super().__init__(formdata)
        city = here()
        old = [(key, gettext("%(ward)s (former)", ward=ward.name)) for key, ward in city.old_wards.items()]
        self.ward.choices = [("", "–"), *((key, ward.name) for key, ward in city.wards.items()), *old]
