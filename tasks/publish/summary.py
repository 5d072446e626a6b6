"""The summary of a release: what was published, what was not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from tasks.publish.release import read_tables
from tasks.publish.site.names import department
from tasks.store.home import Home

SHOWN = (
    "district", "fiscal_year", "department_type", "budget_total_yuan", "expenditure_total_yuan",
    "execution_rate_pct", "self_score", "grade", "findings_failed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """The headline rows of a release and the files it leaves out."""

    release_id: str
    path: str
    headline: tuple[Mapping[str, Any], ...]
    left_out: tuple[Mapping[str, Any], ...]  # file_name, status, reason

    def as_markdown(self) -> str:
        """The summary as Markdown, for the scheduler's pages."""
        lines = [f"Release **{self.release_id}** at `{self.path}`: {len(self.headline)} district-years."]
        lines += [f"- {row['status']}: `{row['file_name']}`: {row['reason']}" for row in self.left_out]
        return "\n".join(lines)


def summarise(home: Home, release_id: str) -> Summary:
    """What a release says and what it leaves out."""
    release = read_tables(home, release_id)
    headline = release["district_year"]
    # A division above the county has no district; its own name stands there.
    place = pc.coalesce(headline["district"], headline["city"], headline["province"])
    headline = headline.set_column(headline.schema.get_field_index("district"), "district", place)
    rows = [_named(row) for row in headline.select(list(SHOWN)).to_pylist()]
    reports = release["reports"]
    left_out = reports.filter(pc.not_equal(reports["status"], "published"))
    unpublished = left_out.select(["file_name", "status", "reason"]).to_pylist()
    return Summary(release_id, home.path("releases", release_id), tuple(rows), tuple(unpublished))


def _named(row: dict[str, Any]) -> Mapping[str, Any]:
    """The row with its department as a reader knows it, not by its id."""
    names = {"department": department(row["department_type"]).zh}
    return {name: value for name, value in (row | names).items() if name != "department_type"}
