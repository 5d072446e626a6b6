"""What an exchange gains: the evidence for the order it makes, less that for the order found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean.evidence import ordinals
from tasks.clean.exchanges import Exchange
from tasks.clean.layout import HANG
from tasks.clean.lines import total
from tasks.clean.scales import NEVER, Seam, Weighed
from tasks.clean.sequence import Sequenced

Exchanges = tuple[Exchange, ...]  # one, or several of which each begins where the one before it ends

CUT = 4.0  # against an exchange that cuts a paragraph elsewhere than at a page edge
WHOLE = 3.3  # a line made whole again is worth as much as a line rightly joined
INSIDE = 1.5  # against each paragraph that begins inside a block said to be one
PASSED = 0.6  # against each paragraph more than one that a block is carried over
WITHIN = 1.0  # against an exchange that begins elsewhere than at the top of a page
BARE = 3.0  # and that leaves no remainder either
LONGER = 2.0  # against each character of a remainder beyond the first
FIRST = 3.0  # against another first row of a document than the one found
ABOVE, BELOW = 2, 3  # rows around an exchange that are weighed with it


class Hope(NamedTuple):
    """About how much an exchange gains, and how much of it at the seams with what stands around it."""

    gain: float
    above: float
    below: float

    @property
    def inside(self) -> float:
        """The gain but for the seams that another exchange may share."""
        return self.gain - self.above - self.below


def promise(text: Sequenced, x: Exchange) -> Hope:
    """About how much an exchange gains: the seams it makes less those it undoes."""
    if x.slight(text.rows):
        return Hope(NEVER, 0.0, 0.0)
    one, two = x.middle - x.start == 1, x.end - x.middle == 1
    inside = shape(text, x) + left_behind(text, x) + text.link(x.end - 1, x.start, two, one).best
    inside -= text.kept(x.middle, two)
    if x.remainder:
        inside -= text.kept(x.end, True)
    inside += renumbered(text, x)
    above = text.link(x.start - 1, x.middle, alone=two).best if x.start else opening(text, x)
    above -= text.kept(x.start, one)
    below = 0.0
    if x.stop < len(text.rows):
        below = text.link(x.middle - 1, x.stop, one, False, x.rest).best
        below -= text.kept(x.stop)
    return Hope(inside + above + below, above, below)


def opening(text: Sequenced, x: Exchange) -> float:
    """What is lost by a document beginning with another row than it was found to."""
    return min(0.0, text.first(x.middle) - text.first(0)) - FIRST if x.start == 0 else 0.0


def renumbered(text: Sequenced, x: Exchange) -> float:
    """What the ordinals say; where but one of the blocks has any, their order stays as it is."""
    # Rows without an ordinal say nothing, so many exchanges are one and the same here.
    cuts = text.numbered(x.start, x.middle, x.end, min(len(text.rows), x.end + BELOW))
    start, middle, end, stop = cuts
    if start == middle or middle == end:
        return 0.0
    found = text.renumbered.get(cuts)
    if found is None:
        first, second, below = (text.with_ordinal[a:b] for a, b in itertools.pairwise(cuts))
        found = ordinals([*second, *first, *below], text.levels[start]) - text.counted(start, stop)
        text.renumbered[cuts] = found
    return found


def meeting(text: Sequenced, x: Exchange, y: Exchange) -> float:
    """What two exchanges that meet gain beyond what each does alone: one seam, where each makes its own."""
    edge = y.start
    one, two = x.middle - x.start == 1, y.end - y.middle == 1
    last, first = x.remainder or x.end - x.middle == 1, y.middle - edge == 1
    key = (x.middle, one, last, x.rest, edge, y.middle, two)
    found = text.met.get(key)
    if found is None:
        found = text.link(x.middle - 1, y.middle, one, two, x.rest).best + text.kept(edge, first)
        found -= (
            text.link(edge - 1, y.middle, last, two).best
            + text.link(x.middle - 1, edge, one, first, x.rest).best
        )
        text.met[key] = found
    return found


class Stretch(NamedTuple):
    """Rows in some order, the seams between them, and what their ordinals are worth."""

    rows: list[Weighed]
    seams: list[Seam]
    ordinals: float

    @property
    def worth(self) -> float:
        """The evidence for the order."""
        return total(self.seams) + self.ordinals


def around(text: Sequenced, xs: Exchanges) -> tuple[Stretch, Stretch]:
    """The rows that exchanges concern, as they are and as they would be."""
    lo, hi = max(0, xs[0].start - ABOVE), min(len(text.rows), xs[-1].stop + BELOW)
    cuts = (cut for x in xs for cut in (x.start, x.middle - x.remainder, x.middle, x.end, x.stop))
    for cut in {cut for cut in cuts if lo < cut < hi}:
        text.score(cut)
    whole = {x.middle - 1: text.whole(x.middle - 1, x.end) for x in xs if x.remainder}
    blocks = (places for x in xs for places in (range(x.middle, x.end), range(x.start, x.middle)))
    places = [*range(lo, xs[0].start), *itertools.chain(*blocks), *range(xs[-1].stop, hi)]
    after = [whole.get(place) or text.rows[place] for place in places]
    seams = [
        text.seams[n] if m == n + 1 and not (n in whole or m in whole) else text.between(a, b)
        for (n, m), (a, b) in zip(itertools.pairwise(places), itertools.pairwise(after), strict=True)
    ]
    first, last = text.numbered(lo, hi)
    ordered = ordinals([w.row for w in after if w.row.mark and w.row.mark.ordinal], text.levels[first])
    return (
        Stretch(text.rows[lo:hi], text.seams[lo : hi - 1], text.counted(first, last)),
        Stretch(after, seams, ordered),
    )


def gain_of(text: Sequenced, xs: Exchanges) -> float:
    """How much better the evidence is after exchanges than before; they are given from the first on."""
    before, after = around(text, xs)
    usual = sum(left_behind(text, x) + shape(text, x) for x in xs)
    return after.worth - before.worth + usual + opening(text, xs[0])


def left_behind(text: Sequenced, x: Exchange) -> float:
    """How well the remainder completes the block: it must fit on its last line and read on."""
    if not x.remainder:
        return 0.0
    last, rest = text.rows[x.middle - 1], text.rows[x.end].row
    if last.row.width + rest.width > text.layout.wall + HANG:
        return NEVER
    return WHOLE + text.fluency.join(last.row.text, rest.text)


def shape(text: Sequenced, x: Exchange) -> float:
    """How usual the shape of an exchange is: whole paragraphs, cut at page edges only; a short remainder."""
    rows = text.rows
    at_top = x.start == 0 or page_top(rows, x.start)
    weight = -INSIDE * text.begun(x.start + 1, x.middle) - PASSED * text.begun(x.middle + 1, x.end)
    if not at_top:
        weight -= min(CUT, text.link(x.start - 1, x.middle).whole)
    if x.stop < len(rows) and not page_top(rows, x.stop) and not x.remainder:
        weight -= min(CUT, text.link(x.middle - 1, x.end).whole)
    weight -= min(CUT, text.link(x.end - 1, x.start).whole)
    if not at_top and text.paged:
        weight -= WITHIN if x.remainder else BARE
    if x.remainder:
        weight -= LONGER * (len(rows[x.end].row.text) - 1)
    return weight


def page_top(rows: Sequence[Weighed], index: int) -> bool:
    """Whether a page begins with a row."""
    return rows[index].row.page != rows[index - 1].row.page
