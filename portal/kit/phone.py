"""Telephone numbers of Vietnam, and foreign ones written with their +: stored as E.164, shown as people say them.

Numbering plan and grouping come from the `phonenumbers` library (Google's libphonenumber data).
"""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from portal.kit.say import N_, Refused

_HOME = "VN"
_HOME_CODE = 84
_WRITTEN = re.compile(r"\s*\(?\+?[0-9][0-9\s().\-–]*")
_PEOPLE_ANSWER = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_NOT_A_NUMBER = N_("A phone number needs 10 digits, for example 0905 123 456.")


def parse(text: str) -> str:
    """A typed number as E.164, "+84905123456": spaces, dots, dashes, brackets, 0…, 84…, 0084… and +84… are read.

    Vietnamese mobiles (03 05 07 08 09 and 8 digits) and landlines; a foreign number needs its + or 00.
    Raises Refused for anything else, service numbers (1900 …) and letters included.
    """
    if not _WRITTEN.fullmatch(text) or len(text) > 40:
        raise Refused(_NOT_A_NUMBER)
    try:
        number = phonenumbers.parse(text, _HOME)
    except phonenumbers.NumberParseException as unreadable:
        raise Refused(_NOT_A_NUMBER) from unreadable
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _PEOPLE_ANSWER:
        raise Refused(_NOT_A_NUMBER)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show(e164: str) -> str:
    """A stored number for reading: "0905 123 456" at home, "+33 6 12 34 56 78" from abroad.

    A draft keeps what was typed, a number or not: what is none is shown as it stands.
    """
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == _HOME_CODE
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def tel(e164: str) -> str:
    """The address that dials a stored number: "tel:+84905123456"."""
    return f"tel:{e164}"


def zalo(e164: str) -> str:
    """The address that opens a Zalo chat with a stored number: "https://zalo.me/84905123456"."""
    return f"https://zalo.me/{e164.removeprefix('+')}"
