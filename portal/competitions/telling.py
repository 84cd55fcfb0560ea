"""The letters of a competition, in each reader's language: a place in the jury, an extension, an addendum, answers."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.competitions import deadlines, queries, words
from portal.competitions.brief_models import Addendum
from portal.competitions.models import Competition, Extension, JuryMember
from portal.letters import rules as letters
from portal.people.models import Person
from portal.web.language import current, in_language_of, link


def invited(member: JuryMember, *, at: datetime) -> None:
    """Somebody is asked into a jury: what for, as what, and where to answer."""
    person, competition = member.person, member.competition
    with in_language_of(person):
        title, seat = _title(competition), _(words.SEATS[member.seat])
        lines = [
            _("You are asked to sit in the jury of “%(title)s”: %(seat)s.", title=title, seat=seat),
            _("Please accept or decline, read the brief and approve it. Who judges may not enter, nor help others."),
            link("jury.index"),
        ]  # fmt: skip
        _write(person, "jury_invited", _("A place in the jury: %(title)s", title=title), lines, at)


def extended(extension: Extension, competition: Competition, *, at: datetime) -> None:
    """A date has moved: everybody in the competition learns both, for which class, and why."""
    together = [one for one in competition.extensions if one.at == extension.at and one.phase == extension.phase]
    for person in _readers(competition):
        with in_language_of(person):
            lines = [
                *(_moved(one, competition) for one in together),
                _("Why: %(reason)s", reason=extension.text("reason", current()).text),
                _("It holds for everybody in this class alike.") if extension.category_id is not None
                else _("It holds for everybody alike."),
                _("Later dates may have moved too: all of them stand here."), _address(competition),
            ]  # fmt: skip
            _write(person, "competition_extended", _("Extended: %(title)s", title=_title(competition)), lines, at)


def _moved(extension: Extension, competition: Competition) -> str:
    was, until = (deadlines.written(moment, current()) for moment in (extension.was_at, extension.now_at))
    of = next((one for one in competition.categories if one.id == extension.category_id), None)
    phase = _(words.PHASES[extension.phase])
    if of is None:
        return str(_("%(phase)s is extended from %(was)s to %(until)s.", phase=phase, was=was, until=until))
    return str(_("%(phase)s, class “%(name)s”: extended from %(was)s to %(until)s.", phase=phase,
                 name=of.text("name", current()).text, was=was, until=until))  # fmt: skip


def amended(addendum: Addendum, competition: Competition, *, at: datetime) -> None:
    """The brief has changed: what, in the words of the addendum."""
    for person in _readers(competition):
        with in_language_of(person):
            subject = _("Addendum %(number)s: %(title)s", number=addendum.number, title=_title(competition))
            said = addendum.text("text", current()).text
            lines = [said, _("The former version stays readable."), link("competitions.brief", slug=competition.slug)]
            _write(person, "competition_amended", subject, lines, at)


def answered(competition: Competition, *, at: datetime) -> None:
    """All questions have their answers, which are a part of the brief."""
    for person in _readers(competition):
        with in_language_of(person):
            subject = _("Questions answered: %(title)s", title=_title(competition))
            lines = [
                _("All questions about the brief have been answered. The answers are a part of the brief."),
                link("competitions.ask", slug=competition.slug),
            ]  # fmt: skip
            _write(person, "competition_answered", subject, lines, at)


def _readers(competition: Competition) -> list[Person]:
    """Everybody who registered, and the jury: all have the same information."""
    jury = [one.person for one in competition.jury if one.declined_at is None]
    return list({one.id: one for one in (*queries.registrants(competition), *jury)}.values())


def _title(competition: Competition) -> str:
    return competition.text("title", current()).text


def _address(competition: Competition) -> str:
    return link("competitions.show", slug=competition.slug)


def _write(person: Person, kind: str, subject: str, lines: list[str], at: datetime) -> None:
    letters.write(person, kind=kind, subject=subject, body="\n\n".join(filter(None, lines)), at=at)
