"""The wall: the width at which lines are broken, told by the lines that go on on the next.

A line broken by the margin held itself but not the beginning of the next line. So each such line says that
the wall lies between its own width and the width it would have had with that beginning, and the wall is
where most of them agree. First lines of paragraphs agree on a place nearer by the indent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """The width lines are broken at, by how much first lines are shorter, and how many lines say so."""

    width: int
    indent: int
    indent_sure: bool
    agree: int


class Broken(NamedTuple):
    """A line that goes on on the next: the wall is no nearer than `width`, and nearer than `lead` beyond."""

    row: int
    width: int
    lead: int
    ended: int | None  # at most how wide the line above was, if that ended; 0 where this one has a marker


def broken(rows: Sequence[Row]) -> list[Broken]:
    """The lines that surely go on: they end in mid-sentence, and the next begins with no marker.

    Lines that meet in punctuation are left out, since that hangs, slips or draws its neighbours along.
    """
    found = []
    ended: int | None = 0
    for index, (a, b) in enumerate(pairwise(rows)):
        text, width, marked = a.text, a.width, a.mark is not None
        last = text[-1]
        if (
            last not in MARKS
            and NARROWEST <= width <= _WIDEST
            and b.mark is None
            and MARKS.isdisjoint(b.text[:2])
            and not (a.table or b.table)
        ):
            found.append(Broken(index, width, b.lead, 0 if marked else ended))
        ended = width if last in _ENDS else width + _INDENTS[-1] if marked else None
    return found


def find(rows: Sequence[Row], lines: Sequence[Broken]) -> Wall | None:
    """The wall of some rows, of which `lines` are broken; None where most lines end by themselves."""
    agree, width = _most_agreed(lines)
    if agree < max(FEWEST, 0.5 * len(lines)):
        return None
    beyond = width + HANG + t.FULL
    if sum([row.width > beyond and not row.table for row in rows]) > BEYOND * agree:
        return None
    return Wall(width, *_indent(lines, width), agree)


def space_width(rows: Sequence[Row], lines: Sequence[Broken]) -> int:
    """The width of a space by which most broken lines agree on a wall; the rows are measured without."""
    spaces = [row.text.count(" ") for row in rows[:_SAMPLE]]
    if len(spaces) - spaces.count(0) < 5:
        return 0
    sample = [line for line in lines if line.row < _SAMPLE]

    def agree(space: int) -> int:
        return _most_agreed([line._replace(width=line.width + space * spaces[line.row]) for line in sample])[
            0
        ]

    return max(_SPACES, key=agree)


def spaced(rows: Sequence[Row], lines: Sequence[Broken], space: int) -> list[Broken]:
    """The broken lines measured anew with the rows they are, whose spaces are `space` wide."""
    return [line._replace(width=rows[line.row].width) for line in lines] if space else list(lines)


def _most_agreed(lines: Sequence[Broken]) -> tuple[int, int]:
    """How many broken lines agree on one wall, and the nearest place for it."""
    if not lines:
        return 0, 0
    size = max([line.width + line.lead for line in lines]) + 1
    inner = _agreeing([line for line in lines if line.ended is None], size)
    first = _agreeing([line for line in lines if line.ended is not None], size)
    best = (0, 0)
    for width in {line.width for line in lines}:
        nearer = max([first[width - indent] for indent in _INDENTS if indent])
        best = max(best, (inner[width] + first[width] + nearer, -width))
    return best[0], -best[1]


def _agreeing(lines: Iterable[Broken], size: int) -> list[int]:
    """For each width below `size`, how many lines say that they were broken there."""
    steps = [0] * size
    for _, width, lead, _ in lines:
        steps[width] += 1
        steps[width + lead] -= 1
    return list(accumulate(steps))


def _indent(lines: Sequence[Broken], wall: int) -> tuple[int, bool]:
    """By how much first lines are shorter, and whether few of them say otherwise."""
    first = [line for line in lines if line.ended is not None and line.ended <= wall - _SURELY]
    agree = [sum(1 for a in first if a.width <= wall - less < a.width + a.lead) for less in _INDENTS]
    other, most = sorted(agree)[-2:]
    if most < 3:
        return _INDENTS[0], False
    return _INDENTS[agree.index(most)], most >= 2 * other
