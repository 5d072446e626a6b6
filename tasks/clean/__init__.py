"""Cleaning: from the lines of a page to the paragraphs of a text, with every repair on record.

layout -> furniture -> lines -> fragments -> order -> paragraphs: what a page carries besides its text is set
aside (`furniture`), the rest is measured (`rows`, `layout`), torn lines are made whole (`fragments`),
displaced blocks are put back (`order`), and lines are joined to paragraphs (`scales`, `lines`,
`paragraphs`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tasks.clean import (
    again,
    fragments,
    furniture,
    glued,
    layout,
    order,
    paragraphs,
    record,
    titles,
    wall,
)
from tasks.clean import text as t
from tasks.clean.rows import Row, is_table, row, widened
from tasks.clean.scales import Scales
from tasks.clean.settled import clean_settled
from tasks.clean.slips import Slip, slip_of
from tasks.clean.whole import may_be_set
from tasks.model import Cleaned, Document, Edit

__all__ = ["clean"]

_PASSES = 5  # nearly always the first leaves nothing to a second


def clean(document: Document) -> Cleaned:
    """The text of a document in reading order, and the record of how it came about.

    Every character of the input is in a paragraph, in an edit of kind furniture, or white space.
    """
    return replace(clean_settled(document, _clean_printed), page_starts=_page_starts(document))


def _page_starts(document: Document) -> tuple[int, ...]:
    """The first line of each page that the reader knows; an empty page starts where the next one does."""
    starts: list[int] = []
    for line in document.lines:
        starts += [line.number] * ((line.page or 0) - len(starts))
    return tuple(starts)


def _clean_printed(document: Document) -> Cleaned:
    """The text of printed lines; what the source itself marks as whole is settled, and none of theirs."""
    cleaned = _once(_measured(furniture.set_aside(document)))
    for _ in range(_PASSES):
        if _is_whole(cleaned):
            break
        text = again.as_document(cleaned)
        second = _once(_measured(furniture.set_aside(text)))
        if again.same_text(cleaned, second):
            break
        cleaned = _as_printed(again.compose(cleaned, second), document)
    return cleaned


def _as_printed(cleaned: Cleaned, document: Document) -> Cleaned:
    """What a second cleaning set aside, with the white space that the first had taken from it."""
    raw, origin = [line.text for line in document.lines], document.lines[0].number
    edits = (
        replace(e, text=raw[e.line_start - origin][e.column_start : e.column_end])
        if e.kind == "furniture" and e.line_start == e.line_end
        else e
        for e in cleaned.edits
    )
    return replace(cleaned, edits=tuple(edits))


def _slips(cleaned: Cleaned) -> list[Slip]:
    """The paragraphs as the visible lines of a text."""
    return [slip_of(number, p.text) for number, p in enumerate(cleaned.paragraphs, 1)]


class _Sheet(NamedTuple):
    """A document measured: its rows and how each part of them is set, its pages, and what was set aside."""

    parts: list[tuple[list[Row], layout.Layout]]
    space: int
    pages: int
    edits: list[Edit]


def _measured(page: furniture.Page) -> _Sheet:
    rows = [
        row(s.line, s.text, s.start, s.end, s.gap, number)
        for s, number in zip(page.slips, page.pages, strict=True)
    ]
    broken = wall.broken(rows)
    space = wall.space_width(rows, broken)
    if space:
        rows = [widened(r, space) for r in rows]
        broken = wall.spaced(rows, broken)
    rows = titles.mark(rows)
    parts = [
        (rows[start:stop], layout.estimate(rows[start:stop], lines, space))
        for start, stop, lines in layout.parts(rows, broken)
    ]
    return _Sheet(parts, space, max(page.pages, default=1), page.edits)


def _is_whole(cleaned: Cleaned) -> bool:
    """Whether cleaning would leave a text as it is: no furniture, no space that goes, and no margin."""
    texts = [p.text for p in cleaned.paragraphs]
    page = furniture.furnished(_slips(cleaned))
    if page.edits or any(" " in x and not is_table(x) and t.joined(x) != x for x in texts):
        return False
    return not (may_be_set(texts) and any(plan.wall for _, plan in _measured(page).parts))


def _once(sheet: _Sheet) -> Cleaned:
    parts = [_part(rows, plan, sheet.space) for rows, plan in sheet.parts]
    in_order = [r for part in parts for r in part.rows]
    begins = [begin for part in parts for begin in part.begins]
    built, places = paragraphs.build(in_order, begins)
    edits = list(sheet.edits)
    at = 0
    for part in parts:
        edits += record.edits(part, places.between(at, at + len(part.rows)))
        at += len(part.rows)
    return Cleaned(tuple(built), tuple(edits), sheet.pages)


def _part(rows: list[Row], plan: layout.Layout, space: int) -> record.Part:
    """The rows of a part in reading order, labelled, with what was done to them."""
    if not plan.wall:
        return record.Part(rows, [True] * len(rows), [], [], [], plan)
    scales = Scales(plan)
    rows = fragments.settle(rows, space)
    rows, seams, begins, moves = order.put_back(rows, scales.along(rows), plan)
    rows, begins, seams = fragments.mend(rows, begins, seams)
    rows, begins, parted = glued.part(rows, begins, space)
    if parted:
        seams = scales.along(rows)
    return record.Part(rows, begins, seams, moves, parted, plan)
