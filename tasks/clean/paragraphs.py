"""Paragraphs and the record of how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.clean import text as t
from tasks.clean.rows import Row
from tasks.model import Paragraph, Piece

Place = tuple[int, int]  # where a row came to stand in the cleaned text: paragraph and offset


def build(
    rows: Sequence[Row], begins: Sequence[bool], raw: Sequence[str], origin: int
) -> tuple[list[Paragraph], list[Place]]:
    """Set rows into paragraphs; `raw[line - origin]` is the text of a raw line."""
    paragraphs: list[Paragraph] = []
    places: list[Place] = []
    for group in _groups(rows, begins):
        pieces: list[Piece] = []
        texts: list[str] = []
        at = 0
        for row in group:
            places.append((len(paragraphs), at))
            for line, start, end in row.spans:
                text = raw[line - origin]
                for column, run in t.cells(text, start, end) if row.table else t.stretches(text, start, end):
                    pieces.append(Piece(at, line, column, len(run)))
                    texts.append(run)
                    at += len(run)
        paragraphs.append(Paragraph("".join(texts), group[0].page, tuple(pieces), group[0].table))
    return paragraphs, places


def _groups(rows: Sequence[Row], begins: Sequence[bool]) -> Iterable[list[Row]]:
    group: list[Row] = []
    for row, begin in zip(rows, begins, strict=True):
        if begin and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group
