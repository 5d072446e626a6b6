"""The characters of a PDF page with their places, upright, as they would meet the eye.

The order in which a PDF draws its characters is no reading order, so it is not kept: only places count.
Places are points from the upper left corner, y downwards, whatever way the page is turned.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as c

from tasks.model import Box
from tasks.read import limits

REPLACEMENT = 0xFFFD
PRIVATE = range(0xE000, 0xF900)
EDGE = 0.5  # points that a glyph's middle may stand outside what clips it


class Glyph(NamedTuple):
    """One printed character: its box, the line it stands on, and its size in points."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float


class Sight(NamedTuple):
    """What a page shows: glyphs upright, glyphs aslant (stamps, watermarks), and what was odd about them."""

    glyphs: list[Glyph]
    aslant: list[Glyph]
    turned: int  # quarter turns, clockwise, that make the text upright
    odd: Counter[str]


Place = Callable[[float, float], tuple[float, float]]


def see(page: Any, text: Any) -> Sight:
    """All the glyphs that a page shows; what its clips hide is left out and counted."""
    count = c.FPDFText_CountChars(text)
    limits.check(limits.PAGE_CHARACTERS, count)
    turned = _turn(page, text, count)
    place = upright(page, turned)
    odd: Counter[str] = Counter()
    clips: dict[int, Box | None] = {}
    glyphs: list[Glyph] = []
    aslant: list[Glyph] = []
    loose, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    facing = (turned - _rotation(page)) % 4 * math.pi / 2
    for index in range(count):
        code = c.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xA0:
            continue  # spaces are told by gaps: some are drawn, some are not
        c.FPDFText_GetLooseCharBox(text, index, loose)
        c.FPDFText_GetCharOrigin(text, index, x, y)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        if _hidden(text, index, box, clips):
            odd["clipped"] += 1
            continue
        char = _character(text, index, code, odd)
        if char is None:
            continue
        glyph = _glyph(char, box, (x.value, y.value), place)
        angle = c.FPDFText_GetCharAngle(text, index)
        tilt = abs((angle + facing + math.pi) % (2 * math.pi) - math.pi) if angle >= 0 else 0.0
        (aslant if tilt > 0.2 else glyphs).append(glyph)
    return Sight(glyphs, aslant, turned, odd)


def upright(page: Any, turned: int) -> Place:
    """From the page's own coordinates to points from the upper left corner after `turned` quarter turns."""
    left, bottom, right, top = bounds(page)
    if turned == 1:
        return lambda x, y: (y - bottom, x - left)
    if turned == 2:
        return lambda x, y: (right - x, y - bottom)
    if turned == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def placed(box: Box, place: Place) -> Box:
    """A box in the coordinates of `place`, corners in order."""
    ax, ay = place(box[0], box[1])
    bx, by = place(box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def bounds(page: Any) -> Box:
    """The corners of what is shown of a page, in its own coordinates."""
    sides = [ctypes.c_float() for _ in range(4)]
    get = c.FPDFPage_GetCropBox if c.FPDFPage_GetCropBox(page, *sides) else c.FPDFPage_GetMediaBox
    if not get(page, *sides):
        return 0.0, 0.0, c.FPDF_GetPageWidthF(page), c.FPDF_GetPageHeightF(page)
    a, b, d, e = (side.value for side in sides)
    return min(a, d), min(b, e), max(a, d), max(b, e)


def _rotation(page: Any) -> int:
    return max(0, int(c.FPDFPage_GetRotation(page)))


def _turn(page: Any, text: Any, count: int) -> int:
    """The quarter turns that most characters ask for: the page's own, and those of text set sideways."""
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 200)):
        if c.FPDFText_GetUnicode(text, index) > 32:
            angle = max(0.0, c.FPDFText_GetCharAngle(text, index))
            turns[round(angle / (math.pi / 2)) % 4] += 1
    most = turns.most_common(1)[0][0] if turns else 0
    # A text that runs up the page (a quarter turn against the clock) is upright after one with it.
    sideways = (_rotation(page), most)
    return sideways[1] if most else sideways[0]


def _hidden(text: Any, index: int, box: Box, clips: dict[int, Box | None]) -> bool:
    """Whether the middle of a glyph lies outside what clips it: such text is in the file, not on the page."""
    thing = c.FPDFText_GetTextObject(text, index)
    if not thing:
        return False
    key = ctypes.addressof(thing.contents)
    if key not in clips:
        clips[key] = _clip(thing)
    clip = clips[key]
    if clip is None:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (clip[0] - EDGE <= x <= clip[2] + EDGE and clip[1] - EDGE <= y <= clip[3] + EDGE)


def _clip(thing: Any) -> Box | None:
    path = c.FPDFPageObj_GetClipPath(thing)
    count = c.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    clip: Box | None = None
    for part in range(min(count, 16)):
        xs, ys = [], []
        points = c.FPDFClipPath_CountPathSegments(path, part)
        # Nearly all clips are rectangles, given by four corners: two opposite ones tell as much.
        for at in (0, 2) if points in (4, 5) else range(min(points, 64)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(path, part, at), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            box = (min(xs), min(ys), max(xs), max(ys))
            clip = box if clip is None else _common(clip, box)
    return clip


def _common(a: Box, b: Box) -> Box:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _character(text: Any, index: int, code: int, odd: Counter[str]) -> str | None:
    """The character of a glyph, what is strange about it counted; None for what only the library added."""
    if c.FPDFText_IsGenerated(text, index) == 1:
        return None
    if c.FPDFText_HasUnicodeMapError(text, index) == 1 or code == REPLACEMENT:
        odd["unmapped"] += 1
    elif code in PRIVATE:
        odd["private"] += 1
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        odd["unmapped"] += 1
        code = REPLACEMENT
    return chr(code)


def _glyph(char: str, box: Box, origin: tuple[float, float], place: Place) -> Glyph:
    x0, y0, x1, y1 = placed(box, place)
    _, base = place(*origin)
    # A wide character is as wide as it is high; a narrow one tells its size by its height alone.
    size = min(y1 - y0, x1 - x0) if ord(char) > 0x2E80 and x1 - x0 > 1 else (y1 - y0) * 0.85
    return Glyph(char, x0, y0, x1, y1, base, max(1.0, size))
