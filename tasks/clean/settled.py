"""Settled lines: paragraphs and table rows that the source itself marks as such.

They need no joining and must not take part in it. The printed lines are cleaned as if blank lines stood in
the place of the settled ones, and the settled ones are then put back where they stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tasks.clean import text as t
from tasks.model import Cleaned, Document, Edit, Evidence, Line, Paragraph, Piece

Clean = Callable[[Document], Cleaned]


def clean_settled(document: Document, clean_printed: Clean) -> Cleaned:
    """The text of a document of printed and settled lines, the printed ones cleaned by `clean_printed`."""
    settled = [line for line in document.lines if line.kind != "line"]
    cleaned = _paged(_cleaned(document, clean_printed), document)
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


def _paged(cleaned: Cleaned, document: Document) -> Cleaned:
    """Paragraphs on the pages that the reader knows: a page without printed lines counts all the same."""
    pages = {line.number: line.page for line in document.lines if line.page}
    if not pages:
        return cleaned
    paragraphs = (replace(p, page=pages.get(p.pieces[0].line, p.page)) for p in cleaned.paragraphs)
    return Cleaned(tuple(paragraphs), cleaned.edits, document.pages or cleaned.pages)


def _paragraph(line: Line) -> Paragraph | None:
    row = line.kind == "row"
    runs = list(_cells(line.text)) if row else [(run.column, run.text) for run in t.runs(line.text)]
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
