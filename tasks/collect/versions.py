"""Versions: of several files that are the same report, the one received last is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]
# What makes two files versions of one report rather than two reports.
SAME_REPORT = (
    "division_code",
    "town",
    "department_type",
    "department",
    "entity_scope",
    "report_type",
    "fiscal_year",
)


def settle_versions(reports: Sequence[Row], received: Mapping[str, int]) -> list[Row]:
    """The reports, all but the last received of each kind marked as superseded by it."""
    versions: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in reports:
        if row["status"] == "published":
            versions[tuple(row[name] for name in SAME_REPORT)].append(row)
    successor = {
        row["report_id"]: max(group, key=lambda r: received[r["report_id"]])["report_id"]
        for group in versions.values()
        for row in group
    }
    return [_settled(row, successor.get(row["report_id"])) for row in reports]


def _settled(row: Row, last: str | None) -> Row:
    if last is None or last == row["report_id"]:
        return row
    reason = f"superseded: a later version of this report was received, {last} (已有更新版本)"
    return row | {"status": "superseded", "reason": reason}
