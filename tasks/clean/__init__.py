"""Cleaning: from the lines of a page to the paragraphs of a text, with every repair on record.

layout -> furniture -> lines -> fragments -> order -> paragraphs: what a page carries besides its text is set
aside (`furniture`), the rest is measured (`rows`, `layout`), torn lines are made whole (`fragments`),
displaced blocks are put back (`order`), and lines are joined to paragraphs (`lines`, `paragraphs`).
"""

from __future__ import annotations

import itertools

from tasks.clean import again, fragments, furniture, glued, layout, lines, order, paragraphs, record
from tasks.clean.rows import row
from tasks.model import Cleaned, Document

__all__ = ["clean"]

_PASSES = 5  # nearly always the first leaves nothing to a second


def clean(document: Document) -> Cleaned:
    """The text of a document in reading order, and the record of how it came about.

    Every character of the input is in a paragraph, in an edit of kind furniture, or white space.
    """
    cleaned = _once(document)
    for _ in range(_PASSES):
        second = _once(again.as_document(cleaned))
        if again.same_text(cleaned, second):
            break
        cleaned = again.compose(cleaned, second)
    return cleaned


def _once(document: Document) -> Cleaned:
    page = furniture.set_aside(document)
    if not page.slips:
        return Cleaned((), tuple(page.edits), 1)
    space = layout.space_width(page.slips)
    rows = [
        row(s.line, s.text, s.start, s.end, s.gap, number, space)
        for s, number in zip(page.slips, page.pages, strict=True)
    ]
    plan = layout.estimate(rows, space)
    rows = fragments.settle(rows, space) if plan.wall else rows
    raw = [line.text for line in document.lines]
    origin = document.lines[0].number
    if plan.wall:
        weighed = [lines.weigh(r, plan) for r in rows]
        seams = [lines.seam(a, b, plan) for a, b in itertools.pairwise(weighed)]
        weighed, seams, moves = order.put_back(weighed, seams, plan)
        rows, begins = fragments.mend([w.row for w in weighed], lines.label(seams))
        rows, begins, parted = glued.part(rows, begins, space)
        if parted or len(rows) < len(weighed):
            weighed = [lines.weigh(r, plan) for r in rows]
            seams = [lines.seam(a, b, plan) for a, b in itertools.pairwise(weighed)]
    else:
        seams, begins, moves, parted = [], [True] * len(rows), [], []
    built, places = paragraphs.build(rows, begins, raw, origin)
    edits = [*page.edits, *record.edits(rows, begins, places, seams, moves, parted, plan)]
    return Cleaned(tuple(built), tuple(edits), page.pages[-1])
