"""Pictures of pages (PNG, JPEG, TIFF with many pages, BMP): recognised like scanned PDFs."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from tasks.model import Document, Line, Unreadable
from tasks.read import limits, ocr
from tasks.read.pages import numbered
from tasks.read.recognised import said_of
from tasks.read.sniff import sniff

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
LONG_SIDE = 842.0  # points: a page is taken for A4, since a photograph does not know its size
MISSING = (
    "scan: a picture, and recognition is not installed; "
    "pip install 'district-yearbook[ocr]' (图片，需安装文字识别组件)"
)
DAMAGED = "damaged: the picture cannot be opened (图片已损坏)"


def read_image(data: bytes) -> Document:
    """The lines of every page of a picture file, with the confidence of each."""
    if not ocr.available():
        raise Unreadable(MISSING)
    lines: list[Line] = []
    partly: list[int] = []
    page = 0
    for page, picture in enumerate(pages(data), start=1):
        limits.check(limits.PICTURES, page)
        found, whole = ocr.lines(picture, max(picture.shape[:2]) / LONG_SIDE)
        lines += numbered(found, page, None, len(lines))
        partly += [] if whole else [page]
    return Document(sniff(data), None, tuple(lines), page, said_of(lines, partly))


def pages(data: bytes) -> Iterator[Any]:
    """The pages of a picture as arrays of red, green, blue; upright as the camera was held."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is unpacked
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            warnings.simplefilter("ignore")
            for frame in ImageSequence.Iterator(image):
                limits.check(limits.PIXELS, frame.width * frame.height)
                yield np.asarray(_on_paper(ImageOps.exif_transpose(frame)))
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, ZeroDivisionError):
        raise Unreadable(DAMAGED) from None


def _on_paper(image: Any) -> Any:
    """A picture without transparency: what is clear lies on white paper."""
    from PIL import Image

    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, clear).convert("RGB")
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("RGB")
    return image.convert("RGB")
