"""What may come in from the public: a question about the brief."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Length

from portal.competitions.questions import LONGEST
from portal.web.fields import HoneypotField, TextField
from portal.web.form import CreateForm


class QuestionForm(CreateForm):
    """A question without a name. `website` is for programs alone."""

    text = TextField(
        _("Your question"), lines=True,
        description=_("Without your name: nobody will know who asked. Questions that are alike are answered once."),
        validators=[InputRequired(), Length(max=LONGEST)],
    )  # fmt: skip
    website = HoneypotField(_("Leave this empty"))
