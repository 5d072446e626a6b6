"""Printed lines: glyphs that stand on one line of print, from left to right, with the gaps between them.

Used for text layers and for recognised characters alike: both are characters with boxes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from tasks.model import Box
from tasks.read.pdf_glyphs import Glyph

ON_LINE = 0.45  # of the size: how far a base line may stray, as where a figure was edited in later
OVERPRINT = 0.2  # of the size: the same character nearer than this was printed twice to look bold
SPACE = 0.25  # of the size: a gap that shows
APART = 1.6  # of the size: a gap that parts cells rather than words
WIDE = 0x2E80  # characters from here on are as wide as they are high


class Segment(NamedTuple):
    """Words without a gap that parts cells."""

    text: str
    x0: float
    x1: float


class Printed(NamedTuple):
    """One printed line."""

    segments: tuple[Segment, ...]
    box: Box
    base: float
    size: float

    @property
    def text(self) -> str:
        """The whole line; a wide gap is as many spaces as half-width characters fit into it."""
        said = self.segments[0].text
        for a, b in zip(self.segments, self.segments[1:], strict=False):
            said += " " * max(2, round((b.x0 - a.x1) / (self.size / 2))) + b.text
        return said


def printed(glyphs: Iterable[Glyph]) -> list[Printed]:
    """The printed lines of some glyphs, from top to bottom."""
    groups: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if groups and glyph.base - base <= ON_LINE * max(size, glyph.size):
            group = groups[-1]
            group.append(glyph)
            base += (glyph.base - base) / len(group)
            size = max(size, glyph.size)
        else:
            groups.append([glyph])
            base, size = glyph.base, glyph.size
    return [_line(group) for group in groups]


def _line(group: list[Glyph]) -> Printed:
    group.sort(key=lambda g: (g.x0, g.x1))
    size = type_size(group)
    kept: list[Glyph] = []
    for glyph in group:
        if not any(_overprinted(glyph, other, size) for other in kept[-3:]):
            kept.append(glyph)
    segments: list[Segment] = []
    text, start, end = "", kept[0].x0, kept[0].x0
    for glyph in kept:
        gap = glyph.x0 - end
        if text and gap > APART * size:
            segments.append(Segment(text, start, end))
            text, start = "", glyph.x0
        elif text and gap > SPACE * size:
            text += " " * max(1, round(gap / (size / 2)))
        text += glyph.char
        end = max(end, glyph.x1) if text != glyph.char else glyph.x1
    segments.append(Segment(text, start, end))
    base = sum(g.base for g in kept) / len(kept)
    box = (kept[0].x0, min(g.y0 for g in kept), max(g.x1 for g in kept), max(g.y1 for g in kept))
    return Printed(tuple(segments), box, base, size)


def type_size(glyphs: Sequence[Glyph]) -> float:
    """The size of the type: wide characters tell it best, narrow ones only where there are no others."""
    wide = [g.size for g in glyphs if ord(g.char) >= WIDE]
    return median(wide or [g.size for g in glyphs])


def _overprinted(a: Glyph, b: Glyph, size: float) -> bool:
    near = OVERPRINT * size
    return a.char == b.char and abs(a.x0 - b.x0) < near and abs(a.base - b.base) < near


def wrapped(lines: Sequence[Printed], right: float) -> str:
    """The lines of one cell as one text.

    A line that stops well short of the cell's right side ended by itself: where a cell holds prose, the next
    one begins after a space. Words and numbers that meet at a break keep apart unless the line was full.
    """
    if not lines:
        return ""
    prose = max(len(line.text) for line in lines) > 12
    said = lines[0].text
    for before, line in itertools.pairwise(lines):
        full = right - before.box[2] < 1.5 * before.size
        narrow = ord(said[-1]) < WIDE and ord(line.text[0]) < WIDE
        apart = (prose and not full) or (narrow and not full) or (narrow and said[-1].isalpha())
        said += (" " if apart else "") + line.text
    return said
