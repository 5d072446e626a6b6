"""The data-quality report: one page that opens offline, in Chinese and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from expectations.declaration import tables
from tasks.check.verdicts import Verdict

HEADLINE = (
    "province", "city", "district", "fiscal_year", "department_type", "report_type", "budget_total_yuan",
    "expenditure_total_yuan", "execution_rate_pct", "self_score", "grade", "findings_failed",
)  # fmt: skip
NOT_SHOWN = ("quarantined", "template", "superseded", "withdrawn")


def quality_page(release_id: str, release: Mapping[str, pa.Table], verdicts: Sequence[Verdict]) -> str:
    """The page as HTML; every text that comes from a report is escaped."""
    reports = release["reports"].to_pylist()
    return _template().render(
        release_id=release_id,
        headline=release["district_year"].select(list(HEADLINE)).to_pylist(),
        columns=[field for field in tables()["district_year"].fields if field.name in HEADLINE],
        status=Counter(row["status"] for row in reports),
        names={row["report_id"]: row["file_name"] for row in reports},
        set_aside=[row for row in reports if row["status"] in NOT_SHOWN],
        failed=[v for v in verdicts if not v.success],
        passed=sum(v.success for v in verdicts),
        findings=_failing(release["findings"]),
        holding=pc.sum(pc.cast(release["findings"]["holds"], pa.int64())).as_py() or 0,
        cleaning=[
            {name: row[name] for name in ("joins", "moves", "furniture", "doubts")} | row for row in reports
        ],
        rows={table.zh: (table.name, release[table.name].num_rows) for table in tables().values()},
    )


def _failing(findings: pa.Table) -> list[dict[str, Any]]:
    order = {"error": 0, "warning": 1, "info": 2}
    rows: list[dict[str, Any]] = findings.filter(pc.invert(findings["holds"])).to_pylist()
    return sorted(rows, key=lambda row: (order[row["severity"]], row["report_id"], row["finding"]))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("tasks.publish", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["figure"] = figure
    return environment.get_template("page.html.j2")


def figure(value: Any) -> str:
    """A value as people read it: thousands separated, nothing where there is none."""
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
