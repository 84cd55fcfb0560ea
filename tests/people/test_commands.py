import re

from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.people import codes
from portal.people.models import Person, Role
from portal.web.clock import now


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["add-person", *arguments])


def test_an_added_person_gets_a_code_that_works(real_app: Flask):
    answer = run(real_app, "0905 123 456", "--name", "Nguyễn Văn Ổn", "--role", "moderator", "--role", "juror")
    assert answer.exit_code == 0, answer.output
    [code] = re.findall(r"\b[2-9A-Y]{4}-[2-9A-Y]{4}\b", answer.output)
    with real_app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.full_name, person.roles) == ("Nguyễn Văn Ổn", {Role.MODERATOR, Role.JUROR})
        assert codes.standing("+84905123456", code, at=now()) is not None


def test_a_person_who_is_here_gets_the_role_and_a_new_code(real_app: Flask):
    for role in ("moderator", "organiser"):
        assert run(real_app, "mai@example.org", "--name", "Mai", "--role", role).exit_code == 0
    with real_app.app_context():
        assert db.session.scalars(select(Person)).one().roles == {Role.MODERATOR, Role.ORGANISER}


def test_what_is_neither_mail_nor_phone_is_refused_in_words(real_app: Flask):
    answer = run(real_app, "Mai", "--name", "Mai")
    assert (answer.exit_code, "A phone number needs 10 digits" in answer.output) == (1, True)


def test_a_role_that_does_not_exist_is_refused(real_app: Flask):
    assert run(real_app, "mai@example.org", "--name", "Mai", "--role", "emperor").exit_code == 2
