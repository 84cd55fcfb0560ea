"""The desk of people: organisers find them and grant roles; staff who meet people hand over one-time codes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _

from portal.kit import code, phone
from portal.kit.say import N_, Refused
from portal.people import policy, roles, rules, second_step, telling, words
from portal.people.forms import CodeForForm, FoundForm, GrantForm, ReasonForm
from portal.people.models import Grant, Person, Role
from portal.people.policy import hands_codes, is_organiser
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard
from portal.web.limit import limit
from portal.web.page import go, page
from portal.web.paging import NUMBER, asked_page, paged
from portal.web.settle import before

bp = Blueprint("people_desk", __name__, url_prefix="/desk")
A_PERSON = f"/people/<{NUMBER}:number>"


@bp.get("/people")
@guard(is_organiser)
def index() -> Response:
    form = FoundForm(request.args)
    good = form.validate()
    return page(
        "people/desk_people.html",
        parts=("results",),
        form=form,
        found=paged(roles.found(form.q.data or "" if good else ""), asked_page()),
        words=words,
        phone=phone.show,
        address_of_page=lambda number: url_for("people_desk.index", q=form.q.data or None, page=number),
        status=200 if good else 422,
    )


@bp.get(A_PERSON)
@guard(is_organiser, load=roles.person_of)
def show(person: Person) -> Response:
    return _show(person)


@bp.post(f"{A_PERSON}/roles")
@guard(is_organiser, load=roles.person_of)
def grant(person: Person) -> Response:
    form = GrantForm(request.form)
    if not form.validate():
        return _show(person, granting=form, status=422)
    role = Role(form.role.data)
    if role not in person.roles:
        rules.grant(person, role, by=reader.me(), at=now(), reason=form.reason.data)
        telling.role_granted(person, role, reason=form.reason.data, at=now())
    flash(_("%(name)s works here now as: %(role)s.", name=person.full_name, role=_(words.ROLES[role])), "ok")
    return go(url_for("people_desk.show", number=person.id))


@bp.post(f"{A_PERSON}/roles/<{NUMBER}:grant>/withdrawal")
@guard(is_organiser, load=roles.standing_grant)
def withdraw(grant: Grant) -> Response:
    form = ReasonForm(request.form, prefix=f"grant{grant.id}_")
    if not form.validate():
        return _show(grant.person, withdrawing={grant.id: form}, status=422)
    try:
        roles.withdraw(grant, by=reader.me(), at=now(), reason=form.reason.data)
    except Refused as refused:
        form.refuse(refused)
        return _show(grant.person, withdrawing={grant.id: form}, status=422)
    telling.role_withdrawn(grant, at=now())
    flash(_("The role is withdrawn: %(role)s.", role=_(words.ROLES[grant.role])), "ok")
    return go(
        url_for("desk.index")
        if grant.person_id == reader.me().id
        else url_for("people_desk.show", number=grant.person_id)
    )


@bp.post(f"{A_PERSON}/second-step/removal")
@guard(is_organiser, load=roles.person_of)
def remove_second_step(person: Person) -> Response:
    if person.id == reader.me().id:
        abort(403)
    if second_step.is_on(person):
        second_step.remove(person, by=reader.me(), at=now())
        telling.second_step_removed(person, at=now())
    flash(_("The second step of %(name)s is off. They set it up anew after signing in.", name=person.full_name), "ok")
    return go(url_for("people_desk.show", number=person.id))


# One-time codes, from hand to hand


@bp.post(f"{A_PERSON}/code")
@guard(policy.may_hand_code, load=roles.person_of)
def hand_code(person: Person) -> Response:
    return _handed(person)


@bp.get("/codes")
@guard(hands_codes)
def codes() -> Response:
    return page("people/desk_codes.html", form=CodeForForm())


@limit("20 per minute")
def _counted() -> None:
    """So often one address may ask for accounts."""


@bp.post("/codes")
@guard(hands_codes)
@before(_counted)
def find_and_hand_code() -> Response:
    form = CodeForForm(request.form)
    person = rules.find(form.who.data) if form.validate() else None
    if person is not None and policy.may_hand_code(reader.me(), person):
        return _handed(person)
    if not form.errors:
        form.refuse(Refused(_why_not(person), field="who"))
    return page("people/desk_codes.html", form=form, status=422)


def _why_not(person: Person | None) -> str:
    if person is None:
        return N_("Nobody has an account with this number or address. They can make one themselves, without a code.")
    if person.id == reader.me().id:
        return N_("Nobody hands a code to themselves. Ask a colleague.")
    return N_("This person has a role here: only an organiser can hand them a code.")


def _handed(person: Person) -> Response:
    """The code stands in this one answer and nowhere else; no address leads to it again."""
    made = roles.hand_over(person, by=reader.me(), at=now())
    telling.code_handed(person, by=reader.me(), at=now())
    who = phone.show(person.phone) if person.phone else person.email
    return page("people/handed_code.html", who=who, name=person.full_name, code=code.show(made))


def _show(
    person: Person, *, granting: GrantForm | None = None, withdrawing: dict[int, Any] | None = None, status: int = 200
) -> Response:
    return page(
        "people/desk_person.html",
        someone=person,
        phone=phone.show(person.phone) if person.phone else "",
        history=roles.history(person),
        granting=granting or GrantForm(),
        withdrawing=lambda grant: (withdrawing or {}).get(grant.id) or ReasonForm(prefix=f"grant{grant.id}_"),
        may_hand_code=policy.may_hand_code(reader.me(), person),
        has_second_step=second_step.is_on(person) and person.id != reader.me().id,
        words=words,
        status=status,
    )
