"""The portal as `bin/run` starts it, which may be killed; and a plain browser that keeps its cookies."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import psutil

from portal.config import ROOT

BOUNDARY = "a-line-between-parts"


@dataclass
class Server:
    """The portal as `bin/run` starts it, with a parent that can be killed."""

    home: Path
    database_url: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.home / "server.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def start(self) -> None:
        environment = {
            **os.environ, "PORT": str(self.port), "PORTAL_HOME": str(self.home), "PORTAL_LIMITS": "off",
            "PORTAL_DATABASE_URL": self.database_url,
        }  # fmt: skip
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "portal.serve"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 120
        while not self.answers():
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False

    def family(self) -> list[psutil.Process]:
        assert self.process
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill_all(self) -> None:
        assert self.process
        for process in [psutil.Process(self.process.pid), *self.family()]:
            process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_a_child(self) -> None:
        self.family()[0].send_signal(signal.SIGKILL)

    def stop(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


class Answer(NamedTuple):
    """The status, where it leads, and the page; status 0 when there was no answer."""

    status: int
    location: str = ""
    page: str = ""


@dataclass
class Browser:
    """Sends plain forms and keeps cookies, as a phone without script does."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, str], *, photo: bytes = b"") -> Answer:
        if not photo:
            return self._ask("POST", path, urlencode(form).encode(), "application/x-www-form-urlencoded")
        parts = [_part(f'name="{name}"', value.encode()) for name, value in form.items()]
        parts.append(_part('name="photo"; filename="a.png"', photo, "\r\nContent-Type: image/png"))
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            line.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
        return Answer(answer.status, answer.headers.get("Location", ""), page)


def _part(named: str, body: bytes, kind: str = "") -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {named}{kind}\r\n\r\n".encode() + body + b"\r\n"
