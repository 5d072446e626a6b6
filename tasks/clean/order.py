"""Reading order: blocks that an extractor emitted before what stands above them, put back.

Printed A, B; emitted B, A: whatever tool did it, two neighbouring runs of whole lines changed places.
Often the last character or two of B stayed where they were, a remainder that marks the place (B without
its end, A, the end of B). An exchange is made only when the evidence for the new order beats that for
the order found by a margin, the clearest first.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.clean.evidence import ordinals
from tasks.clean.exchanges import Exchange, candidates
from tasks.clean.gains import Exchanges, around, gain_of, left_behind, page_top, promise, shape
from tasks.clean.layout import Layout
from tasks.clean.lines import Seam, Weighed, label, reasons, scores, seam
from tasks.clean.rows import Row, Span
from tasks.clean.sequence import DOUBTFUL, Sequenced, steps_back
from tasks.model import Evidence

MARGIN = 5  # below this nothing moves: an exchange must be e^5 times likelier than the order found
PAIRED = 5.0  # each of two exchanges together must earn its own margin
SLACK = 4.0  # a promise may fall short of the gain by so much
ALARM = -3.4  # only a document with a seam scoring less is looked at more closely
_ROUNDS = 12  # exchanges may lie within one another
_NEARBY = 80  # rows around an exchange that are looked at once more after it
_MEETING = 16  # of the exchanges that meet at a page edge, so many on either side are tried together
_WEIGHED = 10  # of the candidates at one place, the most promising are weighed in full


class Move(NamedTuple):
    """A block put back: its raw spans and text, why, and by how much the evidence grew."""

    spans: tuple[Span, ...]
    text: str
    evidence: tuple[Evidence, ...]
    gain: float


def _alarming(rows: Sequence[Weighed], begins: Sequence[bool], index: int, score: float) -> bool:
    """Whether a seam asks for a closer look: it is torn, or the page above it may begin with a first line."""
    if score >= DOUBTFUL:
        return False
    return score < ALARM or (index > 1 and not begins[index - 1] and page_top(rows, index - 1))


def put_back(
    rows: Sequence[Weighed], seams: Sequence[Seam], layout: Layout
) -> tuple[list[Weighed], list[Seam], list[Move]]:
    """The rows in reading order, the seams between them, and the moves that were made."""
    begins = label(seams)
    worst = sum(_alarming(rows, begins, n, score) for n, score in enumerate(scores(begins, seams), 1))
    if worst > max(6, 0.25 * len(rows)) or not (worst or next(steps_back(rows), None)):
        return list(rows), list(seams), []
    text = Sequenced(rows, layout)
    moves: list[Move] = []
    where = text.doubtful
    for _ in range(_ROUNDS):
        made = _clearest(list(_gains(text, where)))
        moves += [_move(text, xs, n, gain) for gain, xs in made for n in range(len(xs))]
        for x in sorted((x for _, xs in made for x in xs), reverse=True):
            text.apply(x)
        if not made:
            break
        text.relabel()
        where = _near(text.doubtful, [xs for _, xs in made])
    return text.rows, [seam(a, b, layout) for a, b in zip(text.rows, text.rows[1:], strict=False)], moves


def _clearest(found: Sequence[tuple[float, Exchanges]]) -> list[tuple[float, Exchanges]]:
    """The exchanges that together gain most, none touching another (weighted interval scheduling)."""
    found = sorted(found, key=lambda f: (f[1][-1].stop, f[1]))
    stops = [xs[-1].stop for _, xs in found]
    best = [0.0]  # what the first n exchanges can gain together
    for n, (gain, xs) in enumerate(found):
        best.append(max(best[n], best[bisect_right(stops, xs[0].start - 1)] + gain - MARGIN / 2))
    chosen = []
    n = len(found)
    while n:
        if best[n] == best[n - 1]:
            n -= 1
        else:
            chosen.append(found[n - 1])
            n = bisect_right(stops, found[n - 1][1][0].start - 1)
    return chosen[::-1]


def _near(doubtful: Sequence[int], made: Sequence[Exchanges]) -> list[int]:
    """The doubtful places near exchanges that were made; both are given in the order of the text."""
    near: list[int] = []
    seen = 0  # of the doubtful places, so many have been looked at
    for xs in made:
        lo = max(seen, bisect_left(doubtful, xs[0].start - _NEARBY))
        seen = max(seen, bisect_right(doubtful, xs[-1].stop + _NEARBY))
        near += doubtful[lo:seen]
    return near


def _gains(text: Sequenced, where: Sequence[int]) -> Iterator[tuple[float, Exchanges]]:
    """The exchanges near each doubtful place that gain enough, alone or two at a page edge together."""
    hopes: dict[Exchange, float] = {}
    weighed: set[Exchange] = set()
    for at in where:
        near = candidates(text, at)
        for x in near:
            if x not in hopes:
                hopes[x] = promise(text, x)
        for x in heapq.nlargest(_WEIGHED, near, key=lambda x: (hopes[x], x)):
            if hopes[x] >= MARGIN - SLACK and x not in weighed and (gain := gain_of(text, (x,))) >= MARGIN:
                yield gain, (x,)
            weighed.add(x)
    for pair in _pairs(text, hopes):
        if (gain := gain_of(text, pair)) >= MARGIN + PAIRED:
            yield gain - PAIRED, pair


def _pairs(text: Sequenced, hopes: dict[Exchange, float]) -> Iterator[Exchanges]:
    """Two exchanges that meet at a page edge, where neither makes sense without the other."""
    ends: dict[int, list[Exchange]] = {}
    starts: dict[int, list[Exchange]] = {}
    for x in hopes:
        if 0 < x.stop < len(text.rows) and page_top(text.rows, x.stop):
            ends.setdefault(x.stop, []).append(x)
        if x.start and page_top(text.rows, x.start):
            starts.setdefault(x.start, []).append(x)
    for edge in sorted(ends.keys() & starts.keys()):
        firsts = heapq.nlargest(_MEETING, ends[edge], key=lambda x: (hopes[x], x))
        seconds = heapq.nlargest(_MEETING, starts[edge], key=lambda x: (hopes[x], x))
        pairs = ((_meeting(text, x, y) + hopes[x] + hopes[y], (x, y)) for x in firsts for y in seconds)
        yield from (pair for hope, pair in heapq.nlargest(_WEIGHED, pairs) if hope >= MARGIN + PAIRED - SLACK)


def _meeting(text: Sequenced, x: Exchange, y: Exchange) -> float:
    """What two exchanges that meet gain beyond their promises: one seam, where each would make its own."""
    rows, edge = text.rows, y.start
    apart = max(text.between(rows[edge - 1], rows[y.middle]))
    if not x.remainder:
        apart += max(text.between(rows[x.middle - 1], rows[edge]))
    return max(text.between(rows[x.middle - 1], rows[y.middle])) - apart + text.scores[edge]


def _move(text: Sequenced, xs: Exchanges, n: int, gain: float) -> Move:
    """The record of one of some exchanges: what moved, and how each kind of evidence changed by them."""
    x = xs[n]
    block: list[Row] = [w.row for w in text.rows[x.start : x.middle]]
    return Move(
        tuple(s for row in block for s in row.spans), "".join(row.text for row in block), _why(text, xs), gain
    )


def _why(text: Sequenced, xs: Exchanges) -> tuple[Evidence, ...]:
    """Each kind of evidence after exchanges less what it was before."""
    before, after, past = around(text, xs)
    change: dict[str, float] = {}
    for rows, sign in ((after, 1.0), (before, -1.0)):
        begins = label(text.chain(rows))
        for n, (a, b) in enumerate(itertools.pairwise(rows)):
            found = reasons(a.row, b.row, not begins[n + 1], begins[n], text.layout)
            if not begins[n + 1]:
                found["fluency"] = text.fluency.join(a.row.text, b.row.text)
            for name, weight in found.items():
                change[name] = change.get(name, 0.0) + sign * weight
        steps = sign * ordinals(past, [w.row for w in rows])
        change["ordinals"] = change.get("ordinals", 0.0) + steps
    change["remainder"] = sum(left_behind(text, x) for x in xs)
    change["shape"] = sum(shape(text, x) for x in xs)
    told = [Evidence(name, round(weight, 2)) for name, weight in change.items() if abs(weight) >= 0.005]
    return tuple(sorted(told, key=lambda e: (-e.weight, e.name)))
