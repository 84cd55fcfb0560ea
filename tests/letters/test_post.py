"""The post, against a real mail server and a real folder."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from portal.config import Settings
from portal.letters.post import FolderPost, Sealed, SmtpPost, compose, post_for
from portal.owed import Hopeless
from tests.letters.sinks import free_port, sink
from tests.make import AT

SENDER = "portal@hoian.example"
LETTER = Sealed(
    7, "6f0c", "Nguyễn Thị Bình", "binh@example.org", "vi", "Phiếu của bạn đã tới", "Chào chị Bình,\n\nCảm ơn.\n", AT
)


def read(path: Path) -> EmailMessage:
    message: EmailMessage = message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[assignment]
    return message


def test_a_letter_is_a_file_that_any_mail_reader_opens(tmp_path: Path) -> None:
    FolderPost(tmp_path / "outbox", SENDER).send(LETTER, at=AT + timedelta(minutes=5))
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == "20261122T030000Z-7.eml"
    message = read(path)
    assert str(message["To"]) == "Nguyễn Thị Bình <binh@example.org>"
    assert message["Subject"] == "Phiếu của bạn đã tới"
    assert message["Message-ID"] == "<6f0c@hoian.example>"
    assert message["Date"].datetime == AT + timedelta(minutes=5)
    assert message["Content-Language"] == "vi"
    assert message.get_content().replace("\r\n", "\n") == LETTER.body


def test_what_travels_is_plain_ascii_in_short_lines() -> None:
    long = LETTER._replace(subject="Một dòng rất dài, " * 10 + "hết", body="một dòng " * 500)
    body = compose(long, sender=SENDER, at=AT).as_bytes()
    body.decode("ascii")
    assert max(len(line) for line in body.split(b"\r\n")) <= 998
    assert message_from_bytes(body, policy=default)["Subject"] == long.subject


def test_the_same_letter_twice_is_one_file(tmp_path: Path) -> None:
    post = FolderPost(tmp_path, SENDER)
    post.send(LETTER, at=AT)
    post.send(LETTER, at=AT + timedelta(minutes=2))
    assert [path.name for path in tmp_path.iterdir()] == ["20261122T030000Z-7.eml"]


@pytest.mark.parametrize("name", ["Bình\r\nBcc: all@example.org", 'Bình" <other@example.org>, "x'])
def test_a_name_cannot_add_a_recipient(name: str) -> None:
    try:
        message = compose(LETTER._replace(to_name=name), sender=SENDER, at=AT)
    except Hopeless:
        return
    again = message_from_bytes(message.as_bytes(), policy=default)
    assert [address.addr_spec for address in again["To"].addresses] == ["binh@example.org"]
    assert again["Bcc"] is None


@pytest.mark.parametrize("to", ["no-at-sign", "bình@example.org", "a b@example.org", "x@y\r\nBcc: z@example.org"])
def test_an_address_nobody_can_write_to_is_hopeless(to: str) -> None:
    with pytest.raises(Hopeless, match="cannot be written to"):
        compose(LETTER._replace(to=to), sender=SENDER, at=AT)


def test_a_mail_server_gets_the_letter() -> None:
    with sink() as (taken, port):
        SmtpPost("127.0.0.1", port, SENDER).send(LETTER, at=AT)
    assert taken.recipients == ["binh@example.org"]
    assert [str(letter["Subject"]) for letter in taken.letters] == ["Phiếu của bạn đã tới"]
    assert taken.letters[0].get_content().replace("\r\n", "\n") == LETTER.body


def test_a_lasting_refusal_is_hopeless_and_a_passing_one_is_not() -> None:
    with sink() as (taken, port):
        taken.refusal = "550 no such person"
        with pytest.raises(Hopeless, match="550 no such person"):
            SmtpPost("127.0.0.1", port, SENDER).send(LETTER, at=AT)
        taken.refusal = "451 come back later"
        with pytest.raises(ConnectionError, match="451 come back later"):
            SmtpPost("127.0.0.1", port, SENDER).send(LETTER, at=AT)


def test_a_mail_server_that_is_away_is_an_error_that_may_pass() -> None:
    post = SmtpPost("127.0.0.1", free_port(), SENDER)
    with pytest.raises(ConnectionRefusedError):
        post.send(LETTER, at=AT)
    with pytest.raises(ConnectionRefusedError):
        post.check()


def test_a_server_that_wants_no_password_is_not_given_one() -> None:
    with sink() as (_taken, port), pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpPost("127.0.0.1", port, SENDER, user="portal", password="secret").send(LETTER, at=AT)


def test_the_operator_chooses_the_post(tmp_path: Path) -> None:
    assert post_for(Settings(home=tmp_path)) == FolderPost(tmp_path / "outbox", SENDER)
    plain = post_for(Settings(mail_url="smtp://mail.example"))
    assert plain == SmtpPost("mail.example", 25, SENDER)
    closed = post_for(Settings(mail_url="smtps://portal:p%40ss@mail.example:8465"))
    assert closed == SmtpPost("mail.example", 8465, SENDER, "portal", "p@ss", True)
    assert post_for(Settings(mail_url="smtps://mail.example")) == SmtpPost("mail.example", 465, SENDER, encrypted=True)
    assert "p@ss" not in repr(closed)
    for unreadable in ("http://mail.example", "mail.example", "smtp://"):
        with pytest.raises(SystemExit, match="PORTAL_MAIL_URL must look like"):
            post_for(Settings(mail_url=unreadable))


def test_the_post_says_where_letters_go(tmp_path: Path) -> None:
    assert FolderPost(tmp_path / "outbox", SENDER).check() == f"Letters are files in {tmp_path / 'outbox'}."
    with sink() as (_taken, port):
        assert SmtpPost("127.0.0.1", port, SENDER).check() == "The mail server 127.0.0.1 answers."
