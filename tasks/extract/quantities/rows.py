"""Rows of tables as they are scanned: with a gap wherever cleaning took white space out between cells.

A row's text runs its cells together (2,940.052,336.91); its pieces still know where each began.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.extract.quantities.mention import Mention
from tasks.model import Paragraph


@dataclass(slots=True)
class Passage:
    """A paragraph read for its numerals: `text` has gaps that `printed` has not, at the places of `gaps`."""

    index: int
    printed: str
    text: str
    gaps: Sequence[int]
    mentions: Sequence[Mention]
    year: int | None  # of its figures, where nothing else is said

    def place(self, mention: Mention) -> tuple[int, int]:
        """Where a mention stands in the printed paragraph."""
        start, end = mention.start, mention.end
        if not self.gaps:
            return start, end
        return start - bisect_left(self.gaps, start), end - bisect_left(self.gaps, end)


def spaced(paragraph: Paragraph) -> tuple[str, Sequence[int]]:
    """A row with its cells kept apart, so that no number begins in one and ends in the next; and its gaps."""
    text = paragraph.text
    breaks = [
        after.start
        for before, after in pairwise(paragraph.pieces)
        if before.line != after.line or before.column + before.length != after.column
    ]
    if not breaks:
        return text, ()
    cells = [text[left:right] for left, right in pairwise([0, *breaks, len(text)])]
    return "\t".join(cells), [place + number for number, place in enumerate(breaks)]
