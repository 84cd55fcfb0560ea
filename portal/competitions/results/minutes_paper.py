"""The minutes on paper: A4, in the reader's language, with room to sign and the sum at each foot."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.competitions.deadlines import zone
from portal.competitions.jury.words import MOTIONS, ROUNDS
from portal.competitions.results.models import Minutes
from portal.competitions.words import PHASES, SEATS
from portal.kit import dates
from portal.kit.clock import parse_iso
from portal.media.paper import Paper


def pdf(drawn: Minutes, lang: str) -> bytes:
    """The same minutes give the same bytes."""
    told = drawn.contents
    title = told["competition"].get(f"title_{lang}") or told["competition"]["title_vi"]
    paper = Paper(_("Minutes: %(title)s", title=title), lang=lang, made_at=drawn.at, foot=f"SHA-256 {drawn.sha256}")
    paper.title()
    day = _moment(told["drawn_up_at"], lang)
    paper.paragraph(_("Version %(number)s, drawn up %(day)s.", number=drawn.version, day=day))
    _jury(paper, told, lang)
    _rounds(paper, told, lang)
    _conflicts(paper, told, lang)
    _votes(paper, told)
    _entries(paper, told, lang)
    _more(paper, told, lang)
    paper.heading(_("Signatures"))
    paper.signatures([(_(SEATS[one["seat"]]), one["name"]) for one in told["jury"] if one["accepted"]])
    return paper.pdf()


def _jury(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Jury"))
    paper.table(
        (_("Name"), _("Seat"), _("Stands in for")),
        [(one["name"], _(SEATS[one["seat"]]), one["stands_in_for"] or "") for one in told["jury"]],
        widths=(3, 2, 3),
    )
    for one in told["sittings"]:
        present = _("Present: %(names)s.", names=", ".join(one["present"]))
        absent = _("Absent: %(names)s.", names=", ".join(one["absent"])) if one["absent"] else ""
        paper.paragraph(" ".join(filter(None, (_moment(one["at"], lang), one["place"], present, absent))))


def _rounds(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Rounds"))
    paper.table(
        (_("Round"), _("Kind"), _("Opened"), _("Locked")),
        [
            (str(one["number"]), _(ROUNDS[one["kind"]]), *(_moment(one[at], lang) for at in ("opened_at", "locked_at")))
            for one in told["rounds"]
        ],
        widths=(1, 3, 3, 3),
    )
    for one in told["rounds"]:
        for reason in one["reopened"]:
            paper.paragraph(_("Round %(number)s was opened again: %(why)s", number=one["number"], why=reason))


def _conflicts(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Who stood aside"))
    if not told["conflicts"]:
        paper.paragraph(_("Nobody had to."))
        return
    rows = [(one["juror"], one["entry"], _moment(one["at"], lang)) for one in told["conflicts"]]
    paper.table((_("Juror"), _("Entry code"), _("Declared")), rows, widths=(3, 2, 3))


def _votes(paper: Paper, told: dict[str, Any]) -> None:
    if not told["motions"]:
        return
    paper.heading(_("Votes"))
    paper.table(
        (_("Motion"), _("Entry code"), _("Yes"), _("No"), _("Abstained"), _("Result")),
        [
            (
                " · ".join(filter(None, (_(MOTIONS[one["kind"]]), one["prize"]))), one["entry"] or "",
                str(one["yes"]), str(one["no"]), str(one["abstain"]),
                _("carried") if one["carried"] else _("not carried"),
            )
            for one in told["motions"]
        ],
        widths=(5, 2, 1, 1, 2, 2), numbers={2, 3, 4},
    )  # fmt: skip


def _entries(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Prizes and reasons"))
    for one in told["awards"]:
        name = (lang != "vi" and one["prize_en"]) or one["prize"]
        paper.paragraph(f"{name}: {one['entry'] or _('Not awarded')}", bold=True)
    for one in told["entries"]:
        said = (lang != "vi" and one["sentence_en"]) or one["sentence_vi"]
        paper.paragraph(f"{one['code']}: {said}")


def _more(paper: Paper, told: dict[str, Any], lang: str) -> None:
    if told["extensions"] or told["late"]:
        paper.heading(_("Deadlines that were moved"))
    for one in told["extensions"]:
        reason = (lang != "vi" and one["reason_en"]) or one["reason_vi"]
        moved = f"{_moment(one['was_at'], lang)} → {_moment(one['now_at'], lang)}"
        paper.paragraph(f"{_(PHASES[one['phase']])}: {moved}. {reason}")
    for one in told["late"]:
        paper.paragraph(_("Handed in late with leave: %(why)s", why=one["reason"]))
    paper.heading(_("Vault of names"))
    if not told["vault"]:
        paper.paragraph(_("It was not opened before the ranking was signed."))
    for one in told["vault"]:
        paper.paragraph(f"{_moment(one['at'], lang)}, {one['by']}: {one['why']}", small=True)


def _moment(written: str | None, lang: str) -> str:
    return dates.moment(parse_iso(written), zone(), lang) if written else ""
