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
LINE_END_HYPHEN = 2  # the library's own sign for a hyphen before a line break, which we keep
PRIVATE = range(0xE000, 0xF900)
ASLANT = 0.2  # radians off the upright


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
    indices: list[int]  # of each glyph in the text layer
    aslant: list[Glyph]
    turned: int  # quarter turns, clockwise, that make the text upright
    odd: Counter[str]


Place = Callable[[float, float], tuple[float, float]]


def see(page: Any, text: Any) -> Sight:
    """All the glyphs in a page's text layer, also those that a clip hides (see `pdf_clips`)."""
    count = c.FPDFText_CountChars(text)
    limits.check(limits.PAGE_CHARACTERS, count)
    turned = _turn(page, text, count)
    place = upright(page, turned)
    odd: Counter[str] = Counter()
    glyphs: list[Glyph] = []
    indices: list[int] = []
    aslant: list[Glyph] = []
    loose, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        code = c.FPDFText_GetUnicode(text, index)
        if code == LINE_END_HYPHEN:
            code = ord("-")
        if code <= 32 or code == 0xA0:
            continue  # spaces are told by gaps: some are drawn, some are not
        c.FPDFText_GetLooseCharBox(text, index, loose)
        c.FPDFText_GetCharOrigin(text, index, x, y)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        char = _character(text, index, code, odd)
        if char is None:
            continue
        glyph = _glyph(char, box, (x.value, y.value), place)
        angle = c.FPDFText_GetCharAngle(text, index)
        tilt = abs((angle + turned * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi) if angle >= 0 else 0.0
        if tilt > ASLANT:
            aslant.append(glyph)
        else:
            glyphs.append(glyph)
            indices.append(index)
    return Sight(glyphs, indices, aslant, turned, odd)


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
    """The quarter turns, clockwise, that set most characters upright; the page's own where it has none."""
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 200)):
        if c.FPDFText_GetUnicode(text, index) > 32:
            angle = max(0.0, c.FPDFText_GetCharAngle(text, index))  # clockwise from upright
            turns[-round(angle / (math.pi / 2)) % 4] += 1
    return turns.most_common(1)[0][0] if turns else _rotation(page)


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
