"""One release from the lake: collect, check, compare, write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from tasks.check.verdicts import Checked, require, validate
from tasks.collect.tables import collect, load_curated
from tasks.model import Report
from tasks.publish import release as store
from tasks.publish.basis import Basis
from tasks.publish.changes import NOTHING, Changes, Edition, ValueChange, compare
from tasks.publish.contents import Contents, release_files, table_files
from tasks.publish.site.build import each_file
from tasks.publish.site.values import Earlier, PiecesOf, SiteInput, pieces_of_lake
from tasks.store import locks
from tasks.store.archive import receipts
from tasks.store.home import Home
from tasks.store.lake import latest, with_reports
from tasks.store.pictures import drawn

# More values than this share that changed without a new file, new code or a correction mean that
# something is wrong with us: such a release waits until a person accepts it by name.
MAX_UNEXPLAINED = 0.001
HISTORY = 12  # releases over which the trend of the expectations is shown


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables of a release to be, and what they were made from."""

    edition: Edition
    basis: Basis
    pieces: PiecesOf

    @property
    def tables(self) -> Mapping[str, pa.Table]:
        """The tables by name."""
        return self.edition.tables


class UnexplainedChange(Exception):  # noqa: N818 - named for what happened
    """Values changed that nothing explains; the release waits to be accepted by its content's name."""

    def __init__(self, changes: Sequence[ValueChange], total: int, name: str) -> None:
        first = changes[0]
        super().__init__(
            f"{len(changes)} of {total} values changed without a new file, new code or correction, first "
            f"{first.table} {first.key} {first.column}: {first.old} to {first.new}. "
            f"To publish all the same: yearbook run --accept {name}"
        )


def collect_release(home: Home) -> Collected:
    """The tables as the lake and the receipts give them now."""
    basis = Basis.now(home)  # noted first: what is written meanwhile makes the next release due
    lake = latest(home)
    return Collected(_edition(home, lake), basis, pieces_of_lake(lake))


def preview(home: Home, reports: Sequence[Report], code_version: str) -> Changes:
    """What committing these reports and publishing would change in the current release."""
    current = store.latest_release(home)
    old = store.read_edition(home, current) if current else NOTHING
    return compare(old, _edition(home, with_reports(latest(home), reports, code_version)))


def _edition(home: Home, lake: pa.Table) -> Edition:
    versions = zip(lake["report_id"].to_pylist(), lake["code_version"].to_pylist(), strict=True)
    return Edition(collect(lake, receipts(home), load_curated()), dict(versions))


def check_release(home: Home, collected: Collected) -> Checked:
    """The verdicts; raises `CriticalFailure` where the release must not be published."""
    current = store.latest_release(home)
    checked = validate(collected.tables, store.read_tables(home, current) if current else None)
    require(checked.verdicts)
    return checked


def write_release(home: Home, collected: Collected, checked: Checked, accept: str | None = None) -> str:
    """Publish the tables and return the id of the current release; a new one only where tables changed.

    Raises `UnexplainedChange` where too many values changed for no reason and `accept` does not name
    the contents.
    """
    with publishing(home) as lock:
        standing = store.recover(home)
        if store.overtaken(home, collected.basis):
            # Another publisher saw more than we did: ours would take back what it added.
            collected = collect_release(home)
            checked = check_release(home, collected)
        files = table_files(collected.tables)
        previous = store.latest_release(home)
        if previous is None or not store.same_tables(home, files):
            old = store.read_edition(home, previous) if previous else NOTHING
            changes = compare(old, collected.edition)
            name = store.release_name(files, after=store.last_name(home))
            explain(changes, old, name.rpartition("-")[2], accept)
            contents = Contents(
                collected.edition,
                checked,
                changes,
                collected.basis,
                previous,
                earlier(home, None),
                collected.pieces,
                partial(drawn, home),
            )
            store.publish(home, name, release_files(name, contents), standing, lock)
        store.note_standing(home, collected.basis)
        return store.latest_release(home) or ""


def earlier(home: Home, release_id: str | None) -> list[Earlier]:
    """What the expectations said of the releases before one (None: the next), the oldest first."""
    names = [name for name in store.release_names(home) if release_id is None or name < release_id]
    found = []
    for name in names[-HISTORY:]:
        # On object storage one who slept through the loss of its lock may still be writing a release.
        with suppress(FileNotFoundError):
            found.append(Earlier(name, store.read_verdicts(home, name)))
    return found


def rewrite_site(home: Home, release_id: str) -> str:
    """Make the pages of a release again from its tables and verdicts; returns the path of the first.

    Raw lines are shown as far as the lake still reads the report as it did then.
    """
    tables = store.read_tables(home, release_id)
    given = SiteInput(
        release_id,
        tables,
        store.read_verdicts(home, release_id),
        history=earlier(home, release_id),
        pieces=pieces_of_lake(latest(home)),
        pictures=partial(drawn, home),
    )
    for path, data in each_file(given):
        home.write(data, store.RELEASES, release_id, *path.split("/"))
    return home.path(store.RELEASES, release_id, "report", "index.html")


def explain(changes: Changes, old: Edition, name: str, accept: str | None) -> None:
    """Raise `UnexplainedChange` where too many values changed for no reason."""
    unexplained = [change for change in changes.values if change.reason == "unexplained"]
    total = old.tables["indicators"].num_rows if old.tables else 0
    if unexplained and len(unexplained) > MAX_UNEXPLAINED * total and accept != name:
        raise UnexplainedChange(unexplained, total, name)


@contextmanager
def publishing(home: Home) -> Iterator[locks.Lock]:
    """One publisher at a time, on every machine; the lock dies with the process that holds it."""
    with locks.holding(home, store.PUBLISHING) as lock:
        yield lock
