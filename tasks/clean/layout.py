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
from tasks.clean.pagination import Slip
from tasks.clean.rows import Row, lead

HANG = t.FULL  # closing punctuation may stand one character over the wall
_WINDOW = 40  # rows looked at together for a width of their own
_OTHER = 3 * t.FULL  # widths that differ by less are one
_NARROWEST = 8 * t.FULL
_SAMPLE = 500  # lines looked at to find the width of a space
_SPACES = (0, 1, 2)  # printed widths of a space, in quarter units


class Layout(NamedTuple):
    """How a document is set; lengths in quarter units."""

    wall: int  # width of the wall; 0 where text is not broken into lines
    indent: int  # by how much the first line of a paragraph is shorter
    indent_sure: bool  # whether enough first lines were seen to rely on it
    gap: int  # usual blank lines between lines
    indented: bool  # white space before a line marks the start of a paragraph
    space: int  # width of a space
    headings: frozenset[str] = frozenset()  # marker styles whose lines stand alone, without a stop


def space_width(slips: Sequence[Slip]) -> int:
    """The width of a space that leaves fewest lines short of the wall though the text goes on below them."""
    texts = [s.text[s.start : s.end] for s in slips[:_SAMPLE]]
    if sum(1 for text in texts if " " in text) < 5:
        return 0
    short = {space: _short_lines(texts, space) for space in _SPACES}
    best = min(_SPACES, key=lambda space: short[space])
    return best if short[best] < 0.7 * short[0] - 3 else 0


def _short_lines(texts: Sequence[str], space: int) -> int:
    """Lines a little short of the wall (not by an indent), or over it, where the next is no first line."""
    sizes = [t.width(text, space) for text in texts]
    usual = Counter(size for size in sizes if size >= _NARROWEST)
    if not usual:
        return 0
    wall = max(usual, key=lambda w: (usual[w] + usual[w - 1] + usual[w - 2] + usual[w + 1], w))
    return sum(
        1
        for a, b, text in zip(sizes, sizes[1:], texts[1:], strict=False)
        if b >= wall - t.HALF and (wall - 6 < a <= wall - lead(text) or a > wall + HANG)
    )


def estimate(rows: Sequence[Row], space: int) -> Layout:
    """The layout of a document's rows."""
    gaps = Counter(row.gap for row in rows if row.gap >= 0)
    gap = gaps.most_common(1)[0][0] if gaps else 0
    wall = find_wall(rows)
    if wall is None:
        return Layout(0, 0, False, gap, False, space)
    indent, sure = _first_line_indent(rows, wall)
    return Layout(
        wall, indent, sure, gap, _indent_marks_starts(rows, wall), space, _heading_styles(rows, wall)
    )


def find_wall(rows: Sequence[Row]) -> int | None:
    """The width lines are broken at; None where most lines end by themselves."""
    sizes = Counter(row.width for row in rows if row.width >= _NARROWEST and not row.table)
    if not sizes:
        return None

    def reaching(wall: int) -> int:
        return sizes[wall] + sizes[wall - 1] + sizes[wall - 2] + sizes[wall + 1]

    wall = max(sizes, key=lambda w: (reaching(w), w))
    near = [row for row in rows if wall - 10 <= row.width <= wall + 6 and not row.table]
    beyond = sum(count for width, count in sizes.items() if width > wall + 8)
    open_ended = sum(1 for row in near if row.text[-1] not in t.STOPS)
    if len(near) < max(4, 0.25 * len(rows)) or beyond > 0.1 * len(near) or open_ended < 0.6 * len(near):
        return None
    return wall


def _first_line_indent(rows: Sequence[Row], wall: int) -> tuple[int, bool]:
    """How much shorter first lines are, from the full lines after lines that ended a sentence early."""
    short: Counter[int] = Counter()
    for a, b, c in zip(rows, rows[1:], rows[2:], strict=False):
        if a.width < wall - 3 * t.FULL and a.text[-1] in t.STOPS and c.gap >= 0:
            less = wall - b.width
            if -t.HALF <= less <= 4 * t.FULL + 1:
                short[round(less / t.FULL)] += 1
    seen = sum(short.values())
    if seen < 3:
        return 2 * t.FULL, False
    indent = max((0, 1, 2, 3, 4), key=lambda n: short[n] + 0.5 * (short[n - 1] + short[n + 1]))
    return indent * t.FULL, short[indent] >= 0.5 * seen


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
    marked = Counter(row.mark.style for row in rows if row.mark)
    alone = Counter(
        row.mark.style
        for row in rows
        if row.mark and row.width < wall - 3 * t.FULL and row.text[-1] not in t.CLOSING
    )
    return frozenset(style for style, count in marked.items() if alone[style] >= max(2, 0.6 * count))


def parts(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The runs of rows that are set to one width: an annex may be wider or narrower than the report."""
    cuts = [0]
    before: int | None = None
    for start in range(0, len(rows), _WINDOW):
        window = rows[start : start + _WINDOW]
        wall = find_wall(window)
        near = sum(1 for row in window if wall and wall - 10 <= row.width <= wall + 6)
        if wall is None or len(window) < _WINDOW // 2 or near < 0.4 * len(window):
            continue
        if before is not None and abs(wall - before) >= _OTHER:
            cuts.append(_border(rows, max(cuts[-1] + 1, start - _WINDOW), start + _WINDOW, before, wall))
        before = wall
    return list(itertools.pairwise([*cuts, len(rows)]))


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
