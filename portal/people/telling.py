"""The letters about one's own account, in its person's language. A code that staff hand over stands in none."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.letters import rules as letters
from portal.people.models import Grant, Person, Role
from portal.people.words import ROLES
from portal.web.language import in_language_of, link

NEW_PASSWORD = "new_password"  # nosec B105  the kind of a letter
"""The letter whose link opens an account. Read among the notices it would let in who found a device signed in."""
letters.NOT_KEPT.add(NEW_PASSWORD)


def password_changed(person: Person, *, at: datetime) -> None:
    with in_language_of(person):
        _write(
            person,
            "password_changed",
            _("Your password was changed"),
            _(
                "The password of your account was changed, and you were signed out on every other device. If that was"
                " not you, ask the organisers or your ward office for a one-time code and choose a new one: %(link)s",
                link=link("people.welcome"),
            ),
            at,
        )


def link_for_new_password(person: Person, token: str, *, at: datetime) -> None:
    with in_language_of(person):
        _write(
            person,
            NEW_PASSWORD,
            _("A new password for your account"),
            _(
                "Somebody, probably you, asked for a new password. Choose it here within two hours: %(link)s\n\n"
                "If it was not you, do nothing: your password stays as it is.",
                link=link("password.choose", code=token),
            ),
            at,
        )


def code_handed(person: Person, *, by: Person, at: datetime) -> None:
    with in_language_of(person):
        _write(
            person,
            "code_handed",
            _("A one-time code was made for your account"),
            _(
                "%(name)s made a one-time code with which a new password can be set for your account. If you did not"
                " ask for it, tell the organisers at once: %(link)s",
                name=by.full_name, link=link("site.contact"),
            ),
            at,
        )  # fmt: skip


def role_granted(person: Person, role: Role, *, reason: str, at: datetime) -> None:
    with in_language_of(person):
        _write(
            person,
            "role_granted",
            _("You have a new role: %(role)s", role=_(ROLES[role])),
            _(
                "From now on you work on the portal as: %(role)s. The reason that was given: %(reason)s\n\n"
                "What there is to do is on your desk: %(link)s",
                role=_(ROLES[role]), reason=reason, link=link("desk.index"),
            ),
            at,
        )  # fmt: skip


def role_withdrawn(grant: Grant, *, at: datetime) -> None:
    with in_language_of(grant.person):
        _write(
            grant.person,
            "role_withdrawn",
            _("A role of yours has ended: %(role)s", role=_(ROLES[grant.role])),
            _(
                "You no longer work on the portal as: %(role)s. The reason that was given: %(reason)s",
                role=_(ROLES[grant.role]), reason=grant.withdrawn_reason,
            ),
            at,
        )  # fmt: skip


def second_step_removed(person: Person, *, at: datetime) -> None:
    with in_language_of(person):
        _write(
            person,
            "second_step_off",
            _("The second step of your account is off"),
            _(
                "Signing in asks for your password alone now. If that was not you, change your password and set the"
                " second step up anew: %(link)s",
                link=link("authenticator.show"),
            ),
            at,
        )


def _write(person: Person, kind: str, subject: str, body: str, at: datetime) -> None:
    letters.write(person, kind=kind, subject=subject, body=body, at=at)
