"""Ingest: what is new where we look goes into the archive, is interpreted, and reaches the lake."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from prefect import flow
from prefect.artifacts import create_progress_artifact, update_progress_artifact

from flows import steps
from flows.cluster import interpreted, task_runner
from flows.progress import bar
from flows.receive import receive_all
from tasks.model import RawFile
from tasks.reference import code_version
from tasks.store.home import Home
from tasks.store.plan import due
from tasks.store.shares import shares


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did: contents taken in, contents interpreted, and paths it could not read."""

    received: int
    interpreted: int
    unreadable: tuple[tuple[str, str], ...]


@flow(name="ingest", flow_run_name="ingest into {home}", task_runner=task_runner())
def ingest(home: str, paths: list[str], workers: int = 0) -> Ingested:
    """Take in and interpret whatever is new under `paths`; `workers` 0 means one a processor."""
    opened = Home.open(home)
    received = receive_all(home, paths)
    version, interpreted = code_version(), 0
    with closing(shares(opened, lambda: due(opened, received.hashes, version))) as mine:
        for share in mine:
            interpret_batches(home, share, workers)
            interpreted += len(share)
    return Ingested(received.new, interpreted, received.unreadable)


def interpret_batches(home: str, raws: Sequence[RawFile], workers: int) -> None:
    """Interpret batch by batch; each batch is committed before the next begins."""
    if not raws:
        return
    workers = workers or os.cpu_count() or 1
    artifact = cast(
        UUID, create_progress_artifact(0.0, key="interpreting", description=f"{len(raws)} raw files")
    )
    finished = 0
    with bar("Reading reports", len(raws)) as advance:
        for reports in interpreted(home, raws, workers):
            steps.commit(home, steps.whole(reports))
            finished += len(reports)
            advance(len(reports))
            update_progress_artifact(artifact, finished / len(raws) * 100)
