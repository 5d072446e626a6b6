"""Totals whose parts stand in the numbered paragraphs below them: …支出决算为 T。其中： 1. … 2. …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tasks.extract.arithmetic.figures import Figure, adds_up, finding
from tasks.findings import Rule, Said
from tasks.model import Finding, Paragraph, Placement

_OPENS = tuple(word + colon for word in ("其中", "如下", "包括") for colon in ("", "：", ":"))
_LABEL = re.compile(r"(年初预算|全年预算|调整预算|支出决算|决算数|预算数|预算)(?:数)?(?:为|是)?$")
_MOST_ITEMS = 80


SUM_OF_ITEMS = Rule(
    "sum_of_items", "info", True, Said("各项之和相符", "Items add up"),
    Said("各项之和等于合计：{sum}", "The items below add up to the total: {sum}"),
)  # fmt: skip


def itemised(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    figures: Mapping[int, Sequence[Figure]],
) -> Iterator[Finding]:
    """Totals that the first figure of each item below, or the one with the same label, adds up to."""
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.text.endswith(_OPENS) or index not in figures:
            continue
        items = [figures.get(at, ()) for at in _items(placements, index + 1)]
        for total in figures[index]:
            if total.quantity.kind != "money" or not total.value or not items:
                continue
            parts = [part for item in items if (part := _part(item, total))]
            if 2 <= len(parts) == len(items) and adds_up(total, parts) and any(p.value for p in parts):
                shown = "+".join(p.shown for p in parts)
                yield finding(SUM_OF_ITEMS, [total, *parts], sum=f"{total.shown}={shown}")
                break


def _items(placements: Sequence[Placement], start: int) -> Iterator[int]:
    """The paragraphs numbered in one list from here on."""
    level = placements[start].level if start < len(placements) else None
    for at in range(start, min(len(placements), start + _MOST_ITEMS)):
        placement = placements[at]
        if level is None or (placement.level is not None and placement.level < level):
            return
        if placement.level == level:
            yield at


def _part(item: Sequence[Figure], total: Figure) -> Figure | None:
    """The figure of an item that answers to the total."""
    money = [f for f in item if f.quantity.kind == "money"]
    label = _LABEL.search(total.lead)
    if label:
        alike = [f for f in money if (m := _LABEL.search(f.lead)) and m[1] == label[1]]
        if alike:
            return alike[0]
    return money[0] if money else None
