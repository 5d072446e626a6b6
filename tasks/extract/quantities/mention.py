"""What travels while a paragraph is read: the paragraph so far, and the numerals found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tasks.extract.quantities.amounts import Tail
from tasks.extract.quantities.lexicon import Lexicon
from tasks.model import QuantityKind

Day = tuple[int | None, int | None, int | None]
"""Year, month and day as far as they are printed."""


@dataclass(slots=True)
class Mention:
    """A span with its reading; `reason` set says that it is no quantity. Mutable while its list is read."""

    start: int
    end: int
    reason: str | None = None
    kind: QuantityKind = "other"
    value: Decimal | None = None
    unit: str | None = None
    base: Decimal | None = None  # value in `unit_base`
    unit_base: str | None = None
    high: Decimal | None = None  # upper end of a range, in `unit_base`
    infix: str = ""  # 余, 多 and 几 between number and unit, which make it approximate
    first: Day | None = None  # of a date; `last` is the end of a range of dates
    last: Day | None = None
    bare: bool = False  # no unit printed: its neighbours may lend theirs


@dataclass(slots=True)
class Reading:
    """A paragraph being read: its text in plain digits and how far it is read."""

    text: str
    lexicon: Lexicon
    quotes: Sequence[tuple[int, int]]
    table: bool
    head: Tail | None  # what the table's head declares for bare numbers: 单位：万元
    label: int  # where a table's first Chinese character stands; -1 where there is none
    floor: int = 0  # end of the mention before
    lacking: bool = False  # whether a number was without a unit, which its neighbours may lend
    broken: int = 0  # end of a run of digits and commas that is no number as a whole
