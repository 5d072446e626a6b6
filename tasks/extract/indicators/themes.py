"""What applies to one department type: its patterns, under the words that stand beside their figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from tasks.extract.indicators.conditions import Conditions
from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.patterns import Pattern
from tasks.extract.indicators.terms import Scanner, scanner
from tasks.extract.quantities.numerals import MAGNITUDES
from tasks.extract.trie import expression
from tasks.model import Quantity, QuantityKind

_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")


@dataclass(frozen=True, slots=True, eq=False)
class Anchored:
    """A pattern of an indicator with its conditions as bits."""

    indicator: Indicator
    pattern: Pattern
    needs: int
    barred: int
    home: int


class Sides(NamedTuple):
    """The patterns of one kind of figure, under the words before it and the words after it."""

    before: Mapping[str, Sequence[Anchored]]
    after: Mapping[str, Sequence[Anchored]]


_Open = tuple[dict[str, list[Anchored]], dict[str, list[Anchored]]]


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """What applies to one department type, indexed by the words beside the figure."""

    indicators: tuple[Indicator, ...]
    ranks: Mapping[str, int]  # the order of the indicators
    lent: tuple[Indicator, ...]  # those that another stands in for
    worded: tuple[Indicator, ...]  # those that are words
    nil: tuple[Indicator, ...]  # those that can be stated to be none,
    nil_words: re.Pattern[str]  # in one of these words
    kinds: Mapping[QuantityKind, Sides]  # money is money,
    units: Mapping[str | None, Sides]  # but counts differ by what is counted; None: nothing declared
    conditions: Conditions
    met_by: Mapping[str, int]  # the conditions that each word meets
    topics: int  # the conditions among them that a word in the headings above meets as well
    scanner: Scanner
    in_headings: Scanner  # of the words of topics alone

    def sides_of(self, quantity: Quantity) -> Sides | None:
        """The patterns that a figure can answer to."""
        if quantity.kind != "count":
            return self.kinds.get(quantity.kind)
        unit = quantity.unit
        sides = self.units.get(unit)
        if sides is None and unit and unit[0] in MAGNITUDES:
            sides = self.units.get(_MAGNITUDE.sub("", unit))
        return sides or self.units.get(None)


def theme_of(indicators: Sequence[Indicator]) -> Theme:
    """The theme of these indicators."""
    kinds: dict[QuantityKind, _Open] = {}
    counts: dict[str | None, _Open] = {}
    conditions = Conditions()
    terms: set[str] = set()
    units = frozenset(unit for i in indicators if i.kind == "count" for unit in i.units or ())
    for indicator in indicators:
        terms |= indicator.nil
        carried = indicator.units or (*units, None)
        for pattern in indicator.patterns:
            needs, home = conditions.needs(indicator, pattern), conditions.home(indicator)
            anchored = Anchored(indicator, pattern, needs, conditions.bars(pattern), home)
            if indicator.kind == "count":
                sides = [counts.setdefault(unit, ({}, {})) for unit in carried]
            else:
                sides = [kinds.setdefault(kind, ({}, {})) for kind in indicator.kinds]
            for (before, after), word in product(sides, pattern.anchor):
                (before if pattern.before else after).setdefault(word, []).append(anchored)
            groups = (*pattern.before, *pattern.after, *pattern.topics, *pattern.context)
            terms |= pattern.barred
            terms.update(word for group in groups for word in group)
    return Theme(
        tuple(indicators),
        {indicator.id: rank for rank, indicator in enumerate(indicators)},
        tuple(indicator for indicator in indicators if indicator.falls_back_on),
        tuple(indicator for indicator in indicators if indicator.choices or indicator.kind == "text"),
        tuple(indicator for indicator in indicators if indicator.nil),
        re.compile(expression(dict.fromkeys((w for i in indicators for w in i.nil), ""))),
        {kind: Sides(*pair) for kind, pair in kinds.items()},
        {unit: Sides(*pair) for unit, pair in counts.items()},
        conditions,
        conditions.by_word(),
        sum(conditions.topics.values()),
        scanner(terms),
        scanner(frozenset[str]().union(*conditions.topics)),
    )
