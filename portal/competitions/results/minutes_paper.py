"""The minutes on paper: A4, in the reader's language, with room to sign and the sum at each foot."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.competitions.results import minutes_said as said
from portal.competitions.results.models import Minutes
from portal.competitions.words import SEATS
from portal.media.paper import Paper


def pdf(drawn: Minutes, lang: str) -> bytes:
    """The same minutes, confirmed by the same people, give the same bytes."""
    told = drawn.contents
    title = said.title(told["competition"], lang)
    paper = Paper(_("Minutes: %(title)s", title=title), lang=lang, made_at=drawn.at, foot=f"SHA-256 {drawn.sha256}")
    paper.title()
    day = said.moment(told["drawn_up_at"], lang)
    paper.paragraph(_("Version %(number)s, drawn up %(day)s.", number=drawn.version, day=day))
    _jury(paper, told, lang)
    _rounds(paper, told, lang)
    _conflicts(paper, told, lang)
    _votes(paper, told, lang)
    _entries(paper, told, lang)
    _more(paper, told, lang)
    _signed(paper, drawn, lang)
    return paper.pdf()


def _jury(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Jury"))
    stands_in = any(one["stands_in_for"] for one in told["jury"])
    columns = (_("Name"), _("Seat"), *([_("Stands in for")] if stands_in else []))
    rows = [
        (one["name"], _(SEATS[one["seat"]]), *([one["stands_in_for"] or ""] if stands_in else []))
        for one in told["jury"]
    ]
    paper.table(columns, rows, widths=(3, 2, 3)[: len(columns)])
    for one in told["sittings"]:
        paper.paragraph(said.sitting(one, lang))


def _rounds(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Rounds"))
    paper.table(
        (_("Round"), _("Kind"), _("Opened"), _("Locked")),
        [
            (str(one["number"]), said.name_of_round(one), *(said.moment(one[at], lang) for at in
                                                            ("opened_at", "locked_at")))
            for one in told["rounds"]
        ],
        widths=(1, 2, 3.5, 3.5),
    )  # fmt: skip
    for one in told["rounds"]:
        for sentence in said.of_round(one):
            paper.paragraph(sentence)


def _conflicts(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Who stood aside"))
    if not told["conflicts"]:
        paper.paragraph(_("Nobody had to."))
        return
    rows = [(one["juror"], one["entry"], said.moment(one["at"], lang)) for one in told["conflicts"]]
    paper.table((_("Juror"), _("Entry code"), _("Declared")), rows, widths=(3, 2, 3))


def _votes(paper: Paper, told: dict[str, Any], lang: str) -> None:
    if not told["motions"]:
        return
    paper.heading(_("Votes"))
    votes = [said.vote(one, lang) for one in told["motions"]]
    paper.table(
        (_("Motion"), _("Entry code"), _("Yes"), _("No"), _("Abstained"), _("Result")),
        [
            ("\n".join(filter(None, (vote.on, vote.reason))), one["entry"] or "", str(one["yes"]), str(one["no"]),
             str(one["abstain"]), vote.ended)
            for one, vote in zip(told["motions"], votes, strict=True)
        ],
        widths=(5, 2, 1.2, 1.2, 2.2, 2.4), numbers={2, 3, 4},
    )  # fmt: skip


def _entries(paper: Paper, told: dict[str, Any], lang: str) -> None:
    paper.heading(_("Prizes and reasons"))
    works = {one["code"]: said.work(one) for one in told["entries"]}
    paper.facts([
        (said.prize(one, lang), works.get(one["entry"], one["entry"]) if one["entry"] else _("Not awarded"))
        for one in told["awards"]
    ])  # fmt: skip
    for one in told["entries"]:
        paper.room(16)
        paper.paragraph(said.work(one), bold=True)
        paper.paragraph(said.sentence(one, lang))


def _more(paper: Paper, told: dict[str, Any], lang: str) -> None:
    if told["extensions"] or told["late"]:
        paper.heading(_("Deadlines that were moved"))
    for one in told["extensions"]:
        paper.paragraph(said.extension(one, lang))
    for one in told["late"]:
        paper.paragraph(said.late(one))
    paper.heading(_("Vault of names"))
    if not told["vault"]:
        paper.paragraph(_("It was not opened before the ranking was signed."))
    for one in told["vault"]:
        paper.paragraph(f"{said.moment(one['at'], lang)}, {one['by']}: {one['why']}", small=True)


def _signed(paper: Paper, drawn: Minutes, lang: str) -> None:
    """Who stands by them in the portal, and room for pens."""
    if stand_by := said.confirmed(drawn, lang):
        paper.heading(_("Confirmed on the portal"))
        paper.facts(stand_by)
    paper.heading(_("Signatures"))
    paper.signatures([(_(SEATS[one["seat"]]), one["name"]) for one in said.signers(drawn.contents)])
