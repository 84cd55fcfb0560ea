"""What may come in when somebody proposes an event: the short form. All is kept as typed; this says what is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, Length

from portal.contributions import draft_form
from portal.contributions.draft_form import DraftForm
from portal.contributions.models import Ticket
from portal.events.event_form import EventFields, named
from portal.web.fields import TextField

GROUP = "events"
"""The group by whose symbol such a ticket is marked."""
NOT_ASKED = (
    "title_en", "summary_en", "text_en", "directions_en", "speaker", "speaker_is", "contact_email", "shows_email",
    "price_note", "access_vi", "access_en", "photo_notice_vi", "photo_notice_en",
)  # fmt: skip
"""What the desk may add: the form stays short."""


class EventProposalForm(EventFields, DraftForm):
    """A proposed event. `check` says what is wrong, `given` is what `events.rules` takes."""

    summary_vi = TextField(
        named("summary_vi"), description=_("What happens there, in one sentence of at most 250 letters."),
        validators=[InputRequired(), Length(max=250)], render_kw={"rows": 2},
    )  # fmt: skip

    def __init__(self, formdata: Any = None, **data: Any):
        super().__init__(formdata, group=GROUP, **data)
        for name in NOT_ASKED:
            del self[name]


def names(_group: str, sent: Iterable[str]) -> list[str]:
    """The fields that the form may keep, with all that are about a photo of which one was sent."""
    return draft_form.kept_names(EventProposalForm(), sent)


def of(ticket: Ticket, keys: Sequence[str]) -> EventProposalForm:
    """The form of a draft as it was typed. `keys` are those of its photos."""
    form = draft_form.with_photos(EventProposalForm, keys)(MultiDict(ticket.typed) or None)
    form.once.data, form.group.data = ticket.once, GROUP
    return form
