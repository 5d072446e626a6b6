"""The lake: one row per interpretation of a raw file, with everything found in it as nested lists.

Rows are only ever appended, a batch in one atomic commit, so that no report can be half there and
writers never wait for one another. The row written last for a content is the one that counts.

Beside it stands the ledger, one small row per content and code version that read it: what is done is
looked up there, and a report that reads as before under new code is noted there alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from expectations.declaration import ARROW, Table, tables
from tasks.model import Report
from tasks.read.parts import read_by
from tasks.store import delta
from tasks.store.home import Home
from tasks.store.rows import lake_row

LAKE = "lake/reports"
LEDGER = "lake/ledger"
LEDGER_SCHEMA = pa.schema(
    [
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("file_names", pa.list_(pa.string()), nullable=False),
        pa.field("code_version", pa.string(), nullable=False),
        pa.field("fiscal_year", pa.int32()),
        pa.field("digest", pa.string(), nullable=False),  # of the row in the lake
        pa.field("written_at", pa.timestamp("us", tz="UTC"), nullable=False),
    ]
)
PIECES = pa.list_(
    pa.struct([(name, pa.int32()) for name in ("start", "line", "column", "length")])
)  # provenance to the character; flat tables publish only its lines
HEAD = (
    pa.field("sha256", pa.string(), nullable=False),
    pa.field("file_names", pa.list_(pa.string()), nullable=False),
    pa.field("code_version", pa.string(), nullable=False),
    pa.field("written_at", pa.timestamp("us", tz="UTC"), nullable=False),
)
# Columns of `reports` that depend on other files, other reports or people and so are made at release time.
SET_WISE = ("source", "file_name", "sha256", "identity_by_hand")


def schema() -> pa.Schema:
    """The lake's schema, derived from the declared tables."""
    declared = tables()
    own = [f.arrow for f in declared["reports"].fields if f.name not in SET_WISE]
    nested = [pa.field(t.name, pa.list_(nested_type(t))) for t in declared.values() if t.nested]
    return pa.schema([*HEAD, *own, *nested])


def nested_type(table: Table) -> pa.StructType:
    """The struct of one row of a table nested in its report: all but what the report says once."""
    fields = [pa.field(f.name, ARROW[f.type]) for f in table.fields if f.of != "report"]
    return pa.struct([*fields, pa.field("pieces", PIECES)] if table.name == "paragraphs" else fields)


def commit(home: Home, reports: Iterable[Report], code_version: str) -> int:
    """Append the reports of one batch, all or none; returns how many read differently than before.

    The ledger is written last: a process killed in between reads the batch again, to the same rows.
    """
    rows = [lake_row(report) for report in reports]
    digests = [_digest(row) for row in rows]
    lake, ledger = (delta.open_table(home, name) for name in (LAKE, LEDGER))
    before = _last(ledger, [row["sha256"] for row in rows])
    moment = max(delta.next_moment(table, "written_at") for table in (lake, ledger))
    stamp = {"code_version": code_version, "written_at": moment}
    changed = [row | stamp for row, d in zip(rows, digests, strict=True) if _is_new(before, row, d)]
    delta.append(home, LAKE, pa.Table.from_pylist(changed, schema()), ["fiscal_year"], lake)
    noted = [
        row | stamp | {"digest": d, "code_version": read_by(code_version, row["reason"])}
        for row, d in zip(rows, digests, strict=True)
    ]
    delta.append(home, LEDGER, pa.Table.from_pylist(noted, LEDGER_SCHEMA), known=ledger)
    return len(changed)


def _digest(row: Mapping[str, Any]) -> str:
    return sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()


def _is_new(before: Mapping[str, Done], row: Mapping[str, Any], digest: str) -> bool:
    last = before.get(row["sha256"])
    return last is None or last.digest != digest


@dataclass(frozen=True, slots=True)
class Done:
    """That a content was interpreted: under which file names, by which code, as of which year."""

    file_names: tuple[str, ...]
    code_version: str
    fiscal_year: int | None
    digest: str


def done(home: Home) -> dict[str, Done]:
    """What was interpreted last of every content, by hash."""
    return _last(delta.open_table(home, LEDGER))


def _last(ledger: DeltaTable | None, only: Iterable[str] | None = None) -> dict[str, Done]:
    where = None if only is None else ("sha256", only)
    noted = [] if ledger is None else delta.rows_of(ledger, where=where).to_pylist()
    rows = sorted(noted, key=lambda row: row["written_at"])
    return {
        row["sha256"]: Done(tuple(row["file_names"]), row["code_version"], row["fiscal_year"], row["digest"])
        for row in rows
    }


def with_reports(rows: pa.Table, reports: Sequence[Report], code_version: str) -> pa.Table:
    """The rows of the lake as they would be with these reports, for a look before they are committed."""
    stamp = {"code_version": code_version, "written_at": datetime.now(UTC)}
    new = pa.Table.from_pylist([lake_row(report) | stamp for report in reports], schema())
    replaced = pc.is_in(rows["sha256"], new["sha256"])
    return pa.concat_tables([rows.filter(pc.invert(replaced)), new.select(rows.column_names)])


def _widened(rows: pa.Table) -> pa.Table:
    """Rows written before a column was declared, with nothing in it."""
    for field in schema():
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    return rows


def latest(home: Home, columns: Sequence[str] | None = None) -> pa.Table:
    """One row per content, the one written last, ordered by hash."""
    names = None if columns is None else ["sha256", "written_at", *columns]
    table = delta.read_table(home, LAKE, names)
    if table is None:
        return schema().empty_table()
    if columns is None:
        table = _widened(table)
    order = pc.sort_indices(table, [("sha256", "ascending"), ("written_at", "ascending")])
    hashes = table["sha256"].take(order).to_pylist()
    last = [i for i, value in enumerate(hashes) if i + 1 == len(hashes) or hashes[i + 1] != value]
    return table.take(order.take(pa.array(last, pa.int64())))
