from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from portal.audit import rules as audit
from portal.db import db
from portal.kit import code, totp
from portal.kit.say import Refused
from portal.people import second_step
from portal.people.models import Person, RecoveryCode, SecondFactor
from tests import make
from tests.make import AT

STEP = timedelta(seconds=totp.SECONDS)

pytestmark = pytest.mark.usefixtures("session")


def shown(factor: SecondFactor, *, at=AT) -> str:
    """What the app shows."""
    return totp.code(factor.secret, totp.step_at(at))


def secured() -> tuple[Person, SecondFactor, list[str]]:
    """Somebody whose second step is on since a minute ago."""
    person = make.person()
    factor = second_step.begin(person, at=AT - 2 * STEP)
    return person, factor, second_step.confirm(factor, shown(factor, at=AT - 2 * STEP), by=person, at=AT - 2 * STEP)


def acts() -> list[str]:
    return [entry.act for entry in db.session.scalars(audit.entries())]


def test_a_begun_authenticator_does_not_count_until_a_code_was_typed():
    person = make.person()
    factor = second_step.begin(person, at=AT)
    assert not second_step.is_on(person)
    assert not second_step.passes(person, shown(factor), at=AT)
    second_step.confirm(factor, shown(factor), by=person, at=AT)
    assert second_step.is_on(person)
    assert "second_step_on" in acts()


def test_a_wrong_first_code_is_refused_at_its_field():
    person = make.person()
    factor = second_step.begin(person, at=AT)
    with pytest.raises(Refused) as refused:
        second_step.confirm(factor, shown(factor, at=AT + 5 * STEP), by=person, at=AT)
    assert refused.value.field == "code"
    assert (second_step.is_on(person), second_step.recovery_codes_left(person)) == (False, 0)


def test_beginning_again_before_it_counts_makes_a_new_secret():
    person = make.person()
    first = second_step.begin(person, at=AT).secret
    assert second_step.begin(person, at=AT).secret != first
    assert len(db.session.scalars(select(SecondFactor)).all()) == 1


def test_while_it_counts_no_other_secret_is_begun():
    person, factor, _made = secured()
    with pytest.raises(Refused):
        second_step.begin(person, at=AT)
    assert second_step.factor_of(person) is factor


def test_a_code_of_the_app_lets_through_once():
    person, factor, _made = secured()
    assert second_step.passes(person, shown(factor), at=AT)
    assert not second_step.passes(person, shown(factor), at=AT)
    assert second_step.passes(person, shown(factor, at=AT + STEP), at=AT + STEP)


def test_the_code_that_turned_it_on_is_not_good_at_the_next_sign_in():
    person, factor, _made = secured()
    assert not second_step.passes(person, shown(factor, at=AT - 2 * STEP), at=AT - 2 * STEP)


def test_one_persons_code_is_no_good_for_another():
    _person, factor, _made = secured()
    other, _factor, _codes = secured()
    assert not second_step.passes(other, shown(factor), at=AT)


def test_a_recovery_code_lets_through_once_however_it_is_typed():
    person, _factor, made = secured()
    assert second_step.passes(person, f" {code.show(made[0]).lower()} ", at=AT)
    assert not second_step.passes(person, made[0], at=AT)
    assert second_step.recovery_codes_left(person) == 7
    assert "recovery_code_used" in acts()


def test_somebody_elses_recovery_code_is_no_good():
    _person, _factor, made = secured()
    other, _other_factor, _codes = secured()
    assert not second_step.passes(other, made[0], at=AT)


def test_only_digests_of_recovery_codes_are_kept():
    _person, _factor, made = secured()
    kept = db.session.scalars(select(RecoveryCode.digest)).all()
    assert len(kept) == 8 and not set(kept) & set(made)


def test_new_recovery_codes_end_the_older_ones():
    person, _factor, older = secured()
    newer = second_step.new_recovery_codes(person, at=AT)
    assert not second_step.passes(person, older[0], at=AT)
    assert second_step.passes(person, newer[0], at=AT)


def test_taken_away_it_asks_for_nothing_and_leaves_no_code_behind():
    person, factor, made = secured()
    by = make.person()
    second_step.remove(person, by=by, at=AT)
    assert not second_step.is_on(person)
    assert not second_step.passes(person, shown(factor), at=AT)
    assert not second_step.passes(person, made[0], at=AT)
    assert db.session.scalars(select(RecoveryCode)).all() == []
    entry = db.session.scalars(audit.entries(act="second_step_off")).one()
    assert (entry.by_id, entry.of_id) == (by.id, person.id)


def test_taking_away_what_is_not_there_is_no_act():
    person = make.person()
    second_step.remove(person, by=person, at=AT)
    assert acts() == []


def test_the_address_in_the_qr_code_is_read_by_every_app():
    factor = second_step.begin(make.person(), at=AT)
    address = urlsplit(second_step.address(factor, account="mai@example.org", issuer="Hội An"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/H%E1%BB%99i%20An:mai%40example.org"
    assert parse_qs(address.query) == {"secret": [factor.secret], "issuer": ["Hội An"]}
    assert "+" not in address.query
