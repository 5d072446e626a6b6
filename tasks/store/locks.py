"""Locks that die with their holder: on a disk the kernel's, on object storage a lease kept alive.

A lease is one object, written by conditional puts alone: empty it is free, otherwise it names its holder,
who writes it anew every few seconds. Who waits and sees it unchanged for `LEASE` seconds by a clock of
its own that nobody can set takes it over, so a killed holder blocks nobody for longer than that, and
clocks that disagree or jump do no harm.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from filelock import FileLock, Timeout

from tasks.store.home import Changed, Home

LEASE = float(os.environ.get("YEARBOOK_LEASE_SECONDS", "30"))
FOLDER = "locks"


class Lock(Protocol):
    """Something one process at a time can hold."""

    def attempt(self) -> bool:
        """Take it if it is free; whether that succeeded."""

    def held(self) -> bool:
        """Whether it is still ours: a process that was asleep for long may have lost a lease."""

    def release(self) -> None:
        """Give it back."""


def lock(home: Home, name: str) -> Lock:
    """The lock of that name under a home, not yet taken."""
    if home.conditional:
        return Lease(home, name)
    return FolderLock(Path(home.path(FOLDER, name))) if home.local else Unshared()


@contextmanager
def holding(home: Home, name: str) -> Iterator[Lock]:
    """Hold a lock, waiting for it as long as it takes."""
    wanted = lock(home, name)
    while not wanted.attempt():
        time.sleep(min(LEASE / 10, 0.5))
    try:
        yield wanted
    finally:
        wanted.release()


class FolderLock:
    """A lock of the kernel on a file, gone with the process that holds it, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path)

    def attempt(self) -> bool:
        """Take it if it is free."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def held(self) -> bool:
        """Always, once taken: only the end of the process takes it away."""
        return bool(self._lock.is_locked)

    def release(self) -> None:
        """Give it back."""
        self._lock.release()


class Unshared:
    """No lock at all, for stores that only this process can see."""

    def attempt(self) -> bool:
        """Nobody else is there."""
        return True

    def held(self) -> bool:
        """Nobody else is there."""
        return True

    def release(self) -> None:
        """Nothing was taken."""


class Lease:
    """A lock on object storage, kept by a heartbeat."""

    def __init__(self, home: Home, name: str) -> None:
        self._home, self._parts = home, (FOLDER, name)
        self._owner = f"{os.uname().nodename} {os.getpid()} {uuid4().hex}".encode()
        self._tag: str | None = None
        self._seen: tuple[str, float] = ("", 0.0)
        self._one_at_a_time = threading.Lock()
        self._over = threading.Event()
        self._heart: threading.Thread | None = None

    def attempt(self) -> bool:
        """Take it if it is free, or abandoned by its holder."""
        tag, size = self._home.state(*self._parts)
        if tag and size and not self._abandoned(tag):
            return False
        try:
            self._tag = self._home.replace(self._body(), tag, *self._parts)
        except Changed:
            return False
        self._over.clear()
        self._heart = threading.Thread(target=self._beat, daemon=True)
        self._heart.start()
        return True

    def _abandoned(self, tag: str) -> bool:
        now = time.monotonic()
        if self._seen[0] != tag:
            self._seen = (tag, now)
        return now - self._seen[1] >= LEASE

    def _body(self) -> bytes:
        return self._owner + f" {uuid4().hex}\n".encode()  # never the same twice, so that its tag changes

    def _beat(self) -> None:
        while not self._over.wait(LEASE / 5):
            # While the store is away nothing can be said; whether the lease was lost shows when it is back.
            with self._one_at_a_time, suppress(OSError):
                try:
                    self._tag = self._home.replace(self._body(), self._tag, *self._parts)
                except Changed:
                    self._tag = self._after_a_lost_answer()
                    if self._tag is None:
                        return

    def _after_a_lost_answer(self) -> str | None:
        tag, _ = self._home.state(*self._parts)
        return tag if tag and self._home.read(*self._parts).startswith(self._owner) else None

    def held(self) -> bool:
        """Whether it is still ours."""
        with self._one_at_a_time:
            return self._tag is not None and self._home.state(*self._parts)[0] == self._tag

    def release(self) -> None:
        """Leave it empty, unless it is no longer ours."""
        self._over.set()
        if self._heart:
            self._heart.join()
        if self._tag is not None:
            with suppress(Changed, OSError):  # whoever waits takes an abandoned lease over
                self._home.replace(b"", self._tag, *self._parts)
        self._tag = None
