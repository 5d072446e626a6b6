"""Performance targets told in prose: what was to be reached, what was, and whether the one meets the other.

The genre writes 年度指标值 + target, then 实际完成指标值 + result, item after item in one paragraph that
opens with the project's name. Both values are taken as printed, then read with operator (null where none is
printed) and unit. A result is compared with its target only where both are figures of one unit, or the same
words; all else is null, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tasks.model import Paragraph, Placement, Quantity, Target

# The word for the result holds the word for the target (实际完成指标值), so it is tried first.
_WORD = re.compile(
    r"(?P<actual>(?:全年|年度|年末)?实际(?:完成|实现|达到)?(?:情况|绩效)?(?:目标|指标)?值?(?:为|是)?[：:]?"
    r"|(?:全年|年度)?完成(?:情况|(?:目标|指标)?值)(?:为|是)?[：:]?)"
    r"|(?P<target>(?:年度|年初|全年|预期|计划)?(?:绩效)?(?:目标|指标)值(?:为|是)?[：:]?"
    r"|(?:年度|预期|年初|计划)目标(?:为|是)[：:]?)"
)
_ITEM_END = re.compile(r"[;；。]")
_PART_END = re.compile(r"[;；。，,：:]")
_LABEL = re.compile(r"[：:]")
_TRIM = " ，,；;。：:"
_FIGURE = re.compile(
    r"(?P<op>≥|≧|>=|＞=|不少于|不低于|不小于|大于等于|至少|≤|≦|<=|不超过|不高于|不多于|不大于|小于等于|＞|>|大于|超过|高于|多于"
    r"|＜|<|小于|低于|少于)?\s*(?P<value>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?P<unit>[%％‰]|[^\d\s，,；;。:：（()）≥≤＞＜]{1,3}?)?"
    r"(?P<tail>及以上|（含）以上|以上|以内|以下|左右)?$"
)
_OPERATORS = {
    "ge": (
        "≥",
        "≧",
        ">=",
        "＞=",
        "不少于",
        "不低于",
        "不小于",
        "大于等于",
        "至少",
        "以上",
        "及以上",
        "（含）以上",
    ),
    "le": ("≤", "≦", "<=", "不超过", "不高于", "不多于", "不大于", "小于等于", "以内", "以下"),
    "gt": ("＞", ">", "大于", "超过", "高于", "多于"),
    "lt": ("＜", "<", "小于", "低于", "少于"),
}
_OPERATOR = {word: name for name, words in _OPERATORS.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Value:
    """A printed target or result, read."""

    printed: str
    op: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    lead: str = ""  # words before the figure: something else may have been measured


def find_targets(
    paragraphs: Sequence[Paragraph], placements: Sequence[Placement], quantities: Sequence[Quantity]
) -> tuple[Target, ...]:
    """Every target told in prose, in reading order.

    `quantities` is part of the call so that targets may come to lean on them; a target's own grammar
    (operator, figure, unit, 以上) is closed and read here.
    """
    return tuple(
        target
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.table and "值" in paragraph.text and "完成" in paragraph.text
        for target in _in_paragraph(index, paragraph.text, placements[index])
    )


def _in_paragraph(index: int, text: str, placement: Placement) -> Iterator[Target]:
    """Each target word with the result word behind it; the name stands before them."""
    words = list(_WORD.finditer(text))
    pairs = [
        (target, actual)
        for target, actual in pairwise(words)
        if target.lastgroup == "target" and actual.lastgroup == "actual"
    ]
    if not pairs:
        return
    project, start = _project(text, len(placement.marker or ""), pairs[0][0].start(), placement)
    for number, (target_word, actual_word) in enumerate(pairs):
        last = number + 1 == len(pairs)
        limit = len(text) if last else pairs[number + 1][0].start()
        end = _actual_end(text, actual_word.end(), limit, last)
        name = text[start : target_word.start()].strip(_TRIM)
        target = _value(text[target_word.end() : actual_word.start()].strip(_TRIM))
        result = _value(_without_name(text[actual_word.end() : end].strip(_TRIM), name))
        start = end
        yield Target(
            project, name, target.printed or None, target.op, target.value, target.unit,
            result.printed or None, result.op, result.value, result.unit, _met(target, result), index,
        )  # fmt: skip


def _project(text: str, start: int, first: int, placement: Placement) -> tuple[str | None, int]:
    """The label before the colon that opens the paragraph; else the heading above."""
    label = _LABEL.search(text, start, first)
    if label:
        return text[start : label.start()].strip(_TRIM), label.end()
    above = placement.section.rpartition(" › ")[2]
    return re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?", "", above) or None, start


def _actual_end(text: str, start: int, limit: int, last: bool) -> int:
    """Where the result ends: its ； or 。, or the last mark before the next indicator's name."""
    end = _ITEM_END.search(text, start, limit)
    if end:
        return end.start()
    if last:
        return limit
    marks = [m.start() for m in _PART_END.finditer(text, start, limit) if not _thousands(text, m.start())]
    return marks[0] if marks else limit


def _thousands(text: str, at: int) -> bool:
    return bool(re.match(r"[,，]\d{3}(?!\d)", text[at : at + 5])) and text[at - 1 : at].isdigit()


def _without_name(printed: str, name: str) -> str:
    """The result without the indicator's name, where the writer repeats it (or its end)."""
    for length in range(len(name), 2, -1):
        if printed.startswith(name[-length:]):
            return printed[length:]
    return printed


def _value(printed: str) -> _Value:
    """A printed value read: operator, figure and unit; words alone stay words."""
    found = _FIGURE.search(printed)
    if found is None or (found.start() and printed[found.start() - 1].isdigit()):
        return _Value(printed)
    op = _OPERATOR.get(found["tail"] or "") or _OPERATOR.get(found["op"] or "")
    if found["tail"] == "左右":
        op = "about"
    unit = (found["unit"] or "").replace("％", "%") or None
    figure = Decimal(found["value"].replace(",", "").replace("，", ""))
    return _Value(printed, op, figure, unit, printed[: found.start()])


def _met(target: _Value, result: _Value) -> bool | None:
    """Whether the result is sure to meet the target; a bare target figure is a floor."""
    if target.value is None or result.value is None:
        return True if target.printed and target.printed == result.printed else None
    if target.unit != result.unit or target.lead != result.lead:
        return None
    if target.op in ("le", "lt"):
        return None if result.op in ("ge", "gt") else _at_most(target, result)
    if result.op in ("le", "lt", "about") or target.op == "about":
        return None
    return result.value > target.value or (
        result.value == target.value and (target.op != "gt" or result.op == "gt")
    )


def _at_most(target: _Value, result: _Value) -> bool:
    assert target.value is not None  # both have figures here
    assert result.value is not None
    return result.value < target.value or (
        result.value == target.value and (target.op == "le" or result.op == "lt")
    )
