"""Cells read as sentences: the label of the row, the head of the column, the figure.

A table prints 一般公共预算 | 120万元 under 支出数 where prose would say 一般公共预算支出数120万元. Read
so, a cell is matched like prose. Under heads that say no more than that a figure follows (项目 | 决算数),
the label stands beside its figure as well: 本年支出合计120万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.extract.grids import Grid, Row
from tasks.frozen import changer, quick
from tasks.model import Quantity

TITLE_SHOWN = 40  # characters of a title that a cell is read with
_ITEM = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d+)[）)、.．]|其中")
LONGEST_HEAD = 24  # characters; a longer cell is prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words: `text` ends with it, `quantity` has its place there, `printed` in the row."""

    text: str
    quantity: Quantity
    printed: Quantity
    item: str = ""  # the label of its row, where that is an item of a list


moved = changer(Quantity, "char_start", "char_end")
_new_cell = quick(Cell)


def read_cells(
    grids: Iterable[Grid],
    figures: Mapping[int, Sequence[Quantity]],
    plain_heads: frozenset[str] = frozenset(),
    other_heads: frozenset[str] = frozenset(),
) -> Iterator[Cell]:
    """Every figure that stands in a table, in words; under `plain_heads` with its label beside it, too.

    Columns under `other_heads` are of another year, or of what changed since then.
    """
    for grid in grids:
        heads = _Heads(grid, other_heads)
        for row in grid.rows:
            for quantity, label, column in _figures(row, figures.get(row.paragraph, ())):
                if (above := heads[column]) is not None:
                    yield from _cell(grid.title, above, label, quantity, plain_heads)


def _figures(row: Row, figures: Sequence[Quantity]) -> Iterator[tuple[Quantity, str, int]]:
    """Each figure that fills a cell, with the nearest label on its left and its column.

    A line of a classification is left out: an item of some total, never the report's own figure.
    """
    by_place = {quantity.char_start: quantity for quantity in figures}
    label, coded, code = "", False, False
    for entry in row.entries:
        if not entry.figure:
            label, coded = entry.text, code
        elif (quantity := by_place.get(entry.start)) and not coded:
            yield quantity, label, entry.column
        code = entry.code


class _Heads(dict[int, tuple[str, ...] | None]):
    """The heads above each column of a table, looked up once a column; None over what is not of this year."""

    def __init__(self, grid: Grid, others: frozenset[str]) -> None:
        self._grid, self._others = grid, others

    def __missing__(self, column: int) -> tuple[str, ...] | None:
        heads = tuple(self._grid.above(column))
        other = any(word in head for head in heads for word in self._others)
        self[column] = found = None if other else heads
        return found


def _cell(
    title: str, above: Iterable[str], label: str, quantity: Quantity, plain_heads: frozenset[str]
) -> Iterator[Cell]:
    """The figure with its label and the heads above its column."""
    heads = _short(above)
    left = _short([label] if label else [])
    item = left[0] if left and _ITEM.match(left[0]) else ""
    if left or heads:
        yield _worded(title, (*left, *heads), quantity, item)
    if left and heads and plain_heads.issuperset(heads):
        yield _worded(title, left if item else (*heads, *left), quantity, item)


def _short(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) <= LONGEST_HEAD)


def _worded(title: str, words: Iterable[str], quantity: Quantity, item: str) -> Cell:
    lead = f"{title[:TITLE_SHOWN]}。{''.join(words)}" if title else "".join(words)
    end = len(lead) + len(quantity.surface)
    return _new_cell(lead + quantity.surface, moved(quantity, len(lead), end), quantity, item=item)
