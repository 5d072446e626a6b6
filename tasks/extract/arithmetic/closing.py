"""Totals that end the list of their parts: A得35分；B得60分，总得95分."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tasks.extract.arithmetic.figures import Figure, adds_up, finding, rough
from tasks.findings import Rule, Said
from tasks.model import Finding

_TOTAL = re.compile(r"(?:总|合计|共计|总计|共|小计)[^\d，。；、]{0,6}$")
_LEAD = 8  # characters before a figure that can call it a total
_SENTENCE = re.compile(r"[。！？]")
_MOST_PARTS = 60  # figures before a total that can be its parts


SUM_OF_PARTS = Rule(
    "sum_of_parts", "info", True, Said("分项之和相符", "Parts add up"),
    Said("分项之和等于合计：{sum}", "The parts add up to the total: {sum}"),
)  # fmt: skip
SCORE_MISMATCH = Rule(
    "score_mismatch", "error", False, Said("得分之和不符", "Scores do not add up"),
    Said("分项得分之和与总分不符：{sum}", "The scores of the parts do not add up to the whole: {sum}"),
)  # fmt: skip


def closing_totals(text: str, found: Sequence[Figure], words: Sequence[int]) -> Iterator[Finding]:
    """Each figure called a total, by one of the words at these places, that ends a list of its unit."""
    for position, total in enumerate(found):
        near = bisect_left(words, total.start) - 1
        if position < 2 or near < 0 or words[near] < total.start - _LEAD:
            continue
        if not _TOTAL.search(text, max(0, total.start - _LEAD), total.start):
            continue
        parts = [
            f
            for f in found[max(0, position - _MOST_PARTS) : position]
            if f.unit == total.unit and f.quantity.kind == total.quantity.kind
        ]
        parts = parts if total.quantity.kind == "score" else _run(text, parts, total)
        if len(parts) >= 2 and adds_up(total, parts) and not any(rough(p) for p in parts):
            expression = f"{'+'.join(p.shown for p in parts)}={total.shown}"
            yield finding(SUM_OF_PARTS, [total, *parts], sum=expression)
        elif len(parts) >= 2 and total.quantity.kind == "score" and all("得" in p.lead for p in parts):
            expression = f"{'+'.join(p.shown for p in parts)}≠{total.shown}"
            yield finding(SCORE_MISMATCH, [total, *parts], sum=expression)


def _run(text: str, parts: Sequence[Figure], total: Figure) -> list[Figure]:
    """The parts that stand in the total's own sentence, nothing but marks and names between."""
    start = (
        max((m.end() for m in _SENTENCE.finditer(text, parts[0].start, total.start)), default=0)
        if parts
        else 0
    )
    return [p for p in parts if p.start >= start and p.depth == total.depth]
