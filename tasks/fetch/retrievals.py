"""The record of retrievals, and how what was retrieved reaches the archive.

First the bytes, then the receipt that they came from their address, then the retrieval that lets the
next visit ask for changes only: a kill between any two costs a download and loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from tasks.fetch.answers import Known
from tasks.fetch.outcome import Retrieved
from tasks.store.archive import RECEIPT_SCHEMA, RECEIPTS, keep_file, receipts, standing
from tasks.store.delta import append, next_moment, open_table, read_table
from tasks.store.home import Home

RETRIEVALS = "archive/retrievals"
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("final_url", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("retrieved_at", pa.timestamp("us", tz="UTC"), nullable=False),
        # Orders the rows even where the clock was set back between two of them.
        pa.field("recorded_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("status", pa.int32(), nullable=False),
        pa.field("etag", pa.string()),
        pa.field("last_modified", pa.string()),
        pa.field("media_type", pa.string()),
        pa.field("link_text", pa.string()),
    ]
)


def known(home: Home) -> dict[str, Known]:
    """What was kept last of every address ever retrieved."""
    table = read_table(home, RETRIEVALS, ["url", "sha256", "etag", "last_modified", "recorded_at"])
    rows = [] if table is None else sorted(table.to_pylist(), key=lambda row: row["recorded_at"])
    return {row["url"]: Known(row["sha256"], row["etag"], row["last_modified"]) for row in rows}


def keep(home: Home, batch: Sequence[Retrieved]) -> None:
    """Take a batch into the archive under its addresses; what stands there already is received once."""
    found = [row for one in batch for row in keep_file(home, one.sha256, one.body, one.url, one.file_name)]
    last = standing(receipts(home, [str(row["source"]) for row in found]))
    now = {"received_at": next_moment(open_table(home, RECEIPTS), "received_at")}
    new = {(row["sha256"], row["source"]): row | now for row in found}
    rows = [row for row in new.values() if last.get(str(row["source"])) != row["sha256"]]
    append(home, RECEIPTS, pa.Table.from_pylist(rows, RECEIPT_SCHEMA))
    stamp = {"recorded_at": next_moment(open_table(home, RETRIEVALS), "recorded_at")}
    told = [{name: getattr(one, name) for name in SCHEMA.names if name not in stamp} for one in batch]
    append(home, RETRIEVALS, pa.Table.from_pylist([row | stamp for row in told], SCHEMA))
