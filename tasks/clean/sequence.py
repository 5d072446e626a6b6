"""Rows in an order that may change: how they are labelled, and where that order is in doubt."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasks.clean.evidence import FOLLOWS, Levels, break_gap, descend, join_gap, reliance
from tasks.clean.exchanges import UNFIT, Exchange
from tasks.clean.fluency import READS_BEST, READS_WORST, STARTS, Fluency
from tasks.clean.fragments import stitch
from tasks.clean.lines import label, scores
from tasks.clean.rows import Row
from tasks.clean.scales import Scales, Seam, Weighed, reasons

DOUBTFUL = -1.0  # a seam scoring less than this asks for an explanation
AT_EDGE = 3.0  # and at a page edge one scoring less than this


class Link(NamedTuple):
    """What an exchange asks about a row that would come to follow another."""

    best: float  # the score of the seam and the one below it, labelled whichever way suits them
    whole: float  # what speaks against a paragraph break there


class Sequenced:
    """Rows in an order that may change, with what is known of the seams between them.

    `bare` are the seams between neighbours by the layout alone. How they read is asked where it can change
    a label or raise a doubt, and where an exchange would part them: `seams` are the same with that added.
    """

    def __init__(self, rows: Sequence[Row], seams: Sequence[Seam], scales: Scales, fluency: Fluency) -> None:
        self.rows = [scales.weigh(row) for row in rows]
        self.bare, self.seams = list(seams), list(seams)
        self.layout = scales.layout
        self.fluency = fluency
        self._scales = scales
        self._known: dict[tuple[Row, Row], Seam] = {}
        self._starts: dict[Row, float] = {}
        self._look(1, len(self.rows))
        self.relabel()

    def _look(self, start: int, stop: int) -> None:
        """Ask how the seams before some rows read, where that can matter."""
        for i in range(start, stop):
            at_edge = self.rows[i].row.page != self.rows[i - 1].row.page
            if at_edge or not is_clear(self.bare[i - 1]):
                self._read(i)

    def _read(self, index: int) -> Seam:
        """The seam before a row where it stands, and how it reads."""
        known = self.seams[index - 1]
        if known is self.bare[index - 1]:
            known = self._reads(self.rows[index - 1], self.rows[index], known)
            self.seams[index - 1] = known
        return known

    def relabel(self) -> None:
        """Label the rows anew and note where the order is in doubt."""
        self.begins = label(self.seams)
        self.scores = [0.0, *scores(self.begins, self.seams)]
        self._begun = list(itertools.accumulate(self.begins, initial=0))
        self._links: dict[tuple[int, int, bool, bool, int], Link] = {}  # by row numbers
        self.met: dict[tuple[int, ...], float] = {}  # what exchanges that meet gain, by what it depends on
        self._bounds()
        self._number()
        self._doubt()

    def _bounds(self) -> None:
        """Where the pages begin and end."""
        pages = [w.row.page for w in self.rows]
        self._tops = [i for i in range(1, len(pages)) if pages[i] != pages[i - 1]]
        self.paged = bool(self._tops)
        edges = [0, *self._tops, len(pages)]
        self._page = [(lo, hi) for lo, hi in itertools.pairwise(edges) for _ in range(lo, hi)]

    def _number(self) -> None:
        """The rows that have an ordinal: what each is worth where it stands, and the levels open above it."""
        marked = [w.row.mark is not None and w.row.mark.ordinal > 0 for w in self.rows]
        self.with_ordinal = [w.row for w in itertools.compress(self.rows, marked)]
        self._marked = list(itertools.accumulate(marked, initial=0))
        self.renumbered: dict[tuple[int, ...], float] = {}  # by places in `with_ordinal`
        self.levels: list[Levels] = []
        self._steps, self._lacks = [0.0], [0.0]
        levels: Levels = {}
        for mark in [row.mark for row in self.with_ordinal if row.mark]:
            self.levels.append(levels.copy())
            worth = descend(levels, mark)
            self._steps.append(self._steps[-1] + worth)
            self._lacks.append(self._lacks[-1] + FOLLOWS * reliance(mark) - worth)
        self.levels.append(levels)

    def _doubt(self) -> None:
        """Note the rows before which something asks for an explanation."""
        bare = enumerate(scores(self.begins, self.bare), 1)
        # Where nothing speaks for a join but that it reads well, that is not enough.
        torn = {i for i, score in bare if score < DOUBTFUL and not self.begins[i]}
        torn |= {i for i, score in enumerate(self.scores) if score < DOUBTFUL}
        # A first line taken for an inner one seems too short: then the seam before it is the torn one.
        torn |= {i - 1 for i in torn if i > 1 and not self.begins[i - 1] and self.rows[i - 1].starts > UNFIT}
        torn.update(steps_back(w.row for w in self.rows))
        edges = {i for i in self._tops if self.scores[i] < AT_EDGE}
        self.doubtful = sorted(torn | edges)
        # Of the page edges, those between two paragraphs with nothing against it.
        self.at_ease = {i for i in edges - torn if self.begins[i] and self.scores[i] >= 0}

    def page(self, row: int) -> tuple[int, int]:
        """The rows of the page that a row stands on."""
        return self._page[row]

    def between(self, a: Weighed, b: Weighed) -> Seam:
        """The seam between any two rows, and how it reads."""
        key = (a.row, b.row)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._reads(a, b, self._scales.seam(a, b))
        return known

    def _reads(self, a: Weighed, b: Weighed, bare: Seam) -> Seam:
        """A seam with how well the join reads and the second row begins, each where it can matter."""
        join_first, join_inner, break_first, break_inner = bare
        by_first, by_inner = join_first - break_first, join_inner - break_inner
        join = apart = 0.0
        if max(by_first, by_inner) > -STARTS - READS_BEST:
            join = self.fluency.join(a.row.text, b.row.text)
        if min(by_first, by_inner) < STARTS - READS_WORST:
            apart = self.opens(b)
        if b.row.gap not in (-1, self.layout.gap) and not _printed_under(a.row, b.row):
            join -= join_gap(b.row, self.layout)
            apart -= break_gap(b.row, self.layout)
        return Seam(join_first + join, join_inner + join, break_first + apart, break_inner + apart)

    def reasons(self, a: Weighed, b: Weighed, joined: bool, first: bool) -> dict[str, float]:
        """Each reason by name for the seam between two rows as labelled."""
        found = reasons(a.row, b.row, joined, first, self.layout)
        if not _printed_under(a.row, b.row):
            found.pop("join_gap" if joined else "break_gap", None)
        if joined:
            return {**found, "fluency": self.fluency.join(a.row.text, b.row.text)}
        return {**found, "opens": self.opens(b)}

    def opens(self, b: Weighed) -> float:
        """How well a row begins a sentence; a marker begins one anyhow."""
        if b.row.mark:
            return 0.0
        found = self._starts.get(b.row)
        if found is None:
            found = self._starts[b.row] = self.fluency.start(b.row.text)
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
            join_first, join_inner, break_first, break_inner = self.between(upper, self.rows[below])
            if sole:
                join, apart = max(join_first, join_inner), max(break_first, break_inner)
            elif self.begins[above]:
                join, apart = join_first, break_first
            else:
                join, apart = join_inner, break_inner
            if not alone:
                join, apart = join + self.under(below, False), apart + self.under(below, True)
            found = self._links[key] = Link(max(join, apart), max(0.0, join - apart))
        return found

    def under(self, index: int, first: bool) -> float:
        """The score of the seam below a row, labelled as it is, were the row a first line or not.

        How it reads is left out: that is the same either way, and only the difference is ever asked.
        """
        if index + 1 >= len(self.rows):
            return 0.0
        join_first, join_inner, break_first, break_inner = self.bare[index]
        if self.begins[index + 1]:
            return break_first if first else break_inner
        return join_first if first else join_inner

    def score(self, index: int) -> float:
        """The score of the seam before a row, and how it reads."""
        if index and self.seams[index - 1] is self.bare[index - 1]:
            known = self._read(index)
            self.scores[index] = known[2 * self.begins[index] + (not self.begins[index - 1])]
        return self.scores[index]

    def kept(self, below: int, alone: bool = False) -> float:
        """The same as a link of a row where it stands, labelled as it is: what an exchange undoes."""
        return self.score(below) + (0.0 if alone else self.under(below, self.begins[below]))

    def first(self, index: int) -> float:
        """How well a row begins a paragraph, as the first row of all must."""
        return self.rows[index].starts + self.opens(self.rows[index])

    def whole(self, index: int, rest: int) -> Weighed:
        """A row with what it left behind."""
        return self._scales.weigh(stitch(self.rows[index].row, self.rows[rest].row))

    def begun(self, start: int, stop: int) -> int:
        """How many of some rows begin a paragraph."""
        return self._begun[stop] - self._begun[start] if start < stop else 0

    def numbered(self, *indexes: int) -> tuple[int, ...]:
        """How many rows above each of some have an ordinal: where to cut `with_ordinal`."""
        return tuple([self._marked[index] for index in indexes])

    def counted(self, start: int, stop: int) -> float:
        """What the ordinals of a run of `with_ordinal` are worth as they stand."""
        return self._steps[stop] - self._steps[start]

    def lacking(self, start: int, stop: int) -> float:
        """What they are worth less than if each followed the one before it."""
        return self._lacks[stop] - self._lacks[start]

    def reordered(self, x: Exchange) -> list[Weighed]:
        """The rows of an exchange in their new order, the remainder back on its line."""
        new = [*self.rows[x.middle : x.end], *self.rows[x.start : x.middle]]
        if x.remainder:
            new[-1] = self.whole(x.middle - 1, x.end)
        return new

    def apply(self, x: Exchange) -> None:
        """Make an exchange."""
        new = self.reordered(x)
        self.rows[x.start : x.stop] = new
        lo, hi = max(1, x.start), min(len(self.rows), x.start + len(new) + 1)
        around = itertools.pairwise(self.rows[lo - 1 : hi])
        self.bare[lo - 1 : x.stop] = self.seams[lo - 1 : x.stop] = [
            self._scales.seam(a, b) for a, b in around
        ]
        self._look(lo, hi)


def is_clear(s: Seam) -> bool:
    """Whether a seam stays as it is labelled, and in no doubt, however well or badly it reads."""
    by_first, by_inner = s.join_first - s.break_first, s.join_inner - s.break_inner
    if by_first > 0:
        sure = min(by_first, by_inner) > STARTS - READS_WORST
        return sure and min(s.join_first, s.join_inner) >= DOUBTFUL - READS_WORST
    sure = max(by_first, by_inner) < -STARTS - READS_BEST
    return sure and min(s.break_first, s.break_inner) >= DOUBTFUL + STARTS


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
