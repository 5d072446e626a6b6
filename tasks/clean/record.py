"""The record of what cleaning did: every join, move, split and doubt as an edit with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import exp
from typing import NamedTuple

from tasks.clean.layout import Layout
from tasks.clean.order import MARGIN, Move
from tasks.clean.paragraphs import Places
from tasks.clean.rows import Row, Span
from tasks.clean.scales import Seam, reasons
from tasks.clean.text import STOPS
from tasks.frozen import quick
from tasks.model import Edit, EditKind, Evidence

_edit = quick(Edit)
_DOUBTFUL = -3.0  # a seam scoring less is worth a person's look


class Part(NamedTuple):
    """A part of a document of one layout, cleaned."""

    rows: list[Row]
    begins: list[bool]
    seams: list[Seam]
    moves: list[Move]
    parted: list[Row]  # headings that were glued to a paragraph
    layout: Layout


def edits(part: Part, places: Places) -> list[Edit]:
    """Every edit but the furniture, kind by kind in the order of the text."""
    where: dict[Span, tuple[int, int]] = {}
    if part.moves or part.parted:
        where = {row.spans[0]: place for row, place in zip(part.rows, zip(*places, strict=True), strict=True)}
    return [
        *_joins_and_doubts(part, places),
        *(_move(m, where[m.spans[0]]) for m in part.moves if m.spans[0] in where),
        *(_split(row, where[row.spans[0]]) for row in part.parted),
    ]


def _joins_and_doubts(part: Part, places: Places) -> Iterator[Edit]:
    rows, begins = part.rows, part.begins
    parted = {row.spans for row in part.parted}
    stop = next((index for index, row in enumerate(rows) if row.text[-1] in STOPS), len(rows))
    seams = zip(begins, begins[1:], part.seams, strict=False)
    for index, (first, begin, (join_first, join_inner, break_first, break_inner)) in enumerate(seams, 1):
        join, apart = (join_first, break_first) if first else (join_inner, break_inner)
        if not begin:
            evidence, sure = _joined(join, apart)
            yield _at(rows, index, places, "join", evidence, sure)
        score = apart if begin else join
        if score < _DOUBTFUL and index > stop and rows[index - 1].spans not in parted:
            why = reasons(rows[index - 1], rows[index], not begin, first, part.layout)
            evidence = tuple(Evidence(name, round(weight, 2)) for name, weight in why.items())
            yield _at(rows, index, places, "doubt", evidence, confidence(score))


def _at(
    rows: Sequence[Row], index: int, places: Places, kind: EditKind, why: tuple[Evidence, ...], sure: float
) -> Edit:
    """An edit at the seam before a row."""
    row, (line, column) = rows[index], rows[index - 1].end
    place = places.paragraphs[index], places.offsets[index]
    return _edit(kind, "", line, column, row.line, row.start, *place, why, sure)


@lru_cache(maxsize=4096)
def _joined(join: float, apart: float) -> tuple[tuple[Evidence, ...], float]:
    """What speaks for a join, and how surely."""
    evidence = Evidence("goes_on", round(join, 2)), Evidence("no_break", round(-apart, 2))
    return evidence, confidence(join - apart)


def _move(move: Move, place: tuple[int, int]) -> Edit:
    first, last = move.spans[0], move.spans[-1]
    sure = confidence(move.gain - MARGIN / 2)
    raw = (first.line, first.start, last.line, last.end)
    if not move.made:  # how sure it is that the block stands where it was printed
        return Edit("doubt", move.text, *raw, *place, move.evidence, round(1 - sure, 3))
    return Edit("move", move.text, *raw, *place, move.evidence, sure)


def _split(row: Row, place: tuple[int, int]) -> Edit:
    first, last = row.spans[0], row.spans[-1]
    evidence = (Evidence("ordinal_follows", 3.0), Evidence("short_as_a_heading", 1.0))
    return Edit("split", row.text, first.line, first.start, last.line, last.end, *place, evidence, 0.9)


@lru_cache(maxsize=4096)
def confidence(margin: float) -> float:
    """A margin of evidence as a probability, never quite sure."""
    return round(min(0.999, max(0.001, 1 / (1 + exp(-max(-20.0, min(20.0, margin)))))), 3)
