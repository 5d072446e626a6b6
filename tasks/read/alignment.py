"""What alignment alone tells of a page: text columns, and tables without ruled lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.read.grids import Row
from tasks.read.pdf_glyphs import Glyph
from tasks.read.printed import Printed, Segment, printed

FEWEST_LINES = 6  # lines a column must have beside another to be one
CORRIDOR = 1.2  # of the type size: white space between two columns, at least
FILLED = 0.6  # of its column: what the lines of flowing text fill on average
STEP = 4.0  # points between the places where a corridor is looked for
PROSE = re.compile(r"[，。；]|[,.;] ")
FIGURE = re.compile(r"[-+]?[\d,.]+%?|[-—–]+|/|无")


class Band(NamedTuple):
    """A stretch of a page with one column, or with several beside each other."""

    columns: tuple[list[Printed], ...]


def columns(lines: Sequence[Printed], glyphs: Sequence[Glyph]) -> list[Band]:
    """The bands of a page from top to bottom."""
    found = _corridor(lines)
    if found is None:
        return [Band((list(lines),))]
    first, last, at = found
    top, bottom = lines[first].base - 1.0, lines[last].base + 1.0
    inside = [g for g in glyphs if top <= g.base <= bottom]
    left = printed(g for g in inside if g.x1 <= at)
    right = printed(g for g in inside if g.x1 > at)
    bands = [Band((list(lines[:first]),)), Band((left, right)), *columns(lines[last + 1 :], glyphs)]
    return [band for band in bands if band.columns[0]]


def _corridor(lines: Sequence[Printed]) -> tuple[int, int, float] | None:
    """The longest run of lines that white space parts from top to bottom: first, last, place."""
    if len(lines) < FEWEST_LINES:
        return None
    x0, x1 = min(p.box[0] for p in lines), max(p.box[2] for p in lines)
    best: tuple[int, int, float] | None = None
    at = x0 + 0.3 * (x1 - x0)
    while at < x0 + 0.7 * (x1 - x0):
        for first, last in _runs(lines, at):
            longer = best is None or last - first > best[1] - best[0]
            if longer and _flows(lines[first : last + 1], at):
                best = (first, last, at)
        at += STEP
    return best


def _runs(lines: Sequence[Printed], at: float) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, line in enumerate(lines):
        half = CORRIDOR / 2 * line.size
        open_ = not any(s.x0 < at + half and s.x1 > at - half for s in line.segments)
        if open_ and start is None:
            start = index
        if not open_ and start is not None:
            yield start, index - 1
            start = None
    if start is not None:
        yield start, len(lines) - 1


def _flows(lines: Sequence[Printed], at: float) -> bool:
    """Whether both sides of a corridor hold flowing text: lines that fill their column, with sentences."""
    for side in (False, True):
        parts = [s for line in lines for s in line.segments if (s.x0 > at) == side]
        if len(parts) < FEWEST_LINES:
            return False
        width = max(s.x1 for s in parts) - min(s.x0 for s in parts)
        filled = sum(s.x1 - s.x0 for s in parts) / len(parts)
        if filled < FILLED * width or sum(bool(PROSE.search(s.text)) for s in parts) * 5 < len(parts):
            return False
    return True


def tables(lines: Sequence[Printed]) -> Iterator[Printed | list[Row]]:
    """The lines as they come, runs of aligned ones as the rows of a table."""
    index = 0
    while index < len(lines):
        end = _run_end(lines, index)
        places = _places(lines[index:end]) if end - index >= 2 else []
        if len(places) >= 2 and _tabular(lines[index:end], places):
            yield _rows(lines[index:end], places)
            index = end
        else:
            yield lines[index]
            index += 1


def _run_end(lines: Sequence[Printed], start: int) -> int:
    """Past the last of the lines from `start` on that have gaps; a short line between two such is in."""
    end = start
    while end < len(lines) and len(lines[end].segments) > 1 and _near(lines, start, end):
        end += 1
        if end + 1 < len(lines) and _tucked(lines, start, end):
            end += 1
    return end


def _near(lines: Sequence[Printed], start: int, end: int) -> bool:
    return end == start or lines[end].base - lines[end - 1].base < 4 * lines[end].size


def _tucked(lines: Sequence[Printed], start: int, at: int) -> bool:
    """Whether the line `at`, without a gap, belongs to one cell: it is narrow and the next line has gaps."""
    line, after = lines[at], lines[at + 1]
    if len(line.segments) > 1 or len(after.segments) < 2 or PROSE.search(line.text):
        return False
    return any(
        s.x0 - line.size < line.box[0] and line.box[2] < s.x1 + line.size for s in lines[at - 1].segments
    )


def _places(lines: Sequence[Printed]) -> list[tuple[float, float]]:
    """The columns of a run: stretches of the page that its segments cover, with white space between."""
    parts = sorted((s.x0, s.x1) for line in lines for s in line.segments)
    places = [parts[0]]
    for x0, x1 in parts[1:]:
        if x0 <= places[-1][1] + 1.0:
            places[-1] = (places[-1][0], max(places[-1][1], x1))
        else:
            places.append((x0, x1))
    return places


def _tabular(lines: Sequence[Printed], places: Sequence[tuple[float, float]]) -> bool:
    """Whether a run is a table: its lines use its columns, and hold figures or are many."""
    gapped = [line for line in lines if len(line.segments) > 1]
    if any(len(line.segments) > len(places) for line in lines):
        return False
    if sum(len(line.segments) for line in gapped) < 0.6 * len(places) * len(gapped):
        return False
    if sum(bool(PROSE.search(line.text)) for line in lines) * 3 > len(lines):
        return False
    figures = sum(any(FIGURE.fullmatch(s.text) for s in line.segments) for line in lines)
    return len(gapped) >= 3 or (len(gapped) >= 2 and figures >= 1)


def _rows(lines: Sequence[Printed], places: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows of a run; a line set close under a row continues the cells above it."""
    steps = sorted(b.base - a.base for a, b in itertools.pairwise(lines))
    usual = steps[len(steps) // 2]
    cells: list[list[str]] = []
    boxes: list[tuple[float, float, float, float]] = []
    base = 0.0
    for line in lines:
        close = cells and len(line.segments) == 1 and line.base - base < 0.8 * usual
        if not close:
            cells.append([""] * len(places))
            boxes.append(line.box)
        for segment in line.segments:
            cells[-1][_column(segment, places)] += segment.text
        base = line.base
    return [Row(tuple(row), box) for row, box in zip(cells, boxes, strict=True)]


def _column(segment: Segment, places: Sequence[tuple[float, float]]) -> int:
    middle = (segment.x0 + segment.x1) / 2
    return min(range(len(places)), key=lambda i: max(places[i][0] - middle, middle - places[i][1], 0.0))
