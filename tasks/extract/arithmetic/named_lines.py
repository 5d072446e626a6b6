"""Lines of a classification told in prose against the same lines of the tables.

Accounts and budgets tell each line by its path, 教育支出（类）普通教育（款）小学教育（项）, with what was
granted or spent on it. A table prints the same names below each other. A figure that no table gives for the
path, in 元 or 万元, within the rounding of the coarser print, is a finding; so is a path that no table has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter

from tasks.extract.arithmetic.figures import half_step, last_digit, with_unit
from tasks.extract.arithmetic.ledger import Ledger, Record, plain_name
from tasks.findings import Rule, Said
from tasks.model import Finding, Paragraph, Quantity

_NAME = r"[^，。；：（）、.．\d“”]{2,30}"
_LONG_NAME = (
    rf"{_NAME}(?:（[^（）]{{1,12}}）[^，。；：（）]{{0,20}})??"  # a name may have brackets of its own
)
_PATH = re.compile(rf"(?P<a>{_NAME})（类）(?:(?P<b>{_LONG_NAME})（款）(?:(?P<c>{_LONG_NAME})（项）)?)?")
_CLASS = re.compile(r"[（(]类[）)]")
_LAST_NAME = re.compile(rf"{_NAME}$")
_LONGEST_NAME = 30
_FINAL = re.compile(r"(?:支出)?决算(?:数)?(?:为|是)?$")
_PLAN = re.compile(r"预算(?:数|安排)?(?:为|是)?$")
_REACH = 200  # characters from a path to its figure

_start = attrgetter("char_start")

Path = tuple[str, ...]


LINES_AGREE = Rule(
    "lines_agree", "info", True, Said("科目与表一致", "Lines agree with the tables"),
    Said("文中{lines}个科目的金额与表中一致", "{lines} lines told in the text agree with the tables"),
)  # fmt: skip
LINE_NOT_IN_TABLES = Rule(
    "line_not_in_tables", "warning", False, Said("表中无此科目", "Line not in the tables"),
    Said("文中的科目“{line}”在表中没有", "No table has the line “{line}” that the text tells"),
)  # fmt: skip
TABLE_PROSE_MISMATCH = Rule(
    "table_prose_mismatch", "warning", False, Said("表文不一", "Table and text differ"),
    Said("{label}表中为{cell}，文中为{told}", "{label} is {cell} in the table and {told} in the text"),
)  # fmt: skip


def named_lines(
    paragraphs: Sequence[Paragraph],
    quantities: Sequence[Quantity],
    ledgers: Iterable[Ledger],
) -> Iterator[Finding]:
    """Every line told by its path, against the tables."""
    told_of = [
        n for n, p in enumerate(paragraphs) if "类" in p.text and not p.table and _CLASS.search(p.text)
    ]
    known = _paths(ledgers) if told_of else {}
    if not known:
        return
    by_paragraph: dict[int, list[Quantity]] = {index: [] for index in told_of}
    for quantity in quantities:
        if quantity.paragraph in by_paragraph:
            by_paragraph[quantity.paragraph].append(quantity)
    classes = {path[0] for path in known}
    agreeing: list[Quantity] = []
    for index, found in by_paragraph.items():
        text = paragraphs[index].text
        marks = list(_marks(text.replace("(", "（").replace(")", "）")))
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
            told = _told(text, found, mark.end(), min(end, mark.end() + _REACH))
            path = tuple(plain_name(name) for name in mark.group("a", "b", "c") if name)
            if told is None or path[0] not in classes:
                continue
            if path not in known:
                yield _unknown(path, told)
            elif any(_equal(told, cell) for cell in known[path]):
                agreeing.append(told)
            elif told.value_base and known[path]:  # a line without amounts says nothing else
                yield _differing(path, told, known[path])
    if agreeing:
        places = sorted({quantity.paragraph for quantity in agreeing})
        yield LINES_AGREE.finding([q.surface for q in agreeing], places, lines=len(agreeing))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The paths of a paragraph: each is looked for where its class is called one, and nowhere else."""
    end, at = 0, text.find("（类）")
    while at >= 0:
        name = _LAST_NAME.search(text, max(end, at - _LONGEST_NAME), at)
        mark = _PATH.match(text, name.start()) if name else None
        if mark:
            end = mark.end()
            yield mark
        at = text.find("（类）", max(at + 1, end))


def _paths(ledgers: Iterable[Ledger]) -> dict[Path, list[Quantity]]:
    """Every path of names in the tables with all that stands beside it."""
    known: dict[Path, list[Quantity]] = {}
    for _, lines in ledgers:
        above: list[Record] = []
        for line in lines:
            if len(line.code) not in (3, 5, 7) or not line.code.isdigit():
                continue
            above = [
                one for one in above if len(one.code) < len(line.code) and line.code.startswith(one.code)
            ]
            above.append(line)
            path = tuple(one.name for one in above)
            known.setdefault(path, []).extend(amount.quantity for amount in line.amounts.values())
    return known


def _told(text: str, found: Sequence[Quantity], start: int, end: int) -> Quantity | None:
    """The figure that a path is told with: what was spent, else what was granted, else the first."""
    first = bisect_left(found, start, key=_start)
    last = bisect_left(found, end, first, key=_start)
    near = [q for q in found[first:last] if q.kind == "money"]
    for label in (_FINAL, _PLAN):
        for quantity in near:
            if label.search(text, max(start, quantity.char_start - 12), quantity.char_start):
                return quantity
    return near[0] if near and near[0].char_start - start < 12 else None


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.value_base is None or other.value_base is None:
        return False
    slack = max(half_step(one), half_step(other), last_digit(one), last_digit(other))
    return abs(one.value_base - other.value_base) <= slack


def _differing(path: Path, told: Quantity, cells: Sequence[Quantity]) -> Finding:
    nearest = min(
        cells, key=lambda cell: abs((cell.value_base or Decimal(0)) - (told.value_base or Decimal(0)))
    )
    places, shown = sorted({told.paragraph, nearest.paragraph}), (told.surface, nearest.surface)
    words = {"label": f"“{' › '.join(path)}”", "told": told.surface, "cell": with_unit(nearest)}
    return TABLE_PROSE_MISMATCH.finding(shown, places, **words)


def _unknown(path: Path, told: Quantity) -> Finding:
    return LINE_NOT_IN_TABLES.finding((told.surface,), (told.paragraph,), line=" › ".join(path))
