"""Exchanges of two neighbouring runs of rows that could explain a doubtful seam."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tasks.clean.layout import HANG
from tasks.clean.lines import Weighed
from tasks.clean.rows import Row
from tasks.clean.text import CLOSING, STOPS

if TYPE_CHECKING:
    from tasks.clean.sequence import Sequenced

_REACH = 50  # rows an exchange may span
_TRIES = 10  # paragraph boundaries considered on either side
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

    def slight(self, rows: Sequence[Weighed]) -> bool:
        """Whether one of the two blocks is no more than a remainder."""
        for start, stop in ((self.start, self.middle), (self.middle, self.end)):
            first = rows[start].row
            if first.text[0] in MARKS and not first.slip and MARKS.issuperset(first.text):
                return True  # what was left behind does not move
            if stop - start == 1 and is_remainder(first):
                return True
        return False


def exchanged(rows: Sequence[Weighed], x: Exchange) -> list[Weighed]:
    """The two runs in their new order."""
    return [*rows[x.middle : x.end], *rows[x.start : x.middle]]


def is_remainder(row: Row) -> bool:
    """Whether a row is so short that it may be what a displaced block left behind."""
    return len(row.text) <= _SLIGHT and row.mark is None and not row.table


def candidates(text: Sequenced, at: int) -> set[Exchange]:
    """Exchanges that would explain the doubtful seam before row `at`.

    They lie within the pages that meet at the seam, and one of their three cuts is the seam itself.
    """
    lo, hi = _page_of(text, max(0, at - 1))[0], _page_of(text, at)[1]
    cuts = [i for i in range(lo, hi) if i == at or text.begins[i] or _may_begin(text, i)]
    where = bisect_left(cuts, at)
    before, after = cuts[max(0, where - _TRIES) : where], [*cuts[where + 1 : where + 1 + _TRIES], hi]
    found = {Exchange(at, middle, end, False) for middle in after for end in after if middle < end}
    found |= {Exchange(start, middle, at, False) for start in before for middle in before if start < middle}
    found |= {Exchange(start, at, end, False) for start in before for end in after}
    found |= {
        Exchange(at, middle, end, False)
        for middle in _continuations(text, at, hi)
        for end in after
        if middle < end
    }
    if before:
        found |= {Exchange(before[0], m, at, False) for m in _continuations(text, before[0], at)}
    if is_remainder(text.rows[at].row):
        found.update(_with_remainder(text, at, before))
    return found


def _page_of(text: Sequenced, at: int) -> tuple[int, int]:
    """The rows of the page a row stands on, as far as an exchange reaches."""
    rows, page = text.rows, text.rows[at].row.page
    lo = hi = at
    while lo > 0 and at - lo < _REACH and rows[lo - 1].row.page == page:
        lo -= 1
    while hi < len(rows) and hi - at < _REACH and rows[hi].row.page == page:
        hi += 1
    return lo, hi


def _may_begin(text: Sequenced, index: int) -> bool:
    row = text.rows[index]
    if index == 0:
        return True
    if row.row.slip or text.rows[index - 1].row.slip:
        return True
    if row.starts <= UNFIT:
        return False
    return (
        text.scores[index] < _WEAK
        or row.row.mark is not None
        or row.row.page != text.rows[index - 1].row.page
    )


def _with_remainder(text: Sequenced, at: int, starts: Sequence[int]) -> Iterator[Exchange]:
    """The row is a remainder: of which block before it?"""
    rest = text.rows[at].row
    for middle in range(at - 1, starts[0] if starts else at, -1):
        last = text.rows[middle - 1].row
        if last.width + rest.width > text.layout.wall + HANG or (
            last.text[-1] in STOPS and rest.text[0] in MARKS
        ):
            continue
        if text.begins[middle] or text.scores[middle] < _WEAK or text.rows[middle].row.slip:
            for start in starts:
                if start < middle:
                    yield Exchange(start, middle, at, True)


def _continuations(text: Sequenced, at: int, stop: int) -> list[int]:
    """The rows up to `stop` that go on best from the row before `at`, and least from their own."""
    if at == 0:
        return []
    torn = text.rows[at - 1]
    gains = []
    for index in range(at + 1, stop):
        if not text.begins[index]:
            row = text.rows[index]
            own = text.between(text.rows[index - 1], row)
            gains.append((text.between(torn, row).join_inner - own.join_inner, -index))
    return [-index for _, index in sorted(gains, reverse=True)[:_TRIES]]
