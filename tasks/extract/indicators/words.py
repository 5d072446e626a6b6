"""The words around a figure: which stand beside it, which farther back, which turn it into something else.

The words of a paragraph are found once; each figure then looks only at the few beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tasks.extract.indicators.catalogue import Anchored, Carried, Theme
from tasks.extract.indicators.terms import Term
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
    masked = _BRACKETS.sub(lambda m: MASK * len(m.group()), text) if "（" in text or "(" in text else text
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
