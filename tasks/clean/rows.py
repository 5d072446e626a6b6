"""Rows: the printed lines of a document, blank lines and furniture taken away.

A row is measured once and then never changed; the later stages only choose which rows belong together
and in which order.
"""

from __future__ import annotations

import itertools
import re
from typing import Literal, NamedTuple

from tasks.clean import text as t
from tasks.clean.markers import STARTS, Marker, marker


class Span(NamedTuple):
    """Columns `start` to `end` of raw line `line` (1-based)."""

    line: int
    start: int
    end: int


class Row(NamedTuple):
    """One printed line: where it stands, what it says, and how it is set."""

    line: int  # raw line that it stands on, 1-based
    start: int  # column that it begins at
    text: str
    width: int  # printed, in quarter units
    lead: int  # width of its unbreakable beginning
    gap: int  # blank lines above it
    indent: int  # quarter units of white space before it
    page: int
    mark: Marker | None
    table: bool
    slip: bool = False  # punctuation that slipped from the end of the line printed before
    title: Literal["", "goes on", "ends"] = ""  # the part it plays in a title
    more: tuple[Span, ...] = ()  # where what was stitched to it stands

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where it stands, span by span: nearly always one."""
        own = len(self.text) - sum([end - start for _, start, end in self.more])
        return (Span(self.line, self.start, self.start + own), *self.more)

    @property
    def end(self) -> tuple[int, int]:
        """The raw line and column that it ends at."""
        if self.more:
            return self.more[-1].line, self.more[-1].end
        return self.line, self.start + len(self.text)


_LEAD = re.compile(rf"[{re.escape(t.OPENING)}]*(?:[0-9A-Za-z.,%:/+\-]+|.)", re.S)
_CELL_GAP = re.compile(r"\S(?:\s{2,}|[ ]*\t\s*)(?=\S)")
_NUMBER = re.compile(r"[-+]?\d[\d,.]*(?:[%％]|[万亿]?元)?|[-—–]{1,2}|/")
_HEAD = re.compile(r"[\u4e00-\u9fff（）()]{2,10}(?: [\u4e00-\u9fff（）()]{2,10}){2,}")
_PROSE = re.compile(r"[，。；！？]")
# Cells with borders between them; a label whose cells are empty is a row too, a title or a unit is none.
_BORDERED = re.compile(r"[|\s]*[^|\s][^|]*\|[|\s]*[^|\s]|[|\s]*[^|\s][^|]*\|\s*\|[|\s]*$")
_OVER_TABLE = re.compile(r"(?:[表明书]|单位[:：]\s*[万亿]?元?)[|\s]*$")


def lead(text: str) -> int:
    """Width of what could not be broken off the start of a line: opening marks and a character or number."""
    if not text[0].isascii() and text[0] not in t.OPENING:
        return t.FULL
    found = _LEAD.match(text)
    return t.width(found.group(), t.HALF) if found else t.FULL


def is_table(text: str) -> bool:
    """Whether a line is a row of cells: borders or gaps between them, numbers side by side, or three words.

    Within a sentence, spaces stand beside digits and Latin letters only.
    """
    if "|" in text and _BORDERED.match(text) and not _OVER_TABLE.search(text):
        return _PROSE.search(text) is None
    if (" " not in text and "\t" not in text) or _PROSE.search(text):
        return False
    if len(_CELL_GAP.findall(text)) >= 2 or _HEAD.fullmatch(text):
        return True
    cells = [_NUMBER.fullmatch(word) is not None for word in text.split()]
    return any(a and b for a, b in itertools.pairwise(cells))


def row(line: int, text: str, start: int, end: int, gap: int, page: int, space: int = 0) -> Row:
    """Measure the visible part of a raw line."""
    seen = text[start:end]
    head = seen[0]
    mark = marker(seen) if head in STARTS else None
    indent = t.width(text[:start], t.HALF) if start and text[0].isspace() else 0
    # Gaps are judged as they will be kept, or a second cleaning would see others.
    plain = seen.isprintable()
    kept = seen if plain else "".join([run for _, run in t.cells(seen, 0)])
    table = (" " in kept or "\t" in kept or "|" in kept) and is_table(kept)
    width = t.width(seen if plain else t.printed(seen), space)
    reach = t.FULL if "\u4e00" <= head <= "\u9fff" else lead(seen)
    # A named tuple's own constructor takes twice as long, and a row is made of every line.
    return tuple.__new__(
        Row, (line, start, seen, width, reach, gap, indent, page, mark, table, False, "", ())
    )


def widened(measured: Row, space: int) -> Row:
    """A row measured anew where its spaces, taken for nothing so far, print `space` wide."""
    spaces = measured.text.count(" ")
    return measured._replace(width=measured.width + space * spaces) if spaces else measured
