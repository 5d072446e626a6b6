"""The queue as CSV and XLSX that a person fills in, and such a file read again, whatever saved it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from tasks.publish.csv_safe import FORMULA_STARTS, cell
from tasks.publish.workbook import AS_TEXT, MAX_ROWS, MAX_TEXT, NEVER
from tasks.review.queue import Item

CSV, XLSX = "review.csv", "review.xlsx"
DECISIONS = ("right", "wrong", "withdraw", "later")
# Columns of the queue, then those to fill in. The first of each pair is the name that reading goes by.
ASKED = (
    ("key", "编号（勿改）"), ("rank", "先后"), ("why", "存疑原因"), ("file_name", "文件"), ("place", "地区"),
    ("fiscal_year", "年度"), ("department", "部门"), ("indicator", "指标"), ("label", "指标名称"),
    ("printed", "原文"), ("value_base", "现值（元、%）"), ("unit_base", "单位"), ("evidence", "上下文"),
    ("page", "页"), ("raw_line", "原文行"), ("paragraph", "段落"), ("why_en", "存疑原因（英文）"),
)  # fmt: skip
ANSWERED = (
    ("decision", "判断 right 现值正确｜wrong 现值有误｜withdraw 撤下报告｜later 暂缓"),
    (
        "right_value",
        "正确数值（注明单位，如 1200万元、91.3%）；“报告身份”行只写有误的："
        "地区=…；年度=…；部门=…；报告类型=…",
    ),
    ("reason", "理由"),
    ("source", "依据"),
    ("reviewer", "复核人"),
)
WIDE = {"why": 60, "evidence": 48, "decision": 30, "right_value": 44, "reason": 30, "source": 30}


class UnreadableReview(Exception):  # noqa: N818 - named for what it says of the file
    """A file that is no review queue; its message is what a person reads."""


def as_csv(items: Sequence[Item]) -> bytes:
    """The queue as CSV in UTF-8 with a byte order mark, safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in (*ASKED, *ANSWERED)])
    writer.writerow([label for _, label in (*ASKED, *ANSWERED)])
    writer.writerows([cell(value) for value in row] for row in _rows(items))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(items: Sequence[Item]) -> bytes:
    """The queue as a workbook of one sheet; `decision` is picked from a list."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, AS_TEXT)
    book.set_properties({"title": "复核 review", "created": NEVER})
    head = book.add_format({"bold": True, "bg_color": "#E4EEFA", "text_wrap": True, "valign": "top"})
    name_format = book.add_format({"font_color": "#55636F", "bottom": 1})
    guarded = book.add_format({"quote_prefix": True})
    fill = book.add_format({"bg_color": "#FFF8E1", "num_format": "@"})
    sheet = book.add_worksheet("复核 review")
    for column, (name, label) in enumerate((*ASKED, *ANSWERED)):
        sheet.write_string(0, column, label, head)
        sheet.write_string(1, column, name, name_format)
        sheet.set_column(column, column, WIDE.get(name, 14), fill if column >= len(ASKED) else None)
    rows = _rows(items[:MAX_ROWS])
    last = max(2, len(items) + 1)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row[: len(ASKED)]):
            if isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif value:
                text = str(value)[:MAX_TEXT]
                sheet.write_string(number, column, text, guarded if text.startswith(FORMULA_STARTS) else None)
    sheet.data_validation(2, len(ASKED), last, len(ASKED), {"validate": "list", "source": list(DECISIONS)})
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, last, len(ASKED) + len(ANSWERED) - 1)
    book.close()
    return out.getvalue()


def _rows(items: Sequence[Item]) -> list[list[Any]]:
    empty = [""] * len(ANSWERED)
    return [
        [rank if name == "rank" else _plain(getattr(item, name)) for name, _ in ASKED] + empty
        for rank, item in enumerate(items, start=1)
    ]


def _plain(value: Any) -> Any:
    return "" if value is None else value


def read_review(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows of a filled queue with their line numbers; `UnreadableReview` where it is none."""
    rows = _workbook(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    for number, row in enumerate(rows[:5]):
        if {"key", "decision"} <= set(row):
            names = row
            body = enumerate(rows[number + 1 :], start=number + 2)
            return [(line, _named(names, values)) for line, values in body if _is_item(names, values)]
    raise UnreadableReview(
        "no review queue: a line with the names key and decision is missing (不是复核清单：缺少列名行)"
    )


def _is_item(names: Sequence[str], values: Sequence[str]) -> bool:
    """Not the line of Chinese labels, and not an empty one."""
    return any(values) and values != [dict((*ASKED, *ANSWERED)).get(name, "") for name in names]


def _named(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    return {name: _unguarded(value.strip()) for name, value in zip(names, values, strict=False) if name}


def _unguarded(text: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _csv(data: bytes) -> list[list[str]]:
    """Rows of a CSV as Excel, WPS or LibreOffice save it: UTF-8 or GB18030; comma, semicolon or tab."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UnreadableReview("neither CSV nor XLSX (无法识别的文件)") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableReview(f"no CSV: {error} (不是CSV)") from error


def _workbook(data: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows: Iterable[Sequence[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as error:
        raise UnreadableReview(f"the workbook cannot be opened: {error} (工作簿无法打开)") from error
    return [[_text(value) for value in row] for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
