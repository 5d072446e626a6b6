"""The entries of the lexicon: units, words that hold a numeral, words beside a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tasks.model import Bound, QuantityKind


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of units.csv: one of it is `factor` of `base`; before `not_before` it is another word."""

    zh: str
    kind: QuantityKind
    base: str
    factor: Decimal
    chinese: bool  # whether a Chinese numeral may count it
    not_before: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word with a numeral in it that counts nothing; `offset` is where its first numeral stands."""

    text: str
    offset: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word beside a number: what bound it sets, and whether it is kept as qualifier."""

    text: str
    bound: Bound | None
    kept: bool
