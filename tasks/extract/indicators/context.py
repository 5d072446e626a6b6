"""What stands farther from a figure than the words beside it: what it adds to a reading, or forbids."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from tasks.extract.indicators.patterns import Pattern, Words
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.words import MASK, Placed, Surroundings

_CLAUSE = re.compile(r"(?s:.*)[。；;！？!?，,]")  # to its last border
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


def _clause_words(figure: Placed, told: Surroundings) -> AbstractSet[str]:
    """The words that stand in the figure's clause, brackets apart."""
    known = told.clauses.get(figure.position)
    if known is not None:
        return known
    masked, starts = told.masked, told.starts
    before = _CLAUSE.match(masked, figure.left, figure.quantity.char_start)
    left = before.end() if before else figure.left
    stop = _CLAUSE_RIGHT.search(masked, figure.quantity.char_end)
    right = stop.start() if stop else len(masked)
    first = bisect_left(starts, left)
    last = bisect_left(starts, min(right, figure.right), first)
    found = {word for start, end, word in told.terms[first:last] if end <= right and masked[start] != MASK}
    told.clauses[figure.position] = found
    return found


def excluded(pattern: Pattern, figure: Placed, told: Surroundings) -> bool:
    """A word that turns the clause, the sentence or the paragraph so far into something else."""
    start = figure.quantity.char_start
    return (
        (bool(pattern.unless) and not pattern.unless.isdisjoint(_clause_words(figure, told)))
        or _stands(pattern.unless_before, 0, start, told)
        or _stands(pattern.unless_sentence, figure.left, start, told)
        or _stands(pattern.unless_around, figure.left, figure.right, told)
    )


def _stands(words: Words, left: int, right: int, told: Surroundings) -> bool:
    """Whether one of the words starts between these places."""
    return bool(words) and any(_inside(told.where[word], left, right) for word in told.present & words)
