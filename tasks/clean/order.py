"""Reading order: blocks that an extractor emitted before what stands above them, put back.

Printed A, B; emitted B, A: whatever tool did it, two neighbouring runs of whole lines changed places.
Often the last character or two of B stayed where they were, a remainder that marks the place (B without
its end, A, the end of B). An exchange is made only when the evidence for the new order beats that for
the order found by a margin, and of all that do, those are made that gain most together.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.clean.choice import Hoped, clearest
from tasks.clean.exchanges import Exchange, pages
from tasks.clean.fluency import Fluency
from tasks.clean.gains import (
    Exchanges,
    Stretch,
    around,
    gain_of,
    left_behind,
    meeting,
    opening,
    promise,
    shape,
)
from tasks.clean.layout import Layout
from tasks.clean.lines import label, scores
from tasks.clean.prospects import prospects
from tasks.clean.rows import Row, Span
from tasks.clean.scales import Scales, Seam, Weighed
from tasks.clean.sequence import DOUBTFUL, Sequenced, steps_back
from tasks.clean.usage import shipped
from tasks.model import Evidence

MARGIN = 6  # below this nothing moves: an exchange must be e^6 times likelier than the order found
NEAR = 1  # but where another order is likelier by so much, a person should look
ALARM = -3.4  # only a document with a seam scoring less is looked at more closely
_AROUND = 1000  # rows looked at on either side of one: what alarms in one report says nothing of the next
_ROUNDS = 12  # exchanges may lie within one another
_NEARBY = 80  # rows around an exchange that are looked at once more after it
_ALONE = 8  # of the exchanges on a page, so many that promise most are weighed against the others
_MEETING = 24  # and so many that promise most but for the seams at their ends, which another may mend
_INSIDE = -9.0  # the least that those must promise


class Move(NamedTuple):
    """A block put back, or nearly: its raw spans and text, why, and by how much the evidence grew."""

    spans: tuple[Span, ...]
    text: str
    evidence: tuple[Evidence, ...]
    gain: float
    made: bool = True  # else the evidence stayed below the margin, and the block stands where it was found


Seat = tuple[int, int, int, int]  # raw line and column of a row and of the row below it


class Near(NamedTuple):
    """An exchange that gained too little to be made, and the seams that it would have undone."""

    move: Move
    seams: tuple[Seat, ...]


class Ordered(NamedTuple):
    """Rows in reading order, the seams between them, which begin paragraphs, and what was moved."""

    rows: list[Row]
    seams: list[Seam]
    begins: list[bool]
    moves: list[Move]


def put_back(rows: list[Row], seams: list[Seam], layout: Layout) -> Ordered:
    """The rows in reading order; where nothing alarms, that is the order found, and no row is looked at."""
    begins = label(seams)
    doubtful = [(n, score) for n, score in enumerate(scores(begins, seams), 1) if score < DOUBTFUL]
    alarms = {n for n, score in doubtful if _alarming(rows, begins, n, score)}
    if len(alarms) > max(6, 0.25 * len(rows)):
        return Ordered(rows, seams, begins, [])
    ordered: list[Row] = []
    below: list[Seam] = []  # the seam below each of them
    borders: list[int] = []
    moves: list[Move] = []
    scales = Scales(layout)
    seen = 0
    for start, stop in _stretches(sorted(alarms.union(steps_back(rows))), begins):
        fluency = Fluency(rows[start:stop], shipped())
        text = Sequenced(rows[start:stop], seams[start : stop - 1], scales, fluency)
        moves += _settle(text)
        ordered += rows[seen:start]
        borders += [len(ordered), len(ordered) + len(text.rows)]
        ordered += [w.row for w in text.rows]
        below += [*seams[seen:start], *text.bare, *seams[stop - 1 : stop]]
        seen = stop
    if not moves:
        return Ordered(rows, seams, begins, [])
    ordered += rows[seen:]
    below += seams[seen:]
    for n in borders:
        below[max(0, n - 1) : n] = scales.along(ordered[max(0, n - 1) : n + 1])
    return Ordered(ordered, below, label(below), moves)


def _alarming(rows: Sequence[Row], begins: Sequence[bool], index: int, score: float) -> bool:
    """Whether a doubtful seam asks for a closer look: torn, or with a page above that may be cut in two."""
    at_top = rows[index - 1].page != rows[index - 2].page
    return score < ALARM or (index > 1 and not begins[index - 1] and at_top)


def _stretches(asks: Sequence[int], begins: Sequence[bool]) -> list[tuple[int, int]]:
    """The whole paragraphs within reach of rows that ask for a closer look; those that touch are one."""
    firsts = [n for n, begin in enumerate(begins) if begin]
    found: list[tuple[int, int]] = []
    for at in asks:
        above, below = bisect_right(firsts, at - _AROUND), bisect_left(firsts, at + _AROUND)
        start = firsts[above - 1] if above else 0
        stop = firsts[below] if below < len(firsts) else len(begins)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, stop))
    return found


def _settle(text: Sequenced) -> list[Move]:
    """Put the rows of a text into reading order, and tell the moves that it took and those it nearly took."""
    moves: list[Move] = []
    near: list[Near] = []
    where = text.doubtful
    for _ in range(_ROUNDS):
        hoped = _plausible(text, where)
        made = _made(text, hoped)
        near += _near_misses(text, hoped, [x for _, xs in made for x in xs])
        moves += [move for gain, xs in made for move in _moves(text, xs, gain)]
        for x in sorted((x for _, xs in made for x in xs), reverse=True):
            text.apply(x)
        if not made:
            break
        text.relabel()
        where = _near(text.doubtful, [xs for _, xs in made])
    standing = {_seat(text, n) for n in range(1, len(text.rows))} if near else set()
    return moves + list(dict.fromkeys(n.move for n in near if standing.issuperset(n.seams)))


def _seat(text: Sequenced, index: int) -> Seat:
    """Where a row stands and the one above it."""
    a, b = text.rows[index - 1].row, text.rows[index].row
    return a.line, a.start, b.line, b.start


def _made(text: Sequenced, hoped: list[Hoped]) -> list[tuple[float, Exchanges]]:
    """The exchanges to make at once, those that meet together, with what they gain when weighed in full.

    What does not keep its promise is struck out, and the choice made again: it may have stood before a
    better one.
    """
    while True:
        chosen = clearest(hoped, lambda x, y: meeting(text, x, y), MARGIN)
        weighed = [(gain_of(text, tuple(xs)), tuple(xs)) for xs in chosen]
        short = [xs for gain, xs in weighed if gain < MARGIN * len(xs)]
        if not short:
            return weighed
        struck = {min(xs, key=lambda x: gain_of(text, (x,))) for xs in short}
        hoped = [(gain, x) for gain, x in hoped if x not in struck]


def _near_misses(text: Sequenced, hoped: Sequence[Hoped], made: Sequence[Exchange]) -> Iterator[Near]:
    """The exchanges that would be likelier than the order found, but not by the margin that settles it."""
    left = [
        (g, x) for g, x in hoped if g >= NEAR and all(x.stop <= y.start or y.stop <= x.start for y in made)
    ]
    for (x,) in (xs for xs in clearest(left, lambda x, y: 0.0, NEAR) if len(xs) == 1):
        gain = gain_of(text, (x,))
        if NEAR <= gain < MARGIN:
            cuts = [n for n in (x.start, x.middle, x.stop) if 0 < n < len(text.rows)]
            (move,) = _moves(text, (x,), gain)
            yield Near(move._replace(made=False), tuple(_seat(text, n) for n in cuts))


def _plausible(text: Sequenced, where: Sequence[int]) -> list[Hoped]:
    """The exchanges on each doubtful page that promise most, alone or with others that they meet.

    Where a page ends with a paragraph, nothing but an exchange that ends there makes that doubtful.
    """
    found: dict[Exchange, float] = {}
    waiting: list[tuple[int, int, frozenset[int]]] = []
    for lo, hi, asks in pages(text, where):
        if asks <= text.at_ease:
            waiting.append((lo, hi, asks))
        else:
            found |= _best(text, lo, hi, asks)
    edges = {edge for x in found for edge in (x.start, x.stop)}
    for lo, hi, asks in waiting:
        if not edges.isdisjoint((lo, hi)):
            found |= _best(text, lo, hi, asks)
    return [(gain, x) for x, gain in found.items()]


def _best(text: Sequenced, lo: int, hi: int, asks: frozenset[int]) -> dict[Exchange, float]:
    """The exchanges on a page that promise most."""
    hopes = {x: promise(text, x) for x in prospects(text, lo, hi, asks, MARGIN)}
    best = heapq.nlargest(_ALONE, hopes, key=lambda x: (hopes[x].gain, x))
    best += heapq.nlargest(_MEETING, hopes, key=lambda x: (hopes[x].inside, x))
    return {x: hopes[x].gain for x in best if hopes[x].gain >= MARGIN or hopes[x].inside >= _INSIDE}


def _near(doubtful: Sequence[int], made: Sequence[Exchanges]) -> list[int]:
    """The doubtful places near exchanges that were made; both are given in the order of the text."""
    near: list[int] = []
    seen = 0  # of the doubtful places, so many have been looked at
    for xs in made:
        lo = max(seen, bisect_left(doubtful, xs[0].start - _NEARBY))
        seen = max(seen, bisect_right(doubtful, xs[-1].stop + _NEARBY))
        near += doubtful[lo:seen]
    return near


def _moves(text: Sequenced, xs: Exchanges, gain: float) -> list[Move]:
    """The record of exchanges that meet: what each moved, and how each kind of evidence changed by them."""
    why = _why(text, xs)
    blocks = ([w.row for w in text.rows[x.start : x.middle]] for x in xs)
    return [
        Move(tuple(s for row in block for s in row.spans), "".join(row.text for row in block), why, gain)
        for block in blocks
    ]


def _why(text: Sequenced, xs: Exchanges) -> tuple[Evidence, ...]:
    """Each kind of evidence after exchanges less what it was before."""
    before, after = around(text, xs)
    change = {"ordinals": after.ordinals - before.ordinals}
    made, undone = _labelled(after), _labelled(before)
    for seams, others, sign in ((made, undone, 1.0), (undone, made, -1.0)):
        for a, b, joined, first in (s for s in seams if s not in others):
            for name, weight in text.reasons(a, b, joined, first).items():
                change[name] = change.get(name, 0.0) + sign * weight
    change["first_row"] = opening(text, xs[0])
    change["remainder"] = sum(left_behind(text, x) for x in xs)
    change["shape"] = sum(shape(text, x) for x in xs)
    told = [Evidence(name, round(weight, 2)) for name, weight in change.items() if abs(weight) >= 0.005]
    return tuple(sorted(told, key=lambda e: (-e.weight, e.name)))


def _labelled(stretch: Stretch) -> dict[tuple[Weighed, Weighed, bool, bool], None]:
    """The seams along a stretch: the rows, whether they are joined, and whether the upper is a first line."""
    begins = label(stretch.seams)
    pairs = zip(itertools.pairwise(stretch.rows), itertools.pairwise(begins), strict=True)
    return {(a, b, not begin, first): None for (a, b), (first, begin) in pairs}
