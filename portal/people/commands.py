"""`add-person`: an account for somebody who will choose a password with a code that staff hand over."""

from __future__ import annotations

import click

from portal.kit import code
from portal.people import codes, rules
from portal.people.models import Role
from portal.web.clock import now


@click.command("add-person")
@click.argument("who")
@click.option("--name", required=True, help="The full name, as the person writes it.")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(map(str, Role))), help="May be repeated.")
def add_person(who: str, name: str, roles: tuple[str, ...]) -> None:
    """Add WHO (a mail address or phone number), or grant roles to them, and print a one-time code.

    The code is good for a week and for choosing a password once, on the page /people/welcome.
    """
    person = rules.find(who) or rules.add(who, name=name, at=now())
    for role in roles:
        rules.grant(person, Role(role), by=None, at=now(), reason="add-person")
    click.echo(f"{person.full_name}: {code.show(codes.hand(person, at=now()))}")
