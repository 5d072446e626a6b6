"""The record of retrievals, and how what was retrieved reaches the archive.

First the bytes, then the receipt that they came from their address, then the retrieval that lets the
next visit ask for changes only: a kill between any two costs a download and loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from tasks.fetch.answers import Known
from tasks.fetch.outcome import Retrieved
from tasks.store.archive import RECEIPT_SCHEMA, RECEIPTS, place, receipts
from tasks.store.delta import append, read_table
from tasks.store.home import Home

RETRIEVALS = "archive/retrievals"
SCHEMA = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("final_url", pa.string(), nullable=False),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("retrieved_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("status", pa.int32(), nullable=False),
        pa.field("etag", pa.string()),
        pa.field("last_modified", pa.string()),
        pa.field("media_type", pa.string()),
        pa.field("link_text", pa.string()),
    ]
)


def known(home: Home) -> dict[str, Known]:
    """What was kept last of every address ever retrieved."""
    table = read_table(home, RETRIEVALS, ["url", "sha256", "etag", "last_modified", "retrieved_at"])
    rows = [] if table is None else sorted(table.to_pylist(), key=lambda row: row["retrieved_at"])
    return {row["url"]: Known(row["sha256"], row["etag"], row["last_modified"]) for row in rows}


def keep(home: Home, batch: Sequence[Retrieved]) -> None:
    """Take a batch into the archive under its addresses; a content at an address is received once."""
    for one in batch:
        if not home.exists(*place(one.sha256)):
            home.write(one.body, *place(one.sha256))
    have = {(receipt.sha256, receipt.source) for receipt in receipts(home)}
    new = {(one.sha256, one.url): one for one in batch if (one.sha256, one.url) not in have}
    append(home, RECEIPTS, pa.Table.from_pylist([_receipt(one) for one in new.values()], RECEIPT_SCHEMA))
    rows = [{name: getattr(one, name) for name in SCHEMA.names} for one in batch]
    append(home, RETRIEVALS, pa.Table.from_pylist(rows, SCHEMA))


def _receipt(one: Retrieved) -> dict[str, object]:
    return {
        "sha256": one.sha256,
        "source": one.url,
        "file_name": one.file_name,
        "bytes": len(one.body),
        "received_at": one.retrieved_at,
    }
