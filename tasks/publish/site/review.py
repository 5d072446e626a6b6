"""The review queue: what a person should look at first, worst first, one click from its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.publish.site import names
from tasks.publish.site.grids import grid
from tasks.publish.site.values import Row

UNSURE = 0.75  # below this confidence an indicator is worth a look
WEIGHT = {"error": 0.0, "warning": 0.4, "info": 0.9}


def queue(indicators: Sequence[Row], findings: Sequence[Row], reports: dict[str, Row]) -> Row:
    """Indicators that conflict or are unsure, and checks that fail, doubts of cleaning among them."""
    columns: list[Row] = [
        {"name": "rank", "zh": "先后", "en": "Order", "type": "number"},
        {"name": "kind", "zh": "类别", "en": "Kind", "type": "text", "pick": True},
        {"name": "district", "zh": "地区", "en": "District", "type": "text"},
        {"name": "fiscal_year", "zh": "年度", "en": "Year", "type": "number", "plain": True, "pick": True},
        {"name": "what", "zh": "待复核内容", "en": "What to review", "type": "text", "wide": True,
         "link": "r/{6}.html#{7}"},
        {"name": "printed", "zh": "原文", "en": "As printed", "type": "text"},
        {"name": "report_id", "zh": "报告编号", "en": "Report", "type": "text", "extra": True},
        {"name": "mark", "zh": "位置", "en": "Mark", "type": "text", "extra": True},
    ]  # fmt: skip
    doubtful = [*_indicators(indicators), *_findings(findings)]
    doubtful.sort(key=lambda item: item[0])
    rows = (
        [rank, kind, *_place(reports[report_id]), what, printed, report_id, mark]
        for rank, (_, kind, what, printed, report_id, mark) in enumerate(doubtful, start=1)
    )
    return grid(columns, rows)


Item = tuple[float, str, str, str, str, str]


def _indicators(rows: Iterable[Row]) -> Iterable[Item]:
    for row in rows:
        name = f"{names.indicator(row['indicator']).zh} {row['indicator']}"
        if row["status"] == "conflicting":
            yield 0.2, "conflicting", name, row["printed"], row["report_id"], f"i={row['indicator']}"
        elif row["confidence"] < UNSURE:
            yield row["confidence"], "unsure", name, row["printed"], row["report_id"], f"i={row['indicator']}"


def _findings(rows: Iterable[Row]) -> Iterable[Item]:
    for row in rows:
        mark = f"p={row['paragraphs'][0]}" if row["paragraphs"] else f"f={row['finding']}"
        printed = "; ".join(row["values"])
        yield WEIGHT[row["severity"]], row["rule"], row["message"], printed, row["report_id"], mark


def _place(report: Row) -> tuple[str | None, int | None]:
    return report["district"] or report["city"] or report["province"], report["fiscal_year"]
