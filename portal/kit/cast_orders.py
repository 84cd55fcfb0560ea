"""Ranked ballots put together once: who was placed where by whom, and what that is worth to any jury made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from portal.kit import orders
from portal.kit.orders import Duels, Order
from portal.kit.ranking_record import Line, Method
from portal.kit.say import N_, Refused
from portal.kit.standing import Ladder
from portal.kit.tie_ladder import Evidence

_NOT_FOR_ORDERS = N_("The method %(method)s is not for ranked ballots.")
_TOO_MANY = N_("Ranked ballots are for at most %(most)s entries.")
_TWO_ORDERS = N_("There are two ranked ballots of juror %(juror)s.")


class CastOrders:
    """`orders` by juror, `places` {entry: {juror: place}}, `times` {juror: votes}, `names` of all entries.

    Raises Refused for more than 300 entries, for two ballots of a juror and for a method that is not for orders.
    """

    def __init__(self, given: Iterable[Order], method: Method, entries: Collection[str]) -> None:
        if method not in {Method.SCHULZE, Method.BORDA}:
            raise Refused(_NOT_FOR_ORDERS, values={"method": method.value})
        self.method = method
        self.orders = sorted(given, key=lambda order: order.juror)
        self.jurors = [order.juror for order in self.orders]
        for juror, count in Counter(self.jurors).items():
            if count > 1:
                raise Refused(_TWO_ORDERS, values={"juror": juror})
        self.names = {*entries, *(entry for order in self.orders for entry in order.places)}
        if len(self.names) > orders.MOST:
            raise Refused(_TOO_MANY, values={"most": orders.MOST})
        self.times = {order.juror: order.votes for order in self.orders}
        self.places: dict[str, dict[str, float]] = {}
        for order in self.orders:
            for entry, place in order.places.items():
                self.places.setdefault(entry, {})[order.juror] = place

    def worth(self, votes: Sequence[int] | None = None) -> dict[str, float]:
        """How many others an entry beats, or its points; when each juror counts `votes` times more, in their order."""
        left = zip(self.orders, votes or [1] * len(self.orders), strict=True)
        duels = Duels([order._replace(votes=order.votes * often) for order, often in left if often])
        if self.method is Method.BORDA:
            return orders.borda(duels)
        return {entry: float(beaten) for entry, beaten in orders.schulze(duels).items()}

    def winner(self) -> str | None:
        """Who beats everybody else one by one, if there is such an entry."""
        return orders.condorcet_winner(Duels(self.orders))

    def evidence(self, ladder: Ladder) -> Evidence:
        """What the rungs of a ladder look at that need no scores: a better place is worth more."""
        backward = {entry: {juror: -place for juror, place in mine.items()} for entry, mine in self.places.items()}
        return Evidence(backward, {}, {}, ladder.votes, ladder.casting)

    def counted(self, line: Line) -> Line:
        """The line with the number of votes that placed its entry."""
        return line._replace(n=sum(self.times[juror] for juror in self.places.get(line.entry, {})))
