"""Furniture: what a page carries that is not its text. It is set aside, never lost.

Page numbers, running headers and footers, watermarks repeated on every page, and characters that print
nothing. What a page repeats is furniture, except that the first page's own copy of a title is text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.markers import marker
from tasks.clean.pagination import PageNumber, Slip, page_numbers
from tasks.model import Document, Edit, Evidence

_TITLE = re.compile(r"附件|附表|报告|方案|说明|总结|通知|意见|办法|预算|决算|公报|规划|年\d{1,2}月|会议上")
_UNIT = re.compile(r"单位[:：]|^[续表（(]+续?表?[)）]?$")
_DIGITS = re.compile(r"\d+")


class Page(NamedTuple):
    """The lines that are text, each with its page, and the record of what was set aside."""

    slips: list[Slip]
    pages: list[int]
    edits: list[Edit]


def set_aside(document: Document) -> Page:
    """Part the text of a document from its furniture."""
    slips = visible(document)
    numbers = page_numbers(slips)
    edits = [_edit(slips[n.slip], n.start, n.end, "page_number") for n in numbers]
    slips, tops = _without_numbers(slips, numbers)
    repeated = _repeated(slips, sorted(tops))
    edits += [_edit(slips[i], slips[i].start, slips[i].end, why) for i, why in repeated.items()]
    edits += _controls(document, edits)
    kept, pages, page, pending = [], [], 1, False
    for index, slip in enumerate(slips):
        if index and index in tops:
            page, pending = page + 1, True
        if index not in repeated:
            kept.append(slip._replace(gap=-1) if pending else slip)
            pages.append(page)
            pending = False
    return Page(kept, pages, edits)


def visible(document: Document) -> list[Slip]:
    """The lines that are not blank, with the blank lines above each and the page breaks that are marked."""
    slips, gap, page, breaks = [], 0, None, False
    for line in document.lines:
        raw = line.text
        text = raw.strip()
        if "\f" in raw and raw.find("\f") < len(raw) - len(raw.lstrip()):
            breaks = True
        if not text or (not text.isprintable() and not t.bare(text)):
            gap += 1
            breaks = breaks or "\f" in raw
            continue
        start = len(raw) - len(raw.lstrip())
        new = breaks or (line.page is not None and page is not None and line.page != page)
        slips.append(Slip(line.number, raw, start, start + len(text), gap, new))
        gap, page, breaks = 0, line.page, raw.rstrip(" \t\r\n").endswith("\f")
    return slips


def _without_numbers(slips: list[Slip], numbers: Sequence[PageNumber]) -> tuple[list[Slip], set[int]]:
    """The slips cut free of page numbers, and the indices at which pages begin."""
    cut = {n.slip: n for n in numbers}
    usual = Counter(slip.gap for slip in slips).most_common(1)[0][0] if slips else 0
    at_top = bool(numbers) and numbers[0].slip == 0
    kept: list[Slip] = []
    tops: set[int] = set()
    for index, slip in enumerate(slips):
        if slip.breaks or (slip.gap >= usual + 2 and slip.gap >= 3):
            tops.add(len(kept))
        found = cut.get(index)
        if found is None:
            kept.append(slip)
            continue
        tops.add(len(kept) if found.start == slip.start or at_top else len(kept) + 1)
        rest = _rest(slip, found)
        if rest:
            kept.append(rest)
    return kept, tops - {0}


def _rest(slip: Slip, number: PageNumber) -> Slip | None:
    """What a slip says beside its page number."""
    start, end = (number.end, slip.end) if number.start == slip.start else (slip.start, number.start)
    text = slip.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return slip._replace(start=start, end=end) if start < end else None


def _repeated(slips: Sequence[Slip], tops: Sequence[int]) -> dict[int, str]:
    """Lines that the pages repeat: headers and footers at page edges, watermarks anywhere."""
    edges = {0, 1, len(slips) - 1, len(slips) - 2} | {top + d for top in tops for d in (-2, -1, 0, 1)}
    said = [s.text[s.start : s.end].replace(" ", "") for s in slips]
    for index in edges:
        if 0 <= index < len(said):  # only at the edge of a page may a line differ from page to page
            said[index] = _DIGITS.sub("#", said[index])
    often = {
        text
        for text, count in Counter(said).items()
        if count >= 2 and len(text) <= 60 and not _UNIT.search(text)
    }
    if not often:
        return {}
    places: dict[str, list[int]] = {}
    for index, text in enumerate(said):
        if text in often:
            places.setdefault(text, []).append(index)
    found: dict[int, str] = {}
    for text, at in places.items():
        if (
            "#" in text
            and len({t.bare(slips[i].text[slips[i].start : slips[i].end]) for i in at}) > 1
            and not _counts_up(slips, at)
        ):
            continue
        here = [i for i in at if i in edges]
        if tops and len(here) >= max(2, 0.6 * len(tops)) and len(here) >= 0.6 * len(at):
            name, gone = "running_header", here
        elif len(at) >= 3 and _once_a_page(slips, at, tops, text):
            name, gone = "watermark", at
        else:
            continue
        genuine = _genuine(said, gone, tops)
        found.update((i, name) for i in gone if i != genuine)
    return found


def _counts_up(slips: Sequence[Slip], at: Sequence[int]) -> bool:
    """Whether a line that differs only in its number counts the pages."""
    numbers = [int(n) for i in at for n in _DIGITS.findall(slips[i].text[slips[i].start : slips[i].end])[-1:]]
    return len(at) >= 3 and all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _once_a_page(slips: Sequence[Slip], at: Sequence[int], tops: Sequence[int], text: str) -> bool:
    """Whether a line comes back once a page, or page by page where no page break is marked."""
    if text[-1] in t.STOPS or len(text) < 3 or marker(slips[at[0]].text[slips[at[0]].start :]):
        return False
    if len(tops) >= 2:
        pages = Counter(bisect_right(tops, i) for i in at)
        return len(pages) >= max(3, 0.8 * (len(tops) + 1)) and max(pages.values()) <= 2
    steps = [slips[b].line - slips[a].line for a, b in itertools.pairwise(at)]
    steps = steps[1:] if len(steps) > 3 and steps[0] <= 2 else steps
    return min(steps) >= 12 and max(steps) <= 1.15 * min(steps) + 1


def _genuine(said: Sequence[str], at: Sequence[int], tops: Sequence[int]) -> int | None:
    """The copy of a repeated line that is text: the first page's second, or its only title."""
    first = tops[0] if tops else len(said)
    own = [i for i in at if i < first]
    if not tops:
        own = [i for i in at[:2] if i - at[0] <= 1]
    if len(own) >= 2:
        return own[1]
    if len(own) == 1:
        titled = any(_TITLE.search(said[i]) for i in range(min(first, own[0] + 8)) if i != own[0])
        return own[0] if _TITLE.search(said[own[0]]) and not titled else None
    return None


def _controls(document: Document, gone: Sequence[Edit]) -> list[Edit]:
    """Characters that print nothing and are not white space, set aside one run at a time."""
    odd = [line for line in document.lines if not line.text.isprintable()]
    if not odd:
        return []
    inside = {(e.line_start, column) for e in gone for column in range(e.column_start, e.column_end)}
    return [
        _edit(Slip(line.number, line.text, 0, len(line.text), 0), column, column + len(run), "invisible")
        for line in odd
        for column, run in t.controls(line.text)
        if (line.number, column) not in inside
    ]


def _edit(slip: Slip, start: int, end: int, why: str) -> Edit:
    return Edit(
        "furniture",
        slip.text[start:end],
        slip.line,
        start,
        slip.line,
        end,
        None,
        None,
        (Evidence(why, 3.0),),
        0.95,
    )
