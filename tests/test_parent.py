"""The parent of processes: brings back what died, ends what lives, leaves nothing behind."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

PROGRAM = """
import logging, os, signal, sys, threading, time
from pathlib import Path
from portal.parent import Parent
logging.basicConfig(level=logging.CRITICAL)
folder = Path(sys.argv[1])

def live(name):
    (folder / f"{name}-{os.getpid()}").touch()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    stop.wait(60)
    (folder / f"{name}-{os.getpid()}").rename(folder / f"{name}-ended")

def die():
    with (folder / "deaths").open("a") as file:
        file.write(f"{time.monotonic()}\\n")
    raise RuntimeError("it cannot live")

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (folder / f"deaf-{os.getpid()}").touch()
    time.sleep(60)

parent = Parent(before_fork=lambda: None)
for kind in sys.argv[2:]:
    parent.add(kind, {"die": die, "deaf": deaf}.get(kind) or (lambda kind=kind: live(kind)))
parent.end(parent.watch(lambda: True))
"""


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(*kinds: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path), *kinds]))
        return started[0]

    yield start
    for parent in started:
        parent.kill()
        parent.wait()


def pids(folder: Path, name: str) -> list[int]:
    """Who lives under this name, by the notes they left, the dead left out."""
    found = [int(path.name.rpartition("-")[2]) for path in folder.glob(f"{name}-[0-9]*")]
    return sorted(pid for pid in found if psutil.pid_exists(pid))


def wait_for(what: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_a_child_that_was_killed_comes_back_and_its_sister_stays(
    family: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    family("web", "worker")
    wait_for(lambda: pids(tmp_path, "web") and pids(tmp_path, "worker"))
    (first,), (sister,) = pids(tmp_path, "web"), pids(tmp_path, "worker")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: pids(tmp_path, "web") not in ([], [first]))
    assert pids(tmp_path, "worker") == [sister]


def test_no_child_outlives_a_parent_that_was_killed(
    family: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    parent = family("web", "worker")
    wait_for(lambda: pids(tmp_path, "web") and pids(tmp_path, "worker"))
    parent.kill()
    parent.wait()
    wait_for(lambda: not pids(tmp_path, "web") and not pids(tmp_path, "worker"), seconds=3)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_every_child_finish(
    family: Callable[..., subprocess.Popen[bytes]], tmp_path: Path, how: signal.Signals
) -> None:
    parent = family("web", "worker")
    wait_for(lambda: pids(tmp_path, "web") and pids(tmp_path, "worker"))
    parent.send_signal(how)
    assert parent.wait(timeout=30) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web-ended", "worker-ended"]


def test_a_child_that_does_not_listen_is_ended(family: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    parent = family("deaf")
    wait_for(lambda: pids(tmp_path, "deaf"))
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(timeout=30) == 0
    assert pids(tmp_path, "deaf") == []


def test_a_child_that_keeps_dying_is_brought_back_slowly_but_for_ever(
    family: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    family("die")
    deaths = tmp_path / "deaths"
    wait_for(lambda: deaths.exists() and len(deaths.read_text().split()) >= 4)
    times = [float(line) for line in deaths.read_text().split()]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert pauses[0] < pauses[1] < pauses[2] < 4
