"""Who is in the team: invite by a link or a code, name somebody, join, leave; the guardian of whoever is under 18."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portal.competitions.entries import team
from portal.competitions.entries.forms import JoinForm, MemberForm, MinorForm, step_form
from portal.competitions.entries.models import Entry, EntryMember
from portal.competitions.entries.policy import leads
from portal.competitions.entries.stepping import write
from portal.competitions.entries.views import mine
from portal.kit import code as short
from portal.kit import qr
from portal.kit.say import Refused
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current, link
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.paging import NUMBER

bp = Blueprint("entry_team", __name__, url_prefix="/entries")
TEAM = 1


def led(code: str) -> Entry | None:
    """The entry of this code, for whoever leads it."""
    entry = mine(code)
    return entry if entry is not None and leads(reader.person(), entry) else None


def led_member(code: str, number: int) -> EntryMember | None:
    """Somebody of the team, for whoever leads it, and for themselves."""
    entry = mine(code)
    found = team.find(entry, number) if entry is not None else None
    person = reader.person()
    ours = found is not None and person is not None and (leads(person, found.entry) or found.person_id == person.id)
    return found if ours else None


@bp.post("/<code>/members")
@guard(signed_in, load=led)
def create(entry: Entry) -> Response:
    """Names somebody, or makes a place that is taken with a code; the code stands in this one answer."""
    form, at = MemberForm(request.form), now()
    try:
        if not form.validate():
            return _team(entry, form)
        if request.form.get("act") == "name":
            team.name_one(entry, name=form.name.data or "", at=at)
            return go(url_for("entries.step", code=entry.code, number=TEAM, _anchor="team"))
        code = team.invite(entry, name=form.name.data or "", at=at)
    except Refused as refused:
        form.refuse(refused)
        return _team(entry, form)
    g.private = True
    address = link("entry_team.ask", typed=code)
    return page(
        "competitions/entries/invited.html", entry=entry, shown=short.show(code), address=address,
        drawing=Markup(qr.svg(address, margin=2)), name=form.name.data or "",  # nosec B704  drawn by us
    )  # fmt: skip


def _team(entry: Entry, form: MemberForm) -> Response:
    return write(entry, TEAM, step_form(TEAM, entry, current()), status=422, member=form)


@bp.post(f"/<code>/members/<{NUMBER}:number>")
@guard(signed_in, load=led_member)
def update(member: EntryMember) -> Response:
    """Under 18, with which guardian; or out of the team."""
    form, at, entry = MinorForm(request.form, prefix=f"m{member.id}-"), now(), member.entry
    try:
        if request.form.get("act") == "leave":
            team.leave(member, at=at)
        elif form.validate():
            team.is_minor(
                member, form.is_minor.data, guardian_name=form.guardian_name.data or "",
                guardian_phone=form.guardian_phone.data or "", agreed=form.agreed.data, at=at,
            )  # fmt: skip
    except Refused as refused:
        plain = MemberForm()
        plain.refuse(refused)
        return _team(entry, plain)
    if mine(entry.code) is None:
        return go(url_for("entries.index"))
    return go(url_for("entries.step", code=entry.code, number=TEAM, _anchor="team"))


# Joining


@bp.post("/joining")
@guard(signed_in)
@limit("20 per minute")
def find() -> Response:
    """A code that somebody typed."""
    form = JoinForm(request.form)
    if form.validate() and team.behind(form.code.data or "") is not None:
        return go(url_for("entry_team.ask", typed=short.read(form.code.data)))
    if not form.errors:
        form.refuse(Refused(team.NO_INVITATION, field="code"))
    return page("competitions/entries/joining.html", form=form, member=None, typed="", status=422)


@bp.get("/joining/<typed>")
@guard(signed_in)
@limit("20 per minute", reads=True)
def ask(typed: str) -> Response:
    """What one joins, and one button."""
    return page("competitions/entries/joining.html", form=JoinForm(), member=_invited(typed), typed=short.read(typed))


@bp.post("/joining/<typed>")
@guard(signed_in)
@limit("20 per minute")
def join(typed: str) -> Response:
    member, form = _invited(typed), JoinForm()
    try:
        entry = team.join(member, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return page("competitions/entries/joining.html", form=form, member=member, typed=short.read(typed), status=422)
    flash(_("You are in the team."), "ok")
    return go(url_for("entries.show", code=entry.code))


def _invited(typed: str) -> EntryMember:
    """The open invitation behind a code in an address; a wrong code and an unknown one are the same."""
    member = team.behind(typed)
    if member is None:
        abort(404)
    return member
