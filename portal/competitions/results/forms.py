"""What may come in about a result: the jury's sentence on an entry."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Length

from portal.web.fields import TextField
from portal.web.form import Form


class SentenceForm(Form):
    """One or two sentences for the authors, the minutes and the public."""

    text_vi = TextField(
        _("What the jury says, in Vietnamese"), validators=[InputRequired(), Length(max=1000)], render_kw={"rows": 3}
    )
    text_en = TextField(_("In English"), validators=[Length(max=1000)], render_kw={"rows": 3})
