"""The shop's account: its VietQR to show and to take along, read back by another reader; changing it asks for proof."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, flash, url_for
from flask import request as asked
from flask_babel import gettext as _

from portal.businesses import asking
from portal.businesses.models import Shop
from portal.businesses.sheets import accounts, queries, showing
from portal.businesses.sheets.kinds import ACCOUNT
from portal.businesses.sheets.models import BankAccount
from portal.businesses.sheets.product_forms import AccountForm
from portal.kit import banks, qr, vietqr
from portal.kit.say import Refused
from portal.media import codes
from portal.media.paper import Paper
from portal.people import sign_ins
from portal.web import reader
from portal.web.clock import now
from portal.web.guard import guard, signed_in
from portal.web.language import current
from portal.web.page import go, page

bp = Blueprint("shop_account", __name__, url_prefix="/businesses/<slug>/sheets/account")


class Coded(NamedTuple):
    """An account that stands, and the text of its code."""

    shop: Shop
    account: BankAccount
    text: str


def mine(slug: str) -> Coded | None:
    shop = asking.mine(slug)
    account = queries.account(shop) if shop is not None else None
    if shop is None or account is None:
        return None
    return Coded(shop, account, vietqr.payload(account.bank, account.number))


@bp.get("")
@guard(signed_in, load=asking.mine)
def show(shop: Shop) -> Response:
    account = queries.account(shop)
    text = vietqr.payload(account.bank, account.number) if account is not None else ""
    return page(
        "businesses/sheets/account.html", shop=shop, kind=ACCOUNT, step=queries.step_of(shop, ACCOUNT.key),
        account=account, bank=banks.name(account.bank) if account is not None else "",
        drawing=qr.svg(text) if text else "", read_back=bool(text) and codes.read(codes.png(text, scale=4)) == [text],
        remarks=list(ACCOUNT.of(shop, account)), remark=showing.remark,
    )  # fmt: skip


@bp.get("/edit")
@guard(signed_in, load=asking.mine)
def edit(shop: Shop) -> Response:
    if not _is_proved():
        return _prove(shop)
    account = queries.account(shop)
    given = {name: getattr(account, name) for name in ("bank", "number", "holder")} if account is not None else {}
    return _write(shop, AccountForm(**given))


@bp.post("")
@guard(signed_in, load=asking.mine)
def update(shop: Shop) -> Response:
    if not _is_proved():
        return _prove(shop)
    form = AccountForm(asked.form)
    try:
        if not form.validate():
            return _write(shop, form, status=422)
        given = {name: form[name].data for name in ("bank", "number", "holder")}
        accounts.write_down(shop, **given, by=reader.me(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return _write(shop, form, status=422)
    flash(_("The account is written down. Pay 1.000 ₫ with the new code before you print it."), "ok")
    return go(url_for("shop_account.show", slug=shop.slug))


@bp.get("/vietqr.svg")
@guard(signed_in, load=mine)
def svg(coded: Coded) -> Response:
    return _file(codes.svg(coded.text), coded, "svg", "image/svg+xml")


@bp.get("/vietqr.png")
@guard(signed_in, load=mine)
def png(coded: Coded) -> Response:
    return _file(codes.png(coded.text), coded, "png", "image/png")


@bp.get("/vietqr.pdf")
@guard(signed_in, load=mine)
def pdf(coded: Coded) -> Response:
    """A sheet to stand on the table."""
    name = coded.shop.listing.name_vi
    paper = Paper(name, lang=current(), made_at=now())
    paper.space(18)
    paper.line(name, size=30, bold=True)
    paper.line(_("Scan with any bank’s app"), size=16)
    paper.space(6)
    paper.code(coded.text, edge=110)
    paper.space(6)
    paper.line(banks.name(coded.account.bank), size=18, bold=True)
    paper.line(coded.account.number, size=18)
    paper.line(coded.account.holder, size=16)
    paper.line(_("Look at the name in your app before you pay."), size=12, grey=True)
    return _file(paper.pdf(), coded, "pdf", "application/pdf")


def _is_proved() -> bool:
    return sign_ins.is_proved(reader.token(), at=now())


def _prove(shop: Shop) -> Response:
    """Whoever changes the account types the password first: money goes where it says."""
    return go(url_for("proof.ask", next=url_for("shop_account.edit", slug=shop.slug)))


def _write(shop: Shop, form: AccountForm, *, status: int = 200) -> Response:
    return page("businesses/sheets/account_edit.html", shop=shop, form=form, status=status)


def _file(body: bytes, coded: Coded, ending: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{coded.shop.slug}-vietqr.{ending}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, content_type=media_type, headers=headers)
