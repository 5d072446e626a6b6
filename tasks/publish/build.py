"""One release from the lake: collect, check, compare, write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa
from filelock import FileLock

from tasks.check.verdicts import Verdict, check, require
from tasks.publish import release as store
from tasks.publish.changes import compare
from tasks.publish.collect import collect
from tasks.store.archive import receipts
from tasks.store.home import Home
from tasks.store.lake import latest

LOCK = ".publishing.lock"


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables of a release to be, and what they were made from."""

    tables: Mapping[str, pa.Table]
    basis: store.Basis


def collect_release(home: Home) -> Collected:
    """The tables as the lake and the receipts give them now."""
    basis = store.Basis.now(home)  # noted first: what is written meanwhile makes the next release due
    return Collected(collect(latest(home), receipts(home)), basis)


def check_release(collected: Collected) -> list[Verdict]:
    """The verdicts; raises `CriticalFailure` where the release must not be published."""
    verdicts = check(collected.tables)
    require(verdicts)
    return verdicts


def write_release(home: Home, collected: Collected, verdicts: list[Verdict]) -> str:
    """Publish the tables and return the id of the current release; none is made where nothing changed."""
    files = store.table_files(collected.tables)
    with publishing(home):
        store.sweep(home)
        previous = store.latest_release(home)
        if previous is None or not store.same_tables(home, files):
            old = store.read_tables(home, previous) if previous else {}
            name = store.release_name(files)
            changes = compare(old, collected.tables)
            whole = store.release_files(name, collected.tables, verdicts, changes, collected.basis)
            store.publish(home, name, whole)
        store.note_standing(home, collected.basis)
        return store.latest_release(home) or ""


@contextmanager
def publishing(home: Home) -> Iterator[None]:
    """One publisher at a time; the lock dies with the process that holds it."""
    if not home.local:
        yield  # object stores have no locks: the scheduler's concurrency limit stands in for it
        return
    home.fs.makedirs(home.root, exist_ok=True)
    with FileLock(home.path(LOCK)):
        yield
