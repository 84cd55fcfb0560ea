"""Real mail servers for tests: one that takes letters, one that refuses them, and a port where none is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Takes letters, or answers `refusal` to each recipient."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refusal = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@contextmanager
def sink() -> Iterator[tuple[Sink, int]]:
    """A mail server and its port."""
    taking = Sink()
    controller = Controller(taking, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield taking, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
