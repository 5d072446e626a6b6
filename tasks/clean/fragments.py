"""Fragments: rows made whole before their order is judged.

Some extractors let closing punctuation slip to the start of the next line. It belongs to the line above,
and only with it there do the widths of both lines tell the truth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from tasks.clean import text as t
from tasks.clean.markers import marker
from tasks.clean.rows import Row, Span, lead

T = TypeVar("T")
_SLIPPED = re.compile(r"[，。、；：！？）》”’〉】」』〕,;:!?)\]}%％]+\s*")


def settle(rows: Sequence[Row], space: int) -> list[Row]:
    """Part slipped punctuation from the line it slipped to, so that it may go with the line above.

    A line of nothing else stays as it is: it may be the end of a paragraph, or what a block left behind.
    """
    settled: list[Row] = []
    for row in rows:
        slipped = _SLIPPED.match(row.text) if row.text[0] in _HEADS and settled else None
        if slipped is None or slipped.end() == len(row.text) or settled[-1].table or row.table:
            settled.append(row)
            continue
        marks, rest = cut(row, slipped.end(), space)
        settled.append(marks._replace(slip=True))
        settled.append(rest._replace(gap=-1))
    return settled


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
        row._replace(text=first, width=t.width(first, space), more=tuple(before[1:])),
        row._replace(
            line=spans[0].line,
            start=spans[0].start,
            more=tuple(spans[1:]),
            text=second,
            width=t.width(second, space),
            lead=lead(second),
            mark=marker(second),
        ),
    )


def stitch(a: Row, b: Row) -> Row:
    """Two fragments of one printed line as one row."""
    return a._replace(more=a.more + b.spans, text=a.text + b.text, width=a.width + b.width, slip=False)


def mend(
    rows: Sequence[Row], begins: Sequence[bool], seams: Sequence[T]
) -> tuple[list[Row], list[bool], list[T]]:
    """Slipped punctuation back on the line it now follows, once the order is settled.

    The seam after a line made whole is the one after its punctuation.
    """
    if not any(row.slip for row in rows):
        return list(rows), list(begins), list(seams)
    mended: list[Row] = []
    kept: list[int] = []
    for index, row in enumerate(rows):
        if row.slip and not begins[index]:
            mended[-1] = stitch(mended[-1], row)
        else:
            mended.append(row)
            kept.append(index)
    return mended, [begins[i] for i in kept], [seams[i - 1] for i in kept[1:]]
