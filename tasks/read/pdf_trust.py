"""Whether a text layer can be trusted: its own oddities, and whether it agrees with the rendered page.

A text layer can miss characters that the eye sees (drawn as curves, or without a map to Unicode), and hold
characters that nobody sees. Both are looked for on a small rendering of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as c

from tasks.model import Box
from tasks.read.pdf_glyphs import Glyph, Sight
from tasks.read.pdf_rules import Drawn

DARK = 60  # grey levels darker than the paper: ink
FAINT = 24  # grey levels off the paper: something is printed
BLANK = frozenset("　·.．,，'`-—_丶、")  # too small to be sure of on a small rendering
LEVEL = 0.25  # points by which the places of characters on one line differ for want of precision
PADDING = 3  # pixels around a box that still belong to it
UNREAD_INK = 60  # pixels of ink outside all boxes: about two characters
RUBBISH = 0.3  # of the characters: more odd ones than this and the layer is worthless
COVER = 0.5  # of the page: a picture this large and hardly any text is a scan
PICTURE = 0.1  # of the page: a picture beside text that is large enough to hold text itself
FEW = 30  # characters on a scanned page that may still be a stamp or a page number


class Doubt(NamedTuple):
    """What is doubtful about a page."""

    page: int
    unmapped: int = 0
    private: int = 0
    clipped: int = 0
    aslant: int = 0
    unseen: int = 0
    ink: bool = False
    scan: bool = False
    unread: bool = False
    picture: bool = False


def rubbish(sight: Sight, shown: Drawn) -> bool:
    """Whether a page must be read by its picture: no text layer worth the name."""
    count = len(sight.glyphs)
    if count and (sight.odd["unmapped"] + sight.odd["private"]) > RUBBISH * count:
        return True
    return count < FEW and _covered(shown) > COVER


def _covered(shown: Drawn) -> float:
    """The share of a page that pictures cover."""
    area = shown.size[0] * shown.size[1]
    return sum((b[2] - b[0]) * (b[3] - b[1]) for b in shown.pictures) / area if area else 0.0


def doubt(number: int, ink: Any, sight: Sight, shown: Drawn, unseen: int) -> Doubt:
    """What is doubtful about a page, by its text layer and the ink that its rendering has beside it."""
    left = ink > DARK
    for box in _known(sight, shown):
        x0, y0, x1, y1 = _pixels(box, PADDING)
        left[y0:y1, x0:x1] = False
    odd = sight.odd
    return Doubt(
        number,
        odd["unmapped"],
        odd["private"],
        odd["clipped"],
        len(sight.aslant),
        unseen,
        int(np.count_nonzero(left)) > UNREAD_INK,
        picture=_covered(shown) > PICTURE,
    )


def turns(page: Any, turned: int) -> int:
    """The quarter turns, clockwise, from the page as it is displayed to the page upright."""
    return (turned - max(0, int(c.FPDFPage_GetRotation(page.raw)))) % 4


def rendering(page: Any, turned: int) -> Any:
    """The page upright, a pixel a point: how much each pixel differs from the paper, in grey levels."""
    grey = page.render(scale=1, rotation=turns(page, turned) * 90, grayscale=True).to_numpy()
    # The paper is what most of a page is; every 97th pixel tells it.
    paper = np.uint8(np.bincount(grey.ravel()[::97], minlength=1).argmax() if grey.size else 255)
    return np.maximum(grey, paper) - np.minimum(grey, paper)


def inkless(ink: Any, sight: Sight) -> list[int]:
    """The places in `sight.glyphs` of those that leave no ink on the rendered page."""
    printed = ink > FAINT
    found: list[int] = []
    for run in _runs(sight.glyphs):
        first, last = sight.glyphs[run.start], sight.glyphs[run.stop - 1]
        x0, y0, x1, y1 = _pixels((first.x0, first.y0, last.x1, first.y1), 0)
        columns = [0, *printed[y0:y1, x0:x1].any(axis=0).cumsum().tolist()]
        for place in run:
            glyph = sight.glyphs[place]
            start = min(max(int(glyph.x0) - x0, 0), len(columns) - 1)
            end = min(max(int(glyph.x1) + 1 - x0, start), len(columns) - 1)
            if columns[start] == columns[end]:
                found.append(place)
    return found


def unseen_of(sight: Sight, bare: Sequence[int]) -> int:
    """How many of the characters without ink should have some: those that hardly leave any are left aside."""
    return sum(1 for place in bare if sight.glyphs[place].char not in BLANK)


def _runs(glyphs: Sequence[Glyph]) -> Iterator[range]:
    """Stretches of glyphs that follow each other on one line: what can be looked at in one piece."""
    start = 0
    for place in range(1, len(glyphs) + 1):
        if place < len(glyphs):
            a, b = glyphs[place - 1], glyphs[place]
            level = abs(a.base - b.base) < LEVEL and abs(a.y0 - b.y0) < LEVEL
            if level and 0 <= b.x0 - a.x0 < 3 * a.size:
                continue
        if start < place:
            yield range(start, place)
        start = place


def _pixels(box: Box, padding: int) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = box
    return (
        max(0, int(x0) - padding),
        max(0, int(y0) - padding),
        max(0, int(x1) + 1 + padding),
        max(0, int(y1) + 1 + padding),
    )


def _known(sight: Sight, shown: Drawn) -> Iterator[Box]:
    """The boxes of all that is known to be drawn."""
    for run in _runs(sight.glyphs):
        first, last = sight.glyphs[run.start], sight.glyphs[run.stop - 1]
        yield first.x0, first.y0, last.x1, first.y1
    yield from ((glyph.x0, glyph.y0, glyph.x1, glyph.y1) for glyph in sight.aslant)
    for rule in shown.rules:
        yield (
            (rule.at, rule.start, rule.at, rule.end)
            if rule.upright
            else (rule.start, rule.at, rule.end, rule.at)
        )
    yield from shown.pictures
    yield from shown.shapes


def warnings(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """What a person should know about the pages of a document, one sentence a kind."""
    said = (
        ("glyphs without a character behind them (字形无对应字符)", [d.page for d in doubts if d.unmapped]),
        ("private-use glyphs (专用区字符)", [d.page for d in doubts if d.private]),
        ("text outside its clip, left out (被裁剪隐藏的文字已略去)", [d.page for d in doubts if d.clipped]),
        ("text set aslant, such as a watermark (斜排文字)", [d.page for d in doubts if d.aslant]),
        ("text that the page does not show (页面上看不见的文字)", [d.page for d in doubts if d.unseen]),
        ("marks that the text layer lacks (文字层缺少页面上的内容)", [d.page for d in doubts if d.ink]),
        ("read by recognition (由图像识别)", [d.page for d in doubts if d.scan and not d.unread]),
        ("a picture beside the text was not read (页内图片未识别)", [d.page for d in doubts if d.picture]),
        ("a picture that was not recognised (图像页未识别)", [d.page for d in doubts if d.unread]),
    )
    return tuple(f"page {_listed(pages)}: {what}" for what, pages in said if pages)


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:12])
    return f"{shown} and {len(pages) - 12} more" if len(pages) > 12 else shown
