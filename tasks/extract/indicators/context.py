"""What stands farther from a figure than the words beside it: what it adds to a reading, or forbids."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tasks.extract.indicators.patterns import Pattern, Words
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.words import MASK, Placed, Surroundings

_CLAUSE = re.compile(r"[。；;！？!?，,]")
_CLAUSE_RIGHT = re.compile(r"[。；;！？!?，,：:]")
_CONTEXT_SHARE = 0.25  # a word elsewhere in the sentence admits a reading more than it proves it


def last_before(words: Words, edge: int, left: int, told: Surroundings) -> Term | None:
    """The word that ends last at or before the edge, the longest of those that do."""
    best: Term | None = None
    for word in words:
        starts = told.where.get(word)
        if starts is None:
            continue
        at = bisect_right(starts, edge - len(word)) - 1
        if at < 0 or starts[at] < left:
            continue
        term = Term(starts[at], starts[at] + len(word), word)
        if best is None or (term.end, -term.start) > (best.end, -best.start):
            best = term
    return best


def first_after(words: Words, edge: int, right: int, told: Surroundings) -> Term | None:
    """The word that starts first at or after the edge, the longest of those that do."""
    best: Term | None = None
    for word in words:
        starts = told.where.get(word)
        if starts is None:
            continue
        at = bisect_left(starts, edge)
        if at == len(starts) or starts[at] + len(word) > right:
            continue
        term = Term(starts[at], starts[at] + len(word), word)
        if best is None or (term.start, -term.end) < (best.start, -best.end):
            best = term
    return best


def context_score(words: Words, figure: Placed, told: Surroundings) -> float | None:
    """What a word elsewhere in the sentence adds."""
    lengths = [
        len(word)
        for word in words
        if word in told.where and _inside(told.where[word], figure.left, figure.right)
    ]
    return _CONTEXT_SHARE * max(lengths) if lengths else None


def _inside(starts: Sequence[int], left: int, right: int) -> bool:
    at = bisect_left(starts, left)
    return at < len(starts) and starts[at] < right


def topic_score(words: Words, start: int, figure: Placed, told: Surroundings) -> float | None:
    """What a topic adds: most in the sentence, less in the paragraph before, least in the headings."""
    nearest = last_before(words, start, 0, told)
    if nearest is not None:
        share = 0.6 if nearest.start >= figure.left else 0.4
        return len(nearest.word) * share - 0.01 * (start - nearest.end)
    named = [len(word) for word in words if word in told.placement.section]
    return 0.3 * max(named) if named else None


def excluded(pattern: Pattern, figure: Placed, told: Surroundings) -> bool:
    """A word that turns the clause, the sentence or the paragraph so far into something else."""
    if pattern.barred.isdisjoint(told.where):
        return False
    start = figure.quantity.char_start
    for words, left, right in (
        (pattern.unless_before, 0, start),
        (pattern.unless_sentence, figure.left, start),
        (pattern.unless_around, figure.left, figure.right),
    ):
        if words and any(_inside(told.where[w], left, right) for w in words if w in told.where):
            return True
    if pattern.unless.isdisjoint(told.where):
        return False
    masked = told.masked
    borders = _CLAUSE.finditer(masked, figure.left, start)
    left = max((m.end() for m in borders), default=figure.left)
    border = _CLAUSE_RIGHT.search(masked, figure.quantity.char_end)
    end = border.start() if border else len(masked)
    return any(
        left <= at and at + len(word) <= end and masked[at] != MASK
        for word in pattern.unless
        for at in told.where.get(word, ())
    )
