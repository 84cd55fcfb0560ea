"""Random numbers that are the same on every machine and in every language: PCG32.

For what must be drawn again by somebody else, such as the juries of a bootstrap; never for secrets. Source: O'Neill,
PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation (2014), the
generator `pcg32` of pcg-c-basic with `initseq` 54.
"""

_MULTIPLIER = 6364136223846793005
_WORD = 0xFFFFFFFFFFFFFFFF
_HALF = 0xFFFFFFFF
_STREAM = 54


class Pcg32:
    """A row of numbers that its seed (0 to 2^64 - 1) determines."""

    def __init__(self, seed: int) -> None:
        self._add = _STREAM << 1 | 1
        self._state = 0
        self.next()
        self._state = (self._state + seed) & _WORD
        self.next()

    def next(self) -> int:
        """The next number, 0 to 2^32 - 1."""
        old = self._state
        self._state = (old * _MULTIPLIER + self._add) & _WORD
        shifted = ((old >> 18) ^ old) >> 27 & _HALF
        turn = old >> 59
        return (shifted >> turn | shifted << (-turn & 31)) & _HALF

    def below(self, count: int) -> int:
        """A number from 0 to count - 1 (count >= 1, small beside 2^32): the next number times count, over 2^32."""
        return self.next() * count >> 32
