"""Mail addresses: told apart from other words and written in one way, so that one person has one account.

Only the shape is looked at, as browsers do for `<input type=email>`; whether somebody reads it, only a letter can tell.
"""

import re

from portal.kit.say import N_, Refused

LONGEST = 254
"""The longest address that can be delivered to (RFC 5321 §4.5.3.1.3)."""
ONE_BOX = frozenset({"gmail.com", "googlemail.com"})
"""Here dots before the @ are no difference: all ways of writing lead into one box."""

_SHAPE = re.compile(r"[^\s@<>()\[\],;:|\\\"]+@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
_NOT_AN_ADDRESS = N_("Write a mail address like ten@example.com.")


def parse(text: str) -> str:
    """A typed mail address in lower case, without spaces at its ends. Raises Refused for what cannot be one."""
    typed = text.strip().lower()
    if len(typed) > LONGEST or not _SHAPE.fullmatch(typed):
        raise Refused(_NOT_AN_ADDRESS)
    return typed


def mailbox(address: str) -> str:
    """The box that an address leads to, as far as its writing tells: what follows a + is only a label."""
    name, _at, house = address.lower().rpartition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '')}@gmail.com" if house in ONE_BOX else f"{name}@{house}"
