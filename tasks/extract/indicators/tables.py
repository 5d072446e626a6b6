"""Cells read as sentences: the label of the row, the head of the column, the figure.

A table prints 一般公共预算 | 120万元 under 支出数 where prose would say 一般公共预算支出数120万元. Read
so, a cell is matched like prose; rows without figures above a block of figures are the heads of its columns.

Text that lost its tables still prints their rows, cells apart by white space. Such a line counts as a row
where it has no punctuation and as many cells as the head above it, so that none can be in a wrong column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from tasks.model import Paragraph, Placement, Quantity

_TABBED = re.compile(r"[^\t]+")
_SPACED = re.compile(r"[^\s|｜]+")
_FIGURE = re.compile(r"[\d,，.．%％\-—]+(?:[万亿]?元|%|％)?")
_CODE = re.compile(r"\d{2,7}")
_TITLE = re.compile(r"[表明]$")
_PROSE = re.compile(r"[，。；：！？,;:!?](?!\d)")
_DIGIT = re.compile(r"\d")
_LONGEST_ROW = 80  # characters of a row without tabs
_MOST_CELLS = 12
_FEWEST_HEADS = 2  # a line of three words at least: two may be a heading with a blank in it
_LONE_CELL = 4  # characters
_TITLE_SHOWN = 40  # characters of a title that a cell is read with
_BLANK = "1.0"  # stands in an empty cell, to see what it would say
_LONGEST_HEAD = 24  # characters; a longer cell is prose


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in words: `text` ends with it, `quantity` has its place there, `printed` in the row."""

    text: str
    quantity: Quantity
    printed: Quantity
    lead: int = 0  # characters of the title, which the text begins with


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
    heads: list[Sequence[_Entry]] = []
    title = ""
    below = False  # figures have been read under these heads
    for index, placement in enumerate(placements):
        text = paragraphs[index].text
        flat = _flat_row(paragraphs[index], heads) if placement.kind == "body" else ()
        if placement.kind != "table" and not flat:
            if heads and not below and len(text) <= _LONE_CELL:
                continue  # a head row with one filled cell does not look like a row
            heads, below = [], False
            title = _title(text, title)
            continue
        row = flat or _entries(paragraphs[index])
        if not any(_FIGURE.fullmatch(entry.text) for entry in row):
            heads, below = [*([] if below else heads), row], False
            continue
        below = True
        for quantity in figures.get(index, ()):
            yield from _cell(title, heads, row, quantity)


def read_blanks(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> Iterator[Cell]:
    """The columns of every titled table that has heads and no figure, as if an amount stood in each."""
    heads: list[list[_Entry]] = []
    title, last = "", 0
    for index, placement in enumerate([*placements, None]):
        table = placement is not None and placement.kind == "table"
        if not table and index < len(paragraphs) and heads and len(paragraphs[index].text) <= _LONE_CELL:
            continue
        if not table:
            if title and len(heads) > 1:
                yield from _blank_columns(title, heads, last)
            text = paragraphs[index].text if placement is not None else ""
            heads, title = [], _title(text, title)
        elif title:
            row = _entries(paragraphs[index])
            if any(_FIGURE.fullmatch(entry.text) for entry in row):
                title = ""  # not empty; what follows belongs to it
            heads, last = [*heads, row], index


def _blank_columns(title: str, heads: Sequence[Sequence[_Entry]], index: int) -> Iterator[Cell]:
    for entry in heads[-1]:
        words = [word for word in _above(heads, entry.column) if len(word) <= _LONGEST_HEAD]
        named = f"{title[:_TITLE_SHOWN]}。"
        text = named + "".join(words)
        yield Cell(text + _BLANK, _amount(index, len(text)), _amount(index, 0), len(named))


def _amount(index: int, start: int) -> Quantity:
    """Any amount of money, to stand where none is printed."""
    one = Decimal(1)
    end = start + len(_BLANK)
    return Quantity(
        index, start, end, _BLANK, one, "元", "money", one, None, "元",
        False, None, None, None, None, None, None, None,
    )  # fmt: skip


def _title(text: str, before: str) -> str:
    """The title of the table that a line is, or the one before that a line of its unit belongs to."""
    if _TITLE.search(text):
        return text
    return before if "单位" in text or text in before else ""


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


def _flat_row(paragraph: Paragraph, heads: Sequence[Sequence[_Entry]]) -> Sequence[_Entry]:
    """The cells of a line of print that is a row of a table; empty where it is none."""
    text, pieces = paragraph.text, paragraph.pieces
    if len(text) > _LONGEST_ROW or not 1 < len(pieces) <= _MOST_CELLS or _PROSE.search(text):
        return ()
    if pieces[0].line != pieces[-1].line:
        return ()
    cells = [_Entry(n, p.start, text[p.start : p.start + p.length]) for n, p in enumerate(pieces)]
    figures = [n for n, cell in enumerate(cells) if _FIGURE.fullmatch(cell.text)]
    if heads:
        # below a head: a label, then nothing but figures
        fits = len(cells) == len(heads[-1]) and figures == list(range(1, len(cells)))
        return cells if fits else ()
    return cells if len(cells) > _FEWEST_HEADS and not _DIGIT.search(text) else ()


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
    lead = f"{title[:_TITLE_SHOWN]}。{''.join(words)}" if title else "".join(words)
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
