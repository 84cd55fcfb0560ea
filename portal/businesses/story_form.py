"""What a shop tells of its way, and whether it may be shown."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length

from portal.businesses.stories import LONGEST
from portal.web.fields import TextField
from portal.web.form import Form


class StoryForm(Form):
    text_vi = TextField(
        _("Your story in Vietnamese"), lines=True, validators=[InputRequired(), Length(max=LONGEST)],
        description=_("How it was before, what you did, what is different now. Name others only if they agree."),
    )  # fmt: skip
    text_en = TextField(_("Your story in English"), lines=True, validators=[Length(max=LONGEST)])
    agreed = BooleanField(
        _("It may be shown on the portal with the name of our shop. We can take it back at any time.")
    )
