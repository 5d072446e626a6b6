"""Totals and their breakdowns: brackets, 其中, lists that end in a total.

A sum that balances proves little by itself (3 = 1 + 1 + 1), so a breakdown is only looked for where words
or brackets announce one. That parts fall short of their total is no fault unless the parts are, by their
names, all there is (基本支出 and 项目支出); that a part exceeds its total is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile
from sys import maxsize

from tasks.extract.arithmetic.closing import SUM_OF_PARTS, closing_totals
from tasks.extract.arithmetic.figures import Figure, adds_up, finding, in_print, rough
from tasks.findings import Rule, Said
from tasks.model import Finding

_OPENING = re.compile(r"[。，,；;：:]?\s*(?:其中|包括|包含|分别(?:为|是)?|主要用于|由此|含)")
_ANNOUNCED = re.compile(r"^(?:[^。；;]{0,14}?)(?:[。，,；;：:（(]\s*)?(其中|主要用于|分别(?:为|是)?|包括)")
_CHANGE = re.compile(
    r"(?:增加|减少|增长|下降|上升|提高|压减|节约|补充|追加|结余|剩余|增收|减收|增支|减支|差值|差额|相差)(?:了|额)?[^\d]{0,3}$"
)
_COMPARED = re.compile(r"(?:比|较|同比|去年|上年|上一年|此外|另外|另有|涉及)")
# ，比上年减少5.20万元，下降3.1%: stands between a total and its parts
_COMPARISON = re.compile(
    r"[，,](?:比|较|同比|与)[^，。；;]{1,24}(?:[，,](?:增长|下降|增幅|降幅|占|上升)[^，。；;]{1,16})?(?=[，。；;])"
)
_SENTENCE = re.compile(r"[。！？]")
_LIST_END = re.compile(
    r"[。！？]|[，,；;][一二三四五六七八九十]、"
)  # the sentence ends, or a new item begins
# Words alone, no sets: the machine then looks for their first characters, and at nothing else.
_ANNOUNCING = re.compile(r"（|\(|其中|包括|主要用于|分别|总|合计|共|小计")
_BRACKET = re.compile(r"[（()）]")
_LONGEST_LIST = 1500  # characters of a breakdown
_MOST_PARTS = 60  # figures behind a total that can be its parts
_TOTALS = ("总", "合计", "共", "小计")
_REACH = 60  # characters between a total and the bracket that breaks it down
_LIST_REACH = 20  # characters from a total, or a comparison behind it, to the end of the list's first word
_NAME = re.compile(r"^.*[，。；、：:,;]|其中|[为共计约是]+$|[（(）)]")
_WHOLES: tuple[tuple[str, ...], ...] = (
    ("基本支出", "项目支出"),
    ("人员经费", "公用经费"),
    ("货物", "工程", "服务"),
    ("购置费", "运行"),
    ("地上", "地下"),
)


SUM_MISMATCH = Rule(
    "sum_mismatch", "error", False, Said("分项之和不符", "Parts do not add up"),
    Said("分项之和与合计相差{difference}：{sum}", "The parts miss the total by {difference}: {sum}"),
)  # fmt: skip
PART_EXCEEDS_TOTAL = Rule(
    "part_exceeds_total", "warning", False, Said("分项大于合计", "Part exceeds total"),
    Said("分项大于其合计：{sum}", "A part is larger than the total it belongs to: {sum}"),
)  # fmt: skip


def breakdowns(text: str, found: Sequence[Figure]) -> Iterator[Finding]:
    """Every announced breakdown in a paragraph, holding or not."""
    brackets, lists, totals = _announced(text)
    for position, total in enumerate(found) if brackets or lists else ():
        opening, listing = _next(brackets, total.end), _next(lists, total.end)
        if opening > total.end + _REACH and listing > total.end + _REACH + _LIST_REACH:
            continue  # most figures are no total
        verdicts = [
            verdict
            for parts, known in _parts(text, found, position, opening, listing)
            if len(parts) > 1 and any(p.value for p in parts) and (verdict := _judge(total, parts, known))
        ]
        # Where a list can end in two places, the reading that adds up is the one meant.
        yield from [v for v in verdicts if v.holds][:1] or verdicts[:1]
    if totals:
        yield from closing_totals(text, found, totals)


def _announced(text: str) -> tuple[list[int], list[int], list[int]]:
    """Where the brackets, the words of lists and the words of totals stand."""
    brackets, lists, totals = list[int](), list[int](), list[int]()
    for match in _ANNOUNCING.finditer(text):
        word = match[0]
        (brackets if word in "（(" else totals if word in _TOTALS else lists).append(match.start())
    return brackets, lists, totals


def _next(places: Sequence[int], start: int) -> int:
    """The first of these places from `start` on."""
    at = bisect_left(places, start)
    return places[at] if at < len(places) else maxsize


def _parts(
    text: str, found: Sequence[Figure], position: int, opening: int, listing: int
) -> Iterator[tuple[list[Figure], bool]]:
    """The breakdowns that can belong to this total: the next bracket, then the next 其中.

    With each, whether its parts may be all there is, if their names say so.
    """
    total = found[position]
    if opening <= total.end + _REACH:
        yield from _bracket(text, found, position, opening)
    if listing > total.end + _REACH + _LIST_REACH or _CHANGE.search(total.lead):
        return  # by how much something grew has no parts
    compared = _COMPARISON.match(text, total.end)
    end = compared.end() if compared else total.end
    announced = _ANNOUNCED.match(text[end : end + _LIST_REACH])
    if announced is None:
        return
    start = end + announced.end()
    later = found[position + 1 : position + _MOST_PARTS]
    if any(f.unit == total.unit for f in _until(later, start) if f.start >= end):
        return
    listed = _listed(text, total, later, start)
    first = [part for part in listed if part.start < text.find("；", start)]
    if 1 < len(first) < len(listed):
        yield first, True
        if adds_up(total, listed):
            yield listed, False
    else:
        yield listed, True


def _bracket(
    text: str, found: Sequence[Figure], position: int, opening: int
) -> Iterator[tuple[list[Figure], bool]]:
    """（…） behind the total or a neighbour in its sentence; all parts, or those of its unit."""
    total = found[position]
    first = position + 1
    while first < len(found) and found[first].start < opening:
        if found[first].unit == total.unit:
            return
        first += 1
    if _SENTENCE.search(text, total.end, opening):
        return
    reached = _until(found[first : position + _MOST_PARTS], _close(text, opening))
    inside = [f for f in reached if f.depth == total.depth + 1]
    same = [f for f in inside if f.unit == total.unit and f.quantity.kind == total.quantity.kind]
    if opening == total.end and total.quantity.kind == "count":
        counted = [f for f in inside if f.quantity.kind == "count"]
        if len(counted) > len(same) >= 2 and adds_up(total, counted):
            yield counted, False
    yield same, True


def _close(text: str, start: int) -> int:
    """Where the bracket that opens at `start` is closed; the text's end where it is not, or too far away."""
    depth = 0
    for bracket in _BRACKET.finditer(text, start, start + _LONGEST_LIST):
        depth += 1 if bracket[0] in "（(" else -1
        if depth == 0:
            return bracket.start()
    return len(text)


def _until(found: Sequence[Figure], end: int) -> list[Figure]:
    """The figures that start before `end`; they are in order, and most lie behind it."""
    return list(takewhile(lambda figure: figure.start < end, found))


def _listed(text: str, total: Figure, later: Sequence[Figure], start: int) -> list[Figure]:
    """The figures of the total's kind behind 其中, to the end of the sentence or the next 其中."""
    end = min(len(text), start + _LONGEST_LIST)
    stop = _LIST_END.search(text, start, end)
    nested = _nested(text, start, end)
    limit = min(stop.start() if stop else end, nested if nested >= 0 else end)
    return [
        f
        for f in _until(later, limit)
        if start <= f.start
        and f.depth == total.depth
        and f.unit == total.unit
        and f.quantity.kind == total.quantity.kind
        and not _CHANGE.search(f.lead)
        and not _COMPARED.search(f.lead)
    ]


def _nested(text: str, start: int, end: int) -> int:
    """The next 其中 outside of brackets, -1 where there is none: one inside breaks a part down."""
    while (at := text.find("其中", start, end)) >= 0:
        opened = text.rfind("（", start, at)
        if opened < 0 or _close(text, opened) < at:
            return at
        start = _close(text, opened)
    return -1


def _whole(parts: Sequence[Figure]) -> bool:
    """The parts are, by their names, all there is: a known family, or a thing and what is not it."""
    families = any(
        len(parts) == len(names) and all(any(name in p.lead for p in parts) for name in names)
        for names in _WHOLES
    )
    if families or len(parts) != 2:
        return families
    first, second = (_NAME.sub("", part.lead) for part in parts)
    return len(first) > 1 and second in (f"不{first}", f"非{first}")


def _judge(total: Figure, parts: list[Figure], known: bool) -> Finding | None:
    """Holds, exceeds, falls short of a whole whose parts are `known` by name; or nothing to say."""
    used = [total, *parts]
    expression = f"{total.shown}={'+'.join([p.shown for p in parts])}"
    if adds_up(total, parts):
        return finding(SUM_OF_PARTS, used, sum=expression)
    if any(rough(f) for f in used):
        return None
    added = sum(p.value for p in parts)
    difference = in_print(abs(added - total.value), total)
    if known and _whole(parts):
        return finding(SUM_MISMATCH, used, difference=difference, sum=expression)
    if total.quantity.kind == "money" and any(p.value > total.value + p.half + total.half for p in parts):
        return finding(PART_EXCEEDS_TOTAL, used, sum=expression)
    return None
