"""Prospects: the exchanges of a page that are worth weighing.

An exchange parts its page at three places and makes three seams anew. Of the many ways to exchange two runs
of a page, only those are weighed that would gain enough if every seam they make were at its best.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tasks.clean.exchanges import Exchange, fits
from tasks.clean.gains import BARE, CUT, INSIDE, PASSED, renumbered
from tasks.clean.places import ANY_BEGINS, ANY_ENDS, ANY_LEAVES, Place, places, seam
from tasks.clean.scales import NEVER
from tasks.clean.sequence import Sequenced

_INSIDE = 2  # paragraphs that seem to begin inside a block said to be one


def prospects(text: Sequenced, lo: int, hi: int, asks: frozenset[int], margin: float) -> Iterator[Exchange]:
    """Exchanges within a page that might gain the margin, alone or with one on a page beside it.

    One of the places they part asks for an explanation, or the remainder does that they leave.
    """
    page = Page(text, list(places(text, lo, hi, asks)), margin)
    for n, start in enumerate(page.places[:-2]):
        if start.cut:
            yield from page.from_start(n)


class Page:
    """The places of a page, and the most that exchanges of its rows might gain."""

    def __init__(self, text: Sequenced, places: Sequence[Place], margin: float) -> None:
        self.text, self.places, self.margin = text, places, margin
        self.lo, self.hi = places[0], places[-1]
        self._asking = [k for k, p in enumerate(places) if p.asked or p.left is not None]
        ends = [p for p in places[1:] if p.cut or p is self.hi]
        self._begins = max(p.begins - p.kept for p in ends)
        self._goes_on = max(p.goes_on - p.kept for p in ends)
        self._left = max([p.left - p.kept for p in places if p.left is not None], default=NEVER)

    def from_start(self, n: int) -> Iterator[Exchange]:
        """The exchanges that begin at a place."""
        start = self.places[n]
        if not start.asked and not self._asking_after(n):
            return
        seconds = [seam(end, start, CUT) for end in self.places]
        second = max(seconds[n + 2 :])
        for k, middle in enumerate(self.places[n + 1 : -1], n + 1):
            begun = middle.begun - start.begun - start.first
            if begun > _INSIDE:
                break
            # Any row may go on with the page above, but only some may follow another on this one.
            if middle.cut or start is self.lo:
                first = self._first(start, middle) - start.kept - middle.kept - INSIDE * begun
                best = first + second + self._third_best(middle) + self._ordinals(start, middle, self.hi)
                if best >= self.margin:
                    yield from self._with_middle(start, k, first, seconds)

    def _with_middle(
        self, start: Place, k: int, first: float, seconds: Sequence[float]
    ) -> Iterator[Exchange]:
        """Those of them that go on at another; where neither asks for an explanation, their end must."""
        middle = self.places[k]
        bare = 0.0 if start.edge or not self.text.paged else BARE
        doubted = start.asked or middle.asked
        for j in range(k + 1, len(self.places)) if doubted else self._asking_after(k):
            end = self.places[j]
            bound = first + seconds[j] - end.kept - PASSED * (end.begun - middle.begun - middle.first)
            ordinals = self._ordinals(start, middle, end)
            if end.cut or end is self.hi:
                gain = bound - bare + self._third(middle, end)
                if gain + ordinals >= self.margin:
                    x = Exchange(start.row, middle.row, end.row, False)
                    yield from self._weighed(x, gain, ordinals)
            left = bound + end.left if end.left is not None else NEVER
            if left + ordinals >= self.margin and fits(self.text, middle.row, end.row):
                yield from self._weighed(Exchange(start.row, middle.row, end.row, True), left, ordinals)

    def _asking_after(self, k: int) -> Sequence[int]:
        """The later places that ask for an explanation, or have what may be a remainder below them."""
        return self._asking[bisect_right(self._asking, k) :]

    def _weighed(self, x: Exchange, bound: float, ordinals: float) -> Iterator[Exchange]:
        """An exchange, if it might gain the margin with what the ordinals do say of it."""
        if not ordinals or bound + renumbered(self.text, x) >= self.margin:
            yield x

    def _first(self, start: Place, middle: Place) -> float:
        """The most of the seam above; an exchange on the page before may bring any row there."""
        if start.row == 0:
            return 0.0
        best = seam(start, middle, 0.0 if start.edge else CUT)
        if start is self.lo and self._meets(start):
            return max(best, ANY_LEAVES + middle.begins, ANY_ENDS + middle.goes_on)
        return best

    def _third(self, middle: Place, end: Place) -> float:
        """The most of the seam below, likewise."""
        if end.row == len(self.text.rows):
            return 0.0
        best = seam(middle, end, 0.0 if end.edge else CUT)
        if end is self.hi and self._meets(end):
            return max(best, middle.leaves + ANY_BEGINS, middle.ends)
        return best

    def _third_best(self, middle: Place) -> float:
        """The most of the seam below wherever the exchange may end, less that of the seam found there."""
        best = max(middle.leaves + self._begins, middle.ends + self._goes_on, self._left)
        return max(best, self._third(middle, self.hi) - self.hi.kept) if self._meets(self.hi) else best

    def _meets(self, place: Place) -> bool:
        """Whether an exchange on another page may meet one that begins or ends here."""
        return place.asked and place.edge and 0 < place.row < len(self.text.rows)

    def _ordinals(self, start: Place, middle: Place, end: Place) -> float:
        """The most that ordinals gain; where but one of the blocks has any, their order stays as it is."""
        if start.marked == middle.marked or middle.marked == end.marked:
            return 0.0
        return self.text.lacking(start.marked, end.near)
