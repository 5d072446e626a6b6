"""Paragraphs, each with the raw characters that it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from tasks.clean import text as t
from tasks.clean.rows import Row
from tasks.frozen import quick
from tasks.model import Paragraph, Piece

Place = tuple[int, int]  # where a row came to stand in the cleaned text: paragraph and offset
_piece, _paragraph = quick(Piece), quick(Paragraph)


def build(rows: Sequence[Row], begins: Sequence[bool]) -> tuple[list[Paragraph], list[Place]]:
    """Set rows into paragraphs."""
    paragraphs: list[Paragraph] = []
    places: list[Place] = []
    firsts = [index for index, begin in enumerate(begins) if begin or index == 0]
    for number, (start, stop) in enumerate(pairwise([*firsts, len(rows)])):
        pieces: list[Piece] = []
        texts: list[str] = []
        at = 0
        for row in rows[start:stop]:
            places.append((number, at))
            for line, column, run in _runs(row):
                pieces.append(_piece(at, line, column, len(run)))
                texts.append(run)
                at += len(run)
        first = rows[start]
        paragraphs.append(_paragraph("".join(texts), first.page, tuple(pieces), first.table))
    return paragraphs, places


def _runs(row: Row) -> Iterable[tuple[int, int, str]]:
    """What of a row goes into its paragraph: raw line, column and text of each run."""
    text = row.text
    if not row.more and " " not in text and text.isprintable():
        return ((row.line, row.start, text),)
    runs = t.cells if row.table else t.stretches
    found: list[tuple[int, int, str]] = []
    at = 0
    for line, start, end in row.spans:
        found += [(line, column, run) for column, run in runs(text[at : at + end - start], start)]
        at += end - start
    return found
