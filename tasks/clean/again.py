"""Cleaning carried to its end: what a second cleaning would still change is changed at once.

So that cleaning a clean text changes nothing. The second result speaks of the paragraphs of the first; here
its places are led back to the raw lines, and the first one's edits forward to the new paragraphs.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tasks.model import Cleaned, Document, Edit, Line, Paragraph, Piece
from tasks.provenance import raw_character


class _Went(NamedTuple):
    """Where a stretch of a paragraph of the first cleaning went in the second."""

    old: int
    column: int
    length: int
    new: int
    start: int


def as_document(cleaned: Cleaned) -> Document:
    """The cleaned text as a document of one paragraph a line."""
    lines = tuple(Line(number, p.text) for number, p in enumerate(cleaned.paragraphs, 1))
    return Document("text/plain", None, lines)


def same_text(first: Cleaned, second: Cleaned) -> bool:
    """Whether a second cleaning left everything as it was."""
    return [p.text for p in first.paragraphs] == [p.text for p in second.paragraphs]


def compose(first: Cleaned, second: Cleaned) -> Cleaned:
    """The cleaning that is `first` and then `second`."""
    paragraphs = tuple(_through(p, first) for p in second.paragraphs)
    went = sorted(
        _Went(piece.line - 1, piece.column, piece.length, index, piece.start)
        for index, p in enumerate(second.paragraphs)
        for piece in p.pieces
    )
    earlier = [_forward(edit, went) for edit in first.edits]
    return Cleaned(paragraphs, (*earlier, *(_back(edit, first) for edit in second.edits)), first.pages)


def _through(paragraph: Paragraph, first: Cleaned) -> Paragraph:
    """A paragraph of the second cleaning with pieces of raw lines."""
    pieces: list[Piece] = []
    for piece in paragraph.pieces:
        source = first.paragraphs[piece.line - 1]
        stop = piece.column + piece.length
        at = bisect_right(source.pieces, piece.column, key=lambda p: p.start) - 1
        for p in itertools.islice(source.pieces, at, None):
            if p.start >= stop:
                break
            lo, hi = max(p.start, piece.column), min(p.start + p.length, stop)
            if lo < hi:
                pieces.append(
                    Piece(piece.start + lo - piece.column, p.line, p.column + lo - p.start, hi - lo)
                )
    page = first.paragraphs[paragraph.pieces[0].line - 1].page
    table = any(first.paragraphs[p.line - 1].table for p in paragraph.pieces)
    return replace(paragraph, pieces=tuple(pieces), page=page, table=table or paragraph.table)


def _forward(edit: Edit, went: Sequence[_Went]) -> Edit:
    if edit.paragraph is None or edit.offset is None:
        return edit
    index = bisect_right(went, (edit.paragraph, edit.offset), key=lambda w: (w.old, w.column)) - 1
    if index >= 0:
        old, column, length, new, start = went[index]
        if old == edit.paragraph and edit.offset < column + length:
            return replace(edit, paragraph=new, offset=start + edit.offset - column)
    return replace(edit, paragraph=None, offset=None)


def _back(edit: Edit, first: Cleaned) -> Edit:
    start = _raw(first, edit.line_start, edit.column_start)
    end = _raw(first, edit.line_end, edit.column_end)
    return replace(edit, line_start=start[0], column_start=start[1], line_end=end[0], column_end=end[1])


def _raw(first: Cleaned, line: int, column: int) -> tuple[int, int]:
    paragraph = first.paragraphs[line - 1]
    if column == 0:
        return raw_character(paragraph, 0)
    raw_line, raw_column = raw_character(paragraph, column - 1)
    return raw_line, raw_column + 1
