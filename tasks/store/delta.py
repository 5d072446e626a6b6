"""Delta tables under the home: atomic appends, and reads that need no server."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from tasks.store.home import Home


def append(home: Home, name: str, table: pa.Table, partition_by: Sequence[str] = ()) -> None:
    """Add rows in one atomic commit; the table is made with the first of them."""
    if table.num_rows == 0:
        return
    write_deltalake(
        home.address(name),
        table,
        mode="append",
        partition_by=list(partition_by) or None,
        storage_options=dict(home.storage_options) or None,
    )


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
