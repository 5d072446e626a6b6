"""The headline: for each division, year, department type and report type, one report and its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from expectations.declaration import indicator_column, tables
from tasks.extract.indicators.catalogue import load_catalogue
from tasks.findings import Rule, Said

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """The report that stands for a key of `district_year`, and those that could have."""

    chosen: str
    others: tuple[str, ...]

    @property
    def finding(self) -> Row:
        """The finding on the chosen report: what was chosen and by which rule."""
        return CHOICE.row(self.chosen, self.others, (), others=len(self.others))


CHOICE = Rule(
    "district_year_choice", "info", True, Said("多份取一", "One of several"),
    Said(
        "同一地区、年度、部门类型和报告类型另有{others}份报告，取此份：先取部门口径，再取最后收到者",
        "This report stands for its district and year; {others} other(s) share the key. Departments go "
        "before units, then the one received last",
    ),
)  # fmt: skip


def choose(published: Sequence[Row], received: Mapping[str, int]) -> list[Choice]:
    """One report for every key of the headline: scope department first, then the one received last."""
    groups: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in published:
        key = tuple(row[name] for name in tables()["district_year"].key)
        if None not in key:
            groups[key].append(row)
    return [_choice(group, received) for group in groups.values()]


def _choice(group: Sequence[Row], received: Mapping[str, int]) -> Choice:
    def rank(row: Row) -> tuple[bool, bool, int]:
        # The bureau of the district itself goes before those of its towns.
        return row["entity_scope"] != "unit", row["town"] is None, received[row["report_id"]]

    chosen, *others = sorted(group, key=rank, reverse=True)
    return Choice(chosen["report_id"], tuple(sorted(row["report_id"] for row in others)))


def district_year_rows(
    choices: Sequence[Choice], reports: Mapping[str, Row], indicators: pa.Table, findings: pa.Table
) -> list[Row]:
    """Rows of `district_year`: the keys and places of the chosen reports, and their core indicators.

    An indicator that the report states in two ways is left empty here; both stand in `indicators`.
    """
    values = _values(indicators)
    failed = _failed(findings)
    shared = [f.name for f in tables()["district_year"].fields if f.name in tables()["reports"].schema.names]
    return [
        {name: reports[c.chosen][name] for name in shared}
        | values[c.chosen]
        | {"findings_failed": failed.get(c.chosen, 0)}
        for c in choices
    ]


def _values(indicators: pa.Table) -> dict[str, Row]:
    core = {i.id: i for i in load_catalogue().indicators.values() if i.core}
    names = {indicator: indicator_column(i).name for indicator, i in core.items()}
    rows = indicators.filter(pc.is_in(indicators["indicator"], pa.array(list(core), pa.string())))
    rows = rows.filter(pc.not_equal(rows["status"], "conflicting"))
    found: defaultdict[str, Row] = defaultdict(dict)
    for row in rows.select(["report_id", "indicator", "value_base", "printed"]).to_pylist():
        indicator = core[row["indicator"]]
        value = row["printed"] if indicator.kind == "text" else row["value_base"]
        found[row["report_id"]][names[indicator.id]] = value
    return found


def _failed(findings: pa.Table) -> dict[str, int]:
    failing = findings.filter(pc.invert(findings["holds"]))
    counts = failing.group_by("report_id").aggregate([("rule", "count")])
    return dict(zip(counts["report_id"].to_pylist(), counts["rule_count"].to_pylist(), strict=True))
