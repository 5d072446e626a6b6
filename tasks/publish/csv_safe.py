"""CSV that a spreadsheet opens as data: nothing in it is ever run as a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyarrow as pa

# A cell that begins so is a formula to a spreadsheet; a leading apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LIST_SEPARATOR = "; "


def to_csv(table: pa.Table) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, which Excel needs to read Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches(max_chunksize=10_000):
        columns = [[cell(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def cell(value: Any) -> Any:
    """A value as it stands in a CSV cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell(LIST_SEPARATOR.join(str(item) for item in value))
    if isinstance(value, str):
        return "'" + value if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, float):
        return number(value)
    return value


def number(value: float) -> str:
    """A number without exponent or needless zeros: 163900000, not 163900000.0 or 1.639e8."""
    text = repr(value)
    if "e" in text or "E" in text:
        text = f"{value:f}".rstrip("0")
    return text.removesuffix(".0").removesuffix(".")
