"""Tables of figures as records: the code, the name and the amounts of every line, column by column.

A line of a classification has a code (201 | 06 | 01, or 2010601), a line of a statement an ordinal (一、), a
total neither. One printed row may hold two lines side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tasks.extract.arithmetic.figures import last_digit
from tasks.extract.grids import Entry, Grid, Row
from tasks.model import Quantity

_MARK = re.compile(r"[“”\"\s]")
_FORMS = str.maketrans("()，：", "（）,:")


class Amount(NamedTuple):
    """A figure of a table in its base unit."""

    value: Decimal
    quantity: Quantity

    @property
    def half(self) -> Decimal:
        """Half of its last printed digit; reckoned when asked for, since most sums are exact."""
        return last_digit(self.quantity) / 2


class Record(NamedTuple):
    """One line of a table: its code (empty where it has none), its name, its amounts by column."""

    paragraph: int
    code: str
    name: str
    amounts: Mapping[int, Amount]


class Ledger(NamedTuple):
    """A table and its lines, in order."""

    grid: Grid
    lines: Sequence[Record]


def ledgers_of(grids: Iterable[Grid], quantities: Iterable[Quantity]) -> tuple[Ledger, ...]:
    """Each table with its lines; their amounts are those quantities that are money."""
    amounts = {(q.paragraph, q.char_start): q for q in quantities if q.kind == "money"}
    return tuple([Ledger(g, [line for row in g.rows for line in _of_row(row, amounts)]) for g in grids])


def _of_row(row: Row, amounts: Mapping[tuple[int, int], Quantity]) -> Iterator[Record]:
    """A new line begins with each code or name that follows a figure."""
    codes: list[str] = []
    name = ""
    found: dict[int, Amount] = {}
    for place, entry in enumerate(row.entries):
        if _is_code(row.entries, place):
            if name:
                yield Record(row.paragraph, "".join(codes), plain_name(name), found)
                codes, name, found = [], "", {}
            codes.append(entry.text)
        elif not entry.figure:
            if found:
                yield Record(row.paragraph, "".join(codes), plain_name(name), found)
                codes, name, found = [], "", {}
            name = entry.text  # of several, as 类 | 款 | 项 | 合计 beside a total, the last
        elif (quantity := amounts.get((row.paragraph, entry.start))) and quantity.value_base is not None:
            found[entry.column] = Amount(quantity.value_base, quantity)
    if name:
        yield Record(row.paragraph, "".join(codes), plain_name(name), found)


def _is_code(entries: Sequence[Entry], place: int) -> bool:
    """A bare number with a name behind it, at most two more bare numbers between."""
    if not entries[place].code:
        return False
    for following in entries[place + 1 : place + 4]:
        if not following.figure:
            return True
        if not following.code:
            return False
    return False


def plain_name(name: str) -> str:
    """A name without blanks and quotation marks, brackets in their wide form."""
    return name if name.isalpha() else _MARK.sub("", name).translate(_FORMS)  # most are words alone
