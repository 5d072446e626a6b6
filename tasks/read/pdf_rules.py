"""The ruled lines of a PDF page: strokes, thin filled bars, and the sides of drawn rectangles."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as c

from tasks.model import Box
from tasks.read import limits
from tasks.read.pdf_glyphs import Place, bounds, placed

THIN = 3.0  # points: a bar no thicker is a line
LARGE = 40.0  # points: a filled shape beyond this is no character drawn as curves
SHORTEST = 2.0  # points: what is shorter both ways is a dot
DEEPEST = 6  # forms within forms that are still looked into

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A ruled line: `at` is its y where it lies and its x where it stands; it runs from `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


class Drawn(NamedTuple):
    """What is drawn on a page besides text: ruled lines, and the boxes of pictures and large shapes."""

    rules: list[Rule]
    pictures: list[Box]
    shapes: list[Box]
    size: tuple[float, float]  # of the page, width and height


def drawn(page: Any, place: Place) -> Drawn:
    """The ruled lines and pictures of a page, in the coordinates of `place`."""
    corner, far = place(*bounds(page)[:2]), place(*bounds(page)[2:])
    found = Drawn([], [], [], (abs(far[0] - corner[0]), abs(far[1] - corner[1])))
    count = c.FPDFPage_CountObjects(page)
    limits.check(limits.PAGE_OBJECTS, count)
    for index in range(count):
        _look(c.FPDFPage_GetObject(page, index), IDENTITY, place, found, 0)
    limits.check(limits.PAGE_OBJECTS, len(found.rules))
    return found


def _look(thing: Any, matrix: Matrix, place: Place, found: Drawn, depth: int) -> None:
    kind = c.FPDFPageObj_GetType(thing)
    if kind == c.FPDF_PAGEOBJ_PATH:
        _path(thing, matrix, place, found)
    elif kind == c.FPDF_PAGEOBJ_IMAGE:
        found.pictures.append(_seen(_bounds(thing), matrix, place))
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = _times(_matrix(thing), matrix)
        for index in range(c.FPDFFormObj_CountObjects(thing)):
            _look(c.FPDFFormObj_GetObject(thing, index), inner, place, found, depth + 1)


def _path(thing: Any, matrix: Matrix, place: Place, found: Drawn) -> None:
    box = _seen(_bounds(thing), matrix, place)
    width, height = box[2] - box[0], box[3] - box[1]
    if width <= THIN or height <= THIN:
        _bar(box, found.rules)
    elif _stroked(thing):
        for a, b in _sides(thing, _times(_matrix(thing), matrix)):
            _bar(placed((*a, *b), place), found.rules)
    elif max(width, height) > LARGE:
        found.shapes.append(box)


def _bar(box: Box, rules: list[Rule]) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    if height <= THIN and width > max(SHORTEST, height):
        rules.append(Rule(False, (box[1] + box[3]) / 2, box[0], box[2]))
    elif width <= THIN and height > max(SHORTEST, width):
        rules.append(Rule(True, (box[0] + box[2]) / 2, box[1], box[3]))


def _stroked(thing: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(c.FPDFPath_GetDrawMode(thing, mode, stroke) and stroke.value)


Point = tuple[float, float]


def _sides(thing: Any, matrix: Matrix) -> list[tuple[Point, Point]]:
    """The straight sides of a path in page coordinates."""
    x, y = ctypes.c_float(), ctypes.c_float()
    sides: list[tuple[Point, Point]] = []
    start: Point | None = None
    here: Point | None = None
    for index in range(min(c.FPDFPath_CountSegments(thing), 2_000)):
        segment = c.FPDFPath_GetPathSegment(thing, index)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == c.FPDF_SEGMENT_LINETO and here:
            sides.append((here, point))
        here = point
        if start and c.FPDFPathSegment_GetClose(segment):
            sides.append((here, start))
    return sides


def _bounds(thing: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(thing, *sides)
    a, b, d, e = (side.value for side in sides)
    return a, b, d, e


def _matrix(thing: Any) -> Matrix:
    raw = c.FS_MATRIX()
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f) if c.FPDFPageObj_GetMatrix(thing, raw) else IDENTITY


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _seen(box: Box, matrix: Matrix, place: Place) -> Box:
    if matrix != IDENTITY:
        a, b = _apply(matrix, box[0], box[1]), _apply(matrix, box[2], box[3])
        box = (*a, *b)
    return placed(box, place)
