"""Where a figure stands in its line: reckoned from widths, and held against the glyphs of real PDFs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.text import FULL, HALF, width
from tasks.publish.site.estimates import SLACK, share
from tasks.read import read

FIGURE = re.compile(r"\d[\d,.]*\d(?:万元|元|%)?")


def test_the_share_of_the_width_before_a_figure_tells_where_it_begins() -> None:
    text = "预算数为12.5万元。"  # 4 + 2 + 3 widths of a character
    left, right = share(text, 4, 10) or (0, 0)
    assert (left * 9 * FULL, right * 9 * FULL) == pytest.approx((4 * FULL - SLACK, 8 * FULL + SLACK))


def test_white_space_around_the_print_has_no_width() -> None:
    assert share("   预算12元  ", 5, 8) == share("预算12元", 2, 5)


@pytest.mark.parametrize("text", ["合计  12.5", "合计\t12.5"])
def test_beside_a_gap_nothing_is_estimated(text: str) -> None:
    assert share(text, len(text) - 4, len(text)) is None


@given(st.text("预算为数12.,%（）A ", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_an_estimate_lies_in_its_line(text: str, one: int, other: int) -> None:
    found = share(text, min(one, other), max(one, other))
    if found:
        assert 0 <= found[0] < found[1] <= 1


def printed(path: Path) -> Iterator[tuple[float, float]]:
    """How far each end of an estimate is from the glyphs of its figure, in widths of a character."""
    data = path.read_bytes()
    pdf = pdfium.PdfDocument(data)
    glyphs: dict[int, list[Any]] = {}
    for line in read(data).lines:
        if line.box is None or line.page is None or line.turned or "\t" in line.text or line.page > 8:
            continue
        if line.page not in glyphs:
            glyphs[line.page] = list(glyphs_of(pdf[line.page - 1]))
        x0, y0, x1, y1 = line.box
        own = [
            g
            for g in glyphs[line.page]
            if y0 <= (g[1] + g[3]) / 2 <= y1 and x0 - 1 <= g[0] and g[2] <= x1 + 1
        ]
        own.sort()
        if "".join(g[4] for g in own) != "".join(line.text.split()):
            continue
        character = (x1 - x0) * FULL / width(line.text.strip(), HALF)
        for match in FIGURE.finditer(line.text):
            found = share(line.text, *match.span())
            first = len("".join(line.text[: match.start()].split()))
            last = first + len(match.group()) - 1
            if found:
                left, right = (x0 + part * (x1 - x0) for part in found)
                yield (own[first][0] - left) / character, (right - own[last][2]) / character


def glyphs_of(page: Any) -> Iterator[tuple[float, float, float, float, str]]:
    text, height = page.get_textpage(), page.get_height()
    for at in range(text.count_chars()):
        character = text.get_text_range(at, 1)
        if character.strip():
            x0, y0, x1, y1 = text.get_charbox(at)
            yield x0, height - y1, x1, height - y0, character


def test_in_real_documents_the_box_holds_the_figure() -> None:
    folder = os.environ.get("YEARBOOK_REAL")
    if not folder:
        pytest.skip("real documents: YEARBOOK_REAL names no folder")
    room = [r for path in sorted(Path(folder, "reports/public").glob("*.pdf")) for r in printed(path)]
    assert len(room) > 100
    close = [all(-0.2 <= side <= 0.9 for side in ends) for ends in room]
    assert sum(close) >= 0.95 * len(room)  # it may cut a fifth of a digit off, and reach into a neighbour
