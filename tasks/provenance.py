"""Provenance: from characters of a paragraph to the raw lines they were read from, by bisection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.model import Paragraph, Piece


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Where a span was read: its page and its first and last raw line (1-based)."""

    page: int
    line_start: int
    line_end: int


def locate(paragraph: Paragraph, start: int, end: int, page_starts: Sequence[int] = ()) -> RawPlace:
    """The raw place of `paragraph.text[start:end]`; a moved fragment widens it to all its lines.

    `page_starts` has the first line of each page; where it is not known, the paragraph's own page counts.
    """
    lines = [piece.line for piece in pieces_of(paragraph, start, end)]
    page = bisect_right(page_starts, lines[0]) if page_starts else paragraph.page
    return RawPlace(page, min(lines), max(lines))


def pieces_of(paragraph: Paragraph, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces that `paragraph.text[start:end]` touches, in reading order; ValueError if it is empty."""
    if not 0 <= start < end <= len(paragraph.text):
        raise ValueError(f"no span {start}:{end} in a paragraph of {len(paragraph.text)} characters")
    first = bisect_right(paragraph.pieces, start, key=lambda piece: piece.start) - 1
    last = bisect_right(paragraph.pieces, end - 1, key=lambda piece: piece.start)
    return paragraph.pieces[first:last]


def raw_character(paragraph: Paragraph, offset: int) -> tuple[int, int]:
    """The raw line and column of a paragraph character, in O(log n)."""
    piece = paragraph.pieces[bisect_right(paragraph.pieces, offset, key=lambda p: p.start) - 1]
    return piece.line, piece.column + offset - piece.start
