"""The words around a figure: which stand beside it, which farther back, which turn it into something else.

The words of a paragraph are found once; each figure then looks only at the few beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tasks.extract.indicators.catalogue import Anchored, Carried, Theme
from tasks.extract.indicators.terms import Term
from tasks.extract.quantities.numerals import MAGNITUDES
from tasks.model import Placement, Quantity

_SENTENCE = re.compile(r"[。；;！？!?]")
_AFTER_STOP = re.compile(r"[。；;！？!?，,、]")
_HARD = re.compile(r"[。；;！？!?]|[，,](?!\d{3})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
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
    figures: Sequence[Quantity]  # by start
    breaks: Sequence[int]  # where sentences end
    placement: Placement
    viable: dict[int, bool]  # patterns that this paragraph leaves a chance, as far as asked


class Placed(NamedTuple):
    """One quantity in its sentence."""

    quantity: Quantity
    position: int  # among the figures of the paragraph
    carried: Carried
    left: int  # where its sentence starts
    right: int  # and ends
    floor: int  # words before this place belong to the figure of the same kind before it


_new = tuple.__new__  # spares the call that a named tuple makes of every construction


def gather(text: str, placement: Placement, figures: Sequence[Quantity], theme: Theme) -> Surroundings:
    """A paragraph made ready for its figures."""
    terms = theme.scanner.scan(text)
    where: dict[str, list[int]] = {}
    for start, _, word in terms:
        if word in where:
            where[word].append(start)
        else:
            where[word] = [start]
    masked = _BRACKETS.sub(_mask, text) if "（" in text or "(" in text else text
    breaks = [m.end() for m in _SENTENCE.finditer(text)]
    starts = [term[0] for term in terms]
    return _new(
        Surroundings, (text, masked, terms, starts, where, set(where), figures, breaks, placement, {})
    )


def _mask(found: re.Match[str]) -> str:
    return MASK * len(found[0])


def place(told: Surroundings, position: int, theme: Theme) -> Placed:
    """A figure of the paragraph in its sentence."""
    quantity = told.figures[position]
    breaks = told.breaks
    at = bisect_right(breaks, quantity.char_start)
    left = breaks[at - 1] if at else 0
    right = breaks[at] if at < len(breaks) else len(told.text)
    unit = quantity.unit if quantity.kind == "count" else None
    if unit and unit[0] in MAGNITUDES:
        unit = _MAGNITUDE.sub("", unit)
    carried: Carried = (quantity.kind, unit if unit in theme.units else None)
    return _new(Placed, (quantity, position, carried, left, right, _floor(told, position, left)))


def anchors(told: Surroundings, figure: Placed, theme: Theme) -> list[tuple[Term, float, Sequence[Anchored]]]:
    """Words beside the figure that a pattern of its kind is anchored on, nearest first, with their cost."""
    found: list[tuple[Term, float, Sequence[Anchored]]] = []
    before, after = theme.before.get(figure.carried), theme.after.get(figure.carried)
    if before is not None:
        for term in _near(told, figure, before):
            gap = _gap_before(told, term[1], figure)
            if gap is not None:
                found.append((term, GAP_COST * gap, before[term[2]]))
    if after is not None:
        end, ceiling = figure.quantity.char_end, _ceiling(told, figure)
        for index in range(bisect_left(told.starts, end), len(told.terms)):
            term = told.terms[index]
            if term[0] > ceiling:
                break
            if term[2] in after:
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


def _floor(told: Surroundings, position: int, left: int) -> int:
    """Words before the last figure of the same kind belong to that one, unless it stands in brackets."""
    quantity = told.figures[position]
    bracketed = told.masked[quantity.char_start] == MASK
    for index in range(position - 1, -1, -1):
        other = told.figures[index]
        if other.char_end <= left:
            break
        if other.kind == quantity.kind and (bracketed or told.masked[other.char_start] != MASK):
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


def _gap_before(told: Surroundings, start: int, figure: Placed) -> float | None:
    """How far the figure is from a word's end, brackets and other figures apart; None if out of reach."""
    end = figure.quantity.char_start
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
