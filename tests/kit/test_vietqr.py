"""VietQR: byte for byte what another encoder writes, read back by a decoder and a reader that are not ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vietnam_qr_pay import BanksObject, QRPay

from portal.kit import banks, vietqr
from portal.kit.say import Refused
from portal.media import codes

ACCOUNTS = st.text("0123456789", min_size=1, max_size=19)
PURPOSES = st.sampled_from(["", "GOM SON", "HA7K2M9P", "DON 12"])


def test_the_checksum_is_the_one_of_the_standard() -> None:
    assert f"{vietqr.crc(b'123456789'):04X}" == "29B1"


@given(st.sampled_from(sorted(banks.BANKS)), ACCOUNTS, st.none() | st.integers(1, 10**11), PURPOSES)
def test_every_code_is_byte_equal_to_another_encoders(bank: str, account: str, amount: int | None, said: str) -> None:
    ours = vietqr.payload(bank, account, amount=amount, purpose=said)
    theirs = QRPay.init_viet_qr(bank, account, amount=str(amount) if amount else None, purpose=said or None)
    read = QRPay(ours)

    assert ours == theirs.build()
    assert read.is_valid and ours.isascii()
    assert (read.consumer.bank_bin, read.consumer.bank_number, read.init_method) == (
        bank, account, "12" if amount else "11",
    )  # fmt: skip


def test_a_code_as_the_specification_spells_it() -> None:
    text = vietqr.payload("970436", "0071000123456")

    assert text[:-4] == (
        "000201" "010211" "3857" "0010A000000727" "0127" "0006970436" "01130071000123456" "0208QRIBFTTA"
        "5303704" "5802VN" "6304"
    )  # fmt: skip
    assert QRPay(text).is_valid and not QRPay(text[:-1] + ("0" if text[-1] != "0" else "1")).is_valid


def test_a_drawn_code_is_read_back_from_its_picture() -> None:
    text = vietqr.payload("970422", "0009999", amount=150_000, purpose="Gốm Son, đơn 12")

    assert codes.read(codes.png(text)) == [text]
    assert text[-16:-8] == "N DON 12"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("Gốm Son, đơn 12", "GOM SON DON 12"), ("Tên rất dài của một cơ sở", "TEN RAT DAI CUA MOT"), ("–", "")],
)
def test_a_purpose_is_at_most_nineteen_plain_letters(typed: str, plain: str) -> None:
    assert vietqr.plain(typed) == plain and len(plain) <= vietqr.LONGEST_PURPOSE


def test_what_can_be_no_account_is_refused() -> None:
    assert vietqr.account_number(" 0071 000-123.456 ") == "0071000123456"
    for number in ("", "1" * 20, "12 a/b", "số 5"):
        with pytest.raises(Refused):
            vietqr.account_number(number)
    for wrong in ({"bank": "9704"}, {"account": "1" * 20}, {"amount": 0}, {"amount": -5}):
        with pytest.raises(Refused):
            vietqr.payload(**{"bank": "970436", "account": "1", **wrong})  # type: ignore[arg-type]


def test_the_banks_are_those_another_list_knows() -> None:
    theirs = {str(one.bin) for one in BanksObject.values()}

    assert set(banks.BANKS) - theirs == {"971005", "971011"}, "the two wallets of telephone companies"
