"""What stands farther from a figure than the words beside it: what it adds to a reading, or forbids."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tasks.extract.indicators.patterns import Pattern, Words
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.words import MASK, Placed, Surroundings

_CLAUSE = re.compile(r"[。；;！？!?，,]")
_CLAUSE_RIGHT = re.compile(r"[。；;！？!?，,：:]")
_CONTEXT_SHARE = 0.25  # a word elsewhere in the sentence admits a reading more than it proves it


def last_before(words: Words, edge: int, left: int, told: Surroundings) -> Term | None:
    """The word that ends last at or before the edge, the longest of those that do."""
    best: Term | None = None
    for word in told.present & words:
        starts, length = told.where[word], len(word)
        at = bisect_right(starts, edge - length) - 1
        if at < 0 or starts[at] < left:
            continue
        start = starts[at]
        if best is None or (start + length, -start) > (best[1], -best[0]):
            best = (start, start + length, word)
    return best


def first_after(words: Words, edge: int, right: int, told: Surroundings) -> Term | None:
    """The word that starts first at or after the edge, the longest of those that do."""
    best: Term | None = None
    for word in told.present & words:
        starts, length = told.where[word], len(word)
        at = bisect_left(starts, edge)
        if at == len(starts) or starts[at] + length > right:
            continue
        start = starts[at]
        if best is None or (start, -start - length) < (best[0], -best[1]):
            best = (start, start + length, word)
    return best


def context_score(words: Words, figure: Placed, told: Surroundings) -> float | None:
    """What a word elsewhere in the sentence adds."""
    lengths = [
        len(word) for word in told.present & words if _inside(told.where[word], figure.left, figure.right)
    ]
    return _CONTEXT_SHARE * max(lengths) if lengths else None


def _inside(starts: Sequence[int], left: int, right: int) -> bool:
    at = bisect_left(starts, left)
    return at < len(starts) and starts[at] < right


def topic_score(words: Words, start: int, figure: Placed, told: Surroundings) -> float | None:
    """What a topic adds: most in the sentence, less in the paragraph before, least in the headings."""
    nearest = last_before(words, start, 0, told)
    if nearest is not None:
        begin, end, word = nearest
        share = 0.6 if begin >= figure.left else 0.4
        return len(word) * share - 0.01 * (start - end)
    named = [len(word) for word in words if word in told.placement.section]
    return 0.3 * max(named) if named else None


def excluded(pattern: Pattern, figure: Placed, told: Surroundings) -> bool:
    """A word that turns the clause, the sentence or the paragraph so far into something else."""
    met = told.present & pattern.barred
    if not met:
        return False
    start = figure.quantity.char_start
    for words, left, right in (
        (pattern.unless_before, 0, start),
        (pattern.unless_sentence, figure.left, start),
        (pattern.unless_around, figure.left, figure.right),
    ):
        if words:
            for word in met & words:
                if _inside(told.where[word], left, right):
                    return True
    unless = met & pattern.unless
    return bool(unless) and _in_clause(unless, figure, told)


def _in_clause(words: AbstractSet[str], figure: Placed, told: Surroundings) -> bool:
    """Whether one of the words stands in the figure's clause, brackets apart."""
    masked = told.masked
    near = [
        (at, at + len(word))
        for word in words
        for at in told.where[word]
        if figure.left <= at < figure.right and masked[at] != MASK
    ]
    if not near:
        return False  # most often: no need to look for the borders of the clause
    left = figure.left
    for border in _CLAUSE.finditer(masked, left, figure.quantity.char_start):
        left = border.end()
    stop = _CLAUSE_RIGHT.search(masked, figure.quantity.char_end)
    right = stop.start() if stop else len(masked)
    return any(left <= start and end <= right for start, end in near)
