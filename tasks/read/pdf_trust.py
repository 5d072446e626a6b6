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
from tasks.read.pdf_glyphs import Sight
from tasks.read.pdf_rules import Drawn

DARK = 60  # grey levels darker than the paper: ink
FAINT = 24  # grey levels off the paper: something is printed
BLANK = frozenset("　·.．,，'`-—_丶、")  # too small to be sure of on a small rendering
PADDING = 3  # pixels around a box that still belong to it
UNREAD_INK = 60  # pixels of ink outside all boxes: about two characters
RUBBISH = 0.3  # of the characters: more odd ones than this and the layer is worthless
COVER = 0.5  # of the page: a picture this large and hardly any text is a scan
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


def rubbish(sight: Sight, shown: Drawn) -> bool:
    """Whether a page must be read by its picture: no text layer worth the name."""
    count = len(sight.glyphs)
    if count and (sight.odd["unmapped"] + sight.odd["private"]) > RUBBISH * count:
        return True
    width, height = shown.size
    covered = sum((b[2] - b[0]) * (b[3] - b[1]) for b in shown.pictures)
    return count < FEW and covered > COVER * width * height


def doubt(number: int, page: Any, sight: Sight, shown: Drawn) -> Doubt:
    """Compare the text layer of a page with its rendering."""
    ink = rendering(page, sight.turned)
    glyphs = [g for g in sight.glyphs if g.char not in BLANK]
    unseen = _without_ink(ink > FAINT, [(g.x0, g.y0, g.x1, g.y1) for g in glyphs])
    left = (ink > DARK) & ~_covered(ink.shape, list(_known(sight, shown)))
    odd = sight.odd
    return Doubt(
        number,
        odd["unmapped"],
        odd["private"],
        odd["clipped"],
        len(sight.aslant),
        unseen,
        int(left.sum()) > UNREAD_INK,
    )


def rendering(page: Any, turned: int) -> Any:
    """The page upright, a pixel a point: how much each pixel differs from the paper, in grey levels."""
    turns = (turned - max(0, c.FPDFPage_GetRotation(page.raw))) % 4
    grey = page.render(scale=1, rotation=turns * 90, grayscale=True).to_numpy()
    paper = int(np.bincount(grey.ravel()).argmax()) if grey.size else 255
    return np.abs(grey.astype(np.int16) - paper)


def _without_ink(ink: Any, boxes: Sequence[Box]) -> int:
    """How many boxes hold no ink at all; counted by sums over rectangles, all boxes at once."""
    if not boxes:
        return 0
    sums = np.zeros((ink.shape[0] + 1, ink.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = ink.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    x0, y0, x1, y1 = _pixels(boxes, 0, ink.shape)
    count = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
    return int(((count == 0) & (x1 > x0) & (y1 > y0)).sum())


def _covered(shape: tuple[int, int], boxes: Sequence[Box]) -> Any:
    """The pixels that any box covers: +1 where one begins, -1 where it ends, summed up."""
    steps = np.zeros((shape[0] + 1, shape[1] + 1), dtype=np.int32)
    if boxes:
        x0, y0, x1, y1 = _pixels(boxes, PADDING, shape)
        for at, step in (((y0, x0), 1), ((y0, x1), -1), ((y1, x0), -1), ((y1, x1), 1)):
            np.add.at(steps, at, step)
    return steps.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0


def _pixels(boxes: Sequence[Box], padding: int, shape: tuple[int, int]) -> tuple[Any, Any, Any, Any]:
    places = np.array(boxes)
    width, height = shape[1], shape[0]
    return (
        np.clip(places[:, 0].astype(int) - padding, 0, width),
        np.clip(places[:, 1].astype(int) - padding, 0, height),
        np.clip(places[:, 2].astype(int) + 1 + padding, 0, width),
        np.clip(places[:, 3].astype(int) + 1 + padding, 0, height),
    )


def _known(sight: Sight, shown: Drawn) -> Iterator[Box]:
    """The boxes of all that is known to be drawn."""
    for glyph in (*sight.glyphs, *sight.aslant):
        yield glyph.x0, glyph.y0, glyph.x1, glyph.y1
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
        ("a picture that was not recognised (图像页未识别)", [d.page for d in doubts if d.unread]),
    )
    return tuple(f"page {_listed(pages)}: {what}" for what, pages in said if pages)


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:12])
    return f"{shown} and {len(pages) - 12} more" if len(pages) > 12 else shown
