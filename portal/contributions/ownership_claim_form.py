"""What may come in of a claim: why the listing is one's own."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Length

from portal.web.fields import TextField
from portal.web.form import CreateForm


class ClaimForm(CreateForm):
    words = TextField(
        _("How it is yours, and when we can reach you"), lines=True, validators=[InputRequired(), Length(max=1000)],
        description=_("We compare your phone number or come by. Nothing of this is public."),
    )  # fmt: skip
