"""The workbook of a release: the tables people open in a spreadsheet, and the dictionary of their columns."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import xlsxwriter

from expectations.declaration import Table, tables
from tasks.publish.csv_safe import FORMULA_STARTS, LIST_SEPARATOR

NAME = "district-yearbook.xlsx"
SHEETS = ("district_year", "indicators", "findings")
MAX_ROWS = 1_000_000  # a sheet holds 1,048,576; a longer table is cut here and whole in the CSV
MAX_TEXT = 32_767  # characters a cell can hold
WIDEST = 48
NEVER = datetime(2000, 1, 1)  # the same tables give the same bytes, whenever they are written
# A text stays a text: no formula, no link, no number is ever made of it.
AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Formats = Mapping[str, Any]


def workbook(release_id: str, release: Mapping[str, pa.Table]) -> bytes:
    """The workbook as XLSX."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, AS_TEXT)
    book.set_properties({"title": f"District yearbook {release_id}", "created": NEVER})
    formats = {
        "zh": book.add_format({"bold": True, "bg_color": "#E4EEFA"}),
        "name": book.add_format({"font_color": "#55636F", "bottom": 1}),
        "guarded": book.add_format({"quote_prefix": True}),
        "figure": book.add_format({"num_format": "#,##0.######"}),
    }
    for name in SHEETS:
        _table(book, tables()[name], release[name], formats)
    _dictionary(book, formats)
    book.close()
    return out.getvalue()


def _table(book: Any, declared: Table, rows: pa.Table, formats: Formats) -> None:
    sheet = book.add_worksheet(f"{declared.zh} {declared.name}"[:31])
    shown = rows.slice(0, MAX_ROWS)
    _head(sheet, [(f.zh, f.name) for f in declared.fields], formats, shown.num_rows)
    for column, field in enumerate(declared.fields):
        figure = formats["figure"] if field.type == "number" else None
        for row, value in enumerate(shown[field.name].to_pylist(), start=2):
            _write(sheet, row, column, value, figure, formats)


def _head(sheet: Any, columns: Sequence[tuple[str, str]], formats: Formats, rows: int) -> None:
    for column, (zh, name) in enumerate(columns):
        sheet.write_string(0, column, zh, formats["zh"])
        sheet.write_string(1, column, name, formats["name"])
        sheet.set_column(column, column, min(WIDEST, max(12, 2 * len(zh) + 2, len(name) + 2)))
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(1, rows + 1), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, figure: Any, formats: Formats) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, figure)
    else:
        text = LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)
        guarded = formats["guarded"] if text.startswith(FORMULA_STARTS) else None
        sheet.write_string(row, column, text[:MAX_TEXT], guarded)


def _dictionary(book: Any, formats: Formats) -> None:
    sheet = book.add_worksheet("数据字典 dictionary")
    columns = (
        ("表", "table"), ("列", "column"), ("类型", "type"), ("单位", "unit"), ("必填", "required"),
        ("中文说明", "zh"), ("英文说明", "en"), ("取值", "values"),
    )  # fmt: skip
    rows = [
        (t.name, f.name, f.type, f.unit, f.required, f.zh, f.en, list(f.values) or None)
        for t in tables().values()
        for f in t.fields
    ]
    _head(sheet, columns, formats, len(rows))
    for row, values in enumerate(rows, start=2):
        for column, value in enumerate(values):
            _write(sheet, row, column, value, None, formats)
