"""Sums inside a table: a class and its items, a statement and its lines, a total and the columns beside it.

One sum that balances or fails proves little: a column may have been read into its neighbour. So a sum that
fails is only called an error where the same kind of sum holds many times over in the same table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from tasks.extract.arithmetic.figures import plain
from tasks.extract.arithmetic.ledger import Amount, Ledger, Record
from tasks.extract.grids import Grid
from tasks.findings import Rule, Said
from tasks.model import Finding

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}、")
_CODED = (3, 5, 7)  # digits of a class, a section, an item
_TOTAL = re.compile(r"(?:合计|总计|共计)(?:数)?$")
_YEAR_TOTAL = re.compile(r"^(?:本年)?(?:收入|支出)?合计$")
_TOTAL_HEAD = re.compile(r"^(?:合计|总计|小计|本年(?:收入|支出)合计)$")
_ENOUGH = 3  # sums of one kind that hold before one that fails is an error
_RARE = 4  # and they are so many times as many
_MOST_COLUMNS = 40
_NOTHING = Decimal(0)
_SOUND = 20  # sums of other tables that hold, before one of a statement that fails is told


LEVELS = Said("各下级科目之和", "the sum of the lines below it")
ACROSS = Said("同行各列之和", "the sum of the columns beside it")
ITEMS = Said("各项之和", "the sum of the items")
TABLE_SUMS = Rule(
    "table_sums", "info", True, Said("表内加总相符", "Table adds up"),
    Said("{table}中{count}处合计等于{parts}", "In {table}, {count} totals equal {parts}"),
)  # fmt: skip
MISMATCH = Rule(
    "table_sum_mismatch", "error", False, Said("表内加总不符", "Table does not add up"),
    Said(
        "{table}中“{name}”为{printed}，{parts}为{added}",
        "In {table}, “{name}” is {printed} and {parts} is {added}",
    ),
)  # fmt: skip
MISMATCH_OF_FEW = replace(MISMATCH, severity="warning")  # of a sum that only two or three others vouch for


class _Sum(NamedTuple):
    """One sum of a table: what to call it, the total and its parts, what these come to."""

    name: str
    total: Amount
    parts: Sequence[Amount]
    added: Decimal
    holds: bool  # the parts come to the total, each rounded on its own


def _sum(name: str, total: Amount, parts: Sequence[Amount]) -> _Sum:
    added = sum([part.value for part in parts], _NOTHING)
    difference = abs(total.value - added)
    holds = not difference or difference <= total.half + sum([part.half for part in parts])
    return _Sum(name, total, parts, added, holds)


def table_sums(ledgers: Iterable[Ledger]) -> Iterator[Finding]:
    """For each table and kind of sum: that it adds up, and each place where it does not."""
    found = [(grid, lines) for grid, lines in ledgers if lines and _narrow(lines)]
    many = [(grid, list(_levels(lines)), LEVELS) for grid, lines in found]
    many += [(grid, list(_across(grid, lines)), ACROSS) for grid, lines in found]
    for grid, sums, parts in many:
        failing = [one for one in sums if not one.holds]
        if len(sums) - len(failing) >= max(_ENOUGH, _RARE * len(failing)):
            yield _holding(grid, sums, parts)
            yield from (_failing(grid, one, parts, MISMATCH) for one in failing)
    sound = sum(one.holds for _, sums, _ in many for one in sums)
    for grid, lines in found:
        few = list(_statement(lines))  # a statement has two or three totals: other tables must vouch for it
        if any(one.holds for one in few):
            yield _holding(grid, few, ITEMS)
        if sound >= _SOUND:
            yield from (_failing(grid, one, ITEMS, MISMATCH_OF_FEW) for one in few if not one.holds)


def _narrow(lines: Sequence[Record]) -> bool:
    """Whether it has the columns of a table, and not those of a mistake."""
    return len({column for line in lines for column in line.amounts}) <= _MOST_COLUMNS


def _holding(grid: Grid, sums: Sequence[_Sum], parts: Said) -> Finding:
    held = [one.total.quantity for one in sums if one.holds]
    places = sorted({quantity.paragraph for quantity in held})
    shown, ends = [quantity.surface for quantity in held[:1]], (places[0], places[-1])[: len(places)]
    return TABLE_SUMS.finding(shown, ends, table=_named(grid), count=len(held), parts=parts)


def _failing(grid: Grid, one: _Sum, parts: Said, rule: Rule) -> Finding:
    printed, added = one.total.quantity.surface, plain(one.added / _scale(one.total))
    used = [amount.quantity for amount in (one.total, *one.parts)]
    places, values = sorted({quantity.paragraph for quantity in used}), [q.surface for q in used]
    words = {"table": _named(grid), "parts": parts}
    return rule.finding(values, places, **words, name=one.name, printed=printed, added=added)


def _named(grid: Grid) -> Said:
    return Said(f"“{grid.title}”", f"“{grid.title}”") if grid.title else Said("表格", "the table")


def _scale(amount: Amount) -> Decimal:
    """What one of the table's units is in base units."""
    value = amount.quantity.value
    return amount.value / value if value else Decimal(1)


def _levels(lines: Sequence[Record]) -> Iterator[_Sum]:
    """A class and its sections, a section and its items, the total and the classes."""
    coded = [line for line in lines if len(line.code) in _CODED and line.code.isdigit()]
    tops = [line for line in coded if len(line.code) == _CODED[0]]
    totals = [line for line in lines if not line.code and _TOTAL.search(line.name)]
    columns = sorted({column for line in coded for column in line.amounts})
    children: dict[str, list[Record]] = {}
    for line in coded:
        children.setdefault(line.code[:-2], []).append(line)
    for column in columns:
        if len(totals) == 1 and len(tops) > 1 and (whole := totals[0].amounts.get(column)):
            yield _sum(totals[0].name, whole, _present(tops, column))
        for line in coded:
            below = children.get(line.code, ())
            if below and (whole := line.amounts.get(column)):
                yield _sum(line.name, whole, _present(below, column))


def _present(lines: Sequence[Record], column: int) -> list[Amount]:
    return [line.amounts[column] for line in lines if column in line.amounts]


def _statement(lines: Sequence[Record]) -> Iterator[_Sum]:
    """一、… 二、… and the total below them, by column; then the total of all and what stands between."""
    columns = sorted({column for line in lines if not line.code for column in line.amounts})
    for column in columns:
        items: list[Amount] = []
        year: Amount | None = None
        between: list[Amount] = []
        for line in lines:
            amount = line.amounts.get(column)
            if amount is None or line.code:
                continue
            if _ORDINAL.match(line.name):
                items += [] if year else [amount]
            elif _TOTAL.search(line.name) and year is None:
                if len(items) > 1:
                    yield _sum(line.name, amount, items)
                year = amount if _YEAR_TOTAL.match(line.name) else None
                if year is None:
                    break
            elif _TOTAL.search(line.name) and year is not None:
                yield _sum(line.name, amount, [year, *between])
                break
            elif year is not None:
                between.append(amount)


def _across(grid: Grid, lines: Sequence[Record]) -> Iterator[_Sum]:
    """A column headed 合计 and the columns that follow it, to the next such head."""
    columns = sorted({column for line in lines for column in line.amounts})
    heads = {column: (list(grid.above(column)) or [""])[-1] for column in columns}
    totals = [column for column in columns if _TOTAL_HEAD.match(heads[column])]
    for place, total in enumerate(totals):
        end = totals[place + 1] if place + 1 < len(totals) else len(heads) + columns[-1]
        beside = [column for column in columns if total < column < end]
        for line in lines:
            parts = [line.amounts[column] for column in beside if column in line.amounts]
            if parts and (whole := line.amounts.get(total)):
                yield _sum(line.name, whole, parts)
