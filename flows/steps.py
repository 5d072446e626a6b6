"""The steps as the scheduler sees them: which function, over a batch, with which retries.

Only steps that touch storage are retried; reading a report again gives the same answer. None is cached by
the scheduler, which would hash whole tables for a key of no use: what is done stands in the ledger.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import TypeVar, cast

from prefect import State, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from tasks.check.verdicts import Checked, CriticalFailure
from tasks.model import RawFile, Report
from tasks.publish.build import Collected, UnexplainedChange, check_release, collect_release, write_release
from tasks.reference import code_version
from tasks.store import archive, lake
from tasks.store.home import Home
from tasks.workers import interpret_all

RETRIES = 3
WAITS = [1.0, 5.0, 20.0]  # seconds before each retry
# A full disk, a folder that may not be written to: nothing that passes while one waits.
HOPELESS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)


def may_pass(task: object, run: object, state: State[object]) -> bool:
    """Whether a failure may pass by itself; a refused release will be refused again."""
    failure = state.result(raise_on_failure=False)
    if isinstance(failure, UnexplainedChange | CriticalFailure):
        return False
    # Libraries that are not Python give the number of the system's error in their words alone.
    named = any(f"(os error {number})" in str(failure) for number in HOPELESS)
    return not named and getattr(failure, "errno", None) not in HOPELESS


T = TypeVar("T")


def whole(value: T) -> T:
    """A value that the scheduler hands to a step as it is.

    It would look through every character's place in every report for results of other steps, which takes
    three times as long as reading them.
    """
    return cast(T, quote(value))


@task(
    name="receive",
    retries=RETRIES,
    retry_delay_seconds=WAITS,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
def receive(home: str, files: Sequence[archive.Found]) -> tuple[tuple[str, str], ...]:
    """Take files into the archive; returns those that could not be kept, with the reason."""
    return archive.receive(Home.open(home), files)


@task(name="load", retries=RETRIES, retry_delay_seconds=WAITS, cache_policy=NO_CACHE)
def load(home: str, batch: Sequence[RawFile]) -> list[bytes]:
    """The bytes of a batch of raw files from the archive."""
    opened = Home.open(home)
    return [archive.content_of(opened, raw) for raw in batch]


@task(name="interpret", cache_policy=NO_CACHE)
def interpret(batch: Sequence[RawFile], contents: Sequence[bytes], workers: int) -> list[Report]:
    """Read, clean and extract a batch; a file that fails is quarantined, the others go on."""
    return interpret_all(batch, contents, workers)


@task(name="load-and-interpret", retries=RETRIES, retry_delay_seconds=WAITS, cache_policy=NO_CACHE)
def load_and_interpret(home: str, batch: Sequence[RawFile]) -> list[Report]:
    """Both at once, for a worker of a cluster, which is one process already and near no other's memory."""
    opened = Home.open(home)
    return interpret_all(batch, [archive.content_of(opened, raw) for raw in batch], workers=1)


@task(
    name="commit",
    retries=RETRIES,
    retry_delay_seconds=WAITS,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
def commit(home: str, reports: Sequence[Report]) -> int:
    """Append a batch to the lake, all or none; returns how many read differently than before."""
    return lake.commit(Home.open(home), reports, code_version())


@task(name="collect", retries=RETRIES, retry_delay_seconds=WAITS, cache_policy=NO_CACHE)
def collect(home: str) -> Collected:
    """The tables of the release to be."""
    return collect_release(Home.open(home))


@task(name="check", cache_policy=NO_CACHE)
def check(home: str, collected: Collected) -> Checked:
    """The expectations; a critical failure ends the flow here, before anything is written."""
    return check_release(Home.open(home), collected)


@task(
    name="publish",
    retries=RETRIES,
    retry_delay_seconds=WAITS,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
def publish(home: str, collected: Collected, checked: Checked, accept: str | None) -> str:
    """Write the release aside and swap it in; returns the id of the current release."""
    return write_release(Home.open(home), collected, checked, accept)
