"""Where reports are read: by processes of this machine, or by a Dask cluster that configuration names.

`YEARBOOK_CLUSTER` is empty (this machine), the address of a Dask scheduler (`tcp://host:8786`), or a
number: so many Dask workers on this machine, for trying things out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import steps
from flows.batches import batches
from tasks.model import RawFile, Report

SETTING = "YEARBOOK_CLUSTER"


def task_runner() -> TaskRunner[Any]:
    """Prefect's task runner for the configured place."""
    cluster = os.environ.get(SETTING, "")
    if not cluster:
        return ThreadPoolTaskRunner()
    from prefect_dask.task_runners import DaskTaskRunner  # only where asked for: it is an optional dependency

    if not cluster.isdecimal():
        return DaskTaskRunner(address=cluster)
    local = {"n_workers": int(cluster), "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=local)


def interpreted(home: str, raws: Sequence[RawFile], workers: int) -> Iterator[list[Report]]:
    """The reports of the raw files, batch by batch, in their order."""
    if not os.environ.get(SETTING):
        for batch in batches(raws):
            yield steps.interpret(batch, steps.whole(steps.load(home, batch)), workers)
        return
    waiting = [steps.load_and_interpret.submit(home, batch) for batch in batches(raws)]
    for future in waiting:
        yield future.result()
