"""Paragraphs, each with the raw characters that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.rows import Row
from tasks.frozen import quick
from tasks.model import Paragraph, Piece

_piece, _paragraph = quick(Piece), quick(Paragraph)


class Places(NamedTuple):
    """Where rows came to stand in the cleaned text, in columns: paragraph and offset of each."""

    paragraphs: list[int]
    offsets: list[int]

    def between(self, start: int, stop: int) -> Places:
        """The places of some of the rows."""
        return Places(self.paragraphs[start:stop], self.offsets[start:stop])


def build(rows: Sequence[Row], begins: Sequence[bool]) -> tuple[list[Paragraph], Places]:
    """Set rows into paragraphs."""
    paragraphs: list[Paragraph] = []
    places = Places([], [])
    firsts = [index for index, begin in enumerate(begins) if begin or index == 0]
    for number, (start, stop) in enumerate(pairwise([*firsts, len(rows)])):
        pieces: list[Piece] = []
        texts: list[str] = []
        at = 0
        for row in rows[start:stop]:
            places.offsets.append(at)
            runs = t.cells if row.table else t.stretches
            for line, column, text in _printed(row) if row.more else ((row.line, row.start, row.text),):
                for begin, run in runs(text, column):
                    pieces.append(_piece(at, line, begin, len(run)))
                    texts.append(run)
                    at += len(run)
        places.paragraphs.extend(repeat(number, stop - start))
        paragraphs.append(_paragraph("".join(texts), rows[start].page, tuple(pieces), rows[start].table))
    return paragraphs, places


def _printed(row: Row) -> Iterator[tuple[int, int, str]]:
    """The raw lines of a row stitched of several: number, column and text of each."""
    at = 0
    for line, start, end in row.spans:
        yield line, start, row.text[at : at + end - start]
        at += end - start
