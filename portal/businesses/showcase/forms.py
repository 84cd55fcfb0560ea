"""What may come in at the showcase: why a badge is revoked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import Length

from portal.web.fields import TextField
from portal.web.form import Form


class RevocationForm(Form):
    reason = TextField(
        _("Why the badge is revoked"),
        description=_("The shop reads it."),
        validators=[Length(max=300)],
        render_kw={"rows": 3},
    )
