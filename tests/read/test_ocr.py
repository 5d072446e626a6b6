"""What follows recognition: characters with places out of words with corners."""

import numpy as np
import pytest

from tasks.read import ocr
from tasks.read.pages import read_page

EM = 16.0


def piece(text: str, start: float, end: float) -> tuple[ocr.Piece, tuple[float, float, float, float]]:
    corners = np.array([(start, 0), (end, 0), (end, EM), (start, EM)], dtype=float)
    return ocr.Piece(corners, text, 1.0), (start, 0.0, end, EM)


def text_of(text: str, width: float) -> str:
    glyphs = ocr._glyphs(*piece(text, 90.0, 90.0 + width), EM)
    return read_page(glyphs, [])[0].text


def test_the_space_of_a_justified_line_is_found_again_where_chinese_meets_digits() -> None:
    assert text_of("线上3场线下4场到场企业", 11 * EM) == "线上3场线下4场到场企业"
    assert text_of("线上3场线下4场到场企业", 13 * EM) == "线上 3 场线下 4 场到场企业"


def test_a_line_reaches_as_far_as_the_white_half_of_its_marks() -> None:
    glyphs = ocr._glyphs(*piece("（示例）人员和机构情况，", 100.0, 100.0 + 11 * EM), EM)
    assert (glyphs[0].x0, glyphs[-1].x1) == pytest.approx((100 - EM / 2, 100 + 11.5 * EM))


def test_larger_type_keeps_its_own_width() -> None:
    glyphs = ocr._glyphs(*piece("2023年度自评报告", 0.0, 240.0), EM)
    assert glyphs[-1].x1 == pytest.approx(240.0)


def test_the_width_of_a_character_is_known_by_lines_without_digits() -> None:
    plain = [piece("部门整体支出绩效自评", 0.0, 10 * EM)] * 3 + [piece("2023年", 0.0, 99.0)]
    assert ocr._em(*map(list, zip(*plain, strict=True))) == EM
    assert ocr._em(*map(list, zip(*plain[2:], strict=True))) is None


def test_a_negative_is_turned_to_dark_on_light() -> None:
    page = np.full((40, 40, 3), 255, dtype=np.uint8)
    page[10:12] = 0
    assert (ocr._dark_on_light(255 - page) == page).all()
    assert (ocr._dark_on_light(page) == page).all()
