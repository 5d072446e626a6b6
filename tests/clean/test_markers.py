import pytest

from tasks.clean.markers import chinese, marker


@pytest.mark.parametrize(
    ("text", "style", "ordinal"),
    [
        ("一、基本情况", "section", 1),
        ("十二、其他", "section", 12),
        ("（三）主要成效", "part", 3),
        ("(二)组织保障", "part", 2),
        ("4.扎实推进", "item", 4),
        ("11．制度", "item", 11),
        ("（5）服务", "point", 5),
        ("③落实", "ring", 3),
        ("第二章 总则", "chapter", 2),
        ("三是加强管理", "run", 3),
        ("第一，认真学习", "first", 1),
        ("——成效显著", "bullet", 0),
    ],
)
def test_markers_of_every_style(text, style, ordinal):
    found = marker(text)
    assert found is not None
    assert (found.style, found.ordinal) == (style, ordinal)


@pytest.mark.parametrize(
    "text", ["2023年全年", "1.5亿元", "3.14", "一般公共预算", "（此外区财政补充）", "20人", ""]
)
def test_what_only_looks_like_a_marker(text):
    assert marker(text) is None


def test_chinese_numerals():
    assert [chinese(n) for n in ("一", "十", "十五", "二十", "三十六")] == [1, 10, 15, 20, 36]
