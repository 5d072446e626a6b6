"""Reading in a child process, so that a crash, a hang or a runaway of memory ends one file and not the run.

A child reads many files, one at a time, since starting one costs as much as reading some pages; it is
replaced after a crash, after a limit, and after many files. Each has a folder of its own for temporary
files, removed with it, and the kernel holds it to its limits.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Lock

from tasks.model import Document, Unreadable
from tasks.read import limits, read
from tasks.read.pictures import Picture, Wanted
from tasks.read.sniff import sniff
from tasks.read.wire import unpack, unpack_pictures

LENGTH = struct.Struct(">Q")
ROOT = Path(__file__).resolve().parents[2]
QUICK = 5.0  # seconds: what takes longer to crash a child did it by itself
CRASHED = "damaged: the file makes its reader crash (文件使读取程序崩溃)"
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "YEARBOOK_SOFFICE")


def read_isolated(data: bytes) -> Document:
    """What `read` gives, from a child process; plain text, which runs no foreign code, is read here.

    Safe to call from threads and from forked or spawned workers: each process keeps its own children.
    """
    limits.check(limits.FILE_BYTES, len(data))
    if not data or sniff(data) == "text/plain":
        return read(data)
    return POOL.read(data)


def draw_isolated(data: bytes, wanted: Wanted) -> list[Picture]:
    """What `draw` gives, from a child process."""
    limits.check(limits.FILE_BYTES, len(data))
    return POOL.draw(data, wanted)


class Crashed(Exception):  # noqa: N818 - it happened to the child
    """A child that ended without a reply, by which signal if by one."""


class Patience:
    """How long a child is waited for: its time, and longer where a busy machine gave it too little of it.

    One that sleeps or hangs is given up when its time is over. One that works all the while, and has had
    less of the processor than its time, is no worse a file for the machine's being busy.
    """

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid, self._seconds = pid, seconds
        self._start, self._before = time.monotonic(), processor_time(pid)
        self._deadline = self._start + seconds

    def left(self) -> float:
        """Seconds until the next look."""
        return max(0.0, self._deadline - time.monotonic())

    def go_on(self) -> None:
        """Wait on, or raise `TimeoutError` where the child had its time or made nothing of it."""
        worked, passed = processor_time(self._pid) - self._before, time.monotonic() - self._start
        if worked >= self._seconds or worked < passed / limits.STARVED:
            raise TimeoutError
        self._deadline += self._seconds - worked


def processor_time(pid: int) -> float:
    """Seconds that a process and those it waited for have had of the processor; 0 where nobody can tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


class Child:
    """One process that reads files, and the folder that it may write to."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.files = 0
        self.folder = Path(tempfile.mkdtemp(prefix="yearbook-read-"))
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tasks.read.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=kept | {"HOME": str(self.folder), "TMPDIR": str(self.folder), "PYTHONPATH": str(ROOT)},
            start_new_session=True,  # a group of its own, so that all it starts can be ended with it
        )

    def ask(self, data: bytes, seconds: float, wanted: Wanted | None = None) -> bytes:
        """The reply to one file; `Crashed` without one, `Unreadable` past the time."""
        self.files += 1
        request = self.folder / "request"
        request.write_bytes(data)
        patience = Patience(self.process.pid, seconds)
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps([str(request), wanted]).encode("ascii") + b"\n")
            self.process.stdin.flush()
            (length,) = LENGTH.unpack(self._receive(LENGTH.size, patience))
            return self._receive(length, patience)
        except TimeoutError:
            raise limits.exceeded(limits.DRAWING_SECONDS if wanted else limits.SECONDS) from None
        except (BrokenPipeError, EOFError):
            raise Crashed(-self.process.wait(10)) from None

    def _receive(self, count: int, patience: Patience) -> bytes:
        assert self.process.stdout is not None
        pipe, received = self.process.stdout.fileno(), bytearray()
        while len(received) < count:
            ready, _, _ = select.select([pipe], [], [], patience.left())
            if not ready:
                patience.go_on()
                continue
            chunk = os.read(pipe, min(count - len(received), 1 << 20))
            if not chunk:
                raise EOFError
            received += chunk
        return bytes(received)

    def end(self) -> None:
        """End the process with all that it started, and remove its folder."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Pool:
    """Children at rest, as many as were ever needed at once."""

    def __init__(self) -> None:
        self._resting: list[Child] = []
        self._lock = Lock()

    def read(self, data: bytes, seconds: float = limits.SECONDS.most) -> Document:
        """Read one file in a child that rests, or in a new one."""
        return unpack(self._reply(data, seconds))

    def draw(
        self, data: bytes, wanted: Wanted, seconds: float = limits.DRAWING_SECONDS.most
    ) -> list[Picture]:
        """Draw pages of one file likewise."""
        return unpack_pictures(self._reply(data, seconds, wanted))

    def _reply(self, data: bytes, seconds: float, wanted: Wanted | None = None) -> bytes:
        try:
            return self._ask(data, seconds, wanted)
        except Crashed as crashed:
            if crashed.args[0] in (signal.SIGXCPU, signal.SIGALRM):
                raise limits.exceeded(limits.CPU_SECONDS) from None
            raise Unreadable(CRASHED) from None

    def _ask(self, data: bytes, seconds: float, wanted: Wanted | None) -> bytes:
        child = self._take()
        used, start = child.files > 0, time.monotonic()
        try:
            reply = child.ask(data, seconds, wanted)
        except Crashed:
            child.end()
            if used and time.monotonic() - start < QUICK:
                # The file before may have left the child ill: this one is judged by a fresh one.
                return self._ask_fresh(data, seconds, wanted)
            raise
        except BaseException:
            child.end()
            raise
        self._give(child)
        return reply

    def _ask_fresh(self, data: bytes, seconds: float, wanted: Wanted | None) -> bytes:
        child = Child()
        try:
            reply = child.ask(data, seconds, wanted)
        except BaseException:
            child.end()
            raise
        self._give(child)
        return reply

    def _take(self) -> Child:
        with self._lock:
            while self._resting:
                child = self._resting.pop()
                if child.owner != os.getpid():
                    continue  # another process's, from before a fork
                if child.process.poll() is None:
                    return child
                child.end()
        return Child()

    def _give(self, child: Child) -> None:
        if child.files >= limits.FILES_A_CHILD:
            child.end()
            return
        with self._lock:
            self._resting.append(child)

    def close(self) -> None:
        """End every child of this process."""
        with self._lock:
            resting, self._resting = self._resting, []
        for child in resting:
            if child.owner == os.getpid():
                child.end()


POOL = Pool()
atexit.register(POOL.close)
