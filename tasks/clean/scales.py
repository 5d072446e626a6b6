"""Scales: what speaks for joining a row to the one before it, and for a break between the two."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import inf
from typing import NamedTuple

from tasks.clean import evidence as e
from tasks.clean import text as t
from tasks.clean.layout import HANG, Layout
from tasks.clean.rows import Row

Ends = tuple[float, float, float]  # an end, for a join after it, for a break after a first line, and another

NEVER = -1000.0
_new = tuple.__new__  # made once a line: a named tuple's own constructor takes twice as long
_PUNCTUATION = frozenset(t.STOPS + "：:；;，、,")
_DRAWING = frozenset(t.CLOSING)  # marks that draw down the character before them where they may not hang


class Seam(NamedTuple):
    """What speaks for joining two neighbours and for a paragraph break between them.

    Each is given twice: where the first of them is a first line, and where it is not.
    """

    join_first: float
    join_inner: float
    break_first: float
    break_inner: float


class Weighed(NamedTuple):
    """A row with the evidence that it carries by itself, whatever stands beside it."""

    row: Row
    ends_line: float  # its end, for a join after it
    ends_first: float  # its end, for a break after it where it is a first line
    ends_inner: float  # and where it is not
    goes_on: float  # its start, for a join before it
    starts: float  # its start, for a break before it


class Scales:
    """Weighs the rows of one layout and the seams between them.

    Most rows end alike and leave as little room as others, so what that says is weighed once a kind.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._widest_first = layout.wall - layout.indent if layout.indent_sure else inf
        self._ends: dict[object, Ends] = {}
        self._margins: dict[tuple[int, int], tuple[float, float]] = {}

    def along(self, rows: Iterable[Row]) -> list[Seam]:
        """The seams along a run of rows."""
        return [self.seam(a, b) for a, b in pairwise(map(self.weigh, rows))]

    def weigh(self, row: Row) -> Weighed:
        """Take the evidence of one row."""
        layout = self.layout
        goes_on, starts = (0.0, e.SELDOM) if e.is_plain(row) else (e.join_start(row), e.break_start(row))
        if row.width > self._widest_first:
            starts += e.break_room(row, layout)
        if row.gap != layout.gap:
            goes_on += e.join_gap(row, layout)
            starts += e.break_gap(row, layout)
        if layout.indented:
            goes_on += e.join_indent(row, layout)
            starts += e.break_indent(row, layout)
        join, first, inner = self._ends_of(row)
        if row.title:
            join, apart = join + e.join_title(row), e.break_title(row)
            first, inner = first + apart, inner + apart
        return _new(Weighed, (row, join, first, inner, goes_on, starts))

    def _ends_of(self, row: Row) -> Ends:
        """What the end of a row says; a mark says the same of every line, the lack of one of its setting."""
        last = row.text[-1]
        if last in _PUNCTUATION:
            kind: object = last
        elif "\u4e00" <= last <= "\u9fff":
            kind = (row.width, row.mark and row.mark.style, row.title, "。" in row.text)
        else:
            return _ends(row, self.layout)
        found = self._ends.get(kind)
        if found is None:
            found = self._ends[kind] = _ends(row, self.layout)
        return found

    def seam(self, above: Weighed, below: Weighed) -> Seam:
        """Weigh the two ways in which one row may follow another."""
        a, b = above.row, below.row
        if a.table or b.table:
            return _table_seam(above, below)
        join, starts = above.ends_line + below.goes_on, below.starts
        if len(b.text) <= 2 or b.text[0] in e.ODD_STARTS:
            join += e.join_stub(a, b) + e.join_stops(a, b)
        if a.text[-1].isdigit():
            join += e.join_number(a, b)
        if a.mark and b.mark:
            starts += e.break_heading(a, b)
        if a.slip and a.line == b.line:
            starts += e.ONE_LINE
        in_first, in_inner = self._margin(_spare(a, b, self.layout), b.lead)
        return _new(
            Seam, (join + in_first, join + in_inner, starts + above.ends_first, starts + above.ends_inner)
        )

    def _margin(self, spare: int, lead: int) -> tuple[float, float]:
        """What the room left on a line says where it is a first line, which has less, and where it is not."""
        found = self._margins.get((spare, lead))
        if found is None:
            first = e.join_margin(spare - self.layout.indent, lead)
            found = self._margins[spare, lead] = (first, e.join_margin(spare, lead))
        return found


def _ends(row: Row, layout: Layout) -> Ends:
    join, first = e.join_ending(row), e.break_ending(row, layout, True)
    return join, first, e.break_ending(row, layout, False)


def _spare(a: Row, b: Row, layout: Layout) -> int:
    """The room that the beginning of `b` would have left on the line of `a`, had it been set there.

    What slipped from a line had no room left on it: the line above it was full, mark and all.
    """
    spare = (-HANG if a.slip else layout.wall - a.width) - b.lead
    if not layout.hangs and b.text[1:2] in _DRAWING:
        spare -= t.FULL
    return spare - layout.space if layout.space and _spaced(a.text[-1], b.text[0]) else spare


def _spaced(a: str, b: str) -> bool:
    """Whether a space would have stood between two characters, had the margin not parted them."""
    return (a.isascii() and a.isalnum()) != (b.isascii() and b.isalnum())


def _table_seam(a: Weighed, b: Weighed) -> Seam:
    """A row of cells is never joined; what is cut off by one weighs as an unfinished end."""
    first = 0.0 if a.row.table else min(0.0, a.ends_first)
    inner = 0.0 if a.row.table else min(0.0, a.ends_inner)
    start = 0.0 if b.row.table else b.starts
    return Seam(NEVER, NEVER, start + first, start + inner)


def reasons(a: Row, b: Row, joined: bool, first: bool, layout: Layout) -> dict[str, float]:
    """Each reason by name for joining `b` to `a`, or for the break between them."""
    if a.table or b.table:
        return {"table": 0.0}
    if joined:
        spare = _spare(a, b, layout) - (layout.indent if first else 0)
        found = {
            "join_margin": e.join_margin(spare, b.lead),
            "join_ending": e.join_ending(a),
            "join_start": e.join_start(b),
            "join_gap": e.join_gap(b, layout),
            "join_indent": e.join_indent(b, layout),
            "join_stub": e.join_stub(a, b),
            "join_stops": e.join_stops(a, b),
            "join_number": e.join_number(a, b),
            "join_title": e.join_title(a),
        }
    else:
        found = {
            "break_ending": e.break_ending(a, layout, first),
            "break_start": e.break_start(b),
            "break_room": e.break_room(b, layout),
            "break_gap": e.break_gap(b, layout),
            "break_indent": e.break_indent(b, layout),
            "break_heading": e.break_heading(a, b),
            "break_title": e.break_title(a),
        }
    return {name: weight for name, weight in found.items() if weight}
