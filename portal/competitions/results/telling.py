"""The letter that every entrant gets: how far the work came, where it stood on each criterion, what the jury says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from portal.competitions.entries import telling as team
from portal.competitions.entries.models import Entry, EntryState
from portal.competitions.results import awards
from portal.competitions.results.models import Award
from portal.kit.say import N_
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link

TOOK_PART = N_("Your work took part.")
REACHED = {
    EntryState.MENTIONED: N_("The jury mentions your work with honour."),
    EntryState.NOT_AWARDED: N_("Your work reached the last round."),
    EntryState.SHORTLISTED: N_("Your work stood on the shortlist."),
    EntryState.REVIVED: N_("Your work was brought back in the control round."),
    EntryState.NOT_ADVANCED: N_("Your work was judged in the first round."),
    EntryState.IN_ROUND: N_("Your work was judged in the first round."),
    EntryState.HORS_CONCOURS: N_("Your work is exhibited outside the competition."),
}
QUARTERS = {
    1: N_("in the first quarter of all entries"),
    2: N_("in the second quarter"),
    3: N_("in the third quarter"),
    4: N_("in the last quarter"),
}


def tell(entry: Entry, *, at: datetime) -> None:
    """One letter to whoever leads the team and to everybody in it who has an account, in their language."""
    for person in _team(entry):
        with in_language_of(person):
            _write(entry, person, at=at)


def won(award: Award, *, at: datetime) -> None:
    """The public has chosen after the result was out: a letter to the team of the work."""
    entry = award.entry
    if entry is None:
        return
    for person in _team(entry):
        with in_language_of(person):
            prize = award.prize.text("name", current()).text
            subject = _("%(prize)s: entry %(code)s", prize=prize, code=entry.code)
            said = [
                _("Your work was awarded: %(prizes)s.", prizes=prize),
                _("The votes are closed and counted, apart from the points of the jury."),
                link("results.show", slug=entry.competition.slug),
            ]
            letters.write(person, kind="result", subject=subject, body="\n\n".join(said), at=at)


def _team(entry: Entry) -> Collection[Person]:
    people = (entry.identity.person, *team.readers(entry))
    return {one.id: one for one in people if one.erased_at is None}.values()


def _write(entry: Entry, person: Person, *, at: datetime) -> None:
    lang = current()
    title = entry.competition.text("title", lang).text
    parts = [
        _reached(entry, lang),
        *_marks(entry, lang),
        *_sentence(entry, lang),
        _("The whole result, with every ballot and how it was reckoned, is on this page:"),
        link("results.show", slug=entry.competition.slug),
        _("Your certificate is on the page of your entry:"),
        link("entries.show", code=entry.code),
    ]
    subject = _("The result of “%(title)s”: entry %(code)s", title=title, code=entry.code)
    letters.write(person, kind="result", subject=subject, body="\n\n".join(parts), at=at)


def _reached(entry: Entry, lang: str) -> str:
    """What it won, or else how far it came."""
    if won := [award.prize.text("name", lang).text for award in awards.of_entry(entry)]:
        return str(_("Your work was awarded: %(prizes)s.", prizes=", ".join(won)))
    return str(_(REACHED.get(entry.state, TOOK_PART)))


def _marks(entry: Entry, lang: str) -> list[str]:
    row = awards.last_place(entry)
    marks = row.facts.get("criteria", {}) if row else {}
    lines = [
        _("%(label)s: %(sentence)s", label=one.text("name", lang).text, sentence=_(QUARTERS[int(marks[one.key][1])]))
        for one in entry.competition.criteria
        if one.key in marks
    ]
    return ["\n".join([_("How it stood among all entries on each criterion:"), *lines])] if lines else []


def _sentence(entry: Entry, lang: str) -> list[str]:
    said = awards.sentences([entry.id]).get(entry.id)
    if said is None:
        return []
    return [_("The jury says: %(words)s", words=said.text_en if lang != "vi" and said.text_en else said.text_vi)]
