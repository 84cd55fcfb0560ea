"""The shop's account and its VietQR: the code is made here, and read back to be sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.businesses.models import Shop
from portal.businesses.sheets.kind import Kind, Remark, good, look, missing
from portal.businesses.sheets.models import BankAccount
from portal.kit.fold import fold
from portal.kit.say import N_


class Account(Kind):
    """Its values stand in a table of their own."""

    key = "account"
    title = N_("The shop’s account")
    about = N_("An account for the shop’s money alone. Its VietQR is made here, without any outside service.")

    def of(self, shop: Shop, account: BankAccount | None) -> Iterator[Remark]:
        if account is None:
            yield missing(N_("The account is not written down yet."))
        elif belongs(shop, account.holder):
            yield good(N_("The holder of the account is the shop or its owner."))
        else:
            sentence = N_("The account is held by “%(holder)s”, which is neither the shop’s name nor its owner’s.")
            yield look(sentence, "holder", holder=account.holder)

    def said(self, account: BankAccount | None) -> tuple[str, dict[str, Any]]:
        if account is None:
            return N_("No account yet"), {}
        return N_("Account of %(holder)s, ending in %(end)s"), {"holder": account.holder, "end": account.number[-4:]}


def belongs(shop: Shop, holder: str) -> bool:
    """Whether the holder's name, without marks, is that of the shop, of the name on its papers or of one of its owners.

    Words before it ("Hộ kinh doanh", "HKD", "Cơ sở") make no difference.
    """
    names = [
        shop.listing.name_vi,
        shop.holder,
        *(one.person.full_name for one in shop.members if one.is_owner and not one.left_at),
    ]
    return _bare(holder) in {_bare(name) for name in names if name}


def _bare(name: str) -> str:
    text = fold(name)
    for before in ("ho kinh doanh ", "hkd ", "co so ", "xuong ", "cong ty tnhh ", "cua hang "):
        text = text.removeprefix(before)
    return text
