"""What a shop says of how it stands: a band for each question, or rather not."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, NumberRange, Optional

from portal.businesses.measures import BANDS, BEFORE, CHANNELS, NAMES, TIMES
from portal.web.fields import ChoiceField
from portal.web.form import Form


class MeasureForm(Form):
    time = HiddenField(default=BEFORE, validators=[AnyOf(list(TIMES))])
    channels = IntegerField(_(NAMES[CHANNELS]), validators=[Optional(), NumberRange(0, 50)])

    for _name, _bands in BANDS.items():
        locals()[_name] = ChoiceField(
            _(NAMES[_name]), default="", choices=[("", _("Rather not say")), *((k, _(w)) for k, w in _bands.items())]
        )
