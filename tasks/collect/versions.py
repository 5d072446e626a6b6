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
    groups = _versions(reports, received)
    successor = {row["report_id"]: group[-1]["report_id"] for group in groups for row in group}
    return [_settled(row, successor.get(row["report_id"])) for row in reports]


def versions_before(reports: Sequence[Row], received: Mapping[str, int]) -> dict[str, str]:
    """For each report that supersedes another the version received before it."""
    groups = _versions(reports, received)
    return {group[-1]["report_id"]: group[-2]["report_id"] for group in groups if len(group) > 1}


def _versions(reports: Sequence[Row], received: Mapping[str, int]) -> list[list[Row]]:
    """The published reports, those of one kind together in the order of receipt."""
    versions: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in reports:
        if row["status"] == "published":
            versions[tuple(row[name] for name in SAME_REPORT)].append(row)
    return [sorted(group, key=lambda row: received[row["report_id"]]) for group in versions.values()]


def _settled(row: Row, last: str | None) -> Row:
    if last is None or last == row["report_id"]:
        return row
    reason = f"superseded: a later version of this report was received, {last} (已有更新版本)"
    return row | {"status": "superseded", "reason": reason}
