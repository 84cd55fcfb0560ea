"""A line that breaks: a small proxy that cuts every connection once so many bytes have gone up, again and again."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

PIECE = 32 * 1024
AT_ONCE = struct.pack("ii", 1, 0)  # closing says "reset", as a phone that lost its mast


class CutLine:
    """Listens on `port` and leads to the server. `sent` counts the bytes that went up, `cuts` the broken lines."""

    def __init__(self, server: int, *, every: int) -> None:
        self.server, self.every = server, every
        self.sent = self.cuts = 0
        self.left = every
        self.lock = threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2 * PIECE)
        self.port: int = self.door.getsockname()[1]
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        self.door.close()

    def _open(self) -> None:
        while True:
            try:
                phone, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        try:
            mast = socket.create_connection(("127.0.0.1", self.server))
        except OSError:
            phone.close()
            return
        threading.Thread(target=self._down, args=(mast, phone), daemon=True).start()
        with suppress(OSError):
            while piece := phone.recv(PIECE):
                mast.sendall(piece)
                if self._is_cut(len(piece)):
                    phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    break
        for end in (mast, phone):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR if end is phone else socket.SHUT_WR)
            end.close()

    def _down(self, mast: socket.socket, phone: socket.socket) -> None:
        with suppress(OSError):
            while piece := mast.recv(PIECE):
                phone.sendall(piece)
        with suppress(OSError):
            phone.shutdown(socket.SHUT_RDWR)  # the server is gone, and the phone must not wait for it

    def _is_cut(self, size: int) -> bool:
        with self.lock:
            self.sent += size
            self.left -= size
            if self.left > 0:
                return False
            self.left, self.cuts = self.every, self.cuts + 1
            return True
