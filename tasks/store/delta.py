"""Delta tables under the home: atomic appends, and reads that need no server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from tasks.store.home import Home
from tasks.store.locks import lock

COMMITS = 32  # after so many commits their files are put together


def append(
    home: Home, name: str, rows: pa.Table, partition_by: Sequence[str] = (), known: DeltaTable | None = None
) -> None:
    """Add rows in one atomic commit; the table is made with the first of them.

    `known` is the table where the caller has it open already, in whatever version: opening costs more than
    writing.
    """
    if rows.num_rows == 0:
        return
    known = known or open_table(home, name)
    try:
        _write(home, name, rows, partition_by, known)
    except (DeltaError, OSError):
        # Two may have made the table at the same moment; the second finds it made.
        known = open_table(home, name)
        if known is None:
            raise
        _write(home, name, rows, partition_by, known)
    if known and known.version() % COMMITS == 0:
        merge_files(home, name)


def _write(
    home: Home, name: str, rows: pa.Table, partition_by: Sequence[str], known: DeltaTable | None
) -> None:
    # Said only where it is so: a change of the schema is the one append that others can collide with.
    wider = known is not None and not _names(rows.schema) <= _names(pa.schema(known.schema()))
    write_deltalake(
        known or home.address(name),
        rows,
        mode="append",
        schema_mode="merge" if wider else None,
        partition_by=list(partition_by) or None,
        storage_options=dict(home.storage_options) or None,
    )


def _names(fields: Iterable[pa.Field], above: str = "") -> set[str]:
    """The names of columns and of all that is nested in them."""
    found: set[str] = set()
    for field in fields:
        name, kind = f"{above}{field.name}", field.type
        kind = kind.value_type if pa.types.is_list(kind) else kind
        found |= {name, *(_names(kind, f"{name}.") if pa.types.is_struct(kind) else ())}
    return found


def merge_files(home: Home, name: str) -> None:
    """Put the small files of many commits together, without which every look costs more than the one before.

    The rows stay the same, and appends at the same time lose nothing. Two at once would write every row
    twice, so one is enough; where there is no room for it, it is left to the next: nothing depends on it.
    """
    merging = lock(home, f"merge-{name.replace('/', '-')}")
    with suppress(DeltaError, OSError):
        if merging.attempt():
            try:
                _merge(open_table(home, name))
            finally:
                merging.release()


def _merge(table: DeltaTable | None) -> None:
    if table:
        table.optimize.compact()
        table.create_checkpoint()  # later looks begin here


def next_moment(table: DeltaTable | None, column: str) -> datetime:
    """Now, or just after the latest `column` of a table where the clock has been set back.

    What was written last counts, so time in a table must never run backwards.
    """
    now = datetime.now(UTC)
    if table is None:
        return now
    statistics = pa.table(table.get_add_actions(flatten=True))
    if f"max.{column}" not in statistics.column_names:
        return now
    last = pc.max(statistics[f"max.{column}"]).as_py()
    # The statistics know milliseconds only, cut off.
    return now if last is None else max(now, _utc(last) + timedelta(milliseconds=1))


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def open_table(home: Home, name: str) -> DeltaTable | None:
    """The table at its latest version, or None where nothing was ever written."""
    options = dict(home.storage_options) or None
    if not DeltaTable.is_deltatable(home.address(name), options):
        return None
    return DeltaTable(home.address(name), storage_options=options)


def read_table(
    home: Home,
    name: str,
    columns: Sequence[str] | None = None,
    where: tuple[str, Iterable[str]] | None = None,
) -> pa.Table | None:
    """All rows of a table (some columns, those whose column has one of the values, where asked).

    None where the table does not exist yet.
    """
    table = open_table(home, name)
    return None if table is None else rows_of(table, columns, where)


def rows_of(
    table: DeltaTable, columns: Sequence[str] | None = None, where: tuple[str, Iterable[str]] | None = None
) -> pa.Table:
    """The same of a table that is open already."""
    filters = None if where is None else pc.field(where[0]).isin(pa.array(where[1], pa.string()))
    return table.to_pyarrow_table(columns=list(columns) if columns else None, filters=filters)


def version(home: Home, name: str) -> int:
    """The number of the last commit; -1 where there is none."""
    table = open_table(home, name)
    return -1 if table is None else int(table.version())
