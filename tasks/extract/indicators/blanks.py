"""Empty cells: what a table would say of an indicator if it did not leave the place for it empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from tasks.extract.grids import Grid
from tasks.extract.indicators.endings import endings, last_names
from tasks.extract.indicators.match import named
from tasks.extract.indicators.matter import Matter
from tasks.extract.indicators.readings import in_range
from tasks.extract.indicators.tables import LONGEST_HEAD, TITLE_SHOWN
from tasks.extract.indicators.themes import Anchored, Sides
from tasks.frozen import quick
from tasks.model import Quantity

_BLANK = "1.0"  # stands in an empty cell, to see what it would say
_new_quantity = quick(Quantity)


class Blank(NamedTuple):
    """An empty cell in words; `lead` covers its title where that is of a part of the whole."""

    paragraph: int
    text: str
    lead: int


def named_blanks(grids: Iterable[Grid], wanted: Collection[str], matter: Matter) -> Iterator[tuple[int, str]]:
    """What the empty cells of tables would say of the wanted indicators, with the paragraph of their row.

    In the table of a part only what its title says: 基本支出 in a table of one fund is not that of the whole.
    """
    blanks = list(_read(grids, matter)) if wanted else []
    if not blanks:
        return
    known = {
        word: kept
        for word, anchored in matter.theme.kinds["money"].before.items()
        if (kept := [one for one in anchored if one.indicator.id in wanted])
    }
    names = endings(known)
    theme = replace(matter.theme, kinds={"money": Sides(known, {})})
    narrow = replace(matter, theme=theme).for_cells()
    for blank in blanks:
        text = blank.text
        if not any(_leaves_chance(one, text) for name in last_names(text, names) for one in known[name]):
            continue  # nearly all: empty cells are many
        found = named_behind(text, narrow)
        if found and blank.lead:
            untitled = set(named_behind(text[blank.lead :], narrow))
            found = [name for name in found if name not in untitled]
        yield from ((blank.paragraph, name) for name in found)


def named_behind(text: str, matter: Matter) -> list[str]:
    """The indicators that an amount behind these words would be."""
    quantity = _amount(len(text))
    return [one.id for one in named(text + _BLANK, quantity, matter) if in_range(one, quantity)]


def _leaves_chance(anchored: Anchored, text: str) -> bool:
    """Whether every group of words that the pattern needs has one in the text."""
    pattern = anchored.pattern
    return all(any(word in text for word in group) for group in (*pattern.needed, *pattern.topics))


def _read(grids: Iterable[Grid], matter: Matter) -> Iterator[Blank]:
    """Every empty cell of a titled table; each wording once."""
    catalogue = matter.catalogue
    plain_heads = catalogue.plain(matter.identity.report_type)
    said: set[str] = set()
    for grid in grids:
        if not grid.title or not grid.heads:
            continue
        title = f"{grid.title[:TITLE_SHOWN]}。"
        of_part = any(word in grid.title for word in catalogue.part_titles)
        lead = title.index("。") + 1 if of_part else 0
        columns = _Columns(grid, plain_heads)
        for index, label, column in _empty(grid):
            heads, plain = columns[column]
            label = label if len(label) <= LONGEST_HEAD else ""
            text = title + (label if plain and label else label + heads)
            if text not in said:
                said.add(text)
                yield Blank(index, text, lead)


class _Columns(dict[int, tuple[str, bool]]):
    """The heads over each column in one word, and whether they only announce a figure."""

    def __init__(self, grid: Grid, plain_heads: frozenset[str]) -> None:
        self._grid, self._plain = grid, plain_heads

    def __missing__(self, column: int) -> tuple[str, bool]:
        heads = tuple(self._grid.above(column))
        short = "".join(head for head in heads if len(head) <= LONGEST_HEAD)
        self[column] = short, self._plain.issuperset(heads)
        return self[column]


def _empty(grid: Grid) -> Iterator[tuple[int, str, int]]:
    """Paragraph, label and column of each empty cell: every column, where the table has no row at all."""
    if not grid.rows:
        widest = max(grid.heads, key=lambda head: len(head.entries))
        yield from ((grid.last, "", entry.column) for entry in widest.entries)
    for row in grid.rows:
        label, coded, filled = "", False, {entry.column: entry for entry in row.entries}
        for column in range(row.width):
            entry = filled.get(column)
            if entry is not None:
                coded = entry.code or (coded and not entry.figure)
                label = label if entry.figure else entry.text
            elif not coded:
                yield row.paragraph, label, column


def _amount(start: int) -> Quantity:
    """Any amount of money, to stand where none is printed."""
    one = Decimal(1)
    end = start + len(_BLANK)
    return _new_quantity(
        0, start, end, _BLANK, one, "元", "money", one, None, "元",
        False, None, None, None, None, None, None, None,
    )  # fmt: skip
