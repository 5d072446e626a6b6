"""Releases made in memory from raw texts, for tests of what is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

import pyarrow as pa

from tasks.collect.tables import collect
from tasks.interpret import interpret
from tasks.model import RawFile
from tasks.publish.site.values import Pieces, pieces_of_lake
from tasks.reference import load_reference
from tasks.store.archive import Receipt
from tasks.store.lake import schema
from tasks.store.rows import lake_row

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """The tables of a release, and where every character was read."""

    tables: Mapping[str, pa.Table]
    pieces: Callable[[str], Pieces | None]


@cache
def row_of(name: str, data: bytes) -> dict[str, object]:
    """A raw file read, cleaned and extracted, as the lake keeps it."""
    raw = RawFile(sha256(data).hexdigest(), (name,))
    row = lake_row(interpret(raw, data, load_reference()))
    return row | {"code_version": "v", "written_at": WHEN}


def release_of(files: Mapping[str, bytes]) -> Made:
    """A release of raw files by name, received in this order."""
    rows = [row_of(name, data) for name, data in files.items()]
    whole = schema()
    lake = pa.Table.from_pylist([{n: row.get(n) for n in whole.names} for row in rows], whole)
    lake = lake.sort_by("sha256")
    receipts = [Receipt(str(r["sha256"]), name, name, WHEN) for name, r in zip(files, rows, strict=True)]
    return Made(collect(lake, receipts), pieces_of_lake(lake))
