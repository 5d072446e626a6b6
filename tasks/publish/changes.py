"""What changed between two releases: reports come and gone, and every value that differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from expectations.declaration import UNIT_SUFFIX

Tables = Mapping[str, pa.Table]
Lineage = Mapping[str, str]  # report id: version of the code that interpreted it
Key = tuple[Any, ...]
Reason = Literal["new file", "file gone", "other file", "new code", "correction", "unexplained"]
NOT_A_VALUE = {"report_id", "findings_failed"}


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as it is compared: its tables, and which code read each report."""

    tables: Tables
    lineage: Lineage


NOTHING = Edition({}, {})


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that reads differently, and why; None where there was or is no value."""

    table: str
    key: Key
    column: str
    old: Any
    new: Any
    reason: Reason


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between an older and a newer release."""

    rows: Mapping[str, tuple[int, int]]  # table: rows before, rows now
    reports_added: tuple[Mapping[str, Any], ...]
    reports_removed: tuple[Mapping[str, Any], ...]
    status_changed: tuple[tuple[str, str, str], ...]  # report_id, old, new
    values: tuple[ValueChange, ...]

    def __bool__(self) -> bool:
        rows = any(old != new for old, new in self.rows.values())
        return bool(rows or self.reports_added or self.reports_removed or self.status_changed or self.values)


def compare(old: Edition, new: Edition) -> Changes:
    """What changed from `old` to `new`; `NOTHING` stands for no release at all."""
    before, after = _reports(old.tables), _reports(new.tables)
    both = before.keys() & after.keys()
    rows_before = {name: table.num_rows for name, table in old.tables.items()}
    return Changes(
        rows={name: (rows_before.get(name, 0), table.num_rows) for name, table in new.tables.items()},
        reports_added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        reports_removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        status_changed=tuple(
            (key, before[key]["status"], after[key]["status"])
            for key in sorted(both)
            if before[key]["status"] != after[key]["status"]
        ),
        values=(*_headline_changes(old, new), *_indicator_changes(old, new)),
    )


def _reports(tables: Tables) -> dict[str, Mapping[str, Any]]:
    if "reports" not in tables:
        return {}
    shown = ["report_id", "file_name", "district", "fiscal_year", "status", "reason"]
    return {row["report_id"]: row for row in tables["reports"].select(shown).to_pylist()}


def _headline_changes(old: Edition, new: Edition) -> Iterable[ValueChange]:
    """Cells of `district_year` that differ."""
    before, after = _headline(old.tables), _headline(new.tables)
    corrected = _corrected(old.tables) | _corrected(new.tables)
    placed = _placed(old.tables) ^ _placed(new.tables)
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key, {}), after.get(key, {})
        reason = _reason(was.get("report_id"), now.get("report_id"), old, new)
        if placed & {was.get("report_id"), now.get("report_id")}:
            reason = "correction"  # a person moved the report to another row, or to this one
        for column in now or was:
            if column not in NOT_A_VALUE and was.get(column) != now.get(column):
                by_hand = reason == "unexplained" and (now.get("report_id"), column) in corrected
                why: Reason = "correction" if by_hand else reason
                yield ValueChange("district_year", key, column, was.get(column), now.get(column), why)


def _corrected(tables: Tables) -> set[tuple[str, str]]:
    """The columns of `district_year` that a person put right, by report."""
    if "indicators" not in tables:
        return set()
    shown = tables["indicators"].select(["report_id", "indicator", "status"]).to_pylist()
    names = {(row["report_id"], row["indicator"]) for row in shown if row["status"] == "corrected"}
    return {(report, name + suffix) for report, name in names for suffix in ("", *UNIT_SUFFIX.values())}


def _placed(tables: Tables) -> set[str]:
    """The reports whose place, year, department or kind a person put right."""
    if "reports" not in tables or "identity_by_hand" not in tables["reports"].column_names:
        return set()
    shown = tables["reports"].select(["report_id", "identity_by_hand"]).to_pylist()
    return {row["report_id"] for row in shown if row["identity_by_hand"]}


def _headline(tables: Tables) -> dict[Key, Mapping[str, Any]]:
    if "district_year" not in tables:
        return {}
    keys = ("division_code", "fiscal_year", "department_type", "report_type")
    return {tuple(row[k] for k in keys): row for row in tables["district_year"].to_pylist()}


def _indicator_changes(old: Edition, new: Edition) -> Iterable[ValueChange]:
    """Indicators that read differently in reports that both releases hold."""
    before, after = _indicators(old.tables), _indicators(new.tables)
    shared = {report for report, _ in before} & {report for report, _ in after}
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if key[0] in shared and was != now:
            corrected = now is not None and any(status == "corrected" for *_, status in now)
            reason: Reason = "correction" if corrected else _reason(key[0], key[0], old, new)
            yield ValueChange("indicators", key, "printed", _printed(was), _printed(now), reason)


Stated = tuple[tuple[float | None, str, str], ...]  # value_base, printed, status


def _indicators(tables: Tables) -> dict[tuple[str, str], Stated]:
    found: defaultdict[tuple[str, str], list[tuple[float | None, str, str]]] = defaultdict(list)
    if "indicators" not in tables:
        return {}
    shown = ["report_id", "indicator", "value_base", "printed", "status"]
    for row in tables["indicators"].select(shown).to_pylist():
        found[row["report_id"], row["indicator"]].append((row["value_base"], row["printed"], row["status"]))
    return {key: tuple(stated) for key, stated in found.items()}


def _printed(stated: Stated | None) -> str | None:
    return None if stated is None else " / ".join(printed for _, printed, _ in stated)


def _reason(was: str | None, now: str | None, old: Edition, new: Edition) -> Reason:
    """Why the values taken from report `was` differ from those taken from report `now`."""
    if was is None:
        return "new file"
    if now is None:
        return "file gone" if was not in new.lineage else "other file"
    if was != now:
        return "other file"
    return "new code" if old.lineage.get(was) != new.lineage.get(now) else "unexplained"


def as_markdown(changes: Changes, title: str) -> str:
    """The changes as a page of Markdown, what is new first."""
    parts = [f"# {title}", _rows(changes)]
    parts += [_listing("Reports added (新增报告)", [_report(r) for r in changes.reports_added])]
    parts += [_listing("Reports removed (移除报告)", [_report(r) for r in changes.reports_removed])]
    parts += [
        _listing("Status changed (状态变化)", [f"{k}: {a} → {b}" for k, a, b in changes.status_changed])
    ]
    parts += [_listing("Values changed (数值变化)", [_value(v) for v in changes.values])]
    return "\n\n".join(part for part in parts if part) + "\n"


def first_release(changes: Changes, title: str) -> str:
    """What a release holds that has none before it: in sum, since its tables are the list."""
    counted = Counter(report["status"] for report in changes.reports_added)
    listed = ", ".join(f"{count} {status}" for status, count in counted.most_common())
    held_back = [r for r in changes.reports_added if r["status"] not in ("published", "superseded")]
    parts = [
        f"# {title}",
        "The first release: there is none before it to compare with (首个版本，无可比较的前版).",
        f"Files received (收到文件): {len(changes.reports_added)}: {listed or 'none'}.",
        _rows(changes),
        _listing("Not published (未发布)", [_report(r) for r in held_back]),
        "Every value stands in `csv/district_year.csv` and `csv/indicators.csv` (全部数值见此二表).",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rows(changes: Changes) -> str:
    lines = [f"| {name} | {old} | {new} |" for name, (old, new) in changes.rows.items()]
    return "\n".join(["| table | rows before | rows now |", "|---|---|---|", *lines])


def _listing(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}: {len(lines)}", "", *(f"- {line}" for line in lines)]) if lines else ""


def _report(row: Mapping[str, Any]) -> str:
    reason = f" ({_text(row['reason'])})" if row["reason"] else ""
    what = " ".join(str(row[name]) for name in ("district", "fiscal_year") if row[name])
    return f"{row['report_id']} {_text(row['file_name'])} {what} {row['status']}{reason}"


def _value(change: ValueChange) -> str:
    place = " ".join(str(part) for part in change.key)
    return f"{place} {change.column}: {_text(change.old)} → {_text(change.new)} ({change.reason})"


def _text(value: Any) -> str:
    """A value on one line, with nothing that Markdown or HTML would act on."""
    shown = "—" if value is None else " ".join(str(value).split())
    for sign in "\\`*_[]<>|":
        shown = shown.replace(sign, "\\" + sign)
    return shown
