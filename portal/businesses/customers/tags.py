"""Labels of customers: six that step 2.8 asks for, and words of the shop's own."""

from __future__ import annotations

from collections.abc import Iterable

from portal.kit.fold import clean
from portal.kit.say import N_, Refused

KNOWN = {
    "new": N_("New"),
    "asked": N_("Asked for a price"),
    "deposit": N_("Deposit paid"),
    "making": N_("Order being made"),
    "regular": N_("Regular customer"),
    "wholesale": N_("Wholesale"),
}
LONGEST = 40
MOST = 12
_TOO_LONG = N_("A label has at most %(most)s letters.")
_TOO_MANY = N_("A customer has at most %(most)s labels.")


def read(chosen: Iterable[str], own: str = "") -> list[str]:
    """The keys of the labels that were ticked, and of those that were typed, parted by commas. Raises Refused."""
    typed = [clean(one).lower() for one in own.split(",")]
    keys = sorted({one for one in (*chosen, *typed) if one})
    if any(len(one) > LONGEST for one in keys):
        raise Refused(_TOO_LONG, field="own_tags", values={"most": LONGEST})
    if len(keys) > MOST:
        raise Refused(_TOO_MANY, field="own_tags", values={"most": MOST})
    return keys
