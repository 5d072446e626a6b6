"""The readings of one figure: each pattern whose word stands beside it, read outwards, with a score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from tasks.extract.indicators.catalogue import Anchored, Catalogue, Indicator, Theme
from tasks.extract.indicators.context import (
    context_score,
    excluded,
    first_after,
    last_before,
    topic_score,
)
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.words import GAP_COST, Placed, Surroundings, anchors, gap_between
from tasks.model import Identity, Placement, Quantity

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


_new = tuple.__new__  # spares the call that a named tuple makes of every construction


def readings(
    told: Surroundings, figure: Placed, theme: Theme, identity: Identity, catalogue: Catalogue
) -> list[Candidate]:
    """The patterns whose word stands beside the figure, each read from its nearest word."""
    found: list[Candidate] = []
    tried: set[int] = set()
    viable = told.viable
    for term, cost, patterns in anchors(told, figure, theme):
        for anchored in patterns:
            key = id(anchored.pattern)
            chance = viable.get(key)
            if chance is None:
                chance = viable[key] = _viable(anchored, told.present, told.placement, identity, catalogue)
            if not chance or key in tried:
                continue
            if not _fits(anchored.indicator, figure):
                tried.add(key)
                continue
            candidate = _read(anchored, term, cost, figure, told)
            if candidate is not None:
                tried.add(key)
                found.append(candidate)
    return found


def may_tell(
    words: AbstractSet[str],
    known: Mapping[str, Sequence[Anchored]],
    placement: Placement,
    identity: Identity,
    catalogue: Catalogue,
) -> bool:
    """Whether a text with these words can have a reading by the known patterns; most cells have none."""
    return any(
        _viable(anchored, words, placement, identity, catalogue)
        for word in words
        for anchored in known.get(word, ())
    )


def _viable(
    anchored: Anchored,
    present: AbstractSet[str],
    placement: Placement,
    identity: Identity,
    catalogue: Catalogue,
) -> bool:
    """Report, section and words of the paragraph leave the pattern a chance."""
    pattern = anchored.pattern
    if pattern.reports and identity.report_type not in pattern.reports:
        return False
    for words in pattern.needed:
        if present.isdisjoint(words):
            return False
    for words in pattern.topics:
        if present.isdisjoint(words) and not any(word in placement.section for word in words):
            return False
    return _fits_section(anchored.indicator, placement.roles, identity, catalogue)


def _fits(indicator: Indicator, figure: Placed) -> bool:
    """The range fits."""
    quantity = figure.quantity
    value = quantity.value_base if quantity.value_base is not None else quantity.value
    assert value is not None  # quantities without a value were left out
    return (indicator.low is None or value >= indicator.low) and (
        indicator.high is None or value <= indicator.high
    )


def _fits_section(
    indicator: Indicator, roles: tuple[str, ...], identity: Identity, catalogue: Catalogue
) -> bool:
    """Plans and definitions state no results, unless the indicator is at home there."""
    if identity.report_type in indicator.not_reports or not indicator.not_roles.isdisjoint(roles):
        return False
    closed = not catalogue.closed_roles.isdisjoint(roles) or (roles and roles[-1] in catalogue.goal_roles)
    return not closed or not indicator.roles.isdisjoint(roles)


def _read(
    anchored: Anchored, anchor: Term, cost: float, figure: Placed, told: Surroundings
) -> Candidate | None:
    """The pattern read outwards from the figure, or None where it does not fit."""
    pattern, quantity = anchored.pattern, figure.quantity
    bare = quantity.surface[-1].isdigit()
    if bare and (cost > _BARE_REACH * GAP_COST or not _AMOUNT.search(quantity.surface)):
        return None
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
    if excluded(pattern, figure, told):
        return None
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
    if not anchored.indicator.roles.isdisjoint(told.placement.roles):
        score += _ROLE_BONUS
    if bare:
        score *= _BARE_SHARE
    return _new(Candidate, (anchored.indicator, quantity, score, start, end))
