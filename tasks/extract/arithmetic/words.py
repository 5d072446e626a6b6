"""Words that compare two figures: 决算数大于（小于、等于）预算数 against the figures before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tasks.extract.arithmetic.figures import Figure, finding
from tasks.findings import Rule, Said, Word
from tasks.model import Finding

_CLAIM = re.compile(
    r"决算数?(?P<way>大于|高于|超过|小于|低于|等于|与)(?P<base>年初|全年|调整后?)?预算数?(?P<level>(?:基本)?持平|一致|相等|相同)?"
)
_BUDGET = re.compile(r"(?P<base>年初|全年|调整后?|)预算(?:数|安排)?(?:为|是)?[：:]?$")
_FINAL = re.compile(r"(?:支出|收入)?决算数?(?:为|是)?[：:]?$")
_MORE, _LESS = ("大于", "高于", "超过"), ("小于", "低于")


WAYS = {1: Said("大于", "above"), -1: Said("小于", "below"), 0: Said("等于", "equal to")}
DIRECTION = Rule(
    "direction", "info", True, Said("文字与数字相符", "Wording agrees"),
    Said("决算{final}{way}预算{budget}，与文字相符", "Final {final} is {way} budget {budget}, as told"),
)  # fmt: skip
DIRECTION_MISMATCH = Rule(
    "direction_mismatch", "error", False, Said("文字与数字矛盾", "Wording contradicts the figures"),
    Said(
        "文字称“{claim}”，但决算{final}{way}预算{budget}",
        "The text says “{claim}”, yet final {final} is {way} budget {budget}",
    ),
)  # fmt: skip


def directions(text: str, found: Sequence[Figure]) -> Iterator[Finding]:
    """Each claim of the paragraph against the nearest budget and final figure before it."""
    for claim in _CLAIM.finditer(text) if "决算数" in text else ():
        final = _nearest(found, claim.start(), _FINAL, "")
        budget = _nearest(found, claim.start(), _BUDGET, claim["base"] or "")
        if final is None or budget is None or (claim["way"] == "与" and not claim["level"]):
            continue
        if claim["level"] and claim["level"].startswith("基本"):
            continue  # nearly level: how near is the writer's judgement
        difference = final.value - budget.value
        holds = _agrees(claim["way"], difference)
        way = WAYS[(difference > 0) - (difference < 0)]
        shown: dict[str, Word] = {"final": final.shown, "way": way, "budget": budget.shown}
        if holds:
            yield finding(DIRECTION, [final, budget], **shown)
        else:
            yield finding(DIRECTION_MISMATCH, [final, budget], claim=claim.group(), **shown)


def _agrees(way: str, difference: Decimal) -> bool:
    if way in _MORE:
        return difference > 0
    if way in _LESS:
        return difference < 0
    return difference == 0


def _nearest(found: Sequence[Figure], limit: int, label: re.Pattern[str], base: str) -> Figure | None:
    """The last figure before the claim whose label fits."""
    for figure in reversed(found):
        if figure.end > limit or figure.quantity.kind != "money":
            continue
        match = label.search(figure.lead)
        if match and (not base or match.groupdict().get("base", "").startswith(base)):
            return figure
    return None
