"""A report as a scanner leaves it: pictures of its pages, a little askew, with specks, and no text at all.

The pages are drawn once, where a Chinese font is installed, and kept as the paper would be:
`python -m tests.samples.scan` draws them again into scanned.tif. The PDF around them is made of that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from .layout import broken
from .prose import Kind

PAPER = Path(__file__).with_name("scanned.tif")
FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SIMPLIFIED = 2  # the face in that file
DPI = 200
WIDTH, HEIGHT, MARGIN, SIZE, LEAD = 595, 842, 52, 10, 13.2  # points
SLANTS = (0.5, -0.4)  # degrees, page by page
DARK = 150  # grey: a scanner without half-tones


def scanned_pdf() -> bytes:
    """The PDF that the scanner makes of the paper; the same bytes every time."""
    pages = list(_strips(PAPER.read_bytes()))
    numbers = range(3, 3 + 3 * len(pages), 3)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % n for n in numbers), len(pages)),
    ]
    for number, (strip, width, height) in zip(numbers, pages, strict=True):
        draw = b"q %d 0 0 %d 0 0 cm /P Do Q" % (WIDTH, HEIGHT)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (WIDTH, HEIGHT, number + 1, number + 2),
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1"
            b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/BlackIs1 true/Columns %d/Rows %d>>/Length %d>>"
            b"stream\n%s\nendstream" % (width, height, width, height, len(strip), strip),
        ]
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: bytes = b"", version: bytes = b"1.4") -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    data, places = b"%%PDF-%s\n" % version, []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    said = len(objects) + 1, trailer, len(data)
    return data + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % said


def _strips(paper: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The pages of the paper as they are packed, with their width and height in pixels."""
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(paper)) as image:
        for frame in ImageSequence.Iterator(image):
            (start,), (length,) = frame.tag_v2[273], frame.tag_v2[279]  # type: ignore[attr-defined]
            yield paper[start : start + length], frame.width, frame.height


def drawn(paragraphs: Sequence[tuple[Kind, str]]) -> bytes:
    """The paper: a TIFF of black and white pages."""
    from PIL import Image, ImageDraw, ImageFont

    scale, rng = DPI / 72, Random(22)
    font = ImageFont.truetype(FONT, round(SIZE * scale), index=SIMPLIFIED)
    size = round(WIDTH * scale), round(HEIGHT * scale)
    lines = list(_set(paragraphs))
    rows = int((HEIGHT - 2 * MARGIN) / LEAD)
    pages = []
    for number, start in enumerate(range(0, len(lines), rows)):
        page = Image.new("L", size, "white")
        pen = ImageDraw.Draw(page)
        for row, (at, text) in enumerate(lines[start : start + rows]):
            place = (at * scale, (MARGIN + row * LEAD) * scale)
            pen.text(place, text, fill=0, font=font, anchor="ma" if at == WIDTH / 2 else "la")
        pen.text((size[0] / 2, (HEIGHT - 34) * scale), f"- {number + 1} -", fill=0, font=font, anchor="mm")
        page = page.rotate(SLANTS[number % 2], Image.Resampling.BICUBIC, fillcolor=255)
        for _ in range(60):
            ImageDraw.Draw(page).point((rng.randrange(size[0]), rng.randrange(size[1])), fill=0)
        pages.append(page.point(lambda grey: 255 * (grey > DARK)).convert("1", dither=Image.Dither.NONE))
    stream = io.BytesIO()
    pages[0].save(
        stream,
        "TIFF",
        compression="group4",
        save_all=True,
        append_images=pages[1:],
        tiffinfo={278: size[1]},
        dpi=(DPI, DPI),
    )
    return stream.getvalue()


def _set(paragraphs: Sequence[tuple[Kind, str]]) -> Iterator[tuple[float, str]]:
    """The printed lines: where each begins, or the middle of the page for one that is centred."""
    limit = (WIDTH - 2 * MARGIN) // SIZE
    for kind, text in paragraphs:
        if kind == "title" or text.startswith("（示例"):
            yield WIDTH / 2, text
        elif kind == "other":
            yield WIDTH - MARGIN - SIZE * (len(text) + 2), text
        else:
            first, *rest = broken(text, limit, 2)
            yield MARGIN + 2 * SIZE, first
            yield from ((MARGIN, line) for line in rest)


if __name__ == "__main__":
    from .declared import SCANNED
    from .report import compose

    truth = compose(SCANNED)
    PAPER.write_bytes(drawn(list(zip(truth.kinds, truth.paragraphs, strict=True))))
