"""Taking a person out of texts: their name, phone number and mail address, however they are written there.

A name counts with and without Vietnamese marks, in any case, and only as a whole; a name of one short word is no name
(it would blot out half the language). A phone number counts with any spaces, dots or dashes, from home and abroad.
"""

import re
from typing import Any

from portal.kit.fold import fold, nfc

BLOT = "…"
SHORTEST_ALONE = 6  # letters of a name that is one word


class Blot:
    """Replaces what names or reaches a person by an ellipsis. Addresses of pages (`slugs`) count as well."""

    def __init__(self, *, name: str = "", phone: str | None = None, email: str | None = None, slugs: Any = ()) -> None:
        self._addresses = (phone, email)
        patterns = [*_name(name), *_phone(phone or ""), *_mail(email or "")]
        patterns += [rf"(?<![\w-]){re.escape(slug)}(?![\w-])" for slug in sorted(slugs)]
        self._found = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def of_addresses(self) -> "Blot":
        """The same without the name: what is found by number and address alone."""
        return Blot(phone=self._addresses[0], email=self._addresses[1])

    def text(self, text: str) -> str:
        """The text without the person."""
        return self._found.sub(BLOT, nfc(text)) if self._found and text else text

    def value(self, value: Any) -> Any:
        """The same for whatever JSON holds: texts in lists and objects, keys left as they are."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        return value

    def is_in(self, text: str) -> bool:
        return bool(self._found and text and self._found.search(nfc(text)))


def _name(name: str) -> list[str]:
    words = nfc(name).split()
    if not words or (len(words) == 1 and len(words[0]) < SHORTEST_ALONE):
        return []
    either = [f"(?:{re.escape(word)}|{re.escape(fold(word) or word)})" for word in words]
    return [r"(?<![^\W_])" + r"[\s_-]+".join(either) + r"(?![^\W_])"]


def _phone(e164: str) -> list[str]:
    """ "+84905123456" is found as 0905 123 456, 84905123456, (+84) 905-123-456 …"""
    if not e164:
        return []
    home = e164.startswith("+84")
    digits = e164[3:] if home else e164[1:]
    front = r"(?:(?:\+|00)?84[\s().-]*0?|0)" if home else r"(?:\+|00)?"
    return [r"(?<!\d)\(?" + front + r"[\s().-]*" + r"[\s().-]*".join(digits) + r"(?!\d)"]


def _mail(email: str) -> list[str]:
    return [rf"(?<![\w.+-]){re.escape(email)}(?![\w-])"] if email else []
