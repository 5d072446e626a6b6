"""Tables as grids: their title, the heads over their columns, and the rows of figures under these.

A row belongs to the heads where text stands above a column of figures; below figures, a row with text in
such a column begins a table anew, and one without is a line that was left blank. Heads that a new page prints
again are the same heads.

Text that lost its tables still prints their rows, cells apart by white space. Such a line counts as a row
where it has no punctuation and as many cells as the head above it, so that none can be in a wrong column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from tasks.model import Paragraph, Placement

_FIGURE = re.compile(r"(\d{2,7})|[\d,，.．%％\-—]+(?:[万亿]?元|%|％)?")  # group 1: a code as well
_SPACED = re.compile(r"[^\s|｜]+")
_TITLE_ENDS = ("表", "明")
_PROSE = re.compile(r"[，。；：！？,;:!?](?!\d)")
_DIGIT = re.compile(r"\d")
_LONGEST_ROW = 80  # characters of a row without tabs
_MOST_CELLS = 12
_FEWEST_HEADS = 2  # a line of three words at least: two may be a heading with a blank in it
_LONE_CELL = 4  # characters
_MOST_HEADS = 8  # rows


class Entry(NamedTuple):
    """A filled cell of a row: its column, where it starts in the paragraph, its text, and what this is."""

    column: int
    start: int
    text: str
    figure: bool
    code: bool  # a figure that may be the code of a classification


_column, _figure = attrgetter("column"), attrgetter("figure")
_new = tuple.__new__  # spares the call that a named tuple makes of every construction


def entry_of(column: int, start: int, text: str) -> Entry:
    """A cell with its text looked at once, for much is asked of it: whether it is a figure, or a code."""
    found = _FIGURE.fullmatch(text)
    return _new(Entry, (column, start, text, found is not None, found is not None and found[1] is not None))


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its filled cells and how many cells there are."""

    paragraph: int
    entries: Sequence[Entry]
    width: int

    @property
    def figures(self) -> bool:
        """Whether a figure stands in it."""
        return any(map(_figure, self.entries))

    @property
    def amounts(self) -> Iterator[int]:
        """The columns of its amounts; a bare number counts as one where no words follow it."""
        for entry in self.entries:
            if entry.figure and (not entry.code or entry is self.entries[-1]):
                yield entry.column


@dataclass(slots=True)
class Grid:
    """One table: its title (empty where none is printed), its heads, its rows."""

    title: str
    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The paragraph of its last row."""
        return (self.rows or self.heads)[-1].paragraph

    def above(self, column: int) -> Iterator[str]:
        """The heads over a column, from the top; one over several columns starts at the first of them."""
        bound = 0
        for head in self.heads[-_MOST_HEADS:]:
            at = bisect_right(head.entries, column, key=_column) - 1
            if at >= 0 and head.entries[at].column >= bound:
                bound = head.entries[at].column
                yield head.entries[at].text


def read_grids(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> tuple[Grid, ...]:
    """Every table of the text, in order."""
    return tuple(_runs(paragraphs, placements))


def _runs(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> Iterator[Grid]:
    """The tables of one run of rows after the other, each run with the title above it."""
    title, rows = "", list[Row]()
    for index, placement in enumerate(placements):
        paragraph = paragraphs[index]
        if placement.kind == "table":
            rows.append(row_of(index, paragraph))
        elif placement.kind == "body" and (flat := _flat_row(paragraph, rows)):
            rows.append(Row(index, flat, len(flat)))
        elif rows and not any(row.figures for row in rows) and len(paragraph.text) <= _LONE_CELL:
            continue  # a head row with one filled cell does not look like a row
        else:
            yield from _grids(title, rows)
            title, rows = _title(paragraph.text, title), []
    yield from _grids(title, rows)


def _grids(title: str, rows: Sequence[Row]) -> Iterator[Grid]:
    """The tables that follow each other without a line between."""
    if not rows:
        return
    width = Counter(row.width for row in rows).most_common(1)[0][0]
    usual = [row for row in rows if row.width == width]
    columns = {n for row in usual for n in row.amounts}
    grid = Grid(title)
    aligned = [_aligned(row, width, columns) for row in rows]
    first = next((n for n, row in enumerate(aligned) if row.figures), len(aligned))
    last_head = max((n for n in range(first) if _over(aligned[n], columns)), default=-1)
    for index, row in enumerate(aligned):
        if row.figures or (grid.rows and not _over(row, columns)):
            grid.rows.append(row)
        elif grid.rows and _again(row, grid.heads):
            continue
        elif grid.rows:
            yield grid
            grid = Grid(title, [row])
        elif 0 <= last_head < index and _labelled(row):
            grid.rows.append(row)
        else:
            grid.heads.append(row)
    yield grid


def _aligned(row: Row, width: int, columns: Collection[int]) -> Row:
    """A row that stands alone on its page has lost its empty cells; its figures are those of all columns."""
    if row.width >= width or len(row.entries) != row.width:
        return row
    figures = [entry for entry in row.entries if entry.figure]
    if len(figures) != len(columns):
        return row
    places = dict(zip((entry.start for entry in figures), sorted(columns), strict=True))
    moved = [entry._replace(column=places.get(entry.start, entry.column)) for entry in row.entries]
    return Row(row.paragraph, moved, width)


def _over(row: Row, columns: Collection[int]) -> bool:
    """Whether a row has words over a column of figures."""
    return any(entry.column in columns for entry in row.entries)


def _labelled(row: Row) -> bool:
    """A line left blank above the first with a figure: a label of some length, nothing else."""
    return any(len(entry.text) > _LONE_CELL for entry in row.entries)


def _again(row: Row, heads: Sequence[Row]) -> bool:
    """Heads printed again on the next page."""
    words = [entry.text for entry in row.entries]
    return any([entry.text for entry in head.entries] == words for head in heads)


def _title(text: str, before: str) -> str:
    """The title of the table that a line is, or the one before that a line of its unit belongs to."""
    text = text.rstrip("| ")
    if text.endswith(_TITLE_ENDS):
        return text
    return before if "单位" in text or text in before else ""


def row_of(index: int, paragraph: Paragraph) -> Row:
    """The filled cells with their columns: by the tabs or borders of the row, or by the gaps in it.

    A row that starts with empty cells has lost their tabs: its first piece starts so far in.
    """
    text = paragraph.text
    if "|" in text and "\t" not in text:
        return Row(index, *_bordered(text))
    if "\t" not in text:
        cells = [entry_of(n, m.start(), m.group()) for n, m in enumerate(_SPACED.finditer(text))]
        return Row(index, cells, len(cells))
    column = paragraph.pieces[0].column if paragraph.pieces else 0
    start, found = 0, list[Entry]()
    for cell in text.split("\t"):
        if words := cell.strip():
            found.append(entry_of(column, start, words))
        start, column = start + len(cell) + 1, column + 1
    return Row(index, found, column)


def _bordered(text: str) -> tuple[Sequence[Entry], int]:
    """The cells between the borders | of a printed row, and how many there are."""
    start, found, cells = 0, list[Entry](), text.removesuffix("|").split("|")
    for column, cell in enumerate(cells):
        if words := cell.strip():
            words = words if _DIGIT.search(words) else "".join(words.split())  # 合 计
            found.append(entry_of(column, start + len(cell) - len(cell.lstrip()), words))
        start += len(cell) + 1
    return found, len(cells)


def _flat_row(paragraph: Paragraph, above: Sequence[Row]) -> Sequence[Entry]:
    """The cells of a line of print that is a row of a table; empty where it is none."""
    text, pieces = paragraph.text, paragraph.pieces
    if len(text) > _LONGEST_ROW or not 1 < len(pieces) <= _MOST_CELLS or _PROSE.search(text):
        return ()
    if pieces[0].line != pieces[-1].line:
        return ()
    cells = [entry_of(n, p.start, text[p.start : p.start + p.length]) for n, p in enumerate(pieces)]
    figures = [n for n, cell in enumerate(cells) if cell.figure]
    if above:
        # below a head: a label, then nothing but figures
        fits = len(cells) == above[-1].width and figures == list(range(1, len(cells)))
        return cells if fits else ()
    return cells if len(cells) > _FEWEST_HEADS and not _DIGIT.search(text) else ()
