"""One harmonised indicator as the catalogue declares it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tasks.extract.indicators.patterns import Pattern, Words
from tasks.findings import Said
from tasks.model import QuantityKind

ValueKind = Literal["money", "count", "percent", "score", "duration", "text"]
_KINDS: dict[str, frozenset[QuantityKind]] = {
    "money": frozenset({"money"}),
    "count": frozenset({"count"}),
    "percent": frozenset({"percent"}),
    "score": frozenset({"score"}),
    "duration": frozenset({"duration"}),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One harmonised indicator as declared."""

    id: str
    zh: str
    en: str
    kind: ValueKind
    unit: str
    dimension: str
    units: Words | None  # printed units it may carry, without 万 and 亿; None takes any
    patterns: tuple[Pattern, ...]
    roles: frozenset[str]  # sections that speak for it
    not_roles: frozenset[str]
    not_reports: frozenset[str]  # report types in which these words mean something else
    low: Decimal | None
    high: Decimal | None
    aggregation: str
    departments: tuple[str, ...]  # empty: all
    core: bool
    at_most: str | None  # the indicator it cannot exceed
    usually_at_most: str | None  # one it need not, but mostly does, stay below
    part_of: str | None  # the indicator it is a component of
    choices: tuple[str, ...]
    nil: Words
    falls_back_on: str | None  # the indicator whose value stands in where this one is not printed
    example: str

    @property
    def named(self) -> Said:
        """Its name in both languages."""
        return Said(self.zh, self.en)

    @property
    def kinds(self) -> frozenset[QuantityKind]:
        """The kinds of quantity that can be its value."""
        return _KINDS.get(self.kind, frozenset())
