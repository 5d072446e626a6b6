"""What an exchange gains: the evidence for the order it makes, less that for the order found."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.evidence import ordinals
from tasks.clean.exchanges import Exchange
from tasks.clean.layout import HANG
from tasks.clean.lines import NEVER, Weighed, total
from tasks.clean.rows import Row
from tasks.clean.sequence import Sequenced

Exchanges = tuple[Exchange, ...]  # one, or two that meet at a page edge

CUT = 4.0  # against an exchange that cuts a paragraph elsewhere than at a page edge
WHOLE = 3.3  # a line made whole again is worth as much as a line rightly joined


def promise(text: Sequenced, x: Exchange) -> float:
    """About how much an exchange may gain: the new seams at their best against the old ones as they are."""
    rows = text.rows
    if x.slight(rows):
        return NEVER
    new = 3.0 + shape(text, x) + text.link(x.end - 1, x.start).best
    if x.middle in text.steps_back:
        new += 5.0
    old = text.scores[x.middle]
    if x.start:
        new += text.link(x.start - 1, x.middle).best
        old += text.scores[x.start]
    if x.end < len(rows):
        old += text.scores[x.end]
    if x.remainder:
        return new - old - (text.scores[x.stop] if x.stop < len(rows) else 0.0) + 3.0
    if x.end < len(rows):
        new += text.link(x.middle - 1, x.end).best
    return new - old


def gain_of(text: Sequenced, xs: Exchanges) -> float:
    """How much better the evidence is after exchanges than before; they are given from the first on."""
    before, after, past = around(text, xs)
    steps = ordinals(past, [w.row for w in after]) - ordinals(past, [w.row for w in before])
    usual = sum(left_behind(text, x) + shape(text, x) for x in xs)
    return total(text.chain(after)) - total(text.chain(before)) + steps + usual


def around(text: Sequenced, xs: Exchanges) -> tuple[list[Weighed], list[Weighed], list[Row]]:
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
    """How usual the shape of an exchange is: whole paragraphs, cut at page edges only; a short remainder."""
    rows = text.rows
    weight = -1.5 * text.begun(x.start + 1, x.middle) - 0.6 * text.begun(x.middle + 1, x.end)
    weight -= 6.0 * (rows[x.end - 1].row.page - rows[x.start].row.page)
    if x.start and not page_top(rows, x.start):
        weight -= min(CUT, text.link(x.start - 1, x.middle).whole)
    if x.stop < len(rows) and not page_top(rows, x.stop) and not x.remainder:
        weight -= min(CUT, text.link(x.middle - 1, x.end).whole)
    weight -= min(CUT, text.link(x.end - 1, x.start).whole)
    if x.remainder:
        weight -= len(rows[x.end].row.text) - 1
    return weight


def page_top(rows: Sequence[Weighed], index: int) -> bool:
    """Whether a page begins with a row."""
    return rows[index].row.page != rows[index - 1].row.page
