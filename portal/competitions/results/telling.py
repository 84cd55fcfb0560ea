"""The letter that every entrant gets: how far the work came, where it stood on each criterion, what the jury says."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.results import awards
from portal.kit.say import N_
from portal.letters import rules as letters
from portal.web.language import in_language_of, link

REACHED = {
    EntryState.AWARDED: N_("Your work was awarded a prize."),
    EntryState.MENTIONED: N_("The jury mentions your work with honour."),
    EntryState.NOT_AWARDED: N_("Your work reached the last round."),
    EntryState.NOT_ADVANCED: N_("Your work was judged in the first round."),
    EntryState.HORS_CONCOURS: N_("Your work is exhibited outside the competition."),
}
QUARTERS = {
    1: N_("in the first quarter of all entries"),
    2: N_("in the second quarter"),
    3: N_("in the third quarter"),
    4: N_("in the last quarter"),
}


def tell(entry: Entry, *, at: datetime) -> None:
    """One letter to whoever leads the team, in their language."""
    person = entry.identity.person
    if person.erased_at is not None:
        return
    with in_language_of(person):
        title = entry.competition.text("title", person.language).text
        parts = [
            _(REACHED.get(entry.state, N_("Your work took part."))),
            *_prizes(entry, person.language),
            *_marks(entry, person.language),
            *_sentence(entry, person.language),
            _("The whole result, with every ballot and how it was reckoned, is on this page:"),
            link("results.show", slug=entry.competition.slug),
            _("Your certificate is on the page of your entry:"),
            link("entries.show", code=entry.code),
        ]
        subject = _("The result of “%(title)s”: entry %(code)s", title=title, code=entry.code)
        letters.write(person, kind="result", subject=subject, body="\n\n".join(parts), at=at)


def _prizes(entry: Entry, lang: str) -> list[str]:
    return [award.prize.text("name", lang).text for award in awards.of_entry(entry)]


def _marks(entry: Entry, lang: str) -> list[str]:
    row = awards.last_place(entry)
    marks = row.facts.get("criteria", {}) if row else {}
    lines = [
        f"{one.text('name', lang).text}: {_(QUARTERS[int(marks[one.key][1])])}"
        for one in entry.competition.criteria
        if one.key in marks
    ]
    return ["\n".join(lines)] if lines else []


def _sentence(entry: Entry, lang: str) -> list[str]:
    said = awards.sentences([entry.id]).get(entry.id)
    if said is None:
        return []
    return [_("The jury says: %(words)s", words=said.text_en if lang != "vi" and said.text_en else said.text_vi)]
