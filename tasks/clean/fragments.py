"""Fragments: rows made whole before their order is judged.

Some extractors let closing punctuation slip to the start of the next line. It belongs to the line above,
and only with it there do the widths of both lines tell the truth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean import text as t
from tasks.clean.layout import HANG
from tasks.clean.markers import marker
from tasks.clean.rows import Row, Span, lead

_SLIPPED = re.compile(r"[，。、；：！？）》”’〉】」』〕,;:!?)\]}%％]+\s*")


def settle(rows: Sequence[Row], wall: int, indent: int, space: int) -> list[Row]:
    """Give slipped punctuation back to the row above where that was full and had none.

    Where the row above had room, or ends with a mark of its own, what slipped is the remainder of a
    block that was carried away: it becomes a row by itself.
    """
    settled: list[Row] = []
    for row in rows:
        slipped = _SLIPPED.match(row.text) if row.text[0] in _HEADS and settled else None
        if slipped is None or slipped.end() == len(row.text) or settled[-1].table or row.table:
            settled.append(row)
            continue
        above = settled[-1]
        marks, rest = cut(row, slipped.end(), space)
        if above.width >= wall - indent - t.FULL and above.text[-1] not in _MARKS:
            settled[-1] = stitch(above, marks)
        else:
            settled.append(marks)
        settled.append(rest)
    return settled


_MARKS = frozenset("，。、；：！？")
_HEADS = frozenset("，。、；：！？）》”’〉】」』〕,;:!?)]}%％")


def cut(row: Row, at: int, space: int) -> tuple[Row, Row]:
    """A row as two, parted before its character `at`."""
    spans, left = list(row.spans), at
    before: list[Span] = []
    while left > 0:
        span = spans.pop(0)
        size = span.end - span.start
        if size > left:
            spans.insert(0, span._replace(start=span.start + left))
            span = span._replace(end=span.start + left)
        before.append(span)
        left -= size
    first, second = row.text[:at], row.text[at:]
    return (
        row._replace(spans=tuple(before), text=first, width=t.width(first, space)),
        row._replace(
            spans=tuple(spans), text=second, width=t.width(second, space), lead=lead(second), mark=marker(second)
        ),
    )


def stitch(a: Row, b: Row) -> Row:
    """Two fragments of one printed line as one row."""
    return a._replace(spans=a.spans + b.spans, text=a.text + b.text, width=a.width + b.width)


def mend(rows: Sequence[Row], wall: int) -> list[Row]:
    """Put lines that are nothing but closing punctuation onto the line before, where it fits."""
    mended: list[Row] = []
    for row in rows:
        above = mended[-1] if mended else None
        if above and row.text[0] in _HEADS and _SLIPPED.fullmatch(row.text) and not above.table:
            if above.width + row.width <= wall + HANG and not (above.text[-1] in _MARKS and row.text[0] in _MARKS):
                mended[-1] = stitch(above, row)
                continue
        mended.append(row)
    return mended
