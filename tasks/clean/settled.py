"""Settled lines: paragraphs and table rows that the source itself marks as such.

They need no joining and must not take part in it. The printed lines are cleaned as if blank lines stood in
the place of the settled ones, and the settled ones are then put back where they stood.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from tasks.clean import text as t
from tasks.clean.placed import join_placed
from tasks.model import Cleaned, Document, Edit, Evidence, Line, Paragraph, Piece

Clean = Callable[[Document], Cleaned]


def clean_settled(document: Document, clean_printed: Clean) -> Cleaned:
    """The text of a document of printed and settled lines, the printed ones cleaned by `clean_printed`."""
    settled = [line for line in document.lines if line.kind != "line"]
    cleaned = _cleaned(document, clean_printed)
    if settled:
        cleaned = _parted(cleaned, settled)
    cleaned = _paged(join_placed(cleaned, document), document)
    if not settled:
        return cleaned
    own = [paragraph for line in settled if (paragraph := _paragraph(line))]
    merged = list(_merged(cleaned.paragraphs, own))
    places = {id(paragraph): place for place, paragraph in enumerate(merged)}
    moved = [places[id(paragraph)] for paragraph in cleaned.paragraphs]
    edits = [e if e.paragraph is None else replace(e, paragraph=moved[e.paragraph]) for e in cleaned.edits]
    unseen = [edit for line in settled for edit in _unseen(line)]
    return Cleaned(tuple(merged), (*edits, *unseen), max(cleaned.pages, document.pages or 1))


def _cleaned(document: Document, clean_printed: Clean) -> Cleaned:
    """The printed lines alone, cleaned; a settled line leaves a blank one, so that nothing joins over it."""
    if all(line.kind == "line" for line in document.lines):
        return clean_printed(document)
    if not any(line.kind == "line" and line.text.strip() for line in document.lines):
        return Cleaned((), (), 1)
    lines = tuple(line if line.kind == "line" else replace(line, text="") for line in document.lines)
    return clean_printed(replace(document, lines=lines))


def _parted(cleaned: Cleaned, settled: list[Line]) -> Cleaned:
    """The printed paragraphs cut where a settled line stands between two of their lines.

    A blank line may be joined over, a table may not: the unit above one is not continued by the note below.
    """
    between = [line.number for line in settled]
    paragraphs: list[Paragraph] = []
    starts: list[list[tuple[int, int]]] = []  # of each old paragraph: (offset, new paragraph) of its parts
    for paragraph in cleaned.paragraphs:
        cuts = [0, *_cuts(paragraph, between), len(paragraph.text)]
        starts.append([(cut, len(paragraphs) + n) for n, cut in enumerate(cuts[:-1])])
        paragraphs += [_part(paragraph, a, b) for a, b in pairwise(cuts)]
    edits = [edit for e in cleaned.edits if (edit := _moved(e, starts))]
    return Cleaned(tuple(paragraphs), tuple(edits), cleaned.pages)


def _cuts(paragraph: Paragraph, between: list[int]) -> list[int]:
    """The offsets at which a paragraph leaps forward over a settled line."""
    return [
        b.start
        for a, b in pairwise(paragraph.pieces)
        if a.line < b.line and bisect_left(between, a.line) < bisect_left(between, b.line)
    ]


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    if (start, end) == (0, len(paragraph.text)):
        return paragraph
    pieces = (replace(p, start=p.start - start) for p in paragraph.pieces if start <= p.start < end)
    return replace(paragraph, text=paragraph.text[start:end], pieces=tuple(pieces))


def _moved(edit: Edit, starts: list[list[tuple[int, int]]]) -> Edit | None:
    """An edit in the paragraph that it now stands in; a join that was undone is none."""
    if edit.paragraph is None:
        return edit
    offset = edit.offset or 0
    start, new = max(part for part in starts[edit.paragraph] if part[0] <= offset)
    if edit.kind == "join" and start and offset == start:
        return None
    return replace(edit, paragraph=new, offset=None if edit.offset is None else offset - start)


def _paged(cleaned: Cleaned, document: Document) -> Cleaned:
    """Paragraphs on the pages that the reader knows: a page without printed lines counts all the same."""
    pages = {line.number: line.page for line in document.lines if line.page}
    if not pages:
        return cleaned
    paragraphs = (replace(p, page=pages.get(p.pieces[0].line, p.page)) for p in cleaned.paragraphs)
    return Cleaned(tuple(paragraphs), cleaned.edits, document.pages or cleaned.pages)


def _paragraph(line: Line) -> Paragraph | None:
    row = line.kind == "row"
    runs = list(_cells(line.text)) if row else t.stretches(line.text)
    pieces: list[Piece] = []
    at = 0
    for column, run in runs:
        pieces.append(Piece(at, line.number, column, len(run)))
        at += len(run)
    text = "".join(run for _, run in runs)
    return Paragraph(text, line.page or 1, tuple(pieces), row) if text.strip() else None


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """A row as it stands, tabs and all, but for characters that print nothing."""
    at = 0
    for column, run in t.controls(text):
        if column > at:
            yield at, text[at:column]
        at = column + len(run)
    if at < len(text):
        yield at, text[at:]


def _merged(printed: tuple[Paragraph, ...], settled: list[Paragraph]) -> Iterator[Paragraph]:
    """Printed paragraphs in their order, each settled one before the first that begins on a later line."""
    waiting = iter(settled)
    following = next(waiting, None)
    for paragraph in printed:
        while following and following.pieces[0].line < paragraph.pieces[0].line:
            yield following
            following = next(waiting, None)
        yield paragraph
    if following:
        yield following
        yield from waiting


def _unseen(line: Line) -> Iterator[Edit]:
    """Characters that print nothing are set aside on record, here as everywhere."""
    for column, run in t.controls(line.text):
        why = (Evidence("invisible", 3.0),)
        yield Edit(
            "furniture", run, line.number, column, line.number, column + len(run), None, None, why, 0.95
        )
