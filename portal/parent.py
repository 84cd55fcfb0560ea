"""The parent of the portal's processes: starts them, restarts one that died, passes signals on, leaves none behind.

Linux ends every child with its parent, also when the parent is killed outright, so nothing stays on the port.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

WANTED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1
LONG_ENOUGH = 5.0  # seconds a child must have lived to be restarted at once
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 2.0
GRACE = 12.0  # seconds between asking the children to end and ending them
TICK, LONG_TICK = 0.1, 1.0

logger = logging.getLogger("portal.parent")


@dataclass
class Child:
    """One kind of process: what it runs, and since when. `starts_at` is when a dead one may come back."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    starts_at: float = 0.0
    pause: float = 0.0


class Parent:
    """`before_fork` lets go of what no two processes may share."""

    def __init__(self, before_fork: Callable[[], None]) -> None:
        self.before_fork = before_fork
        self.children: list[Child] = []
        self.ending = False

    def add(self, name: str, run: Callable[[], None]) -> None:
        self.children.append(Child(name, run))

    def watch(self, settled: Callable[[], bool]) -> signal.Signals:
        """Keeps every child alive until a signal says to end; returns that signal. The children still run then.

        `settled` is called often until it is True, then seldom.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, WANTED)
        while True:
            for child in self.children:
                if not child.pid and time.monotonic() >= child.starts_at:
                    self._start(child)
            quiet = settled() and len(self._living()) == len(self.children)
            came = signal.sigtimedwait(WANTED, LONG_TICK if quiet else TICK)
            if came is not None and came.si_signo != signal.SIGCHLD:
                return signal.Signals(came.si_signo)
            self._bury()

    def end(self, how: signal.Signals) -> None:
        """Asks the children to end, waits a while, ends those that stay."""
        self.ending = True
        self._send(signal.SIGINT if how == signal.SIGINT else signal.SIGTERM)
        last = time.monotonic() + GRACE
        while self._living() and time.monotonic() < last:
            signal.sigtimedwait({signal.SIGCHLD}, TICK)
            self._bury()
        self._send(signal.SIGKILL)
        while self._living():
            self._bury()
            time.sleep(TICK / 10)

    def _start(self, child: Child) -> None:
        self.before_fork()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        child.pid, child.started = os.fork(), time.monotonic()
        if not child.pid:
            _live(child, parent)

    def _bury(self) -> None:
        """Takes note of the dead; as the first process of a container also of strangers it inherited."""
        by_number = {child.pid: child for child in self._living()}
        while by_number:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if child := by_number.pop(pid, None):
                self._note_death(child, os.waitstatus_to_exitcode(status))

    def _note_death(self, child: Child, code: int) -> None:
        """Comes back at once; one that keeps dying young waits a little, up to two seconds."""
        now = time.monotonic()
        young = now - child.started < LONG_ENOUGH
        child.pause = min(child.pause * 2 or SHORTEST_PAUSE, LONGEST_PAUSE) if young else 0.0
        child.pid, child.starts_at = 0, now + child.pause
        if not self.ending:
            logger.warning("The process %s ended (%s); it starts again.", child.name, code)

    def _living(self) -> list[Child]:
        return [child for child in self.children if child.pid]

    def _send(self, signal_: signal.Signals) -> None:
        for child in self._living():
            os.kill(child.pid, signal_)


def die_with(parent: int) -> None:
    """The kernel ends this process when its parent ends, however that came about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was faster
        os._exit(1)


def _live(child: Child, parent: int) -> NoReturn:
    code = 1
    try:
        die_with(parent)
        for signal_ in WANTED:
            signal.signal(signal_, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WANTED)
        child.run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        logger.exception("The process %s broke", child.name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
