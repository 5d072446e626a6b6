"""The page of the review queue: the same rows in the same order as its files, one click from their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tasks.publish.site import names
from tasks.publish.site.grids import grid
from tasks.publish.site.links import indicator_marks
from tasks.publish.site.values import Row
from tasks.review.identities import MARK
from tasks.review.queue import Item, figure_key


def review_grid(items: Sequence[Item], indicators: pa.Table) -> Row:
    """The queue as a table of the page; `indicators` tells which of several marks of one name is meant."""
    named = {item.indicator for item in items if item.indicator}
    words = {name: [names.indicator(name).zh, names.indicator(name).en] for name in sorted(named)}
    words[MARK] = ["报告身份", "Identity of the report"]
    columns: list[Row] = [
        {"name": "rank", "zh": "先后", "en": "Order", "type": "number"},
        {"name": "place", "zh": "地区", "en": "District", "type": "text"},
        {"name": "fiscal_year", "zh": "年度", "en": "Year", "type": "number", "plain": True, "pick": True},
        {"name": "indicator", "zh": "指标", "en": "Indicator", "type": "text", "pick": True, "words": words},
        {"name": "why", "zh": "待复核内容", "en": "What to review", "type": "text", "wide": True,
         "link": "r/{6}.html#{7}", "en_at": 8},
        {"name": "printed", "zh": "原文", "en": "As printed", "type": "text"},
        {"name": "report_id", "zh": "报告编号", "en": "Report", "type": "text", "extra": True},
        {"name": "mark", "zh": "位置", "en": "Mark", "type": "text", "extra": True},
        {"name": "why_en", "zh": "待复核内容（英文）", "en": "What to review (English)", "type": "text",
         "extra": True},
    ]  # fmt: skip
    marks = _figure_marks(items, indicators)
    rows = (
        [
            rank, item.place or item.file_name, item.fiscal_year, _about(item), item.why, item.printed,
            item.report_id, _mark(item, marks), item.why_en,
        ]
        for rank, item in enumerate(items, start=1)
    )  # fmt: skip
    return grid(columns, rows)


def _about(item: Item) -> str | None:
    """The indicator, or that it is about who reports; nothing where it is about a sentence."""
    return item.indicator or (MARK if item.key.endswith(f"/{MARK}") else None)


def _mark(item: Item, marks: Mapping[str, str]) -> str:
    """The value, else the paragraph, else the check; a doubt about the whole report is at its beginning."""
    if item.indicator:
        return marks[item.key]
    if item.paragraph is not None:
        return f"p={item.paragraph}"
    return "" if item.finding is None else f"f={item.finding}"


def _figure_marks(items: Sequence[Item], indicators: pa.Table) -> dict[str, str]:
    doubted = pa.array({item.report_id for item in items if item.indicator}, pa.string())
    by_report: defaultdict[str, list[Row]] = defaultdict(list)
    for row in indicators.filter(pc.is_in(indicators["report_id"], doubted)).to_pylist():
        by_report[row["report_id"]].append(row)
    return {figure_key(row): mark for rows in by_report.values() for mark, row in indicator_marks(rows)}
