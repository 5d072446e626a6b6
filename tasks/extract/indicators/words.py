"""The words around a figure: which stand beside it, which farther back, which turn it into something else.

The words of a paragraph are found once; each figure then looks only at the few beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tasks.extract.indicators.catalogue import Anchored, Carried, Pattern, Theme, Words
from tasks.extract.indicators.terms import Term
from tasks.model import Placement, Quantity

_SENTENCE = re.compile(r"[。；;！？!?]")
_CLAUSE = re.compile(r"[。；;！？!?，,]")
_CLAUSE_RIGHT = re.compile(r"[。；;！？!?，,：:]")
_AFTER_STOP = re.compile(r"[。；;！？!?，,、]")
_HARD = re.compile(r"[。；;！？!?]|[，,](?!\d{3})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
_MASK = "\0"
_LIST_MARKS = "、，,和与及"  # right before a figure they say that the words before belong to another
_BEFORE_REACH = 12  # characters between the word and the figure, brackets and other figures apart
_BEFORE_LIMIT = 48  # the same with everything
_AFTER_REACH = 8
GAP_COST = 0.15
_CONTEXT_SHARE = 0.25  # a word elsewhere in the sentence admits a reading more than it proves it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A paragraph with its words and figures, gathered once."""

    text: str
    masked: str  # the same with what stands in brackets blotted out
    terms: Sequence[Term]  # by start
    starts: Sequence[int]
    where: Mapping[str, Sequence[int]]  # each word's starts
    figures: Sequence[Quantity]  # by start
    breaks: Sequence[int]  # where sentences end
    placement: Placement
    viable: dict[int, bool] = field(default_factory=dict)  # patterns that this paragraph leaves a chance


class Placed(NamedTuple):
    """One quantity in its sentence."""

    quantity: Quantity
    position: int  # among the figures of the paragraph
    carried: Carried
    left: int  # where its sentence starts
    right: int  # and ends
    floor: int  # words before this place belong to the figure of the same kind before it


def gather(text: str, placement: Placement, figures: list[Quantity], theme: Theme) -> Surroundings:
    """A paragraph made ready for its figures."""
    terms = theme.scanner.scan(text)
    where: dict[str, list[int]] = {}
    for term in terms:
        where.setdefault(term.word, []).append(term.start)
    masked = _BRACKETS.sub(lambda m: _MASK * len(m.group()), text) if "（" in text or "(" in text else text
    breaks = [m.end() for m in _SENTENCE.finditer(text)]
    return Surroundings(text, masked, terms, [t.start for t in terms], where, figures, breaks, placement)


def place(told: Surroundings, position: int, theme: Theme) -> Placed:
    """A figure of the paragraph in its sentence."""
    quantity = told.figures[position]
    at = bisect_right(told.breaks, quantity.char_start)
    left = told.breaks[at - 1] if at else 0
    right = told.breaks[at] if at < len(told.breaks) else len(told.text)
    unit = _MAGNITUDE.sub("", quantity.unit or "") if quantity.kind == "count" else None
    carried: Carried = (quantity.kind, unit if unit in theme.units else None)
    return Placed(quantity, position, carried, left, right, _floor(told, position, left))


def anchors(
    told: Surroundings, figure: Placed, theme: Theme
) -> Iterator[tuple[Term, float, Sequence[Anchored]]]:
    """Words beside the figure that a pattern of its kind is anchored on, nearest first, with their cost."""
    quantity, terms = figure.quantity, told.terms
    before = theme.before.get(figure.carried, {})
    floor = max(figure.floor, quantity.char_start - _BEFORE_LIMIT)
    at = bisect_left(told.starts, quantity.char_start)
    near = []
    for index in range(at - 1, -1, -1):
        term = terms[index]
        if term.start < floor:
            break
        if term.end <= quantity.char_start and term.word in before:
            near.append(term)
    near.sort(key=_by_end)
    for term in near:
        gap = _gap_before(told, term, figure)
        if gap is not None:
            yield term, GAP_COST * gap, before[term.word]
    after = theme.after.get(figure.carried, {})
    ceiling = _ceiling(told, figure)
    for index in range(bisect_left(told.starts, quantity.char_end, at), len(terms)):
        term = terms[index]
        if term.start > ceiling:
            return
        if term.word in after:
            yield term, GAP_COST * (term.start - quantity.char_end), after[term.word]


def _by_end(term: Term) -> tuple[int, int]:
    """Nearest first, the longest of those that end together before the others."""
    return -term.end, term.start


def _floor(told: Surroundings, position: int, left: int) -> int:
    """Words before the last figure of the same kind belong to that one, unless it stands in brackets."""
    quantity = told.figures[position]
    bracketed = told.masked[quantity.char_start] == _MASK
    for index in range(position - 1, -1, -1):
        other = told.figures[index]
        if other.char_end <= left:
            break
        if other.kind == quantity.kind and (bracketed or told.masked[other.char_start] != _MASK):
            return other.char_end
    return left


def _ceiling(told: Surroundings, figure: Placed) -> int:
    """The last place behind the figure where a word can still belong to it."""
    end = figure.quantity.char_end
    limit = end + _AFTER_REACH
    stop = _AFTER_STOP.search(told.text, end, limit)
    if stop:
        limit = stop.start()
    if figure.position + 1 < len(told.figures):
        limit = min(limit, told.figures[figure.position + 1].char_end - 1)
    return limit


def _gap_before(told: Surroundings, term: Term, figure: Placed) -> float | None:
    """How far the figure is from the word, brackets and other figures apart; None if out of reach."""
    start, end = term.end, figure.quantity.char_start
    if start == end:
        return 0.0
    if told.text[end - 1] in _LIST_MARKS:
        return None
    gap = gap_between(told.text, start, end)
    index = figure.position - 1
    while gap > _BEFORE_REACH and index >= 0 and told.figures[index].char_start >= start:
        gap -= told.figures[index].char_end - told.figures[index].char_start
        index -= 1
    return gap if gap <= _BEFORE_REACH else None


def gap_between(text: str, start: int, end: int) -> int:
    """Characters between, brackets apart; a clause border counts as four more."""
    if end <= start:
        return 0
    between = text[start:end]
    if "（" in between or "(" in between:
        between = _BRACKETS.sub("", between)
    return len(between) + 4 * len(_HARD.findall(between))


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
        left <= at and at + len(word) <= end and masked[at] != _MASK
        for word in pattern.unless
        for at in told.where.get(word, ())
    )
