"""Exchanges of two neighbouring runs of rows that could explain a doubtful seam.

Printed A, B; emitted B, A. B is a paragraph, or as much of it as its page holds; A is what stands above it:
all of its page, or the paragraph before. Often the last character of B stays behind, below A.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tasks.clean.layout import HANG
from tasks.clean.rows import Row
from tasks.clean.scales import Weighed
from tasks.clean.text import CLOSING, STOPS

if TYPE_CHECKING:
    from tasks.clean.sequence import Sequenced

_REACH = 100  # rows: a longer page is not known to be one
_WEAK = 3.0  # a join scoring less may be no join
MARKS = frozenset(CLOSING)
UNFIT = -5.2  # a row whose start scores less cannot begin a paragraph
_SLIGHT = 4  # characters: less is a remainder, not a block


class Exchange(NamedTuple):
    """Rows `start:middle` and `middle:end` change places; row `end` may be what the first left behind."""

    start: int
    middle: int
    end: int
    remainder: bool

    @property
    def stop(self) -> int:
        """The row after the last one concerned."""
        return self.end + self.remainder

    @property
    def rest(self) -> int:
        """The row of the remainder; -1 where there is none."""
        return self.end if self.remainder else -1

    def slight(self, rows: Sequence[Weighed]) -> bool:
        """Whether one of the two blocks is no more than a remainder."""
        for start, stop in ((self.start, self.middle), (self.middle, self.end)):
            first = rows[start].row
            if first.text[0] in MARKS and not first.slip and MARKS.issuperset(first.text):
                return True  # what was left behind does not move
            if stop - start == 1 and is_remainder(first):
                return True
        return False


def is_remainder(row: Row) -> bool:
    """Whether a row is so short that it may be what a displaced block left behind."""
    return len(row.text) <= _SLIGHT and row.mark is None and not row.table and not row.slip


def pages(text: Sequenced, where: Iterable[int]) -> Iterator[tuple[int, int, frozenset[int]]]:
    """The pages that doubtful rows stand on or end, each with the rows that ask for an explanation.

    Where pages are not known, or are very long, what lies around each doubtful row is a page of its own.
    """
    found: dict[tuple[int, int], set[int]] = {}
    for at in where:
        for row in {at, max(0, at - 1)}:
            lo, hi = text.page(row)
            if hi - lo > _REACH:
                lo, hi = max(lo, at - _REACH // 2), min(hi, at + _REACH // 2)
            found.setdefault((lo, hi), set()).add(at)
    for (lo, hi), asks in sorted(found.items()):
        yield lo, hi, frozenset(asks)


def may_begin(text: Sequenced, index: int) -> bool:
    """Whether a paragraph might begin with a row, as it is labelled or in spite of it."""
    row = text.rows[index]
    if index == 0:
        return True
    if row.row.slip or text.rows[index - 1].row.slip or text.begins[index]:
        return True
    if row.starts <= UNFIT:
        return False
    return (
        text.scores[index] < _WEAK
        or text.rows[index - 1].row.text[-1] in STOPS
        or row.row.mark is not None
        or row.row.page != text.rows[index - 1].row.page
    )


def fits(text: Sequenced, middle: int, end: int) -> bool:
    """Whether a remainder completes the last line of a block."""
    last, rest = text.rows[middle - 1].row, text.rows[end].row
    return last.width + rest.width <= text.layout.wall + HANG and not (
        last.text[-1] in STOPS and rest.text[0] in MARKS
    )
