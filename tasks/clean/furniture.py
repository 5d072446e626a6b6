"""Furniture: what a page carries that is not its text. It is set aside, never lost.

Page numbers, running headers and footers, watermarks, and characters that print nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.counted import PageNumber
from tasks.clean.pagination import page_numbers
from tasks.clean.repeated import repeated
from tasks.clean.slips import Slip, slip_of, visible
from tasks.model import Document, Edit, Evidence


class Page(NamedTuple):
    """The lines that are text, each with its page, and the record of what was set aside."""

    slips: list[Slip]
    pages: list[int]
    edits: list[Edit]


def set_aside(document: Document) -> Page:
    """Part the text of a document from its furniture."""
    page = furnished(visible(document))
    return page._replace(edits=page.edits + _controls(document, page.edits))


def furnished(slips: list[Slip]) -> Page:
    """Part the visible lines that are text from those that are furniture."""
    numbers = page_numbers(slips)
    edits = [_edit(slips[n.slip], n.start, n.end, "counts_pages") for n in numbers]
    slips, tops = _without_numbers(slips, numbers)
    gone = repeated(slips, tops)
    edits += [_edit(slips[i], slips[i].start, slips[i].end, why) for i, why in gone.items()]
    kept: list[Slip] = []
    pages: list[int] = []
    for page, (top, below) in enumerate(pairwise([0, *tops, len(slips)]), 1):
        own = slips[top:below]
        if gone:
            own = [slip for index, slip in enumerate(own, top) if index not in gone]
        if page > 1 and own:
            own[0] = own[0]._replace(gap=-1)
        kept += own
        pages += [page] * len(own)
    return Page(kept, pages, edits)


def _without_numbers(slips: list[Slip], numbers: Sequence[PageNumber]) -> tuple[list[Slip], list[int]]:
    """The slips cut free of page numbers, and the indices at which pages begin."""
    cut = {n.slip: n for n in numbers}
    usual = Counter([slip.gap for slip in slips]).most_common(1)[0][0] if slips else 0
    wide = max(3, usual + 2)  # blank lines between pages
    at_top = bool(numbers) and numbers[0].slip == 0
    kept: list[Slip] = []
    tops: set[int] = set()
    for index, slip in enumerate(slips):
        if slip.breaks or slip.gap >= wide:
            tops.add(len(kept))
        found = cut.get(index)
        if found is None:
            kept.append(slip)
            continue
        tops.add(len(kept) if found.start == slip.start or at_top else len(kept) + 1)
        rest = _rest(slip, found)
        if rest:
            kept.append(rest)
    return kept, sorted(top for top in tops if 0 < top < len(kept))


def _rest(slip: Slip, number: PageNumber) -> Slip | None:
    """What a slip says beside its page number; what prints nothing says nothing."""
    start, end = (number.end, slip.end) if number.start == slip.start else (slip.start, number.start)
    text = slip.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return slip._replace(start=start, end=end, seen=text.strip()) if t.bare(text) else None


def _controls(document: Document, gone: Sequence[Edit]) -> list[Edit]:
    """Characters that print nothing and are not white space, set aside one run at a time."""
    odd = [line for line in document.lines if not line.text.isprintable()]
    if not odd:
        return []
    inside = {(e.line_start, column) for e in gone for column in range(e.column_start, e.column_end)}
    return [
        _edit(slip_of(line.number, line.text), column, column + len(run), "invisible")
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
