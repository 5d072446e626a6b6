"""The lake: one row per interpretation of a raw file, with everything found in it as nested lists.

Rows are only ever appended, a batch in one atomic commit, so that no report can be half there and
writers never wait for one another. The row written last for a content is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from expectations.declaration import ARROW, Table, tables
from tasks.model import Report
from tasks.store import delta
from tasks.store.home import Home
from tasks.store.rows import lake_row

LAKE = "lake/reports"
PIECES = pa.list_(
    pa.struct([(name, pa.int32()) for name in ("start", "line", "column", "length")])
)  # provenance to the character; flat tables publish only its lines
HEAD = (
    pa.field("sha256", pa.string(), nullable=False),
    pa.field("file_names", pa.list_(pa.string()), nullable=False),
    pa.field("code_version", pa.string(), nullable=False),
    pa.field("written_at", pa.timestamp("us", tz="UTC"), nullable=False),
)
# Columns of `reports` that depend on other files or other reports and so are made at release time.
SET_WISE = ("source", "file_name", "sha256")


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


def commit(home: Home, reports: Iterable[Report], code_version: str) -> None:
    """Append the reports of one batch, all or none."""
    now = datetime.now(UTC)
    stamp = {"code_version": code_version, "written_at": now}
    rows = [lake_row(report) | stamp for report in reports]
    delta.append(home, LAKE, pa.Table.from_pylist(rows, schema()), partition_by=["fiscal_year"])


@dataclass(frozen=True, slots=True)
class Done:
    """That a content was interpreted: under which file names, by which code, as of which year."""

    file_names: tuple[str, ...]
    code_version: str
    fiscal_year: int | None


def done(home: Home) -> dict[str, Done]:
    """What was interpreted last of every content, by hash."""
    columns = ["sha256", "written_at", "file_names", "code_version", "fiscal_year"]
    table = delta.read_table(home, LAKE, columns)
    if table is None:
        return {}
    rows = sorted(table.to_pylist(), key=lambda row: row["written_at"])
    return {r["sha256"]: Done(tuple(r["file_names"]), r["code_version"], r["fiscal_year"]) for r in rows}


def latest(home: Home, columns: Sequence[str] | None = None) -> pa.Table:
    """One row per content, the one written last, ordered by hash."""
    names = None if columns is None else ["sha256", "written_at", *columns]
    table = delta.read_table(home, LAKE, names)
    if table is None:
        return schema().empty_table()
    order = pc.sort_indices(table, [("sha256", "ascending"), ("written_at", "ascending")])
    hashes = table["sha256"].take(order).to_pylist()
    last = [i for i, value in enumerate(hashes) if i + 1 == len(hashes) or hashes[i + 1] != value]
    return table.take(order.take(pa.array(last, pa.int64())))
