"""Two numbers that are one quantity from here to there: 3—7人, 90%-95%, 10万-20万元."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.amounts import TO
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.units import with_unit

_RANGE = re.compile(TO + r"([0-9]{1,12}(?:\.[0-9]{1,6})?)(?![0-9]|[-–—－][0-9])")
RANGE_MARKS = frozenset("-–—－~～至到（(")


def read_range(text: str, start: int, end: int, value: Decimal, lexicon: Lexicon) -> Mention | None:
    """A range whose unit stands after its second number; the first number ends at `end`."""
    upper = _RANGE.match(text, end)
    if upper is None or Decimal(upper[1]) <= value:
        return None
    high = with_unit(text, upper.start(1), upper.end(), Decimal(upper[1]), lexicon)
    mention = with_unit(text, start, upper.end(), value, lexicon)
    if mention is not None and high is not None:
        mention.high = high.base
    return mention


def widen(text: str, mention: Mention, lexicon: Lexicon) -> None:
    """Take in the upper end where both numbers have units, and of one base: 90%-95%, 10万-20万元."""
    upper = _RANGE.match(text, mention.end)
    if upper is None:
        return
    other = with_unit(text, upper.start(1), upper.end(), Decimal(upper[1]), lexicon)
    if other is None or other.base is None or mention.base is None:
        return
    implied = mention.unit is not None and (other.unit or "").startswith(mention.unit)
    if (other.unit_base != mention.unit_base and not implied) or other.base <= mention.base:
        return
    mention.end, mention.high, mention.unit = other.end, other.base, other.unit
    mention.kind, mention.unit_base = other.kind, other.unit_base
