"""Interpreting a batch on the processors of one machine."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Lock, Thread

from tasks.interpret import interpret
from tasks.model import RawFile, Report
from tasks.reference import load_reference

SELDOM = 200_000  # new values between two looks for cycles
SMALL = 16  # files that are done before a second process would have started
KILLED = "internal: the process that read this file was killed, for want of memory perhaps (读取进程被终止)"


def interpret_all(batch: Sequence[RawFile], contents: Sequence[bytes], workers: int = 1) -> list[Report]:
    """The reports of a batch, in its order, whatever the number of workers.

    A file that gets its process killed is quarantined alone.
    """
    if workers <= 1 or len(batch) < SMALL:
        return [_one(raw, data) for raw, data in zip(batch, contents, strict=True)]
    pool = READERS.pool(workers)
    try:
        return _mapped(pool, batch, contents)
    except BrokenProcessPool:
        READERS.leave(pool)
        return _one_by_one(batch, contents)


def _mapped(pool: ProcessPoolExecutor, batch: Sequence[RawFile], contents: Sequence[bytes]) -> list[Report]:
    return list(pool.map(_one, batch, contents, chunksize=SMALL // 2))


def _one_by_one(batch: Sequence[RawFile], contents: Sequence[bytes]) -> list[Report]:
    """The reports of a batch that kills its process; nobody says by which file: halve until it is alone."""
    try:
        with _pool(1) as pool:
            return _mapped(pool, batch, contents)
    except BrokenProcessPool:
        if len(batch) == 1:
            return [Report(batch[0], "quarantined", KILLED)]
        half = len(batch) // 2
        return [*_one_by_one(batch[:half], contents[:half]), *_one_by_one(batch[half:], contents[half:])]


class Readers:
    """The processes that read, kept from batch to batch: to start one takes as long as to read a batch."""

    def __init__(self) -> None:
        self._pools: dict[int, ProcessPoolExecutor] = {}
        self._lock = Lock()

    def pool(self, workers: int) -> ProcessPoolExecutor:
        """So many processes, shared by all threads that ask for as many."""
        with self._lock:
            if workers not in self._pools:
                self._pools[workers] = _pool(workers)
            return self._pools[workers]

    def leave(self, broken: ProcessPoolExecutor) -> None:
        """Let go of a pool that lost a process."""
        with self._lock:
            self._pools = {workers: pool for workers, pool in self._pools.items() if pool is not broken}
        broken.shutdown(wait=False)


READERS = Readers()


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the scheduler's threads would be copied in mid-step.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    collect_seldom()
    _end_with_parent()


def collect_seldom() -> None:
    """Look for cycles seldom in this process: what interpreting makes has none, and is freed without a look.

    With the interpreter's own setting the looks take a fifth of the time on a long report.
    """
    gc.freeze()  # the modules stay for good
    gc.set_threshold(SELDOM)


def _end_with_parent() -> None:
    """A killed run leaves nobody behind: its processes would wait for work for ever."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _one(raw: RawFile, data: bytes) -> Report:
    return interpret(raw, data, load_reference())
