"""Cells read as sentences: the label of the row, the head of the column, the figure.

A table prints 一般公共预算 | 120万元 under 支出数 where prose would say 一般公共预算支出数120万元. Read
so, a cell is matched like prose; rows without figures above a block of figures are the heads of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.model import Paragraph, Placement, Quantity

_CELL = re.compile(r"[^\t|｜]+")
_SPACED_CELL = re.compile(r"[^\s|｜]+")
_FIGURE = re.compile(r"[\d,，.．%％\-—]+(?:[万亿]?元|%|％)?")
_TITLE = re.compile(r"[表明]$")
_LONGEST_HEAD = 24  # characters; a longer cell is prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words: `text` ends with it, `quantity` has its place there, `printed` in the row."""

    text: str
    quantity: Quantity
    printed: Quantity


def read_cells(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    figures: Mapping[int, Sequence[Quantity]],
) -> Iterator[Cell]:
    """Every figure that stands in a table, in words."""
    heads: list[list[str]] = []
    title = ""
    below = False  # figures have been read under these heads
    for index, placement in enumerate(placements):
        if placement.kind != "table":
            if heads or below:
                heads, below = [], False
            title = paragraphs[index].text if _TITLE.search(paragraphs[index].text[-1:]) else ""
            continue
        cells = _cells(paragraphs[index].text)
        if not any(_FIGURE.fullmatch(text) for _, text in cells):
            heads, below = ([] if below else heads) + [[text for _, text in cells]], False
            continue
        below = True
        for quantity in figures.get(index, ()):
            yield from _cell(title, heads, cells, quantity)


def _cells(text: str) -> list[tuple[int, str]]:
    pattern = _CELL if "\t" in text else _SPACED_CELL
    return [(m.start(), m.group().strip()) for m in pattern.finditer(text)] if text else []


def _cell(
    title: str, heads: Sequence[Sequence[str]], cells: Sequence[tuple[int, str]], quantity: Quantity
) -> Iterator[Cell]:
    """The figure with the nearest label on its left and the heads above its column."""
    column = max((n for n, (start, _) in enumerate(cells) if start <= quantity.char_start), default=None)
    if column is None or not _FIGURE.fullmatch(cells[column][1]):
        return
    left = [text for _, text in cells[:column] if not _FIGURE.fullmatch(text)]
    above = [row[column] for row in heads if len(row) == len(cells) and column < len(row)]
    words = [w for w in (*left[-1:], *above) if len(w) <= _LONGEST_HEAD]
    if not words:
        return
    lead = f"{title[:40]}。{''.join(words)}" if title else "".join(words)
    end = len(lead) + len(quantity.surface)
    yield Cell(lead + quantity.surface, replace(quantity, char_start=len(lead), char_end=end), quantity)
