"""Exchanges of two neighbouring runs of rows that could explain a doubtful seam."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tasks.clean.layout import HANG
from tasks.clean.lines import Weighed
from tasks.clean.rows import Row
from tasks.clean.text import STOPS

if TYPE_CHECKING:
    from tasks.clean.order import Sequenced

_REACH = 70  # rows an exchange may span
_PAGES = 1  # page breaks an exchange may cross
_TRIES = 7  # paragraph boundaries considered on either side
_WEAK = 3.0  # a join scoring less may be no join
UNFIT = -4.0  # a row whose start scores less cannot begin a paragraph
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
        return any(
            stop - start == 1 and len(rows[start].row.text) <= _SLIGHT and is_remainder(rows[start].row)
            for start, stop in ((self.start, self.middle), (self.middle, self.end))
        )


def exchanged(rows: Sequence[Weighed], x: Exchange) -> list[Weighed]:
    """The two runs in their new order."""
    return [*rows[x.middle : x.end], *rows[x.start : x.middle]]


def is_remainder(row: Row) -> bool:
    """Whether a row is so short that it may be what a displaced block left behind."""
    return len(row.text) <= _SLIGHT and row.mark is None and not row.table


def candidates(text: Sequenced, at: int) -> Iterator[Exchange]:
    """Exchanges that would explain the doubtful seam before row `at`."""
    edges = _edges(text, at)
    if is_remainder(text.rows[at].row):
        yield from _with_remainder(text, at, edges)
    yield from _without(text, at, edges)
    yield from _ending(text, at, edges)


def _edges(text: Sequenced, at: int) -> list[int]:
    """Rows near `at` that begin paragraphs, or may do so in another order."""
    lo, hi = max(1, at - _REACH), min(len(text.rows), at + _REACH)
    return [i for i in range(lo, hi) if i == at or text.begins[i] or _may_begin(text, i)]


def _may_begin(text: Sequenced, index: int) -> bool:
    row = text.rows[index]
    if row.starts <= UNFIT:
        return False
    return text.scores[index] < _WEAK or row.row.mark is not None or row.row.page != text.rows[index - 1].row.page


def _with_remainder(text: Sequenced, at: int, edges: Sequence[int]) -> Iterator[Exchange]:
    """The row is a remainder: of which block before it?"""
    rest = text.rows[at].row
    starts = edges[: bisect_left(edges, at)]
    for middle in range(at - 1, max(1, at - _REACH), -1):
        last = text.rows[middle - 1]
        if last.row.width + rest.width > text.layout.wall + HANG or last.row.text[-1] in STOPS:
            continue
        if not text.begins[middle] and text.scores[middle] > _WEAK:
            continue
        before = starts[: bisect_left(starts, middle)]
        for start in before[: -_TRIES - 1 : -1]:
            if _near(text, start, at):
                yield Exchange(start, middle, at, True)


def _without(text: Sequenced, at: int, edges: Sequence[int]) -> Iterator[Exchange]:
    """The seam is torn: which run from here on belongs behind the next?"""
    size = len(text.rows)
    after = edges[bisect_left(edges, at) + 1 :]
    ends = [e for e in (*after, size) if e - at <= _REACH]
    for middle in {*after, *_continuations(text, at)}:
        for end in ends:
            if middle < end and _near(text, at, end - 1):
                yield Exchange(at, middle, end, False)


def _ending(text: Sequenced, at: int, edges: Sequence[int]) -> Iterator[Exchange]:
    """The seam is torn: which exchange within the page before it ends here?"""
    rows = text.rows
    top = at - 1
    while top and at - top < _REACH and rows[top - 1].row.page == rows[at - 1].row.page:
        top -= 1
    inside = [i for i in edges if top < i < at]
    if top:
        for middle in {*inside, *_continuations(text, top)}:
            if top < middle < at:
                yield Exchange(top, middle, at, False)
    for n, start in enumerate(inside):
        for middle in inside[n + 1 :]:
            yield Exchange(start, middle, at, False)


def _continuations(text: Sequenced, at: int) -> list[int]:
    """The rows within reach that go on best from the row before the seam, and least from their own."""
    if at == 0:
        return []
    torn = text.rows[at - 1]
    gains = []
    for index in range(at + 1, min(len(text.rows), at + _REACH)):
        if not text.begins[index]:
            row = text.rows[index]
            own = text.between(text.rows[index - 1], row)
            gains.append((text.between(torn, row).join_inner - own.join_inner, -index))
    return [-index for _, index in sorted(gains, reverse=True)[:_TRIES]]


def _near(text: Sequenced, start: int, end: int) -> bool:
    rows = text.rows
    return 0 < end - start <= _REACH and rows[end].row.page - rows[start].row.page <= _PAGES
