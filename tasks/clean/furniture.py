"""Furniture: what a page carries that is not its text. It is set aside, never lost.

Page numbers, running headers and footers, watermarks, and characters that print nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.counted import PageNumber
from tasks.clean.pagination import page_numbers
from tasks.clean.repeated import repeated
from tasks.clean.slips import Slip, visible
from tasks.model import Document, Edit, Evidence


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
    gone = repeated(slips, sorted(tops))
    edits += [_edit(slips[i], slips[i].start, slips[i].end, why) for i, why in gone.items()]
    edits += _controls(document, edits)
    kept, pages, page, pending = [], [], 1, False
    for index, slip in enumerate(slips):
        if index and index in tops:
            page, pending = page + 1, True
        if index not in gone:
            kept.append(slip._replace(gap=-1) if pending else slip)
            pages.append(page)
            pending = False
    return Page(kept, pages, edits)


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
