"""One slip of the finger, forgiven: the edit distance between words and the nearest word that is known.

Used only where an exact and a folded search found nothing.
"""

from collections.abc import Iterable


def distance(a: str, b: str, limit: int) -> int:
    """The least number of slips between two words: a letter too many, too few, wrong, or two neighbours swapped.

    Counted in characters (never bytes), up to `limit` (>= 0): anything farther is `limit + 1`, found early.
    Source: optimal string alignment, the restricted Damerau–Levenshtein distance: no letter is edited twice.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        # A swap reaches back two rows, so both must be too far before we may stop.
        if min(row) > limit and min(last) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def nearest(word: str, vocabulary: Iterable[str], limit: int = 1) -> str | None:
    """The known word fewest slips away from `word`, at most `limit`; of equals the first, so put the common ones first.

    None when nothing is near, or when so many slips would leave nothing of the word (limit 1, one letter).
    """
    best, allowed = None, min(limit, len(word) - 1)
    for known in vocabulary:
        if allowed < 0:
            break
        away = distance(word, known, allowed)
        if away <= allowed:
            best, allowed = known, away - 1
    return best
