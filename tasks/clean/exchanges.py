"""Exchanges of two neighbouring runs of rows that could explain a doubtful seam."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tasks.clean.lines import Weighed
from tasks.clean.rows import Row
from tasks.clean.text import STOPS

if TYPE_CHECKING:
    from tasks.clean.order import Sequenced

_REACH = 70  # rows an exchange may span
_PAGES = 1  # page breaks an exchange may cross
_TRIES = 7  # paragraph boundaries considered on either side
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
    edges = sorted({*_begins(text, at), *(i for i in text.doubtful if abs(i - at) <= _REACH)})
    if is_remainder(text.rows[at].row):
        yield from _with_remainder(text, at, edges)
    yield from _without(text, at, edges)


def _begins(text: Sequenced, at: int) -> Iterator[int]:
    """Where paragraphs begin near a row."""
    for step, limit in ((-1, -1), (1, len(text.rows))):
        left = 2 * _TRIES
        for index in range(at, max(-1, min(limit, at + step * _REACH)), step):
            if text.begins[index]:
                yield index
                left -= 1
                if not left:
                    break


def _with_remainder(text: Sequenced, at: int, edges: Sequence[int]) -> Iterator[Exchange]:
    """The row is a remainder: of which block before it?"""
    before = edges[: bisect_left(edges, at)][::-1]
    for n, middle in enumerate(before):
        if text.rows[middle - 1].row.text[-1] in STOPS:
            continue
        for start in before[n + 1 : n + 1 + _TRIES]:
            if _near(text, start, at):
                yield Exchange(start, middle, at, True)


def _without(text: Sequenced, at: int, edges: Sequence[int]) -> Iterator[Exchange]:
    """The seam is torn: which run from here on belongs behind the next?"""
    size = len(text.rows)
    after = edges[bisect_left(edges, at) + 1 :]
    ends = [e for e in (*after[: 2 * _TRIES], size) if e - at <= _REACH]
    for middle in {*after[:_TRIES], *_continuations(text, at)}:
        for end in ends:
            if middle < end and _near(text, at, end - 1):
                yield Exchange(at, middle, end, False)


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
