"""The post: takes a letter as a file in the home, or to a mail server. Neither knows the database."""

from __future__ import annotations

import os
import smtplib
import ssl
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from portal.config import Settings
from portal.owed import Hopeless

SECONDS = 10  # for each step of a conversation with a mail server
NOT_AN_ADDRESS = "The mail address cannot be written to: {}"


class Sealed(NamedTuple):
    """A letter as the post takes it: no row, so that no transaction is open while it travels."""

    number: int
    message_id: str
    to_name: str
    to: str
    language: str
    subject: str
    body: str
    written_at: datetime


class Post(Protocol):
    def send(self, letter: Sealed, *, at: datetime) -> None:
        """Raises `Hopeless` when no further try can help, another exception when one may."""

    def check(self) -> str:
        """Says where letters go; raises when they cannot."""


@dataclass(frozen=True)
class FolderPost:
    """Letters as files. The name hangs on the letter alone: after a crash the same letter is the same file."""

    folder: Path
    sender: str

    def send(self, letter: Sealed, *, at: datetime) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{letter.written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{letter.number}.eml"
        message = compose(letter, sender=self.sender, at=at).as_bytes()
        descriptor, half = tempfile.mkstemp(prefix=".", dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
            Path(half).replace(self.folder / name)
        finally:
            Path(half).unlink(missing_ok=True)

    def check(self) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder):
            return f"Letters are files in {self.folder}."


@dataclass(frozen=True)
class SmtpPost:
    """Letters to a mail server: `smtps` encrypts from the start, `smtp` as soon as the server offers it."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False

    def send(self, letter: Sealed, *, at: datetime) -> None:
        message = compose(letter, sender=self.sender, at=at)
        with self._connection() as server:
            try:
                server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])
            except smtplib.SMTPRecipientsRefused as refused:
                code, words = refused.recipients[letter.to]
                _raise(code, words)
            except smtplib.SMTPDataError as refused:
                _raise(refused.smtp_code, refused.smtp_error)

    def check(self) -> str:
        with self._connection() as server:
            server.noop()
        return f"The mail server {self.host} answers."

    def _connection(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            server.ehlo()
            if not self.encrypted and server.has_extn("starttls"):
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def post_for(settings: Settings) -> Post:
    """The post an operator has chosen; an unreadable PORTAL_MAIL_URL stops the start with a sentence."""
    if not settings.mail_url:
        return FolderPost(settings.home / "outbox", settings.mail_from)
    parts = urlsplit(settings.mail_url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SystemExit("PORTAL_MAIL_URL must look like smtp://user:password@host:port or smtps://….")
    encrypted = parts.scheme == "smtps"
    return SmtpPost(
        parts.hostname, parts.port or (465 if encrypted else 25), settings.mail_from,
        unquote(parts.username or ""), unquote(parts.password or ""), encrypted,
    )  # fmt: skip


def compose(letter: Sealed, *, sender: str, at: datetime) -> EmailMessage:
    """The letter as RFC 5322 wants it: headers in ASCII, the text quoted, a number that stays the same."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    try:
        message["From"] = sender
        message["To"] = Address(letter.to_name, addr_spec=letter.to)
        letter.to.encode("ascii")
    except (MessageError, ValueError, IndexError) as error:
        raise Hopeless(NOT_AN_ADDRESS.format(error)) from error
    message["Subject"] = letter.subject
    message["Date"] = at
    message["Message-ID"] = f"<{letter.message_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # answering machines keep silent
    message.set_content(letter.body, cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


def _raise(code: int, words: bytes | str) -> None:
    """5xx is a lasting refusal, 4xx asks to come back."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    why = f"The mail server refused it: {code} {said}"
    raise Hopeless(why) if code >= 500 else ConnectionError(why)
