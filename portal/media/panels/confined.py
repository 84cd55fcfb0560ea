"""The walls around a stranger's panel: a process of its own, under limits of memory, processor and time.

`run` starts this very file as a script, which reads the panel as its standard input and writes frames: a line of JSON
and the bytes that it announces. The frames are handed on one by one, so that the caller never holds a whole panel.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, NamedTuple

LONGEST_LINE = 8_000_000  # bytes: the words of a panel that is one page of text
LARGEST_BODY = 64_000_000
REFUSED, ENDED = "refused", "ended"


class Walls(NamedTuple):
    """Bytes of address space, with Python and its libraries; seconds of processor; seconds by the clock."""

    memory: int
    cpu: int
    seconds: int
    nice: int = 0
    """How far it steps back for whoever else needs the processor, 0 to 19."""


LOOKING = Walls(750_000_000, 5, 12)
"""For a person who waits: what takes more than 5 seconds of processor is answered in words."""
MAKING = Walls(850_000_000, 40, 55, nice=10)
"""For the worker, which keeps a row for a minute and has about 110 MB itself."""


class Frame(NamedTuple):
    """One thing that came out: facts, and bytes where there are some."""

    facts: dict[str, Any]
    body: bytes


class Unfit(Exception):
    """The panel cannot be taken; its text is one word why ("heavy" when it broke a wall)."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def run(task: str, panel: IO[bytes], walls: Walls, **order: object) -> Iterator[Frame]:
    """What `portal.media.panels.inside.<task>` makes of a panel. Raises `Unfit`, also after some frames have come."""
    with _on_disk(panel) as file:
        process = subprocess.Popen(
            [sys.executable, "-I", __file__, task, json.dumps(walls), json.dumps(order)],
            stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={},
        )  # fmt: skip
        assert process.stdout is not None
        timer = Timer(walls.seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield from _frames(process.stdout)
        finally:
            timer.cancel()
            process.kill()
            process.stdout.close()
            process.wait()


def _frames(out: IO[bytes]) -> Iterator[Frame]:
    while True:
        line = out.readline(LONGEST_LINE)
        try:
            size, facts = json.loads(line)
        except ValueError:
            raise Unfit("heavy") from None
        if why := facts.pop(REFUSED, ""):
            raise Unfit(why, **facts)
        if facts.get(ENDED):
            return
        body = out.read(size) if 0 <= size <= LARGEST_BODY else b""
        if len(body) != size:
            raise Unfit("heavy")
        yield Frame(facts, body)


def _on_disk(panel: IO[bytes]) -> IO[bytes]:
    """The panel as a real file that stands at its beginning; one that comes over a network is copied first."""
    panel.seek(0)  # and what a buffer still holds is written
    try:
        descriptor = os.dup(panel.fileno())
    except OSError:
        file: IO[bytes] = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  the caller closes it
        shutil.copyfileobj(panel, file)
    else:
        file = os.fdopen(descriptor, "rb", buffering=0)
    file.seek(0)
    return file


def _confine(walls: Walls) -> None:
    for what, most in (
        (resource.RLIMIT_AS, walls.memory), (resource.RLIMIT_CPU, walls.cpu), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    os.nice(walls.nice)
    signal.alarm(walls.seconds)  # also when nobody waits for it any more


def _enter(task: str) -> types.ModuleType:
    """The module of a task, without running the portal's own beginning, which would bring half the web along."""
    for name, folder in (("portal", Path(__file__).parents[2]), ("portal.media", Path(__file__).parents[1])):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return importlib.import_module(f"portal.media.panels.inside.{task}")


def _put(out: IO[bytes], facts: dict[str, Any], body: bytes = b"") -> None:
    out.write(json.dumps((len(body), facts), ensure_ascii=False).encode("utf-8", "replace") + b"\n" + body)
    out.flush()


def _main(task: str, order: dict[str, Any]) -> None:
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no frame
    module = _enter(task)
    refused = sys.modules["portal.media.panels.inside.sheets"].Unfit
    try:
        for facts, body in module.main(sys.stdin.buffer, order):
            _put(out, facts, body)
    except refused as unfit:
        _put(out, {REFUSED: unfit.why, **unfit.values})
    except MemoryError:
        _put(out, {REFUSED: "heavy"})
    except Exception:  # whatever a decoder stumbles over, the panel is at fault
        _put(out, {REFUSED: "broken"})
    else:
        _put(out, {ENDED: True})


if __name__ == "__main__":
    _confine(Walls(*json.loads(sys.argv[2])))
    with suppress(BrokenPipeError):
        _main(sys.argv[1], json.loads(sys.argv[3]))
    os._exit(0)  # a library that falls over while it tidies up has nothing more to say
