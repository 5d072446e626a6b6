"""Places where a page may be parted, and the most that a new seam there would be worth.

What a seam is worth is known from the two rows beside it but for one thing: how they read together. With that
at its best, what one row ends with and the other begins with bounds what any seam between them is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tasks.clean.evidence import break_gap, join_gap, join_margin
from tasks.clean.exchanges import is_remainder, may_begin
from tasks.clean.fluency import READS_BEST
from tasks.clean.gains import BELOW, LONGER, WHOLE, page_top
from tasks.clean.layout import HANG
from tasks.clean.scales import NEVER
from tasks.clean.sequence import Sequenced
from tasks.clean.text import FULL

_HOLDS = 5.0  # a seam scoring more is parted only where a paragraph may begin
_MARGIN, _UNIT = 3.3, 1.0  # the most that the margin says for a join, and a number that its unit follows
# The most that the end of any row is worth, for a break and for a join, and the start of any but a few.
ANY_LEAVES, ANY_ENDS, ANY_BEGINS = 3.0, 0.3 + _MARGIN + READS_BEST, 2.3


class Place(NamedTuple):
    """A place where a page may be parted, between two rows."""

    row: int  # the one below it
    kept: float  # what the seam there is worth
    leaves: float  # the row above it: the most that its end is worth for a break after it
    ends: float  # and for a join
    begins: float  # the row below it: the most that its start is worth for a break before it
    goes_on: float  # and for a join
    left: float | None  # the most that the row below is worth as a remainder, if it may be one
    first: bool  # whether a paragraph begins there
    begun: int  # and how many do above it
    marked: int  # rows above it that have an ordinal
    near: int  # the same of the last one that an exchange bears on if it ends there
    cut: bool  # whether a block may begin there; else all that may is the rest of the page above
    asked: bool  # whether it asks for an explanation
    edge: bool  # whether a page begins or ends there


def seam(above: Place, below: Place, cut: float) -> float:
    """The most that a seam is worth between the row above one place and the row below another."""
    return max(above.leaves + below.begins, above.ends + below.goes_on - cut)


def places(text: Sequenced, lo: int, hi: int, asks: frozenset[int]) -> Iterator[Place]:
    """The places where the rows `lo:hi` may be parted, their ends among them."""
    widest = max([w.row.lead for w in text.rows[lo:hi]])
    for i in range(lo, hi):
        rest = i > lo + 1 and is_remainder(text.rows[i].row)
        weak = text.score(i) < _HOLDS
        cut = i == lo or may_begin(text, i)
        if cut or rest or weak:
            yield _place(text, i, asks, widest, cut, rest)
    yield _place(text, hi, asks, widest, False, False)


def _place(text: Sequenced, at: int, asks: frozenset[int], widest: int, cut: bool, rest: bool) -> Place:
    marked, near = text.numbered(at, min(len(text.rows), at + BELOW))
    last = at == len(text.rows)
    return Place(
        at,
        0.0 if last else text.score(at),
        *(_above(text, at, widest) if at else (0.0, NEVER)),
        *((0.0, NEVER) if last else _below(text, at)),
        _left(text, at) if rest else None,
        not last and text.begins[at],
        text.begun(0, at),
        marked,
        near,
        cut,
        at in asks,
        at == 0 or last or page_top(text.rows, at),
    )


def _above(text: Sequenced, at: int, widest: int) -> tuple[float, float]:
    """What the end of the row above a place is worth at most, for a break and for a join.

    `widest` is as wide as a beginning may be that had no room on its line.
    """
    row, ends_line, ends_first, ends_inner, _, _ = text.rows[at - 1]
    if row.table:
        return 0.0, NEVER
    layout = text.layout
    room = (-HANG if row.slip else layout.wall - row.width) - layout.indent - layout.space - widest
    room -= 0 if layout.hangs else FULL
    margin = _MARGIN if room < 0 else join_margin(room, 0)
    return max(ends_first, ends_inner), ends_line + margin + _UNIT * row.text[-1].isdigit() + READS_BEST


def _below(text: Sequenced, at: int) -> tuple[float, float]:
    """The same of the start of the row below it; labelled otherwise, it makes another seam of the next."""
    row, _, _, _, goes_on, starts = w = text.rows[at]
    under = text.under(at, text.begins[at])
    if row.gap not in (-1, text.layout.gap):
        goes_on, starts = goes_on - join_gap(row, text.layout), starts - break_gap(row, text.layout)
    starts = 0.0 if row.table else starts + text.opens(w)
    return starts + text.under(at, True) - under, goes_on + text.under(at, False) - under


def _left(text: Sequenced, at: int) -> float:
    """What a remainder is worth at most: back on its line, and with the row below it under that."""
    gain = WHOLE + READS_BEST - LONGER * (len(text.rows[at].row.text) - 1)
    if at + 1 == len(text.rows):
        return gain
    begins, goes_on = _below(text, at + 1)
    return gain + max(ANY_LEAVES + begins, ANY_ENDS + goes_on) - text.score(at + 1)
