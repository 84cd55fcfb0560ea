"""The shop's account: writing one down ends the one before, and every change stands in the record."""

from __future__ import annotations

from datetime import datetime

from portal.audit import rules as audit
from portal.businesses.models import Shop
from portal.businesses.sheets import queries
from portal.businesses.sheets.models import BankAccount
from portal.db import db
from portal.kit import vietqr
from portal.people.models import Person


def write_down(shop: Shop, *, bank: str, number: str, holder: str, by: Person, at: datetime) -> BankAccount:
    """The account that stands from now on. Raises Refused for what can be none."""
    vietqr.payload(bank, number)
    former = queries.account(shop)
    if former is not None and (former.bank, former.number, former.holder) == (bank, number, holder):
        return former
    if former is not None:
        former.ended_at = at
        db.session.flush()
    made = BankAccount(shop_id=shop.id, bank=bank, number=number, holder=holder, by_id=by.id, at=at)
    db.session.add(made)
    db.session.flush()
    audit.note("shop_account_written", "shop", shop.id, by=by, at=at, bank=bank)
    return made
