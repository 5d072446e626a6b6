"""The layout of a document, estimated from the document itself.

Text set in lines has a wall: a width that most lines reach and none passes, because each takes as many
characters as fit. A line that stops short of the wall with room for what follows ended its paragraph;
the first line of a paragraph has room for an indent less.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.rows import Row
from tasks.clean.wall import HANG, Broken, find, indent

WINDOW = 40  # rows looked at together for a width of their own
_TELLING = 8  # lines with punctuation at the wall
_OTHER = 3 * t.FULL  # widths that differ by less are one


__all__ = ["HANG", "WINDOW", "Layout", "estimate", "parts"]


class Layout(NamedTuple):
    """How a document is set; lengths in quarter units."""

    wall: int  # width of the wall; 0 where text is not broken into lines
    indent: int  # by how much the first line of a paragraph is shorter
    indent_sure: bool  # whether enough first lines were seen to rely on it
    gap: int  # usual blank lines between lines
    indented: bool  # white space before a line marks the start of a paragraph
    space: int  # width of a space
    headings: frozenset[str] = frozenset()  # marker styles whose lines stand alone, without a stop
    hangs: bool = True  # closing punctuation stands over the wall; else it draws a character down with it


class Stretch(NamedTuple):
    """Rows `start:stop` of one width, and those of them that the margin broke."""

    start: int
    stop: int
    lines: Broken


def estimate(rows: Sequence[Row], lines: Broken, space: int) -> Layout:
    """The layout of a document's rows, of which `lines` are broken by the margin."""
    gaps = Counter([row.gap for row in rows if row.gap >= 0])
    gap = gaps.most_common(1)[0][0] if gaps else 0
    wall = find(rows, lines)
    if wall is None:
        return Layout(0, 0, False, gap, False, space)
    width = wall.width
    less, sure = indent(lines, width)
    indented, styles = _indent_marks_starts(rows, width), _heading_styles(rows, width)
    return Layout(width, less, sure, gap, indented, space, styles, _hangs(rows, width))


def _indent_marks_starts(rows: Sequence[Row], wall: int) -> bool:
    """Whether lines with white space before them are the ones that follow a finished line."""
    after_end = [
        a.width < wall - t.FULL or a.text[-1] in t.STOPS
        for a, b in itertools.pairwise(rows)
        if b.indent >= t.FULL
    ]
    return len(after_end) >= 3 and sum(after_end) >= 0.9 * len(after_end) and len(after_end) < 0.9 * len(rows)


def _heading_styles(rows: Sequence[Row], wall: int) -> frozenset[str]:
    """The marker styles of which most lines end short of the wall without a stop."""
    marked = [(row.mark.style, row) for row in rows if row.mark]
    alone = Counter(
        style for style, row in marked if row.width < wall - 3 * t.FULL and row.text[-1] not in t.CLOSING
    )
    count = Counter(style for style, _ in marked)
    return frozenset(style for style in count if alone[style] >= max(2, 0.6 * count[style]))


def _hangs(rows: Sequence[Row], wall: int) -> bool:
    """Whether closing punctuation stands over the wall; assumed where there are too few lines to tell."""
    ends = [row.width > wall for row in rows if row.width > wall - t.FULL and row.text[-1] in t.CLOSING]
    return len(ends) < _TELLING or sum(ends) > 0.1 * len(ends)


def parts(rows: Sequence[Row], lines: Broken) -> list[Stretch]:
    """The runs of rows that are set to one width: an annex may be wider or narrower than the report."""
    cuts = [0]
    before: int | None = None
    for start in range(0, len(rows), WINDOW):
        window = rows[start : start + WINDOW]
        wall = find(window, lines.between(start, start + WINDOW))
        if wall is None or len(window) < WINDOW // 2 or wall.agree < 0.25 * len(window):
            continue
        if before is not None and abs(wall.width - before) >= _OTHER:
            lo = max(cuts[-1] + 1, start - WINDOW)
            cuts.append(_border(rows, lo, start + WINDOW, before, wall.width))
        before = wall.width
    return [Stretch(a, b, lines.between(a, b)) for a, b in itertools.pairwise([*cuts, len(rows)])]


def _border(rows: Sequence[Row], lo: int, hi: int, above: int, below: int) -> int:
    """Where between two rows the width changes from `above` to `below`: at a paragraph's end."""
    narrow = min(above, below) + HANG + t.HALF
    wide = [i for i in range(lo, min(hi, len(rows))) if rows[i].width > narrow]
    if not wide:
        return lo
    border = wide[-1] + 1 if above > below else wide[0]
    step = 1 if above > below else -1
    while lo < border < min(hi, len(rows)) and rows[border - 1].text[-1] not in t.STOPS:
        border += step
    return border
