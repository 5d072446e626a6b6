"""The words around a figure: which stand beside it, which farther back, which turn it into something else.

The words of a paragraph are found once, and so is where each of its figures stands; each figure then looks
only at the few words beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tasks.extract.indicators.conditions import any_met
from tasks.extract.indicators.matter import Matter
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.themes import Anchored, Sides, Theme
from tasks.model import Placement, Quantity

_SENTENCE = re.compile(r"[。；;！？!?]")
_AFTER_STOP = re.compile(r"[。；;！？!?，,、]")
_HARD = re.compile(r"[。；;！？!?]|[，,](?!\d{3})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
MASK = "\0"
_LIST_MARKS = "、，,和与及"  # right before a figure they say that the words before belong to another
_BEFORE_REACH = 12  # characters between the word and the figure, brackets and other figures apart
_BEFORE_LIMIT = 48  # the same with everything
_AFTER_REACH = 8
GAP_COST = 0.15


class Surroundings(NamedTuple):
    """A paragraph with its words and figures, gathered once."""

    text: str
    masked: str  # the same with what stands in brackets blotted out
    terms: Sequence[Term]  # by start
    starts: Sequence[int]
    where: Mapping[str, Sequence[int]]  # each word's starts
    present: AbstractSet[str]  # the words alone: sets meet in no time
    met: int  # the conditions that its words and its place meet
    figures: Sequence[Quantity]  # by start
    placement: Placement
    clauses: dict[int, AbstractSet[str]]  # words of the clause of a figure, by its position, as far as asked


class Placed(NamedTuple):
    """One quantity in its sentence, with the patterns of its kind."""

    quantity: Quantity
    position: int  # among the figures of the paragraph
    sides: Sides
    left: int  # where its sentence starts
    right: int  # and ends
    floor: int  # words before this place belong to the figure of the same kind before it


Anchor = tuple[Term, float, Sequence[Anchored]]
"""A word beside a figure, what its distance costs, and the patterns that are anchored on it."""

_new = tuple.__new__  # spares the call that a named tuple makes of every construction


def gather(text: str, placement: Placement, figures: Sequence[Quantity], matter: Matter) -> Surroundings:
    """A paragraph made ready for its figures."""
    terms = matter.scanner.scan(text)
    where: dict[str, list[int]] = {}
    for start, _, word in terms:
        if word in where:
            where[word].append(start)
        else:
            where[word] = [start]
    masked = _BRACKETS.sub(_mask, text) if "（" in text or "(" in text else text
    starts = [term[0] for term in terms]
    met = matter.met_in(placement) | any_met(where, matter.theme.met_by)
    return _new(Surroundings, (text, masked, terms, starts, where, set(where), met, figures, placement, {}))


def _mask(found: re.Match[str]) -> str:
    return MASK * len(found[0])


def placed(told: Surroundings, theme: Theme) -> Iterator[Placed]:
    """Each figure of the paragraph that patterns can answer to, in its sentence.

    Words before the last figure of the same kind belong to that one, unless it stands in brackets.
    """
    text, masked = told.text, told.masked
    breaks = [m.end() for m in _SENTENCE.finditer(text)]
    breaks.append(len(text))
    left, sentence = 0, 0
    ended: dict[str, int] = {}  # where the last figure of each kind ends
    ended_open: dict[str, int] = {}  # the last outside of brackets
    for position, quantity in enumerate(told.figures):
        start, kind = quantity.char_start, quantity.kind
        while breaks[sentence] <= start:
            left, sentence = breaks[sentence], sentence + 1
        bracketed = masked[start] == MASK
        if quantity.value is not None and (sides := theme.sides_of(quantity)) is not None:
            before = (ended if bracketed else ended_open).get(kind, 0)
            floor = before if before > left else left
            yield _new(Placed, (quantity, position, sides, left, breaks[sentence], floor))
        ended[kind] = quantity.char_end
        if not bracketed:
            ended_open[kind] = quantity.char_end


def anchors(told: Surroundings, figure: Placed) -> list[Anchor]:
    """Words beside the figure that a pattern of its kind is anchored on, nearest first, with their cost."""
    found: list[Anchor] = []
    before, after = figure.sides
    start, end = figure.quantity.char_start, figure.quantity.char_end
    if before:
        for term in _near(told, figure, before):
            gap = 0.0 if term[1] == start else _gap_before(told, term[1], figure)
            if gap is not None:
                found.append((term, GAP_COST * gap, before[term[2]]))
    if after:
        ceiling = end + _AFTER_REACH
        first = last = bisect_left(told.starts, end)
        while last < len(told.starts) and told.starts[last] <= ceiling:
            last += 1
        following = [term for term in told.terms[first:last] if term[2] in after]
        if following:
            ceiling = _ceiling(told, figure)
            for term in following:
                if term[0] <= ceiling:
                    found.append((term, GAP_COST * (term[0] - end), after[term[2]]))
    return found


def _near(told: Surroundings, figure: Placed, known: Mapping[str, object]) -> list[Term]:
    """The known words between the figure before and this one; none in a bracket that is closed before it."""
    terms, start = told.terms, figure.quantity.char_start
    masked = told.masked
    bracketed = masked[start] == MASK
    floor = max(figure.floor, start - _BEFORE_LIMIT)
    near = []
    for index in range(bisect_left(told.starts, start) - 1, -1, -1):
        term = terms[index]
        if term[0] < floor:
            break
        if term[2] in known and term[1] <= start and (bracketed or masked[term[0]] != MASK):
            near.append(term)
    if len(near) > 1:
        near.sort(key=_by_end)
    return near


def _by_end(term: Term) -> tuple[int, int]:
    """Nearest first, the longest of those that end together before the others."""
    return -term[1], term[0]


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


def _gap_before(told: Surroundings, start: int, figure: Placed) -> float | None:
    """How far the figure is from a word's end, brackets and other figures apart; None if out of reach."""
    end = figure.quantity.char_start
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
