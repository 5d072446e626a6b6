"""Rows in an order that may change: how they are labelled, and where that order is in doubt."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.clean.exchanges import UNFIT, Exchange, exchanged
from tasks.clean.fluency import READS_BEST, Fluency
from tasks.clean.fragments import stitch
from tasks.clean.layout import Layout
from tasks.clean.lines import Seam, Weighed, label, scores, seam, weigh
from tasks.clean.rows import Span

DOUBTFUL = -1.0  # a seam scoring less than this asks for an explanation


class Link(NamedTuple):
    """What an exchange asks about a row that would come to follow another."""

    best: float  # the score of the seam, labelled whichever way suits it
    whole: float  # what speaks against a paragraph break there


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
        self._begun = list(itertools.accumulate(self.begins, initial=0))
        self._links: dict[tuple[int, int], Link] = {}  # by row numbers, which exchanges change
        self.scores = [0.0, *scores(self.begins, seams)]
        torn = {i for i, score in enumerate(self.scores) if score < DOUBTFUL or self._reads_only(i, score)}
        # A first line taken for an inner one seems too short: then the seam before it is the torn one.
        torn |= {i - 1 for i in torn if i > 1 and not self.begins[i - 1] and self.rows[i - 1].starts > UNFIT}
        self.steps_back = set(steps_back(self.rows))
        self.doubtful = sorted(torn | self.steps_back)

    def _reads_only(self, index: int, score: float) -> bool:
        """Whether nothing speaks for the join before a row but that it reads well."""
        if index == 0 or self.begins[index] or score >= DOUBTFUL + READS_BEST:
            return False
        bare = seam(self.rows[index - 1], self.rows[index], self.layout)
        return (bare.join_first if self.begins[index - 1] else bare.join_inner) < DOUBTFUL

    def between(self, a: Weighed, b: Weighed) -> Seam:
        """The seam between any two rows, with how well the join reads."""
        key = (a.row.spans, b.row.spans)
        known = self._known.get(key)
        if known is None:
            join_first, join_inner, break_first, break_inner = seam(a, b, self.layout)
            reads = self.fluency.join(a.row.text, b.row.text)
            known = self._known[key] = Seam(join_first + reads, join_inner + reads, break_first, break_inner)
        return known

    def link(self, above: int, below: int) -> Link:
        """What is known of the row `below`, were it to follow the row `above`."""
        found = self._links.get((above, below))
        if found is None:
            s = self.between(self.rows[above], self.rows[below])
            join, apart = max(s.join_first, s.join_inner), max(s.break_first, s.break_inner)
            found = self._links[above, below] = Link(max(join, apart), max(0.0, join - apart))
        return found

    def begun(self, start: int, stop: int) -> int:
        """How many of some rows begin a paragraph."""
        return self._begun[stop] - self._begun[start] if start < stop else 0

    def chain(self, rows: Sequence[Weighed]) -> list[Seam]:
        """The seams along a run of rows."""
        return [self.between(a, b) for a, b in itertools.pairwise(rows)]

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


def steps_back(rows: Sequence[Weighed]) -> Iterator[int]:
    """Rows whose ordinal comes right after the one it should stand before (2, 1 but not 1, 2, 1)."""
    last: dict[str, tuple[int, int]] = {}
    for index, w in enumerate(rows):
        if w.row.mark and w.row.mark.ordinal:
            style, ordinal, _ = w.row.mark
            earlier, before = last.get(style, (0, 0))
            if before == ordinal + 1 and earlier != ordinal:
                yield index
            last[style] = before, ordinal
