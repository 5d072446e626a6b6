"""Cells read as sentences: the label of the row, the head of the column, the figure.

A table prints 一般公共预算 | 120万元 under 支出数 where prose would say 一般公共预算支出数120万元. Read
so, a cell is matched like prose; rows without figures above a block of figures are the heads of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tasks.model import Paragraph, Placement, Quantity

_TABBED = re.compile(r"[^\t]+")
_SPACED = re.compile(r"[^\s|｜]+")
_FIGURE = re.compile(r"[\d,，.．%％\-—]+(?:[万亿]?元|%|％)?")
_CODE = re.compile(r"\d{2,7}")
_TITLE = re.compile(r"[表明]$")
_LONE_CELL = 4  # characters
_LONGEST_HEAD = 24  # characters; a longer cell is prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words: `text` ends with it, `quantity` has its place there, `printed` in the row."""

    text: str
    quantity: Quantity
    printed: Quantity


class _Entry(NamedTuple):
    """A filled cell of a row: its column, where it starts in the paragraph, its text."""

    column: int
    start: int
    text: str


def read_cells(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    figures: Mapping[int, Sequence[Quantity]],
) -> Iterator[Cell]:
    """Every figure that stands in a table, in words."""
    heads: list[list[_Entry]] = []
    title = ""
    below = False  # figures have been read under these heads
    for index, placement in enumerate(placements):
        text = paragraphs[index].text
        if placement.kind != "table":
            if heads and not below and len(text) <= _LONE_CELL:
                continue  # a head row with one filled cell does not look like a row
            heads, below = [], False
            title = text if _TITLE.search(text) else title if "单位" in text else ""
            continue
        row = _entries(paragraphs[index])
        if not any(_FIGURE.fullmatch(entry.text) for entry in row):
            heads, below = [*([] if below else heads), row], False
            continue
        below = True
        for quantity in figures.get(index, ()):
            yield from _cell(title, heads, row, quantity)


def _entries(paragraph: Paragraph) -> list[_Entry]:
    """The filled cells with their columns: by the tabs of the row, or by the gaps of a printed one.

    A row that starts with empty cells has lost their tabs: its first piece starts so far in.
    """
    text = paragraph.text
    if "\t" not in text:
        return [_Entry(n, m.start(), m.group()) for n, m in enumerate(_SPACED.finditer(text))]
    first = paragraph.pieces[0].column if paragraph.pieces else 0
    return [
        _Entry(first + text.count("\t", 0, m.start()), m.start(), m.group().strip())
        for m in _TABBED.finditer(text)
    ]


def _cell(
    title: str, heads: Sequence[Sequence[_Entry]], row: Sequence[_Entry], quantity: Quantity
) -> Iterator[Cell]:
    """The figure with the nearest label on its left and the heads above its column."""
    place = max((n for n, entry in enumerate(row) if entry.start <= quantity.char_start), default=None)
    if place is None or not _FIGURE.fullmatch(row[place].text):
        return
    label = max((n for n in range(place) if not _FIGURE.fullmatch(row[n].text)), default=None)
    if label and _CODE.fullmatch(row[label - 1].text):
        return  # a line of a classification: an item of some total, never the report's own figure
    left = [] if label is None else [row[label].text]
    words = [w for w in (*left, *_above(heads, row[place].column)) if len(w) <= _LONGEST_HEAD]
    if not words:
        return
    lead = f"{title[:40]}。{''.join(words)}" if title else "".join(words)
    end = len(lead) + len(quantity.surface)
    yield Cell(lead + quantity.surface, replace(quantity, char_start=len(lead), char_end=end), quantity)


def _above(heads: Sequence[Sequence[_Entry]], column: int) -> Iterator[str]:
    """The heads over a column, from the top; one over several columns starts at the first of them."""
    bound = 0
    for head in heads:
        found = next((entry for entry in reversed(head) if entry.column <= column), None)
        if found is not None and found.column >= bound:
            bound = found.column
            yield found.text
