"""Delta tables under the home: atomic appends, and reads that need no server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from tasks.store.home import Home


def append(home: Home, name: str, table: pa.Table, partition_by: Sequence[str] = ()) -> None:
    """Add rows in one atomic commit; the table is made with the first of them."""
    if table.num_rows == 0:
        return
    try:
        _write(home, name, table, partition_by)
    except (DeltaError, OSError):
        # Two may have made the table at the same moment; the second finds it made.
        if open_table(home, name) is None:
            raise
        _write(home, name, table, partition_by)


def _write(home: Home, name: str, table: pa.Table, partition_by: Sequence[str]) -> None:
    known = open_table(home, name)
    # Said only where it is so: a change of the schema is the one append that others can collide with.
    wider = known is not None and not set(table.column_names) <= {f.name for f in known.schema().fields}
    write_deltalake(
        home.address(name),
        table,
        mode="append",
        schema_mode="merge" if wider else None,
        partition_by=list(partition_by) or None,
        storage_options=dict(home.storage_options) or None,
    )


def next_moment(home: Home, name: str, column: str) -> datetime:
    """Now, or just after the latest `column` of a table where the clock has been set back.

    What was written last counts, so time in a table must never run backwards.
    """
    now, table = datetime.now(UTC), open_table(home, name)
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


def read_table(home: Home, name: str, columns: Sequence[str] | None = None) -> pa.Table | None:
    """All rows of a table (some columns where asked), or None where it does not exist yet."""
    table = open_table(home, name)
    return None if table is None else table.to_pyarrow_table(columns=list(columns) if columns else None)


def version(home: Home, name: str) -> int:
    """The number of the last commit; -1 where there is none."""
    table = open_table(home, name)
    return -1 if table is None else int(table.version())
