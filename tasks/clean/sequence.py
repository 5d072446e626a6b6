"""Rows in an order that may change: how they are labelled, and where that order is in doubt."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasks.clean.evidence import break_gap, join_gap
from tasks.clean.exchanges import UNFIT, Exchange, exchanged
from tasks.clean.fluency import READS_BEST, Fluency
from tasks.clean.fragments import stitch
from tasks.clean.layout import Layout
from tasks.clean.lines import Scales, Seam, Weighed, label, reasons, scores
from tasks.clean.rows import Row
from tasks.clean.usage import shipped

DOUBTFUL = -1.0  # a seam scoring less than this asks for an explanation
AT_EDGE = 3.0  # and at a page edge one scoring less than this


class Link(NamedTuple):
    """What an exchange asks about a row that would come to follow another."""

    best: float  # the score of the seam and the one below it, labelled whichever way suits them
    whole: float  # what speaks against a paragraph break there


class Sequenced:
    """Rows in an order that may change, with what is known of the seams between them."""

    def __init__(self, rows: Sequence[Weighed], layout: Layout) -> None:
        self.rows = list(rows)
        self.layout = layout
        self._scales = Scales(layout)
        self.fluency = Fluency((w.row for w in rows), shipped())
        self._known: dict[tuple[Row, Row], Seam] = {}
        self._starts: dict[Row, float] = {}
        self.relabel()

    def relabel(self) -> None:
        """Label the rows anew and note where the order is in doubt."""
        self.seams = seams = self.chain(self.rows)
        self.begins = label(seams)
        self._bounds()
        self._begun = list(itertools.accumulate(self.begins, initial=0))
        self._links: dict[
            tuple[int, int, bool, bool, int], Link
        ] = {}  # by row numbers, which exchanges change
        marked = [bool(w.row.mark and w.row.mark.ordinal) for w in self.rows]
        self.with_ordinal = [w.row for w in itertools.compress(self.rows, marked)]
        self._marked = list(itertools.accumulate(marked, initial=0))
        self.renumbered: dict[tuple[int, ...], float] = {}  # by places in `with_ordinal`
        self.met: dict[tuple[int, ...], float] = {}  # what exchanges that meet gain, by what it depends on
        self.scores = [0.0, *scores(self.begins, seams)]
        torn = {i for i, score in enumerate(self.scores) if score < DOUBTFUL or self._reads_only(i, score)}
        # A first line taken for an inner one seems too short: then the seam before it is the torn one.
        torn |= {i - 1 for i in torn if i > 1 and not self.begins[i - 1] and self.rows[i - 1].starts > UNFIT}
        self.steps_back = set(steps_back(w.row for w in self.rows))
        tops = {i for i in self._tops if self.scores[i] < AT_EDGE}
        self.doubtful = sorted(torn | self.steps_back | tops)

    def _bounds(self) -> None:
        """Where the pages begin and end."""
        pages = [w.row.page for w in self.rows]
        self._tops = [i for i in range(1, len(pages)) if pages[i] != pages[i - 1]]
        self.paged = bool(self._tops)
        edges = [0, *self._tops, len(pages)]
        self._page = [(lo, hi) for lo, hi in itertools.pairwise(edges) for _ in range(lo, hi)]

    def page(self, row: int) -> tuple[int, int]:
        """The rows of the page that a row stands on."""
        return self._page[row]

    def _reads_only(self, index: int, score: float) -> bool:
        """Whether nothing speaks for the join before a row but that it reads well."""
        if index == 0 or self.begins[index] or score >= DOUBTFUL + READS_BEST:
            return False
        bare = self._scales.seam(self.rows[index - 1], self.rows[index])
        return (bare.join_first if self.begins[index - 1] else bare.join_inner) < DOUBTFUL

    def between(self, a: Weighed, b: Weighed) -> Seam:
        """The seam between any two rows, with how well the join reads and how well the second row begins."""
        key = (a.row, b.row)
        known = self._known.get(key)
        if known is None:
            bare = self._scales.seam(a, b)
            join, apart = self.fluency.join(a.row.text, b.row.text), self._opens(b)
            if b.row.gap not in (-1, self.layout.gap) and not _printed_under(a.row, b.row):
                join -= join_gap(b.row, self.layout)
                apart -= break_gap(b.row, self.layout)
            known = self._known[key] = Seam(
                bare.join_first + join,
                bare.join_inner + join,
                bare.break_first + apart,
                bare.break_inner + apart,
            )
        return known

    def reasons(self, a: Weighed, b: Weighed, joined: bool, first: bool) -> dict[str, float]:
        """Each reason by name for the seam between two rows as labelled."""
        found = reasons(a.row, b.row, joined, first, self.layout)
        if not _printed_under(a.row, b.row):
            found.pop("join_gap" if joined else "break_gap", None)
        if joined:
            return {**found, "fluency": self.fluency.join(a.row.text, b.row.text)}
        return {**found, "opens": self._opens(b)}

    def _opens(self, b: Weighed) -> float:
        """How well a row begins a sentence; a marker begins one anyhow."""
        found = self._starts.get(b.row)
        if found is None:
            found = self._starts[b.row] = 0.0 if b.row.mark else self.fluency.start(b.row.text)
        return found

    def link(self, above: int, below: int, sole: bool = False, alone: bool = False, rest: int = -1) -> Link:
        """What is known of the row `below`, were it to follow the row `above`, made whole by the row `rest`.

        A block of one row takes its label from the seam above it: `sole` says that `above` is one, `alone`
        that `below` is one; the seam under such a row is another's.
        """
        key = (above, below, sole, alone, rest)
        found = self._links.get(key)
        if found is None:
            upper = self.rows[above] if rest < 0 else self.whole(above, rest)
            s = self.between(upper, self.rows[below])
            if sole:
                join, apart = max(s.join_first, s.join_inner), max(s.break_first, s.break_inner)
            elif self.begins[above]:
                join, apart = s.join_first, s.break_first
            else:
                join, apart = s.join_inner, s.break_inner
            if not alone and below + 1 < len(self.rows):
                after = self.seams[below]
                if self.begins[below + 1]:
                    join, apart = join + after.break_inner, apart + after.break_first
                else:
                    join, apart = join + after.join_inner, apart + after.join_first
            found = self._links[key] = Link(max(join, apart), max(0.0, join - apart))
        return found

    def kept(self, below: int, alone: bool = False) -> float:
        """The same of a row where it stands, labelled as it is: what an exchange undoes."""
        after = 0.0 if alone or below + 1 >= len(self.rows) else self.scores[below + 1]
        return self.scores[below] + after

    def first(self, index: int) -> float:
        """How well a row begins a paragraph, as the first row of all must."""
        return self.rows[index].starts + self._opens(self.rows[index])

    def whole(self, index: int, rest: int) -> Weighed:
        """A row with what it left behind."""
        return self._scales.weigh(stitch(self.rows[index].row, self.rows[rest].row))

    def begun(self, start: int, stop: int) -> int:
        """How many of some rows begin a paragraph."""
        return self._begun[stop] - self._begun[start] if start < stop else 0

    def numbered(self, *indexes: int) -> tuple[int, ...]:
        """How many rows above each of some have an ordinal: where to cut `with_ordinal`."""
        return tuple([self._marked[index] for index in indexes])

    def chain(self, rows: Sequence[Weighed]) -> list[Seam]:
        """The seams along a run of rows."""
        return [self.between(a, b) for a, b in itertools.pairwise(rows)]

    def reordered(self, x: Exchange) -> list[Weighed]:
        """The rows of an exchange in their new order, the remainder back on its line."""
        new = exchanged(self.rows, x)
        if x.remainder:
            new[-1] = self.whole(x.middle - 1, x.end)
        return new

    def apply(self, x: Exchange) -> None:
        """Make an exchange."""
        self.rows[x.start : x.stop] = self.reordered(x)


def _printed_under(a: Row, b: Row) -> bool:
    """Whether a row was found right below another: only then do the blank lines above it tell anything."""
    return b.line - a.end[0] == b.gap + 1


def steps_back(rows: Iterable[Row]) -> Iterator[int]:
    """Rows whose ordinal comes right after the one it should stand before (2, 1 but not 1, 2, 1)."""
    last: dict[str, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        if row.mark and row.mark.ordinal:
            style, ordinal, _ = row.mark
            earlier, before = last.get(style, (0, 0))
            if before == ordinal + 1 and earlier != ordinal:
                yield index
            last[style] = before, ordinal
