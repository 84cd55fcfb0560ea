"""Selections of the sheets: the products of a shop in order, the account that stands, each sheet by its kind."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.businesses.models import Enrolment, Shop, Step
from portal.businesses.sheets.kind import Known, Piece
from portal.businesses.sheets.kinds.prices import cost_of
from portal.businesses.sheets.models import BankAccount, Product, Sheet
from portal.db import db


class Shelf:
    """The sheets of a shop, each asked for once, whatever is read of it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    @cached_property
    def products(self) -> list[Product]:
        return products(self.shop)

    @cached_property
    def account(self) -> BankAccount | None:
        return account(self.shop)

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        return {one.kind: one for one in db.session.scalars(select(Sheet).where(Sheet.shop_id == self.shop.id))}

    def given(self, kind: str) -> dict[str, Any]:
        """The flat values of a sheet; none while it was never opened."""
        return dict(self.sheets[kind].data.get("given", {})) if kind in self.sheets else {}

    @cached_property
    def known(self) -> Known:
        """What a sheet may know of the rest of the shop."""
        return Known(self._pieces, hours=self.shop.listing.hours or "")

    def _pieces(self) -> tuple[Piece, ...]:
        return tuple(
            Piece(one.code, one.name_vi, one.retail, one.wholesale, cost_of(one), one.made_in_days)
            for one in self.products
        )


def products(shop: Shop) -> list[Product]:
    """The products that stand, in the shop's order, with their cost cards."""
    standing = select(Product).where(Product.shop_id == shop.id, Product.removed_at.is_(None))
    ordered = standing.options(joinedload(Product.cost)).order_by(Product.position, Product.id)
    return list(db.session.scalars(ordered))


def product(shop: Shop, number: int) -> Product | None:
    found = db.session.get(Product, number)
    return found if found is not None and found.shop_id == shop.id and found.removed_at is None else None


def last_position(shop: Shop) -> int:
    return db.session.scalar(select(func.max(Product.position)).where(Product.shop_id == shop.id)) or 0


def account(shop: Shop) -> BankAccount | None:
    standing = select(BankAccount).where(BankAccount.shop_id == shop.id, BankAccount.ended_at.is_(None))
    return db.session.scalar(standing)


def sheet(shop: Shop, kind: str) -> Sheet | None:
    return db.session.scalar(select(Sheet).where(Sheet.shop_id == shop.id, Sheet.kind == kind))


def step_of(shop: Shop, kind: str) -> Step | None:
    """The step that this sheet belongs to, where the shop has a place in its package."""
    mine = select(Enrolment.package_id).where(Enrolment.shop_id == shop.id)
    asked = select(Step).where(Step.sheet == kind, Step.retired_at.is_(None), Step.package_id.in_(mine))
    asked = asked.options(joinedload(Step.package))
    return db.session.scalar(asked.order_by(Step.id).limit(1))
