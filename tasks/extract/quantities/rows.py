"""Rows of tables as they are scanned: with a gap wherever cleaning took white space out between cells.

A row's text runs its cells together (2,940.052,336.91); its pieces still know where each began.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from tasks.frozen import quick
from tasks.model import Paragraph


@dataclass(frozen=True, slots=True)
class Scanned:
    """A paragraph as it is scanned: `text` has gaps that `printed` has not, at the places of `gaps`."""

    index: int
    printed: str
    text: str
    gaps: tuple[int, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of `text` stands in the printed paragraph."""
        if not self.gaps:
            return start, end
        return start - bisect_left(self.gaps, start), end - bisect_left(self.gaps, end)


_new = quick(Scanned)


def prose(index: int, paragraph: Paragraph) -> Scanned:
    """A paragraph of prose, scanned as printed."""
    return _new(index, paragraph.text, paragraph.text)


def row(index: int, paragraph: Paragraph) -> Scanned:
    """A row with its cells kept apart: no number begins in one cell and ends in the next."""
    text = paragraph.text
    breaks = [
        after.start
        for before, after in pairwise(paragraph.pieces)
        if before.line != after.line or before.column + before.length != after.column
    ]
    if not breaks:
        return _new(index, text, text)
    cells = [text[left:right] for left, right in pairwise([0, *breaks, len(text)])]
    gaps = tuple(place + number for number, place in enumerate(breaks))
    return _new(index, text, "\t".join(cells), gaps)
