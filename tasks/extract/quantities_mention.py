"""A numeral found in a paragraph and what it was read as, before its neighbours say what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
