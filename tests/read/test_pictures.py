"""Pictures of pages: small, the same every time, in the coordinates of the boxes, and harmless."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tasks.model import Unreadable
from tasks.read.isolation import POOL, draw_isolated, read_isolated
from tasks.read.pdf import read_pdf
from tasks.read.pictures import MOST_BYTES, Picture, small_png
from tests.read import good


def ink(picture: Picture) -> tuple[float, float, float, float]:
    """The box of everything dark on a picture, in points."""
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    x0, y0, x1, y1 = image.point(lambda v: 255 if v < 128 else 0).getbbox()
    wide, high = picture.width / image.width, picture.height / image.height
    return x0 * wide, y0 * high, x1 * wide, y1 * high


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("content", [b"", b"0 1 -1 0 595 0 cm ", b"-1 0 0 -1 595 842 cm "])
def test_the_box_of_a_line_surrounds_its_ink_however_the_page_is_turned(rotate: int, content: bytes) -> None:
    text = b"BT /F1 12 Tf 72 520 Td (Budget 1,200.50 spent 1,100.25) Tj ET"
    data = good.pdf(content + text, page=b"/Rotate %d" % rotate)
    (line,) = read_pdf(data).lines
    (picture,) = draw_isolated(data, [(1, round(line.turned / 90))])
    assert line.box is not None
    x0, y0, x1, y1 = ink(picture)
    assert line.box[0] - 2 < x0 < x1 < line.box[2] + 2
    assert line.box[1] - 4 < y0 < y1 < line.box[3] + 4
    assert x1 - x0 > 8 * (y1 - y0)  # it lies upright


def test_a_picture_file_is_drawn_at_the_size_that_its_boxes_are_in() -> None:
    (picture,) = draw_isolated(good.picture(size=(1600, 1200)), [(1, 0)])
    assert (picture.width, round(picture.height, 1)) == (842.0, 631.5)
    (turned,) = draw_isolated(good.picture(size=(1600, 1200)), [(1, 1)])
    assert (round(turned.width, 1), turned.height) == (631.5, 842.0)


def test_a_slanted_scan_says_by_how_much_it_was_turned() -> None:
    pytest.importorskip("rapidocr", reason="recognition is not installed")
    image = Image.new("L", (1240, 1754), 255)
    for row in range(12):
        ImageDraw.Draw(image).text(
            (150, 200 + 90 * row), f"Budget of the year 1200.50 line {row}", 0, font_size=44
        )
    slanted = image.rotate(-2, fillcolor=255)  # two degrees clockwise
    stream = io.BytesIO()
    slanted.save(stream, "PNG")
    lines = read_isolated(stream.getvalue()).lines
    assert {round(line.turned) for line in lines} == {-2}


def test_pictures_stay_small_and_are_the_same_every_time() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (1820, 1820), dtype=np.uint8)
    text = good.pdf()
    assert draw_isolated(text, [(1, 0)]) == draw_isolated(text, [(1, 0)])
    with pytest.raises(Unreadable, match="small enough"):
        small_png(noise)
    soft = np.clip(noise // 8 + 215, 0, 255).astype(np.uint8)  # what a scanner makes of white paper
    soft[100:110] = 20
    made = small_png(soft)
    assert len(made) <= MOST_BYTES
    width, _ = struct.unpack(">II", made[16:24])
    assert width > 400


@pytest.mark.parametrize(
    ("data", "wanted", "reason"),
    [
        (b"%PDF-1.7\n garbage", [(1, 0)], "damaged"),
        (good.pdf(), [(9, 0)], "damaged"),
        (good.word(), [(1, 0)], "the format has no pages"),
        (good.pdf(page=b"/MediaBox[0 0 90000 90000]"), [(1, 0)], "limit|damaged"),
    ],
)
def test_where_nothing_can_be_drawn_the_reason_is_said(
    data: bytes, wanted: list[tuple[int, int]], reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        draw_isolated(data, wanted)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Unreadable, match="seconds to draw"):
        POOL.draw(good.pdf(), [(1, 0)], seconds=0.0)
