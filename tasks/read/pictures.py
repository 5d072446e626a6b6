"""Pictures of pages, for people who want to see where a figure stands: small, grey, the same every time.

They are drawn in the child process that reads files from strangers, never anywhere else.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tasks.model import Unreadable
from tasks.read import limits
from tasks.read.sniff import sniff

DPI = 110
LONGEST_SIDE = 1820  # pixels: an A3 page, lying
MOST_BYTES = 60_000  # of one picture
# Shades of grey (as bits a pixel) and the share of the full size, the best first: scans compress badly.
TRIES = ((4, 1.0), (2, 1.0), (2, 0.8), (2, 0.65), (1, 0.65), (1, 0.5))
PAPER = 99  # every so manieth pixel tells how bright the paper is
TOO_HEAVY = "a page cannot be drawn small enough (页面图无法压缩到限定大小)"
NO_PAGES = "the format has no pages to draw (此格式没有页面)"

Wanted = Sequence[tuple[int, int]]  # pages (from 1), and the quarter turns, clockwise, that set each upright


class Picture(NamedTuple):
    """A page as a PNG, and how large the page is in points after its quarter turns."""

    page: int
    width: float
    height: float
    png: bytes


class Drawn(NamedTuple):
    """The pages of a file that could be drawn, or the reason why there are none."""

    pictures: tuple[Picture, ...] = ()
    reason: str | None = None


def draw(data: bytes, wanted: Wanted) -> list[Picture]:
    """The wanted pages of a PDF or a picture file; `Unreadable` with the reason where there are none."""
    media_type = sniff(data)
    if media_type == "application/pdf":
        return list(_pdf(data, wanted))
    if media_type.startswith("image/"):
        return list(_images(data, wanted))
    raise Unreadable(NO_PAGES)


def _pdf(data: bytes, wanted: Wanted) -> Iterator[Picture]:
    from tasks.read.pdf import opened
    from tasks.read.pdf_streams import check_streams

    check_streams(data)
    with opened(data) as document:
        for number, turns in wanted:
            page = document[number - 1]
            width, height = page.get_size() if turns % 2 == 0 else page.get_size()[::-1]
            limits.check(limits.POINTS, int(max(width, height)))
            scale = min(DPI / 72, LONGEST_SIDE / max(width, height))
            drawn = page.render(scale=scale, rotation=turns * 90, grayscale=True).to_numpy()
            yield Picture(number, width, height, small_png(drawn.reshape(drawn.shape[:2])))
            page.close()


def _images(data: bytes, wanted: Wanted) -> Iterator[Picture]:
    from tasks.read.images import LONG_SIDE, pages

    turns = dict(wanted)
    for number, colours in enumerate(pages(data), start=1):
        if number in turns:
            grey = np.rot90(np.rint(colours @ (0.299, 0.587, 0.114)), -turns[number]).astype(np.uint8)
            height, width = (side * LONG_SIDE / max(grey.shape) for side in grey.shape)
            yield Picture(number, width, height, small_png(_shrunk(grey, LONG_SIDE * DPI / 72)))
        if number >= max(turns):
            return


def _shrunk(grey: Any, longest: float) -> Any:
    """A picture whose longer side has at most so many pixels, each the mean of what it stands for."""
    share = longest / max(grey.shape)
    if share >= 1:
        return grey
    height, width = (max(1, round(side * share)) for side in grey.shape)
    return _means(_means(grey, height, 0), width, 1)


def _means(grey: Any, size: int, axis: int) -> Any:
    edges = np.arange(size) * grey.shape[axis] // size
    sums = np.add.reduceat(grey.astype(np.uint32), edges, axis=axis)
    counts = np.diff(np.append(edges, grey.shape[axis]))
    return (sums // (counts[:, None] if axis == 0 else counts)).astype(np.uint8)


def small_png(grey: Any) -> bytes:
    """A picture in as many shades of grey, and as large, as its weight allows."""
    # The paper becomes white, whatever a scanner made of it: shades of it would only weigh.
    paper = max(64, int(np.bincount(grey.ravel()[::PAPER], minlength=256).argmax()))
    white = np.minimum(grey.astype(np.uint16) * 255 // paper, 255).astype(np.uint8)
    for bits, share in TRIES:
        made = _png(_shrunk(white, share * max(white.shape)), bits)
        if len(made) <= MOST_BYTES:
            return made
    raise Unreadable(TOO_HEAVY)


def _png(grey: Any, bits: int) -> bytes:
    """A greyscale PNG of 1, 2 or 4 bits a pixel."""
    height, width = grey.shape
    levels, a_byte = (1 << bits) - 1, 8 // bits
    shades = (grey.astype(np.uint16) * levels + 127) // 255
    shades = np.pad(shades, ((0, 0), (0, -width % a_byte))).astype(np.uint8)
    rows = np.zeros((height, 1 + shades.shape[1] // a_byte), np.uint8)  # each begins with its filter: none
    for place in range(a_byte):
        rows[:, 1:] |= shades[:, place::a_byte] << (8 - bits * (place + 1))
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, io.SEEK_END)
    for name, content in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    ):
        out.write(struct.pack(">I", len(content)) + name + content)
        out.write(struct.pack(">I", zlib.crc32(name + content)))
    return out.getvalue()
