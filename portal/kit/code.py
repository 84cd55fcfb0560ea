"""Short codes that people copy by hand: tickets, claims, certificates, pledges.

Seven random symbols and a check symbol, of 31 that cannot be mistaken for each other (no 0, O, 1, I, Z). The symbols
at positions 1 to 8 weigh 2, 3, 4, 5, 6, 7, 8 and 1; a code is right when the sum of weight × value is 0 modulo 31.
As 31 is prime and the weights are distinct and not zero, one wrong symbol or two swapped ones never give a right code.
"""

from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
LENGTH = 8

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 1)
_LEFT_OUT = str.maketrans("", "", "-‐‑‒–—−_.")


def make(choose: Callable[[str], str]) -> str:
    """A new code of 8 symbols. `choose` picks one symbol of a string at random: `make(secrets.choice)`.

    About 2.75 × 10^10 codes; that a code is new is for the database to say.
    """
    body = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    return body + ALPHABET[-_weighed(body) % len(ALPHABET)]


def read(text: str) -> str | None:
    """The 8 symbols of a typed code, in any case, with spaces, dashes or dots; None when it cannot be one of ours."""
    typed = "".join(text.split()).translate(_LEFT_OUT).upper()
    if len(typed) != LENGTH or not set(typed) <= set(ALPHABET):
        return None
    return typed if _weighed(typed) % len(ALPHABET) == 0 else None


def show(code: str) -> str:
    """A code as it is printed: "ABCD-EFGH"."""
    return f"{code[:4]}-{code[4:]}"


def _weighed(symbols: str) -> int:
    return sum(weight * ALPHABET.index(symbol) for weight, symbol in zip(_WEIGHTS, symbols, strict=False))
