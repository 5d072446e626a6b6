"""Collect: the lake and the receipts to the flat tables of a release."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from expectations.declaration import Table, tables
from tasks.collect.corrections import (
    Correction,
    Withdrawal,
    correct,
    load_corrections,
    load_withdrawals,
    withdraw,
)
from tasks.collect.disagreement import disagreements
from tasks.collect.district_year import choose, district_year_rows
from tasks.collect.identities import IdentityCorrection, load_identities, put_right
from tasks.collect.versions import settle_versions, versions_before
from tasks.store.archive import Receipt

Row = dict[str, Any]
Tables = dict[str, pa.Table]
IN_EVERY_TABLE = ("published", "superseded")


@dataclass(frozen=True, slots=True)
class Curated:
    """What people decided about single reports."""

    corrections: tuple[Correction, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    identities: tuple[IdentityCorrection, ...] = ()


def load_curated() -> Curated:
    """The decisions in `data/reference`."""
    return Curated(load_corrections(), load_withdrawals(), load_identities())


def collect(lake: pa.Table, receipts: Sequence[Receipt], curated: Curated | None = None) -> Tables:
    """Every declared table, rows in the declared order whatever the order files came in."""
    declared, curated = tables(), curated or Curated()
    standing = withdraw(put_right(_reports(lake, receipts), curated.identities), curated.withdrawals)
    received = _received(receipts)
    reports = settle_versions(standing, received)
    kept = {row["report_id"]: row for row in reports if row["status"] in IN_EVERY_TABLE}
    mask = pc.is_in(lake["report_id"], pa.array(list(kept), pa.string()))
    shown = _placed(lake.filter(mask), kept) if curated.identities else lake.filter(mask)
    result = {"reports": table_of(declared["reports"], reports)}
    for table in declared.values():
        if table.nested:
            result[table.name] = ordered(table, flatten(table, shown))
    if curated.corrections:
        corrected = correct(result["indicators"].to_pylist(), curated.corrections, kept)
        result["indicators"] = table_of(declared["indicators"], corrected)
    choices = choose([r for r in reports if r["status"] == "published"], received)
    differing = disagreements(versions_before(standing, received), result["indicators"], result["quantities"])
    more = [*(choice.finding for choice in choices if choice.others), *(each.finding for each in differing)]
    decided: tuple[Correction | IdentityCorrection, ...] = (*curated.corrections, *curated.identities)
    more += [correction.finding for correction in decided if correction.report_id in kept]
    result["findings"] = with_more(declared["findings"], result["findings"], more)
    rows = district_year_rows(choices, kept, result["indicators"], result["findings"])
    result["district_year"] = ordered(declared["district_year"], table_of(declared["district_year"], rows))
    return {name: result[name] for name in declared}


def _placed(shown: pa.Table, kept: Mapping[str, Row]) -> pa.Table:
    """The reports as the nested tables repeat them, under the identity that people put right."""
    rows = [kept[report_id] for report_id in shown["report_id"].to_pylist()]
    repeated = {
        f.name for table in tables().values() if table.nested for f in table.fields if f.of == "report"
    }
    for name in sorted(repeated):
        at = shown.schema.get_field_index(name)
        column = pa.array([row[name] for row in rows], shown.schema.field(at).type)
        shown = shown.set_column(at, shown.schema.field(at), column)
    return shown


def _reports(lake: pa.Table, receipts: Iterable[Receipt]) -> list[Row]:
    """One row per content received, with all its sources; those not interpreted yet are left out."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for receipt in receipts:
        sources[receipt.sha256].add(receipt.source)
    own = [f.name for f in tables()["reports"].fields if f.name in lake.column_names]
    rows: list[Row] = lake.select([*own, "file_names"]).to_pylist()
    for row in rows:
        row["source"] = "; ".join(sorted(sources[row["sha256"]]))
        row["file_name"] = "; ".join(row.pop("file_names"))
    return rows


def _received(receipts: Iterable[Receipt]) -> dict[str, int]:
    """For each report the place of its newest receipt, the first of several copies in one delivery."""
    place: dict[str, int] = {}
    moment: dict[str, datetime] = {}
    for number, receipt in enumerate(receipts):
        report_id = receipt.sha256[:16]
        if moment.get(report_id) != receipt.received_at:
            place[report_id], moment[report_id] = number, receipt.received_at
    return place


def flatten(table: Table, lake: pa.Table) -> pa.Table:
    """The rows nested in each report under `table`, with what the report says repeated beside them."""
    nested = lake[table.name].combine_chunks()
    parents = pc.list_parent_indices(nested)
    rows = pc.list_flatten(nested)
    columns = [
        lake[f.name].take(parents).combine_chunks() if f.of == "report" else pc.struct_field(rows, f.name)
        for f in table.fields
    ]
    return pa.Table.from_arrays([_one(c) for c in columns], schema=table.schema)


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def table_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table of the declared schema, in the declared order."""
    return ordered(table, pa.Table.from_pylist([dict(row) for row in rows], table.schema))


def ordered(table: Table, rows: pa.Table) -> pa.Table:
    """The rows in the declared order."""
    return rows.sort_by([(name, "ascending") for name in table.sort])


def with_more(table: Table, findings: pa.Table, more: Iterable[Row]) -> pa.Table:
    """The findings of single reports with those that only many reports together give, numbered on."""
    count = Counter(findings["report_id"].to_pylist())
    rows = []
    for row in more:
        rows.append(row | {"finding": count[row["report_id"]]})
        count[row["report_id"]] += 1
    return ordered(table, pa.concat_tables([findings, table_of(table, rows)]))
