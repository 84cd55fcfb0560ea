"""Whether two names may be one: Vietnamese names without the heads that many share, compared by words and letters.

"Xưởng gốm Sơn Thúy" and "Gốm Sơn Thuý, Thanh Hà" may be one workshop, "Gốm Sơn Thúy 1" and "Gốm Sơn Thúy 2" are not.
It is a question to a person, not an answer: rather one question too many than a double.
"""

from collections.abc import Sequence

from portal.kit.fold import exact, fold, words
from portal.kit.typo import distance

HEADS = (
    "ho kinh doanh", "hop tac xa", "to hop tac", "cau lac bo", "cong ty", "co phan", "trach nhiem huu han", "tnhh",
    "mtv", "dntn", "htx", "clb", "co so san xuat", "co so", "nghe nhan uu tu", "nghe nhan nhan dan", "nghe nhan",
    "hoa si", "nha hang", "khach san", "cua hang", "homestay", "villa", "ca phe", "cafe", "coffee", "shop", "xuong",
    "tiem", "quan", "lang nghe", "lang", "lo", "tho",
)  # fmt: skip
"""What stands in front of a name and says only what kind of thing it is, folded."""
_HEADS = [head.split() for head in HEADS]

WORDS_APART = 2
LETTERS_APART = 0.3  # of the shorter title's letters
WORDS_THAT_CARRY = 3
"""So many words must agree before one may be another: families and streets share two."""


def title(name: str, *, tails: Sequence[str] = ()) -> tuple[str, ...]:
    """The folded words of a name without its heads, and without one of `tails` (folded) at its end.

    What is left is never empty: "Homestay" is its own title. A tail goes only where two words stay.
    """
    found = words(fold(name))
    while head := next((one for one in _HEADS if _begins(found, one)), None):
        found = found[len(head) :]
    for tail in (one.split() for one in tails):
        if len(found) >= len(tail) + 2 and found[-len(tail) :] == tail:
            return tuple(found[: -len(tail)])
    return tuple(found)


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two titles are nearly the same: all but two words equal, or few letters of the shorter one different.

    Letters are characters, never bytes. Numbers must agree: they tell branches of one house apart.
    """
    if _numbers(one) != _numbers(other):
        return False
    return _few_words_apart(set(one), set(other)) or _few_letters_apart(" ".join(one), " ".join(other))


def may_be_one_person(one: str, other: str) -> bool:
    """Whether two full names may be one person's: relatives share all but the given name, the last word.

    Where both are written with their marks, Hoa and Hòa are two people.
    """
    first, second = _written(one), _written(other)
    if " ".join(first).isascii() or " ".join(second).isascii():
        return [fold(word) for word in first[-1:]] == [fold(word) for word in second[-1:]]
    return first[-1:] == second[-1:]


def _begins(found: list[str], head: list[str]) -> bool:
    return len(found) > len(head) and found[: len(head)] == head


def _few_words_apart(one: set[str], other: set[str]) -> bool:
    common, apart = one & other, one ^ other
    if not common or len(apart) > WORDS_APART:
        return False
    one_holds_the_other = one <= other or other <= one
    return len(common) >= len(apart) if one_holds_the_other else len(common) >= WORDS_THAT_CARRY


def _few_letters_apart(one: str, other: str) -> bool:
    limit = int(min(len(one), len(other)) * LETTERS_APART)
    return distance(one, other, limit) <= limit


def _numbers(title: Sequence[str]) -> set[str]:
    return {word for word in title if any(sign.isdigit() for sign in word)}


def _written(name: str) -> list[str]:
    """The words of a name without its heads, with their marks."""
    return words(exact(name))[-len(title(name)) :]
