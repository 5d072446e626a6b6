"""The readings of one figure: each pattern whose word stands beside it, read outwards, with a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from tasks.extract.indicators.context import (
    context_score,
    excluded,
    first_after,
    last_before,
    topic_score,
)
from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.themes import Anchored
from tasks.extract.indicators.words import GAP_COST, Placed, Surroundings, anchors, gap_between
from tasks.model import Quantity

_AMOUNT = re.compile(r"[.,]\d")  # a number without unit that is an amount, not a code
_CHAIN_REACH = 40  # between one word of a pattern and the next
_ROLE_BONUS = 2.0
_BARE_SHARE = 0.5  # a cell that takes its unit from the table gives way to prose that prints its own
_BARE_REACH = 1  # and stands right behind its name


class Candidate(NamedTuple):
    """A quantity that may be the indicator; `start` to `end` covers the words that say so."""

    indicator: Indicator
    quantity: Quantity
    score: float
    start: int
    end: int


class Reading(NamedTuple):
    """A pattern that fits the words of a figure; whether anything forbids it is still to be seen."""

    anchored: Anchored
    score: float
    start: int
    end: int


_new = tuple.__new__  # spares the call that a named tuple makes of every construction
_score = attrgetter("score")


def readings(told: Surroundings, figure: Placed) -> list[Reading]:
    """The patterns whose word stands beside the figure, each read from its nearest word."""
    surface, met = figure.quantity.surface, told.met
    bare = surface[-1].isdigit()
    if bare and not _AMOUNT.search(surface):
        return []
    beside = anchors(told, figure)
    if not beside:
        return []
    found: list[Reading] = []
    tried: set[Anchored] = set()
    for term, cost, patterns in beside:
        if bare and cost > _BARE_REACH * GAP_COST:
            continue
        for anchored in patterns:
            if anchored.needs & met == anchored.needs and anchored not in tried:
                reading = _read(anchored, term, cost, figure, told)
                if reading is not None:
                    tried.add(anchored)
                    found.append(reading if not bare else reading._replace(score=reading.score * _BARE_SHARE))
    return found


def best(found: Sequence[Reading], told: Surroundings, figure: Placed) -> list[Candidate]:
    """What reads the figure best: of the core, and of a department's theme, which compete apart.

    The better a reading, the sooner it is asked whether anything forbids it; most need not be asked.
    """
    won: dict[bool, float] = {}
    kept: list[Reading] = []
    for reading in sorted(found, key=_score, reverse=True) if len(found) > 1 else found:
        indicator = reading.anchored.indicator
        themed = bool(indicator.departments)
        if 0 < reading.score >= won.get(themed, 0.0) and admits(reading, told, figure):
            won[themed] = reading.score
            if not kept or all(one.anchored.indicator is not indicator for one in kept):
                kept.append(reading)
    if len(kept) > 1:
        kept.sort(key=found.index)
    quantity = figure.quantity
    return [_new(Candidate, (a.indicator, quantity, score, start, end)) for a, score, start, end in kept]


def admits(reading: Reading, told: Surroundings, figure: Placed) -> bool:
    """Whether the value is in the indicator's range and no word around it forbids the reading."""
    return in_range(reading.anchored.indicator, figure.quantity) and allowed(reading, told, figure)


def in_range(indicator: Indicator, quantity: Quantity) -> bool:
    """Whether the value is one that the indicator can have."""
    value = quantity.value_base if quantity.value_base is not None else quantity.value
    assert value is not None  # quantities without a value were left out
    low, high = indicator.low, indicator.high
    return (low is None or value >= low) and (high is None or value <= high)


def allowed(reading: Reading, told: Surroundings, figure: Placed) -> bool:
    """Whether no word around the figure forbids the reading."""
    anchored = reading.anchored
    return not anchored.barred & told.met or not excluded(anchored.pattern, figure, told)


def _read(
    anchored: Anchored, anchor: Term, cost: float, figure: Placed, told: Surroundings
) -> Reading | None:
    """The pattern read outwards from the figure, or None where it does not fit."""
    pattern, quantity = anchored.pattern, figure.quantity
    start, end = quantity.char_start, quantity.char_end
    score = len(anchor[2]) - cost
    if pattern.before:
        start = anchor[0]
    else:
        end = anchor[1]
    for words in pattern.farther_before:
        term = last_before(words, start, figure.floor, told)
        if term is None or start - term[1] > _CHAIN_REACH:
            return None
        score += len(term[2]) - GAP_COST * gap_between(told.text, term[1], start)
        start = term[0]
    for words in pattern.farther_after:
        term = first_after(words, end, figure.right, told)
        if term is None or term[0] - end > _CHAIN_REACH:
            return None
        score += len(term[2]) - GAP_COST * (term[0] - end)
        end = term[1]
    added = 0.0
    for words in pattern.context:
        if (part := context_score(words, figure, told)) is None:
            return None
        added += part
    for words in pattern.topics:
        if (part := topic_score(words, start, figure, told)) is None:
            return None
        added += part
    score += added
    if anchored.home & told.met:
        score += _ROLE_BONUS
    return _new(Reading, (anchored, score, start, end))
