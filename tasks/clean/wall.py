"""The wall: the width at which lines are broken, told by the lines that go on on the next.

A line broken by the margin held itself but not the beginning of the next line. So each such line says that
the wall lies between its own width and the width it would have had with that beginning, and the wall is
where most of them agree. First lines of paragraphs agree on a place nearer by the indent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.rows import Row

HANG = t.FULL  # closing punctuation may stand one character over the wall
NARROWEST = 8 * t.FULL
_WIDEST = 100 * t.FULL  # longer lines are not set in lines
_INDENTS = tuple(n * t.FULL for n in (2, 0, 1, 3, 4))  # the usual one first
_SPACES = (0, 1, 2)  # printed widths of a space, in quarter units
_SAMPLE = 500  # lines looked at to find the width of a space
FEWEST = 3  # lines that make a wall
BEYOND = 0.15  # of the lines that agree on a wall, so many may pass it
_SURELY = 3 * t.FULL  # a line so much shorter than the wall was not broken by it
MARKS = frozenset(t.CLOSING + t.OPENING)
_ENDS = frozenset(t.STOPS + "：:；;")


class Wall(NamedTuple):
    """The width lines are broken at, and how many lines say so."""

    width: int
    agree: int


class Broken(NamedTuple):
    """Lines that go on on the next, in columns: each was broken between its width and its lead beyond."""

    rows: list[int]  # which rows they are
    widths: list[int]
    leads: list[int]  # how wide the beginning of the next line is, which found no room
    ended: list[int | None]  # at most how wide the line above was, if that ended; 0 where this has a marker

    def between(self, start: int, stop: int) -> Broken:
        """Those of the rows `start:stop` that go on on another of them."""
        own = slice(bisect_left(self.rows, start), bisect_left(self.rows, stop - 1))
        return Broken(self.rows[own], self.widths[own], self.leads[own], self.ended[own])


def broken(rows: Sequence[Row]) -> Broken:
    """The lines that surely go on: they end in mid-sentence, and the next begins with no marker.

    Lines that meet in punctuation are left out, since that hangs, slips or draws its neighbours along.
    """
    found = Broken([], [], [], [])
    ended: int | None = 0
    for index, (a, b) in enumerate(pairwise(rows)):
        width, last = a.width, a.text[-1]
        if (
            last not in MARKS
            and NARROWEST <= width <= _WIDEST
            and b.mark is None
            and MARKS.isdisjoint(b.text[:2])
            and not (a.table or b.table)
        ):
            found.rows.append(index)
            found.widths.append(width)
            found.leads.append(b.lead)
            found.ended.append(0 if a.mark else ended)
        ended = width if last in _ENDS else width + _INDENTS[-1] if a.mark else None
    return found


def find(rows: Sequence[Row], lines: Broken) -> Wall | None:
    """The wall of some rows, of which `lines` are broken; None where most lines end by themselves."""
    agree, width = _most_agreed(lines)
    if agree < max(FEWEST, 0.5 * len(lines.rows)):
        return None
    beyond = width + HANG + t.FULL
    if sum([row.width > beyond and not row.table for row in rows]) > BEYOND * agree:
        return None
    return Wall(width, agree)


def space_width(rows: Sequence[Row], lines: Broken) -> int:
    """The width of a space by which most broken lines agree on a wall; the rows are measured without."""
    if sum([" " in row.text for row in rows[:_SAMPLE]]) < 5:
        return 0
    sample = lines.between(0, _SAMPLE + 1)
    spaces = [rows[index].text.count(" ") for index in sample.rows]

    def agree(space: int) -> int:
        widths = [width + space * count for width, count in zip(sample.widths, spaces, strict=True)]
        return _most_agreed(sample._replace(widths=widths))[0]

    return max(_SPACES, key=agree)


def spaced(rows: Sequence[Row], lines: Broken) -> Broken:
    """The broken lines measured anew with the rows they are."""
    return lines._replace(widths=[rows[index].width for index in lines.rows])


def _most_agreed(lines: Broken) -> tuple[int, int]:
    """How many broken lines agree on one wall, and the nearest place for it."""
    if not lines.rows:
        return 0, 0
    inner = [ended is None for ended in lines.ended]
    kinds = Counter(zip(lines.widths, lines.leads, inner, strict=True))
    size = max([width + lead for width, lead, _ in kinds]) + 1
    going_on, first = _agreeing(kinds, True, size), _agreeing(kinds, False, size)
    best = (0, 0)
    for width in set(lines.widths):
        nearer = max([first[width - indent] for indent in _INDENTS if indent])
        best = max(best, (going_on[width] + first[width] + nearer, -width))
    return best[0], -best[1]


def _agreeing(kinds: Mapping[tuple[int, int, bool], int], inner: bool, size: int) -> list[int]:
    """For each width below `size`, how many inner or first lines say that they were broken there."""
    steps = [0] * size
    for (width, lead, kind), count in kinds.items():
        if kind is inner:
            steps[width] += count
            steps[width + lead] -= count
    return list(accumulate(steps))


def indent(lines: Broken, wall: int) -> tuple[int, bool]:
    """By how much first lines are shorter, and whether few of them say otherwise."""
    first = [
        (width, width + lead)
        for width, lead, ended in zip(lines.widths, lines.leads, lines.ended, strict=True)
        if ended is not None and ended <= wall - _SURELY
    ]
    agree = [sum([width <= wall - less < beyond for width, beyond in first]) for less in _INDENTS]
    other, most = sorted(agree)[-2:]
    if most < 3:
        return _INDENTS[0], False
    return _INDENTS[agree.index(most)], most >= 2 * other
