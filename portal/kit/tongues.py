"""Languages by their names: "fr" is "tiếng Pháp" to a reader of Vietnamese. The names are CLDR's, by way of Babel."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale


def named(codes: Iterable[str], lang: str) -> str:
    """The languages with these codes (ISO 639), by their names in `lang`; a code that nobody knows stands as it is."""
    known = Locale.parse(lang).languages
    return ", ".join(known.get(code, code) for code in codes)
