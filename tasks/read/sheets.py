"""Spreadsheets (.xlsx, .xlsb, .xls, .ods): every filled row of every sheet that is not hidden."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tasks.model import Document, Line, Unreadable
from tasks.read import limits
from tasks.read.archives import open_zip, part
from tasks.read.compound import check_compound
from tasks.read.markup import refuse_entities

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_MEDIA_TYPE = "application/vnd.ms-excel"
DAMAGED = "damaged: the spreadsheet cannot be read (表格文件已损坏)"
DIGITS = 15  # that a spreadsheet keeps of a number

Value = object


def read_sheets(data: bytes) -> Document:
    """The rows of a workbook; each sheet begins with its name and is a page of its own."""
    packed = data.startswith(b"PK")
    if packed:
        _refuse_unsafe(data)
    else:
        check_compound(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lines = tuple(_lines(workbook))
    except CalamineError as error:
        if "assword" in str(error):
            raise Unreadable("encrypted: the spreadsheet asks for a password (表格已加密)") from None
        raise Unreadable(DAMAGED) from None
    hidden = [s.name for s in workbook.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
    warnings = tuple(f"hidden sheet {name!r} was left out (隐藏工作表已略去)" for name in hidden)
    pages = max((line.page or 1 for line in lines), default=1)
    return Document(MEDIA_TYPE if packed else OLD_MEDIA_TYPE, None, lines, pages, warnings)


def _refuse_unsafe(data: bytes) -> None:
    with open_zip(data) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                refuse_entities(part(archive, entry))


def _lines(workbook: CalamineWorkbook) -> Iterator[Line]:
    shown = [
        sheet
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    limits.check(limits.SHEETS, len(shown))
    number = 0
    for page, metadata in enumerate(shown, start=1):
        sheet = workbook.get_sheet_by_name(metadata.name)
        limits.check(limits.COLUMNS, sheet.width)
        limits.check(limits.CELLS, sheet.height * sheet.width)
        rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
        for cells in _trimmed(rows):
            number += 1
            limits.check(limits.LINES, number)
            alone = sum(map(bool, cells)) == 1 and bool(cells[0])
            # A row with one cell on the left is a title or a note, set across the table.
            yield (
                Line(number, cells[0], page, "paragraph", None, "cell")
                if alone
                else Line(number, "\t".join(cells), page, "row", None, "cell")
            )


def _trimmed(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The rows that say something, without the empty columns on their right that no row fills."""
    width = max((at + 1 for row in rows for at, text in enumerate(row) if text), default=0)
    return (row[:width] for row in rows if any(row))


def _text(value: Value) -> str:
    """A cell as text: numbers without the noise of binary fractions, dates as in ISO 8601."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return " ".join(str(value).split())


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 10**DIGITS:
        return str(int(value))
    return f"{value:.{DIGITS}g}"
