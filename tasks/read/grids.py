"""Ruled tables: ruled lines to grids, and what stands in a grid to rows of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tasks.model import Box
from tasks.read.pdf_glyphs import Glyph
from tasks.read.pdf_rules import Rule
from tasks.read.printed import printed, wrapped

SAME = 3.0  # points: rules nearer than this are one (double borders, bars drawn cell by cell)
TOUCH = 4.0  # points: rules that come this near to each other meet
OPEN = 12.0  # points that a rule runs on beyond the outermost rule across it: an open side


class Grid(NamedTuple):
    """A ruled table: the places of its columns and rows, and which sides of its cells are drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    upright: tuple[Rule, ...]
    flat: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        """From the first rule to the last."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class Row(NamedTuple):
    """One row of cells, left to right."""

    cells: tuple[str, ...]
    box: Box


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """The ruled tables of a page with two cells or more, the smallest first."""
    whole = _merge([r for r in rules if r.upright]) + _merge([r for r in rules if not r.upright])
    found = [grid for group in _groups(whole) if (grid := _grid(group))]
    return sorted(found, key=lambda g: (g.box[2] - g.box[0]) * (g.box[3] - g.box[1]))


def _merge(rules: list[Rule]) -> list[Rule]:
    """Rules drawn in pieces or twice, made one."""
    merged: list[Rule] = []
    rules = sorted(rules)
    start = 0
    while start < len(rules):
        end = start + 1
        while end < len(rules) and rules[end].at - rules[start].at <= SAME:
            end += 1
        at = sum(r.at for r in rules[start:end]) / (end - start)
        pieces = sorted((r.start, r.end) for r in rules[start:end])
        first, last = pieces[0]
        for a, b in pieces[1:]:
            if a > last + TOUCH:
                merged.append(Rule(rules[start].upright, at, first, last))
                first, last = a, b
            last = max(last, b)
        merged.append(Rule(rules[start].upright, at, first, last))
        start = end
    return merged


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that hang together by meeting."""
    upright = [r for r in rules if r.upright]
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(upright):
        for j in range(len(upright), len(rules)):
            b = rules[j]
            across = a.start - TOUCH <= b.at <= a.end + TOUCH and b.start - TOUCH <= a.at <= b.end + TOUCH
            if across:
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate([*upright, *rules[len(upright) :]]):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _grid(rules: Sequence[Rule]) -> Grid | None:
    upright = tuple(r for r in rules if r.upright)
    flat = tuple(r for r in rules if not r.upright)
    if not upright or not flat:
        return None
    xs = _sides(sorted(r.at for r in upright), min(r.start for r in flat), max(r.end for r in flat))
    ys = _sides(sorted(r.at for r in flat), min(r.start for r in upright), max(r.end for r in upright))
    if len(xs) < 3 or len(ys) < 2:
        return None  # one column is a frame around prose
    return Grid(xs, ys, upright, flat)


def _sides(places: list[float], first: float, last: float) -> tuple[float, ...]:
    """The places of the rules, and the sides of the table where they were left undrawn."""
    sides: list[float] = []
    for at in places:
        if not sides or at - sides[-1] > SAME:
            sides.append(at)
    if first < sides[0] - OPEN:
        sides.insert(0, first)
    if last > sides[-1] + OPEN:
        sides.append(last)
    return tuple(sides)


def within(grid: Grid, glyph: Glyph) -> bool:
    """Whether the middle of a glyph lies in a grid."""
    x0, y0, x1, y1 = grid.box
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1


def rows(grid: Grid, glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a grid with what stands in their cells; a merged cell speaks in its first place alone."""
    home = _cells(grid)
    columns, lines = len(grid.xs) - 1, len(grid.ys) - 1
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2) - 1
        line = bisect_right(grid.ys, (glyph.y0 + glyph.y1) / 2) - 1
        place = min(max(line, 0), lines - 1), min(max(column, 0), columns - 1)
        held.setdefault(home[place], []).append(glyph)
    ends = {first: grid.xs[column + 1] for (_, column), first in home.items()}
    texts = {place: wrapped(printed(inside), ends[place]) for place, inside in held.items()}
    found = []
    for line in range(lines):
        cells = tuple(texts.get((line, column), "") for column in range(columns))
        if any(cells):
            found.append(Row(cells, (grid.xs[0], grid.ys[line], grid.xs[-1], grid.ys[line + 1])))
    return found


def _cells(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place of a grid the first place of the cell that it belongs to."""
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for line, (top, bottom) in enumerate(zip(grid.ys, grid.ys[1:], strict=False)):
        for column, (left, right) in enumerate(zip(grid.xs, grid.xs[1:], strict=False)):
            home[line, column] = (line, column)
            if column and not _drawn(grid.upright, left, (top + bottom) / 2):
                home[line, column] = home[line, column - 1]
            elif line and not _drawn(grid.flat, top, (left + right) / 2):
                home[line, column] = home[line - 1, column]
    return home


def _drawn(rules: Sequence[Rule], at: float, middle: float) -> bool:
    return any(abs(r.at - at) <= SAME and r.start - TOUCH <= middle <= r.end + TOUCH for r in rules)
