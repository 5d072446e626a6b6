"""Recognition of characters in pictures. An optional part: `pip install 'district-yearbook[ocr]'`.

The models come inside the wheel and run on the processor; nothing is downloaded. What is recognised becomes
characters with boxes, so that columns and tables are found as in a text layer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from tasks.model import Box
from tasks.read.pages import Found, read_page
from tasks.read.parts import recognition
from tasks.read.pdf_glyphs import Glyph
from tasks.read.pdf_rules import Rule
from tasks.read.printed import APART, WIDE

DPI = 200
LONGEST_SIDE = 4000  # pixels: beyond it the engine shrinks a page, and small print with it
SLANT = 0.15  # degrees of slant that are left alone
DOUBTFUL_TURN = 0.80  # mean confidence below which a page is tried upside down
# Marks whose full and half width look the same in print: between Chinese characters the full one is meant.
WIDENED = str.maketrans("(),:;?!", "（），：；？！")
BESIDE_CHINESE = re.compile(r"(?<=[⺀-鿿])[(),:;?!]|[(),:;?!](?=[⺀-鿿])|^\((?=[⺀-鿿])")
NARROW = 0.52  # of a wide character's width: digits and Latin letters
SEAM = re.compile(r"(?<=[⺀-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[⺀-鿿])")
SAME_TYPE = (0.9, 1.3)  # of the page's wide character: a piece of the same size of type
HALF = 0.5  # of a wide character
OPENING, CLOSING = "（《〈【“‘", "，。、；：！？）》〉】”’"
LONG_PIECE = 8  # characters
RULE_LENGTH = 22.0  # points: longer than any stroke of a character


class Piece(NamedTuple):
    """Some words recognised together: corners in pixels, clockwise from the upper left."""

    corners: Any
    text: str
    sure: float


def available() -> bool:
    """Whether the optional part is installed."""
    return recognition()


def lines(picture: Any, scale: float) -> tuple[list[Found], bool]:
    """The lines of a picture (height, width, RGB) of `scale` pixels a point, and whether all ink was read."""
    picture, pieces, turned = _upright(_dark_on_light(picture))
    if not pieces:
        return [], not _ink_left(picture, [], [], scale)
    slant = _slant(pieces)
    if abs(slant) > SLANT:
        picture, pieces = _straightened(picture, pieces, slant)
        turned -= slant
    rules = _rules(picture, scale)
    boxes = [_box(piece, scale) for piece in pieces]
    em = _em(pieces, boxes)
    glyphs = [g for piece, box in zip(pieces, boxes, strict=True) for g in _glyphs(piece, box, em)]
    found = [
        line._replace(sure=_sure(line.box, pieces, boxes), turned=turned) for line in read_page(glyphs, rules)
    ]
    return found, not _ink_left(picture, boxes, rules, scale)


def _dark_on_light(picture: Any) -> Any:
    """A picture with light paper: some scanners and copiers leave the negative."""
    return 255 - picture if np.median(picture[::8, ::8]) < 128 else picture


@cache
def _engine() -> Any:
    from rapidocr import EngineType, RapidOCR

    return RapidOCR(
        params={
            "Det.engine_type": EngineType.OPENVINO,
            "Rec.engine_type": EngineType.OPENVINO,
            "Cls.engine_type": EngineType.OPENVINO,
            "Global.use_cls": False,
            "Global.max_side_len": LONGEST_SIDE,
            "Global.text_score": 0.0,  # what is hardly legible is kept and flagged, not dropped
            "Global.log_level": "critical",
        }
    )


def _recognise(picture: Any) -> list[Piece]:
    result = _engine()(picture, use_cls=False)
    if result.boxes is None:
        return []
    return [
        Piece(np.asarray(corners, dtype=float), _widened(text), float(sure))
        for corners, text, sure in zip(result.boxes, result.txts, result.scores, strict=True)
        if text.strip()
    ]


def _widened(text: str) -> str:
    return BESIDE_CHINESE.sub(lambda found: found.group().translate(WIDENED), text)


def _upright(picture: Any) -> tuple[Any, list[Piece], float]:
    """A picture turned so that its text can be read, what is read, and the turn in degrees, clockwise."""
    pieces = _recognise(picture)
    long = [p for p in pieces if len(p.text) > 3 or _height(p) > 3 * _width(p)]
    if long and sum(_height(p) > 1.5 * _width(p) for p in long) * 2 > len(long):
        turns = [1, 3]
    elif pieces and _mean(pieces) < DOUBTFUL_TURN:
        turns = [0, 2]
    else:
        return picture, pieces, 0.0
    tried = [(np.ascontiguousarray(np.rot90(picture, turn)), turn) for turn in turns]
    read = [
        (turned, pieces if turn == 0 else _recognise(turned), (360.0 - 90.0 * turn) % 360)
        for turned, turn in tried
    ]
    return max(read, key=lambda one: sum(p.sure * len(p.text) for p in one[1]) * _mean(one[1]))


def _mean(pieces: list[Piece]) -> float:
    count = sum(len(p.text) for p in pieces)
    return sum(p.sure * len(p.text) for p in pieces) / count if count else 0.0


def _width(piece: Piece) -> float:
    return float(np.linalg.norm(piece.corners[1] - piece.corners[0]))


def _height(piece: Piece) -> float:
    return float(np.linalg.norm(piece.corners[3] - piece.corners[0]))


def _slant(pieces: list[Piece]) -> float:
    """The slant of a page in degrees, clockwise positive, by its long lines."""
    long = [p for p in pieces if _width(p) > 8 * _height(p)]
    angles = [
        math.degrees(math.atan2(p.corners[1][1] - p.corners[0][1], p.corners[1][0] - p.corners[0][0]))
        for p in long
    ]
    return median(angles) if len(angles) >= 3 else 0.0


def _straightened(picture: Any, pieces: list[Piece], slant: float) -> tuple[Any, list[Piece]]:
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    straight = cv2.warpAffine(picture, matrix, (width, height), borderValue=(255, 255, 255))
    moved = [p._replace(corners=p.corners @ matrix[:, :2].T + matrix[:, 2]) for p in pieces]
    return straight, moved


def _box(piece: Piece, scale: float) -> Box:
    x0, y0 = piece.corners.min(axis=0) / scale
    x1, y1 = piece.corners.max(axis=0) / scale
    return float(x0), float(y0), float(x1), float(y1)


def _glyphs(piece: Piece, box: Box, em: float | None) -> list[Glyph]:
    """The characters of a piece with their places; spaces only take their share.

    `em` is the width of a wide character on the page, where that is known. What a piece is longer than its
    characters are wide is the space that a justified line has between Chinese and digits, which recognition
    leaves out: without it a full line would seem to have ended early.
    """
    widths = [1.0 if ord(char) >= WIDE else NARROW for char in piece.text]
    seams = [found.start() for found in SEAM.finditer(piece.text)]
    start, end = box[0], box[2]
    unit, gap = (end - start) / sum(widths), 0.0
    if em and SAME_TYPE[0] < unit / em < SAME_TYPE[1]:
        # Marks fill half of their place: what is white of it is no part of what is recognised.
        start -= HALF * em * (piece.text[0] in OPENING)
        end += HALF * em * (piece.text[-1] in CLOSING)
        gap = (end - start - em * sum(widths)) / len(seams) if seams else 0.0
        unit = em if 0 < gap < APART * em else (end - start) / sum(widths)
        gap = gap if unit == em else 0.0
    glyphs: list[Glyph] = []
    at = start
    for place, (char, width) in enumerate(zip(piece.text, widths, strict=True)):
        at += gap * (place in seams)
        if not char.isspace():
            glyphs.append(Glyph(char, at, box[1], at + width * unit, box[3], box[3], unit))
        at += width * unit
    return glyphs


def _em(pieces: Sequence[Piece], boxes: Sequence[Box]) -> float | None:
    """The width of a wide character, by the pieces of nothing but such; None where there are too few."""
    plain = [
        (box[2] - box[0]) / len(piece.text)
        for piece, box in zip(pieces, boxes, strict=True)
        if len(piece.text) >= LONG_PIECE and min(map(ord, piece.text)) >= WIDE
    ]
    return median(plain) if len(plain) >= 3 else None


def _sure(line: Box, pieces: list[Piece], boxes: list[Box]) -> float:
    """The confidence of a line: that of the least sure piece in it."""
    inside = [
        piece.sure
        for piece, box in zip(pieces, boxes, strict=True)
        if line[0] - 1 <= (box[0] + box[2]) / 2 <= line[2] + 1
        and line[1] - 1 <= (box[1] + box[3]) / 2 <= line[3] + 1
    ]
    return round(min(inside, default=0.0), 3)


def _rules(picture: Any, scale: float) -> list[Rule]:
    """The ruled lines of a picture."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    _, dark = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    length = max(10, round(RULE_LENGTH * scale))
    rules: list[Rule] = []
    for upright in (False, True):
        shape = (1, length) if upright else (length, 1)
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        _, _, found, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for x, y, width, height, _ in (part / scale for part in found[1:]):
            if min(width, height) > 4.0:
                continue  # a dark patch
            at, start, end = (x + width / 2, y, y + height) if upright else (y + height / 2, x, x + width)
            rules.append(Rule(upright, float(at), float(start), float(end)))
    return rules


LOST_INK = 250  # of the pixels at one a point: some ten characters that no box covers


def _ink_left(picture: Any, boxes: list[Box], rules: list[Rule], scale: float) -> bool:
    """Whether a picture has ink that nothing recognised covers: a line may have been lost."""
    import cv2

    height, width = picture.shape[:2]
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    dark = small.astype(np.int16) < int(np.median(small)) - 80
    flat = [(r.at, r.start, r.at, r.end) if r.upright else (r.start, r.at, r.end, r.at) for r in rules]
    for x0, y0, x1, y1 in (*boxes, *flat):
        dark[max(0, int(y0) - 3) : int(y1) + 4, max(0, int(x0) - 3) : int(x1) + 4] = False
    return int(dark.sum()) > LOST_INK
