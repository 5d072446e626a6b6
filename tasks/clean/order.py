"""Reading order: blocks that an extractor emitted before what stands above them, put back.

Printed A, B; emitted B, A: whatever tool did it, two neighbouring runs of whole lines changed places.
Often the last character or two of B stayed where they were, a remainder that marks the place (B without
its end, A, the end of B). An exchange is made only when the evidence for the new order beats that for
the order found by a margin, the clearest first.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.clean.evidence import ordinals
from tasks.clean.exchanges import UNFIT, Exchange, candidates, exchanged
from tasks.clean.fluency import Fluency
from tasks.clean.fragments import stitch
from tasks.clean.layout import HANG, Layout
from tasks.clean.lines import NEVER, Seam, Weighed, label, reasons, scores, seam, total, weigh
from tasks.clean.rows import Row, Span
from tasks.model import Evidence

MARGIN = 5.0  # below this nothing moves: an exchange must be e^5 times likelier than the order found
CUT = 4.0  # against an exchange that cuts a paragraph elsewhere than at a page edge
ALARM = -3.4  # only a document with a seam scoring less is looked at more closely
DOUBTFUL = -1.0  # a seam scoring less than this asks for an explanation
_ROUNDS = 12  # exchanges may lie within one another
_MEETING = 16  # and of those that meet at a page edge, so many on either side
_WEIGHED = 10  # of the candidates at one place, the most promising are weighed in full


Exchanges = tuple[Exchange, ...]  # one, or two that meet at a page edge
WHOLE = 3.3  # a line made whole again is worth as much as a line rightly joined
SLACK = 4.0  # a promise may fall short of the gain by so much
PAIRED = 5.0  # each of two exchanges together must earn its own margin


class Move(NamedTuple):
    """A block put back: its raw spans and text, why, and by how much the evidence grew."""

    spans: tuple[Span, ...]
    text: str
    evidence: tuple[Evidence, ...]
    gain: float


class Sequenced:
    """Rows in an order that may change, with what is known of the seams between them."""

    def __init__(self, rows: Sequence[Weighed], layout: Layout) -> None:
        self.rows = list(rows)
        self.layout = layout
        self.fluency = Fluency(w.row for w in rows)
        self._known: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Seam] = {}
        self.relabel()

    def relabel(self) -> None:
        """Label the rows anew and note where the order is in doubt."""
        seams = self.chain(self.rows)
        self.begins = label(seams)
        self.scores = [0.0, *scores(self.begins, seams)]
        plain = [seam(a, b, self.layout) for a, b in zip(self.rows, self.rows[1:], strict=False)]
        bare = [0.0, *scores(self.begins, plain)]
        torn = {i for i, score in enumerate(self.scores) if min(score, bare[i]) < DOUBTFUL}
        # A first line taken for an inner one seems too short: then the seam before it is the torn one.
        torn |= {i - 1 for i in torn if i > 1 and not self.begins[i - 1] and self.rows[i - 1].starts > UNFIT}
        self.steps_back = set(_steps_back(self.rows))
        self.doubtful = sorted(torn | self.steps_back)

    def between(self, a: Weighed, b: Weighed) -> Seam:
        """The seam between any two rows, with how well the join reads."""
        key = (a.row.spans, b.row.spans)
        known = self._known.get(key)
        if known is None:
            join_first, join_inner, break_first, break_inner = seam(a, b, self.layout)
            reads = self.fluency.join(a.row.text, b.row.text)
            known = self._known[key] = Seam(join_first + reads, join_inner + reads, break_first, break_inner)
        return known

    def chain(self, rows: Sequence[Weighed]) -> list[Seam]:
        """The seams along a run of rows."""
        return [self.between(a, b) for a, b in zip(rows, rows[1:], strict=False)]

    def reordered(self, x: Exchange) -> list[Weighed]:
        """The rows of an exchange in their new order, the remainder back on its line."""
        new = exchanged(self.rows, x)
        if x.remainder:
            whole = stitch(new[-1].row, self.rows[x.end].row)
            new[-1] = weigh(whole, self.layout)
        return new

    def apply(self, x: Exchange) -> None:
        """Make an exchange."""
        self.rows[x.start : x.stop] = self.reordered(x)


def _steps_back(rows: Sequence[Weighed]) -> Iterator[int]:
    """Rows whose ordinal comes right after the one it should stand before (2, 1 but not 1, 2, 1)."""
    last: dict[str, tuple[int, int]] = {}
    for index, w in enumerate(rows):
        if w.row.mark and w.row.mark.ordinal:
            style, ordinal, _ = w.row.mark
            earlier, before = last.get(style, (0, 0))
            if before == ordinal + 1 and earlier != ordinal:
                yield index
            last[style] = before, ordinal


def _alarming(rows: Sequence[Weighed], begins: Sequence[bool], index: int, score: float) -> bool:
    """Whether a seam asks for a closer look: it is torn, or the page above it may begin with a first line."""
    if score >= DOUBTFUL:
        return False
    return score < ALARM or (index > 1 and not begins[index - 1] and page_top(rows, index - 1))


def put_back(rows: Sequence[Weighed], seams: Sequence[Seam], layout: Layout) -> tuple[list[Weighed], list[Seam], list[Move]]:
    """The rows in reading order, the seams between them, and the moves that were made."""
    begins = label(seams)
    worst = sum(_alarming(rows, begins, n, score) for n, score in enumerate(scores(begins, seams), 1))
    if worst > max(6, 0.25 * len(rows)) or not (worst or next(_steps_back(rows), None)):
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
        where = [i for i in text.doubtful if any(xs[0].start - 80 <= i <= xs[-1].stop + 80 for _, xs in made)]
    return text.rows, [seam(a, b, layout) for a, b in zip(text.rows, text.rows[1:], strict=False)], moves


def _clearest(found: Sequence[tuple[float, Exchanges]]) -> list[tuple[float, Exchanges]]:
    """The exchanges that together gain most, none touching another (weighted interval scheduling)."""
    found = sorted(found, key=lambda f: (f[1][-1].stop, f[1]))
    stops = [xs[-1].stop for _, xs in found]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for n, (gain, xs) in enumerate(found):
        earlier = best[bisect_right(stops, xs[0].start - 1)]
        taken = earlier[0] + gain - MARGIN / 2, (*earlier[1], n)
        best.append(max(best[-1], taken))
    return [found[n] for n in best[-1][1]]


def _gains(text: Sequenced, where: Sequence[int]) -> Iterator[tuple[float, Exchanges]]:
    """The exchanges near each doubtful place that gain enough, alone or two at a page edge together."""
    hopes: dict[Exchange, float] = {}
    weighed: set[Exchange] = set()
    for at in where:
        near = candidates(text, at)
        for x in near - hopes.keys():
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
    """What two exchanges that meet gain beyond what each promises: the seam they make, not those each would."""
    rows, edge = text.rows, y.start
    apart = max(text.between(rows[edge - 1], rows[y.middle]))
    if not x.remainder:
        apart += max(text.between(rows[x.middle - 1], rows[edge]))
    return max(text.between(rows[x.middle - 1], rows[y.middle])) - apart + text.scores[edge]


def promise(text: Sequenced, x: Exchange) -> float:
    """About how much an exchange may gain: the new seams at their best against the old ones as they are."""
    rows = text.rows
    new = 3.0 + shape(text, x) + max(text.between(rows[x.end - 1], rows[x.start]))
    if x.middle in text.steps_back:
        new += 5.0
    old = text.scores[x.middle]
    if x.start:
        new += max(text.between(rows[x.start - 1], rows[x.middle]))
        old += text.scores[x.start]
    if x.end < len(rows):
        old += text.scores[x.end]
    if x.remainder:
        return new - old - (text.scores[x.stop] if x.stop < len(rows) else 0.0) + 3.0
    if x.end < len(rows):
        new += max(text.between(rows[x.middle - 1], rows[x.end]))
    return new - old


def gain_of(text: Sequenced, xs: Exchanges) -> float:
    """How much better the evidence is after exchanges than before; they are given from the first on."""
    before, after, past = _around(text, xs)
    steps = ordinals(past, [w.row for w in after]) - ordinals(past, [w.row for w in before])
    usual = sum(left_behind(text, x) + shape(text, x) for x in xs)
    return total(text.chain(after)) - total(text.chain(before)) + steps + usual


def _around(text: Sequenced, xs: Exchanges) -> tuple[list[Weighed], list[Weighed], list[Row]]:
    """The rows that exchanges concern as they are and as they would be, and the rows before them."""
    rows = text.rows
    lo, hi = max(0, xs[0].start - 2), min(len(rows), xs[-1].stop + 3)
    after = rows[lo : xs[0].start]
    for n, x in enumerate(xs):
        after = [*after, *text.reordered(x), *rows[x.stop : xs[n + 1].start if n + 1 < len(xs) else hi]]
    return rows[lo:hi], after, [w.row for w in rows[max(0, lo - 60) : lo]]


def left_behind(text: Sequenced, x: Exchange) -> float:
    """How well the remainder completes the block: it must fit on its last line and read on."""
    if not x.remainder:
        return 0.0
    last, rest = text.rows[x.middle - 1], text.rows[x.end].row
    if last.row.width + rest.width > text.layout.wall + HANG:
        return NEVER
    return WHOLE + text.fluency.join(last.row.text, rest.text)


def shape(text: Sequenced, x: Exchange) -> float:
    """How usual the shape of an exchange is: whole paragraphs, cut by nothing but page edges; a short remainder."""
    rows = text.rows
    if x.slight(rows):
        return NEVER
    weight = -1.5 * sum(text.begins[x.start + 1 : x.middle]) - 0.6 * sum(text.begins[x.middle + 1 : x.end])
    weight -= 6.0 * (rows[x.end - 1].row.page - rows[x.start].row.page)
    if x.start and not page_top(rows, x.start):
        weight -= _cut(text.between(rows[x.start - 1], rows[x.middle]))
    if x.stop < len(rows) and not page_top(rows, x.stop) and not x.remainder:
        weight -= _cut(text.between(rows[x.middle - 1], rows[x.end]))
    weight -= _cut(text.between(rows[x.end - 1], rows[x.start]))
    if x.remainder:
        weight -= len(rows[x.end].row.text) - 1
    return weight


def page_top(rows: Sequence[Weighed], index: int) -> bool:
    return rows[index].row.page != rows[index - 1].row.page


def _cut(s: Seam) -> float:
    """What speaks against a paragraph break where an exchange needs one, up to a limit."""
    return min(CUT, max(0.0, max(s.join_first, s.join_inner) - max(s.break_first, s.break_inner)))


def _move(text: Sequenced, xs: Exchanges, n: int, gain: float) -> Move:
    """The record of one of some exchanges: what moved, and how each kind of evidence changed by them."""
    x = xs[n]
    block: list[Row] = [w.row for w in text.rows[x.start : x.middle]]
    return Move(tuple(s for row in block for s in row.spans), "".join(row.text for row in block), _why(text, xs), gain)


def _why(text: Sequenced, xs: Exchanges) -> tuple[Evidence, ...]:
    """Each kind of evidence after exchanges less what it was before."""
    before, after, past = _around(text, xs)
    change: Counter[str] = Counter()
    for rows, sign in ((after, 1.0), (before, -1.0)):
        begins = label(text.chain(rows))
        for n, (a, b) in enumerate(zip(rows, rows[1:], strict=False)):
            for name, weight in reasons(a.row, b.row, not begins[n + 1], begins[n], text.layout).items():
                change[name] += sign * weight
            if not begins[n + 1]:
                change["fluency"] += sign * text.fluency.join(a.row.text, b.row.text)
        change["ordinals"] += sign * ordinals(past, [w.row for w in rows])
    change["remainder"] = sum(left_behind(text, x) for x in xs)
    change["shape"] = sum(shape(text, x) for x in xs)
    found = [Evidence(name, round(weight, 2)) for name, weight in change.items() if abs(weight) >= 0.005]
    return tuple(sorted(found, key=lambda e: (-e.weight, e.name)))
