"""Text that is in the file and not on the page: drawn where a clip hides it.

Asking for the clip of every character costs more than all the rest of a page. So only those are asked for
that can be hidden: characters that leave no ink on the rendered page, and such as lie over others.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as c

from tasks.model import Box
from tasks.read.pdf_glyphs import Glyph, Sight

EDGE = 0.5  # points that a glyph's middle may stand outside what clips it
OVER = 0.4  # of the type size: glyphs that share more than this lie over each other


def shown_only(text: Any, sight: Sight, inkless: Iterable[int]) -> Sight:
    """The glyphs of a page without those that their clip hides, which are counted as odd.

    `inkless` are the places in `sight.glyphs` of those without ink.
    """
    left, bottom = ctypes.c_double(), ctypes.c_double()
    right, top = ctypes.c_double(), ctypes.c_double()
    hidden: set[int] = set()
    for place in {*inkless, *_overlaid(sight.glyphs)}:
        index = sight.indices[place]
        c.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        clip = _clip(c.FPDFText_GetTextObject(text, index))
        x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        if clip and not (clip[0] - EDGE <= x <= clip[2] + EDGE and clip[1] - EDGE <= y <= clip[3] + EDGE):
            hidden.add(place)
    if not hidden:
        return sight
    sight.odd["clipped"] += len(hidden)
    kept = [place for place in range(len(sight.glyphs)) if place not in hidden]
    return sight._replace(
        glyphs=[sight.glyphs[place] for place in kept], indices=[sight.indices[place] for place in kept]
    )


def _overlaid(glyphs: Sequence[Glyph]) -> Iterator[int]:
    """The places of glyphs that lie over others, on one base line or nearly."""
    order = sorted(range(len(glyphs)), key=lambda place: (round(glyphs[place].base), glyphs[place].x0))
    lines: list[list[int]] = []
    for place in order:
        if lines and glyphs[place].base - glyphs[lines[-1][0]].base < OVER * glyphs[place].size:
            lines[-1].append(place)
        else:
            lines.append([place])
    for line in lines:
        line.sort(key=lambda place: glyphs[place].x0)
        yield from _over_each_other(glyphs, line)
    for above, below in itertools.pairwise(lines):
        if glyphs[below[0]].base - glyphs[above[0]].base < (1 - OVER) * glyphs[below[0]].size:
            yield from _over_each_other(glyphs, sorted(above + below, key=lambda place: glyphs[place].x0))


def _over_each_other(glyphs: Sequence[Glyph], line: Sequence[int]) -> Iterator[int]:
    for a, b in itertools.pairwise(line):
        if glyphs[a].x1 - glyphs[b].x0 > OVER * glyphs[a].size:
            yield from (a, b)


def _clip(thing: Any) -> Box | None:
    path = c.FPDFPageObj_GetClipPath(thing) if thing else None
    count = c.FPDFClipPath_CountPaths(path) if path else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    clip: Box | None = None
    for part in range(min(count, 16)):
        xs, ys = [], []
        for at in range(min(c.FPDFClipPath_CountPathSegments(path, part), 64)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(path, part, at), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            box = (min(xs), min(ys), max(xs), max(ys))
            clip = box if clip is None else _common(clip, box)
    return clip


def _common(a: Box, b: Box) -> Box:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
