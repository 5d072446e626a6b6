"""Printed figures as intervals: what a rounded number may have been before it was rounded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tasks.findings import Rule, Word
from tasks.model import Finding, Quantity

_DECIMALS = re.compile(r"\d[\d,，]*(?:[.．](\d+))?")
_EXACT = re.compile(r"\d{3,}[1-9][^余多\d]*")  # four digits and more, the last no zero
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
_UNUSUAL = frozenset("十百千万亿％")  # first characters of units that have another, plainer form
_SCALES = {Decimal(1): "", Decimal(1000): "千", Decimal(10_000): "万", Decimal(100_000_000): "亿"}
_BRACKET = re.compile(r"[（()）]")
_OPENING = "（("
_NO_AMOUNTS = frozenset(("date", "ordinal", "identifier", "duration"))
_new_figure = tuple.__new__  # spares the call that a named tuple makes of every construction


class Figure(NamedTuple):
    """A quantity in its base unit, with the words that lead to it.

    A tuple, for every quantity of a report becomes one; for the same reason the half of its last printed
    digit is reckoned when it is asked for: few figures are compared with another.
    """

    quantity: Quantity
    value: Decimal
    unit: str
    start: int  # in its paragraph
    end: int
    lead: str = ""  # from the figure before (or the sentence's start) to this one
    depth: int = 0  # brackets around it
    reckoned: Decimal | None = None  # half a step of a figure made from others

    @property
    def half(self) -> Decimal:
        """Half of the last printed digit, in base units."""
        return half_step(self.quantity) if self.reckoned is None else self.reckoned

    @property
    def shown(self) -> str:
        """As printed."""
        return self.quantity.surface


def figures(text: str, quantities: Sequence[Quantity]) -> list[Figure]:
    """The comparable quantities of one paragraph, in order."""
    found: list[Figure] = []
    brackets = _BRACKET.finditer(text) if "（" in text or "(" in text else iter(())
    bracket = next(brackets, None)
    depth, last_end = 0, 0
    for quantity in quantities:
        start, end = quantity.char_start, quantity.char_end
        while bracket is not None and bracket.start() < start:
            depth += 1 if bracket[0] in _OPENING else -1
            bracket = next(brackets, None)
        lead = text[last_end:start]
        last_end = end
        value = quantity.value_base if quantity.value_base is not None else quantity.value
        if value is None or quantity.kind in _NO_AMOUNTS:
            continue
        unit = "元" if quantity.kind == "money" else unit_of(quantity)
        found.append(_new_figure(Figure, (quantity, value, unit, start, end, lead, max(depth, 0), None)))
    return found


def half_step(quantity: Quantity) -> Decimal:
    """Half of the last printed digit in base units; zero for what is counted one by one."""
    match = _DECIMALS.search(quantity.surface)
    if match is None or not quantity.value:
        return Decimal(0)
    decimals = len(match[1] or "")
    base = quantity.value_base if quantity.value_base is not None else quantity.value
    own = base == quantity.value  # of its own unit, as most are: nothing to divide
    if decimals == 0 and own and quantity.kind != "percent":
        return Decimal(0)
    half = Decimal(5).scaleb(-decimals - 1)
    return half if own else half * (base / quantity.value)


def last_digit(quantity: Quantity) -> Decimal:
    """One of the last printed digit in base units, of whole numbers too: a table rounds each of its cells."""
    match = _DECIMALS.search(quantity.surface)
    step = Decimal(1).scaleb(-len(match[1] or "") if match else 0)
    return step * (quantity.value_base / quantity.value) if quantity.value and quantity.value_base else step


def with_unit(quantity: Quantity) -> str:
    """As printed, with the unit that its table gives it."""
    if quantity.unit or not quantity.value or not quantity.value_base:
        return quantity.surface
    scale = _SCALES.get(quantity.value_base / quantity.value)
    return quantity.surface if scale is None else f"{quantity.surface}{scale}{quantity.unit_base}"


def unit_of(quantity: Quantity) -> str:
    """What makes two figures comparable: 元 for money, else the printed unit without 万."""
    if quantity.kind == "money":
        return "元"
    unit = quantity.unit or ""
    return _MAGNITUDE.sub("", unit).replace("％", "%") if unit[:1] in _UNUSUAL else unit


def rough(figure: Figure) -> bool:
    """Printed as about, at least, more than: no basis for a strict check. 约13459 is exact all the same."""
    if figure.quantity.bound == "about" and _EXACT.fullmatch(figure.quantity.surface):
        return False
    return figure.quantity.approximate or figure.quantity.bound is not None


def adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts give the total, each rounded on its own."""
    difference = abs(total.value - sum([part.value for part in parts]))
    return not difference or difference <= total.half + sum([part.half for part in parts])


def quotient_fits(rate: Decimal, rate_half: Decimal, above: Figure, below: Figure) -> bool:
    """Whether above/below, each rounded, can print as the rate in percent, give or take one last digit.

    Writers cut digits off as often as they round them, and make shares add up to 100: one digit is no error.
    """
    rate_half *= 2
    low_below, high_below = below.value - below.half, below.value + below.half
    if low_below <= 0:
        return False
    low = (above.value - above.half) / high_below * 100
    high = (above.value + above.half) / low_below * 100
    return low - rate_half <= rate <= high + rate_half


def plain(value: Decimal) -> str:
    """A number for a message: at most two decimals, no exponent."""
    rounded = value.quantize(Decimal("0.01"))
    return format(rounded.normalize() if rounded != 0 else Decimal(0), "f")


def in_print(value: Decimal, like: Figure) -> str:
    """A value in base units as it would be printed beside a figure: 90万元 beside 27,138.93万元."""
    quantity = like.quantity
    if not quantity.value or not quantity.value_base:
        return f"{plain(value)}{like.unit}"
    return f"{plain(value * quantity.value / quantity.value_base)}{quantity.unit or ''}"


def finding(rule: Rule, used: Sequence[Figure], **words: Word) -> Finding:
    """A finding on these figures."""
    paragraphs = sorted({figure.quantity.paragraph for figure in used})
    return rule.finding([figure.shown for figure in used], paragraphs, **words)
