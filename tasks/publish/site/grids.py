"""Tables that sort, filter and download in the page: rows as JSON, a link pattern for each column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from expectations.declaration import Field, tables
from tasks.extract.indicators.catalogue import load_catalogue
from tasks.publish.site import names
from tasks.publish.site.rules import rule_name
from tasks.publish.site.values import Row

MAX_BYTES = 4_000_000  # of one table in a page; the rest is in the CSV, and the page says so
ROW_COST = 24  # what a row costs beside its texts

PICKS = ("fiscal_year", "department_type", "report_type", "province", "severity", "status", "rule", "kind")
HEADLINE_SHOWN = (
    "district", "city", "fiscal_year", "department_type", "budget_total_yuan", "expenditure_total_yuan",
    "execution_rate_pct", "self_score", "grade", "findings_failed",
)  # fmt: skip


def grid(columns: Sequence[Row], rows: Iterable[Sequence[Any]]) -> Row:
    """A table for the page, cut where it grows beyond what a page should hold."""
    kept: list[Sequence[Any]] = []
    size, total = 0, 0
    for row in rows:
        total += 1
        size += ROW_COST + sum(len(str(cell)) * 2 for cell in row if cell is not None)
        if size <= MAX_BYTES:
            kept.append(row)
    return {"columns": list(columns), "rows": kept, "left_out": total - len(kept)}


# Heads of columns where the declared description is a sentence.
HEADS = {
    "district": ("地区", "District"), "city": ("地级", "City"), "province": ("省级", "Province"),
    "fiscal_year": ("年度", "Year"), "department_type": ("部门类型", "Department type"),
    "report_type": ("报告类型", "Kind"), "findings_failed": ("未成立的核查", "Checks failing"),
    "file_name": ("文件", "File"), "title": ("标题", "Title"), "status": ("状态", "Status"),
    "reason": ("原因", "Reason"), "department": ("部门", "Department"), "report_id": ("报告编号", "Report"),
    "characters": ("字符", "Characters"), "joins": ("接合", "Joins"), "moves": ("归位", "Moves"),
    "furniture": ("页面元素", "Furniture"), "doubts": ("存疑", "Doubts"), "source": ("来源", "Source"),
}  # fmt: skip


def _column(field: Field, **more: Any) -> Row:
    kind = "number" if field.type in ("number", "integer") else "text"
    zh, en = HEADS.get(field.name, (field.zh, field.en))
    column: Row = {"name": field.name, "zh": zh, "en": en, "type": kind}
    if field.name in PICKS:
        column["pick"] = True
    if field.unit:
        column["unit"] = field.unit
    return column | {key: value for key, value in more.items() if value is not None}


def _words(field: str, values: Iterable[Any]) -> dict[str, list[str]] | None:
    if field not in ("department_type", "report_type", "severity", "status", "kind"):
        return None
    known = names.department if field == "department_type" else names.word
    return {v: [known(v).zh, known(v).en] for v in set(values) if v is not None}


def headline_grid(headline: Sequence[Row]) -> Row:
    """`district_year`: every value leads to its mark, places to their pages."""
    declared = {f.name: f for f in tables()["district_year"].fields}
    order = [*HEADLINE_SHOWN, *(name for name in declared if name not in HEADLINE_SHOWN)]
    fields = [declared[name] for name in order]
    at = {field.name: i for i, field in enumerate(fields)}
    core = {_indicator_of(f.name) for f in fields}
    links = {
        "district": f"d/{{{at['division_code']}}}.html",
        "report_id": f"r/{{{at['report_id']}}}.html",
        "findings_failed": f"r/{{{at['report_id']}}}.html#findings",
    }
    columns = [
        _column(
            f,
            link=links.get(f.name) or _mark_link(f.name, core, at["report_id"]),
            extra=None if f.name in HEADLINE_SHOWN else True,
            words=_words(f.name, (row[f.name] for row in headline)),
            plain=True if f.name == "fiscal_year" else None,
        )
        for f in fields
    ]
    return grid(columns, ([row[f.name] for f in fields] for row in headline))


def _indicator_of(column: str) -> str:
    return column.removesuffix("_yuan").removesuffix("_pct")


def _mark_link(column: str, core: set[str], at: int) -> str | None:
    indicator = _indicator_of(column)
    known = indicator in core and indicator in load_catalogue().indicators
    return f"r/{{{at}}}.html#i={indicator}" if known else None


def reports_grid(reports: Sequence[Row], failing: dict[str, int]) -> Row:
    """Every raw file: what it is, what became of it, and why."""
    shown = (
        "report_id", "file_name", "title", "province", "city", "district", "fiscal_year", "department",
        "department_type", "report_type", "status", "reason", "pages", "characters", "joins", "moves",
        "furniture", "doubts", "source",
    )  # fmt: skip
    extra = {"report_id", "title", "province", "source", "pages", "furniture", "joins", "department"}
    fields = {f.name: f for f in tables()["reports"].fields}
    columns = [
        _column(
            fields[name],
            link="r/{0}.html" if name in ("file_name", "title") else None,
            extra=True if name in extra else None,
            words=_words(name, (row[name] for row in reports)),
            plain=True if name == "fiscal_year" else None,
            mid=True if name in ("file_name", "title", "reason") else None,
        )
        for name in shown
    ]
    columns.append(
        {"name": "findings_failed", "zh": "未成立的核查", "en": "Checks failing", "type": "number"}
    )
    rows = ([*(row[name] for name in shown), failing.get(row["report_id"], 0)] for row in reports)
    return grid(columns, rows)


def findings_grid(findings: Sequence[Row], reports: dict[str, Row]) -> Row:
    """Every check that fails, errors first, with the paragraph it is about."""
    columns: list[Row] = [
        {"name": "severity", "zh": "严重程度", "en": "Severity", "type": "text", "pick": True, "tag": True,
         "words": _words("severity", (f["severity"] for f in findings))},
        {"name": "rule", "zh": "规则", "en": "Rule", "type": "text", "pick": True, "short": True,
         "words": {rule: list(rule_name(rule)) for rule in sorted({f["rule"] for f in findings})}},
        {"name": "district", "zh": "地区", "en": "District", "type": "text"},
        {"name": "fiscal_year", "zh": "年度", "en": "Year", "type": "number", "plain": True, "pick": True},
        {"name": "message", "zh": "说明", "en": "What to look at", "type": "text", "wide": True,
         "link": "r/{5}.html#{6}", "en_at": 7},
        {"name": "report_id", "zh": "报告编号", "en": "Report", "type": "text", "extra": True},
        {"name": "mark", "zh": "位置", "en": "Mark", "type": "text", "extra": True},
        {"name": "message_en", "zh": "说明（英文）", "en": "What to look at (English)", "type": "text",
         "extra": True},
    ]  # fmt: skip
    rows = (
        [
            f["severity"],
            f["rule"],
            *_place(reports[f["report_id"]]),
            f["message"],
            f["report_id"],
            _at(f),
            _en(f),
        ]
        for f in findings
    )
    return grid(columns, rows)


def _place(report: Row) -> tuple[str | None, int | None]:
    return report["district"] or report["city"] or report["province"], report["fiscal_year"]


def _en(finding: Row) -> str | None:
    return finding.get("message_en")


def _at(finding: Row) -> str:
    return f"p={finding['paragraphs'][0]}" if finding["paragraphs"] else f"f={finding['finding']}"
