"""Which juror sees which entry, and in which order: drawn by a seed, so that anybody can draw the same again.

Everybody sees everything unless `per_entry` says how many jurors see each entry. Then a few anchor entries are seen by
all, no juror has an entry more than the mean rounded up or down as far as conflicts allow, every two jurors share at
least two entries, and so the panel hangs together: who is severe can be told from who had the weaker entries.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from portal.kit.pcg import Pcg32

Juror = TypeVar("Juror", bound=Hashable)
Entry = TypeVar("Entry", bound=Hashable)

FEWEST_ANCHORS, MOST_ANCHORS = 3, 5
ENTRIES_FOR_AN_ANCHOR = 12
SHARED = 2
"""So many entries every two jurors should have in common."""


def assign(
    entries: Sequence[Entry],
    jurors: Sequence[Juror],
    *,
    conflicts: Collection[tuple[Juror, Entry]] = (),
    per_entry: int | None = None,
    seed: int,
) -> dict[Juror, list[Entry]]:
    """The entries of each juror, in that juror's own order.

    `conflicts` are (juror, entry) pairs that never meet. An entry with fewer free jurors than `per_entry` is seen by
    all who are free. The same arguments and the same seed (0 to 2^63 - 1) give the same answer.
    """
    barred = frozenset(conflicts)
    free = {entry: [juror for juror in jurors if (juror, entry) not in barred] for entry in entries}
    if per_entry is None or per_entry >= len(jurors):
        seen = {entry: set(able) for entry, able in free.items()}
    else:
        seen = _some(entries, jurors, free, per_entry, Pcg32(seed))
    return ordered({juror: [entry for entry in entries if juror in seen[entry]] for juror in jurors}, seed=seed)


def ordered(assigned: Mapping[Juror, Sequence[Entry]], *, seed: int) -> dict[Juror, list[Entry]]:
    """Each juror's entries shuffled; those that fewer of the others meet early come first."""
    draw, early = Pcg32(seed ^ 0x5EED), Counter[Entry]()
    orders: dict[Juror, list[Entry]] = {}
    for juror, entries in assigned.items():
        order = sorted(shuffled(entries, draw), key=lambda entry: early[entry])
        early.update(order[: (len(order) + 2) // 3])
        orders[juror] = order
    return orders


def shuffled(things: Sequence[Entry], draw: Pcg32) -> list[Entry]:
    """The things in an order that `draw` decides (Fisher and Yates)."""
    found = list(things)
    for last in range(len(found) - 1, 0, -1):
        other = draw.below(last + 1)
        found[last], found[other] = found[other], found[last]
    return found


def _some(
    entries: Sequence[Entry], jurors: Sequence[Juror], free: Mapping[Entry, list[Juror]], per_entry: int, draw: Pcg32
) -> dict[Entry, set[Juror]]:
    drawn = sorted(shuffled(entries, draw), key=lambda entry: -len(free[entry]))
    number = min(MOST_ANCHORS, max(FEWEST_ANCHORS, len(entries) // ENTRIES_FOR_AN_ANCHOR))
    anchors, others = drawn[:number], drawn[number:]
    seen: dict[Entry, set[Juror]] = {entry: set(free[entry]) for entry in anchors}
    load: Counter[Juror] = Counter(dict.fromkeys(jurors, 0))
    for able in seen.values():
        load.update(able)
    for entry in reversed(others):  # the most constrained first
        least = sorted(shuffled(free[entry], draw), key=lambda juror: load[juror])
        seen[entry] = set(least[:per_entry])
        load.update(seen[entry])
    _share(seen, free, jurors, load)
    _level(seen, free, anchors, jurors, load)
    return {entry: seen[entry] for entry in entries}


def _share(
    seen: dict[Entry, set[Juror]], free: Mapping[Entry, list[Juror]], jurors: Sequence[Juror], load: Counter[Juror]
) -> None:
    """Gives a juror one more entry of another's where those two share too few, as far as conflicts allow."""
    for one, other in combinations(jurors, 2):
        common = sum({one, other} <= able for able in seen.values())
        both = [entry for entry in seen if one in free[entry] and other in free[entry]]
        for entry in sorted(both, key=lambda entry: len({one, other} - seen[entry])):
            if common >= SHARED:
                break
            if lacking := {one, other} - seen[entry]:
                seen[entry] |= lacking
                load.update(lacking)
                common += 1


def _level(
    seen: dict[Entry, set[Juror]],
    free: Mapping[Entry, list[Juror]],
    anchors: Sequence[Entry],
    jurors: Sequence[Juror],
    load: Counter[Juror],
) -> None:
    """Hands entries on from who has most to who has least, over others where need be, until no hand is left to give."""
    while True:
        low = min(load[juror] for juror in jurors)
        heavy = [juror for juror in jurors if load[juror] > low + 1]
        moved = False
        for start in sorted(heavy, key=lambda juror: -load[juror]):
            if way := _way(seen, free, set(anchors), jurors, load, start):
                for giver, taker, entry in way:
                    seen[entry] = seen[entry] - {giver} | {taker}
                load[start] -= 1
                load[way[-1][1]] += 1
                moved = True
                break
        if not moved:
            return


def _way(
    seen: Mapping[Entry, set[Juror]],
    free: Mapping[Entry, list[Juror]],
    fixed: set[Entry],
    jurors: Sequence[Juror],
    load: Mapping[Juror, int],
    start: Juror,
) -> list[tuple[Juror, Juror, Entry]]:
    """The shortest chain of hands from `start` to somebody with two entries fewer at least; empty where none is."""
    came: dict[Juror, tuple[Juror, Entry]] = {}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        if load[giver] <= load[start] - 2:
            way = []
            while giver != start:
                before, entry = came[giver]
                way.append((before, giver, entry))
                giver = before
            return way[::-1]
        for taker in jurors:
            if taker == start or taker in came:
                continue
            for entry, able in seen.items():
                may = entry not in fixed and giver in able and taker not in able and taker in free[entry]
                if may and _keeps_shares(seen, able, giver):
                    came[taker] = giver, entry
                    queue.append(taker)
                    break
    return []


def _keeps_shares(seen: Mapping[Entry, set[Juror]], able: set[Juror], giver: Juror) -> bool:
    """Whether everybody with whom the giver has this entry shares enough others with them."""
    return all(sum({giver, other} <= those for those in seen.values()) > SHARED for other in able - {giver})
