"""VietQR: the text of a QR code by which a bank's app fills in a transfer to an account in Vietnam.

EMV's merchant-presented form: pieces of a two-digit id, a two-digit length and a value, closed by a checksum. No bank
and no service is asked; what is made here is only text. Source: EMVCo QRCPS-MPM 1.1, NAPAS' specification of VietQR.
"""

import re

from portal.kit.fold import fold
from portal.kit.say import N_, Refused

LONGEST_ACCOUNT = 19
LONGEST_PURPOSE = 19
"""Some apps take more; all take so many."""
NAPAS = "A000000727"
TO_AN_ACCOUNT = "QRIBFTTA"
DONG = "704"

_ACCOUNT = re.compile(r"[0-9A-Z]{1,19}")
_BANK = re.compile(r"[0-9]{6}")
_NOT_AN_ACCOUNT = N_("Write the account number as your bank gives it: up to 19 digits or letters, without spaces.")
_NOT_A_BANK = N_("Choose the bank from the list.")
_NOT_AN_AMOUNT = N_("An amount in a QR code is a whole number of đồng above zero.")


def payload(bank: str, account: str, *, amount: int | None = None, purpose: str = "") -> str:
    """The text of the code for an account (a text: zeros at its start stay) at the bank of this number (BIN).

    With `amount` (đồng) the code is for that one payment, without it the payer types the amount. `purpose` is folded
    to what every app takes. Raises Refused for what is no bank, account or amount.
    """
    if not _BANK.fullmatch(bank):
        raise Refused(_NOT_A_BANK, field="bank")
    if not _ACCOUNT.fullmatch(account):
        raise Refused(_NOT_AN_ACCOUNT, field="number")
    if amount is not None and not 0 < amount < 10**13:
        raise Refused(_NOT_AN_AMOUNT, field="amount")
    receiver = _piece("00", bank) + _piece("01", account)
    pieces = [
        _piece("00", "01"),
        _piece("01", "11" if amount is None else "12"),
        _piece("38", _piece("00", NAPAS) + _piece("01", receiver) + _piece("02", TO_AN_ACCOUNT)),
        _piece("53", DONG),
    ]
    if amount is not None:
        pieces.append(_piece("54", str(amount)))
    pieces.append(_piece("58", "VN"))
    if said := plain(purpose):
        pieces.append(_piece("62", _piece("08", said)))
    text = "".join(pieces) + "6304"
    return text + f"{crc(text.encode('ascii')):04X}"


def plain(text: str) -> str:
    """A purpose as every app takes it, in at most 19 plain letters; "Gốm Son, đơn 12" is "GOM SON DON 12"."""
    return re.sub(r"[^A-Z0-9]+", " ", fold(text).upper()).strip()[:LONGEST_PURPOSE].strip()


def account_number(typed: str) -> str:
    """An account as it is typed, with spaces or dots between its digits. Raises Refused for what can be none."""
    number = re.sub(r"[\s.-]", "", typed).upper()
    if not _ACCOUNT.fullmatch(number):
        raise Refused(_NOT_AN_ACCOUNT)
    return number


def crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected, no final xor; of "123456789" 0x29B1."""
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _bit in range(8):
            register = (register << 1 ^ 0x1021 if register & 0x8000 else register << 1) & 0xFFFF
    return register


def _piece(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"
