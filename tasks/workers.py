"""Interpreting a batch on the processors of one machine."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tasks.interpret import interpret
from tasks.model import RawFile, Report
from tasks.reference import load_reference

SMALL = 16  # files that are done before a second process would have started


def interpret_all(batch: Sequence[RawFile], contents: Sequence[bytes], workers: int = 1) -> list[Report]:
    """The reports of a batch, in its order, whatever the number of workers."""
    if workers <= 1 or len(batch) < SMALL:
        return [_one(raw, data) for raw, data in zip(batch, contents, strict=True)]
    # Spawned, not forked: the scheduler's threads would be copied in mid-step.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_one, batch, contents, chunksize=SMALL // 2))


def _one(raw: RawFile, data: bytes) -> Report:
    return interpret(raw, data, load_reference())
