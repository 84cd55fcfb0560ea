"""What a piece costs to make, what a sale leaves, what a marketplace keeps: plain sums in whole đồng.

    cost = material + minutes / 60 × hourly + share + waste
    net  = price − (commission + payment + tax, each a share of the price, rounded by itself) − shipping − other

A half đồng goes up. Shares are in hundredths of a percent: 250 is 2,5 %.
"""

from portal.kit.numbers import parse, show
from portal.kit.say import N_, Refused

WHOLE = 10_000
"""A hundred percent, in hundredths of a percent."""
_NOT_A_SHARE = N_("A percentage lies between 0 and 100, for example 2,5.")


def of_a_piece(*, material: int, minutes: int, hourly: int, share: int, waste: int) -> int:
    """The cost of one piece: its material, the minutes of work at so much an hour, its share of firewood, power and
    rent, and what breaks."""
    return material + _rounded(minutes * hourly, 60) + share + waste


def part_of(price: int, share: int) -> int:
    """A share, in hundredths of a percent, of a price."""
    return _rounded(price * share, WHOLE)


def net(price: int, *, shares: tuple[int, ...] = (), fixed: tuple[int, ...] = ()) -> int:
    """What is left of a price after shares of it and fixed amounts."""
    return price - sum(part_of(price, one) for one in shares) - sum(fixed)


def margin(price: int, cost: int) -> int:
    """What a sale leaves, as hundredths of a percent of its price (> 0); below zero for a loss."""
    return _rounded((price - cost) * WHOLE, price)


def parse_share(text: str) -> int:
    """A typed percentage, "2,5", "2.5 %", in hundredths of a percent. Raises Refused outside 0 to 100."""
    share = round(parse(text.strip().removesuffix("%")) * 100)
    if not 0 <= share <= WHOLE:
        raise Refused(_NOT_A_SHARE)
    return share


def show_share(share: int, lang: str) -> str:
    """Hundredths of a percent for reading: 250 is "2,5 %"."""
    return f"{show(share / 100, lang)}\u00a0%"


def _rounded(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)
