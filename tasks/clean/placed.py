"""Joins that places on the page prove, where the words alone left two paragraphs.

In a document that indents the first lines of its paragraphs, a line that fills its page and one below it
without an indent are one paragraph, whatever the words say. This only ever joins, and only lines with boxes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.model import Cleaned, Document, Edit, Evidence, Line, Paragraph

LONG = 15  # characters: a line long enough to tell where the margin is
HABIT = 5  # indented lines that make a habit
SHORT_OF = 1.5  # line heights: a full line ends no further from the margin
MARKER = re.compile(
    r"(?!\d+[.．]\d+[万亿元%％])[（(]?[一二三四五六七八九十百\d]+[）)、.．]|第.{1,4}[条章节部]|附[件表录]|注[:：]|[一二三四五六七八九十]是|—|●|■"
)
INDENTED = re.compile(r"　{1,3}[^　]")
UNBROKEN = re.compile(r"[“（(]?[0-9A-Za-z.,%]+")
EVIDENCE = (Evidence("place", 6.0),)


def join_placed(cleaned: Cleaned, document: Document) -> Cleaned:
    """The printed paragraphs, joined where places prove it."""
    lines = {line.number: line for line in document.lines if line.box and line.kind == "line"}
    long = [line for line in lines.values() if len(line.text) >= LONG]
    if sum(bool(INDENTED.match(line.text)) for line in long) < HABIT:
        return cleaned
    rights = _rights(long)
    settled = [line.number for line in document.lines if line.kind != "line"]
    paragraphs: list[Paragraph] = []
    places: list[tuple[int, int]] = []  # of each paragraph before: the one it is now in, and its offset there
    joins: list[Edit] = []
    for paragraph in cleaned.paragraphs:
        if paragraphs and _goes_on(paragraphs[-1], paragraph, lines, rights, settled):
            before = paragraphs[-1]
            places.append((len(paragraphs) - 1, len(before.text)))
            joins.append(_join(before, paragraph, len(paragraphs) - 1))
            paragraphs[-1] = _one(before, paragraph)
        else:
            places.append((len(paragraphs), 0))
            paragraphs.append(paragraph)
    edits = (_moved(edit, places) for edit in cleaned.edits)
    return Cleaned(tuple(paragraphs), (*edits, *joins), cleaned.pages)


def _rights(long: Sequence[Line]) -> dict[int | None, float]:
    """Where the full lines of each page end; pages with few long lines tell nothing."""
    ends: dict[int | None, list[float]] = {}
    for line in long:
        if line.box:
            ends.setdefault(line.page, []).append(line.box[2])
    return {page: sorted(xs)[int(0.9 * len(xs))] for page, xs in ends.items() if len(xs) >= 4}


def _goes_on(
    before: Paragraph,
    after: Paragraph,
    lines: Mapping[int, Line],
    rights: Mapping[int | None, float],
    settled: Sequence[int],
) -> bool:
    a, b = lines.get(before.pieces[-1].line), lines.get(after.pieces[0].line)
    if a is None or b is None or not a.box or not b.box or a.number >= b.number:
        return False
    whole = before.pieces[-1].column + before.pieces[-1].length == len(a.text.rstrip())
    first = not b.text[: after.pieces[0].column].strip() and not b.text.startswith("　")
    near = (b.page or 0) - (a.page or 0) <= 1 and not any(a.number < n < b.number for n in settled)
    height = a.box[3] - a.box[1]
    alike = abs(height - (b.box[3] - b.box[1])) < 0.15 * height
    room = (SHORT_OF + 0.6 * _unbroken(after.text)) * height
    full = a.page in rights and a.box[2] >= rights[a.page] - room
    words = before.text[-1].isascii() and before.text[-1].isalpha() and after.text[0].isascii()
    return whole and first and near and alike and full and not words and not MARKER.match(after.text)


def _unbroken(text: str) -> int:
    """The length of the number or word that begins a text: it went down whole and left room behind it."""
    found = UNBROKEN.match(text)
    return len(found.group()) if found else 0


def _one(before: Paragraph, after: Paragraph) -> Paragraph:
    shift = len(before.text)
    pieces = tuple(replace(piece, start=piece.start + shift) for piece in after.pieces)
    return replace(before, text=before.text + after.text, pieces=before.pieces + pieces)


def _join(before: Paragraph, after: Paragraph, paragraph: int) -> Edit:
    a, b = before.pieces[-1], after.pieces[0]
    return Edit(
        "join", "", a.line, a.column + a.length, b.line, b.column, paragraph, len(before.text), EVIDENCE, 0.95
    )


def _moved(edit: Edit, places: Sequence[tuple[int, int]]) -> Edit:
    if edit.paragraph is None:
        return edit
    paragraph, shift = places[edit.paragraph]
    return replace(edit, paragraph=paragraph, offset=None if edit.offset is None else edit.offset + shift)
