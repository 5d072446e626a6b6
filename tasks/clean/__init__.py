"""Cleaning: from the lines of a page to the paragraphs of a text, with every repair on record.

layout -> furniture -> lines -> fragments -> order -> paragraphs: what a page carries besides its text is set
aside (`furniture`), the rest is measured (`rows`, `layout`), torn lines are made whole (`fragments`),
displaced blocks are put back (`order`), and lines are joined to paragraphs (`lines`, `paragraphs`).
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from tasks.clean import again, fragments, furniture, glued, layout, lines, order, paragraphs, record, titles
from tasks.clean.rows import Row, row, widened
from tasks.clean.settled import clean_settled
from tasks.clean.wall import space_width
from tasks.model import Cleaned, Document

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
    cleaned = _once(document)
    for _ in range(_PASSES):
        second = _once(again.as_document(cleaned))
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


def _once(document: Document) -> Cleaned:
    page = furniture.set_aside(document)
    if not page.slips:
        return Cleaned((), tuple(page.edits), 1)
    rows = [
        row(s.line, s.text, s.start, s.end, s.gap, number)
        for s, number in zip(page.slips, page.pages, strict=True)
    ]
    space = space_width(rows)
    if space:
        rows = [widened(r, space) for r in rows]
    rows = titles.mark(rows)
    parts = [_part(rows[start:stop], space) for start, stop in layout.parts(rows)]
    raw = [line.text for line in document.lines]
    in_order = [r for part in parts for r in part.rows]
    begins = [begin for part in parts for begin in part.begins]
    built, places = paragraphs.build(in_order, begins, raw, document.lines[0].number)
    edits = list(page.edits)
    at = 0
    for part in parts:
        edits += record.edits(part, places[at : at + len(part.rows)])
        at += len(part.rows)
    return Cleaned(tuple(built), tuple(edits), page.pages[-1])


def _part(rows: list[Row], space: int) -> record.Part:
    """The rows of a part in reading order, labelled, with what was done to them."""
    plan = layout.estimate(rows, space)
    if not plan.wall:
        return record.Part(rows, [True] * len(rows), [], [], [], plan)
    weighed = [lines.weigh(r, plan) for r in fragments.settle(rows, space)]
    seams = [lines.seam(a, b, plan) for a, b in itertools.pairwise(weighed)]
    weighed, seams, moves = order.put_back(weighed, seams, plan)
    rows, begins, seams = fragments.mend([w.row for w in weighed], lines.label(seams), seams)
    rows, begins, parted = glued.part(rows, begins, space)
    if parted:
        weighed = [lines.weigh(r, plan) for r in rows]
        seams = [lines.seam(a, b, plan) for a, b in itertools.pairwise(weighed)]
    return record.Part(rows, begins, seams, moves, parted, plan)
