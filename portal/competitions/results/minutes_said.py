"""What the minutes say, as sentences of the reader's language: the same on the page and on paper."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.competitions import deadlines
from portal.competitions.deadlines import zone
from portal.competitions.jury.words import MOTIONS, ROUNDS
from portal.competitions.results.models import Minutes
from portal.competitions.words import PHASES, RUNGS
from portal.kit import dates
from portal.kit.clock import parse_iso


class Vote(NamedTuple):
    """A vote of the jury: on what, why, and how it ended."""

    on: str
    reason: str
    ended: str


def moment(written: str | None, lang: str) -> str:
    """A moment of the minutes; nothing where it never came."""
    return dates.moment(parse_iso(written), zone(), lang) if written else ""


def sitting(one: dict[str, Any], lang: str) -> str:
    """When and where the jury sat, who was there, and who was not."""
    where = ", ".join(filter(None, (moment(one["at"], lang), one["place"])))
    present = _("Present: %(names)s.", names=", ".join(one["present"]))
    absent = _("Absent: %(names)s.", names=", ".join(one["absent"])) if one["absent"] else ""
    return " ".join(filter(None, (f"{where}.", present, absent)))


def of_round(one: dict[str, Any]) -> list[str]:
    """What there is to know of a round beside its dates: that it was opened again, and what decided its ties."""
    reopened = [
        _("Round %(number)s was opened again: %(why)s", number=one["number"], why=why) for why in one["reopened"]
    ]
    return [*reopened, *(_settled(one["number"], step) for step in one["settled"])]


def name_of_round(one: dict[str, Any]) -> str:
    return str(_(ROUNDS[one["kind"]]))


def vote(one: dict[str, Any], lang: str) -> Vote:
    on = " · ".join(filter(None, (_(MOTIONS[one["kind"]]), prize(one, lang))))
    ended = _("carried") if one["carried"] else _("not carried")
    if one["by_casting_vote"]:
        ended = _("%(ended)s, by the chair’s casting vote", ended=ended)
    return Vote(on, one["reason"], ended)


def prize(one: dict[str, Any], lang: str) -> str:
    """What a prize is called; minutes that were drawn up long ago know its Vietnamese name alone."""
    return _named(one, "prize", lang) or str(one["prize"] or "")


def work(one: dict[str, Any]) -> str:
    """An entry by its code and its title."""
    return " · ".join(filter(None, (one["code"], one["title"])))


def title(one: dict[str, Any], lang: str) -> str:
    """What the competition is called."""
    return _named(one, "title", lang) or str(one["title_vi"])


def sentence(one: dict[str, Any], lang: str) -> str:
    return str((lang != "vi" and one["sentence_en"]) or one["sentence_vi"])


def extension(one: dict[str, Any], lang: str) -> str:
    """Which deadline was moved for whom, from when to when, and why."""
    whose = _named(one, "class", lang) or one.get("class_vi")
    phase = PHASES[one["phase"]]
    name = " · ".join(filter(None, (_(phase), whose)))
    was, until = (deadlines.written(parse_iso(one[at]), lang) for at in ("was_at", "now_at"))
    reason = (lang != "vi" and one["reason_en"]) or one["reason_vi"]
    return f"{name}. {_('From %(was)s to %(until)s.', was=was, until=until)} {reason}"


def late(one: dict[str, Any]) -> str:
    """One leave to hand in late; it may never have been used."""
    if one["used"]:
        return str(_("Handed in late with leave: %(why)s", why=one["reason"]))
    return str(_("Leave to hand in late was given and not used: %(why)s", why=one["reason"]))


def signers(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Who signs: those who had a vote, not a reserve who never stood in."""
    replaced = {one["stands_in_for"] for one in told["jury"] if one["stands_in_for"]}
    return [
        one
        for one in told["jury"]
        if one["accepted"] and one["name"] not in replaced and (one["seat"] != "reserve" or one["stands_in_for"])
    ]


def confirmed(drawn: Minutes, lang: str) -> list[tuple[str, str]]:
    """Who stands by these minutes, and since when."""
    return [(one.member.person.full_name, dates.moment(one.at, zone(), lang)) for one in drawn.confirmations]


def _named(one: dict[str, Any], name: str, lang: str) -> str:
    """A name in the reader's language, else in English; nothing for who reads Vietnamese."""
    found = lang != "vi" and (one.get(f"{name}_{lang}") or one.get(f"{name}_en"))
    return str(found or "")


def _settled(number: int, step: dict[str, Any]) -> str:
    order, rung = ", ".join(" = ".join(part) for part in step["parts"]), RUNGS[step["rung"]]
    return str(_("Round %(number)s, a tie was decided: %(order)s. %(rung)s.", number=number, order=order, rung=_(rung)))
