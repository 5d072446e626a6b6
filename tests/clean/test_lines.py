from itertools import pairwise

import pytest

from tasks.clean import clean, lines, scales
from tasks.clean.layout import Layout
from tests import layouts
from tests.clean.documents import document, one, texts

LAYOUT = Layout(wall=48, indent=8, indent_sure=True, gap=0, indented=False, space=0)


def labelled(*texts):
    return lines.label(scales.Scales(LAYOUT).along(one(text, n) for n, text in enumerate(texts, 1)))


def test_full_lines_are_joined_and_short_ones_end_paragraphs():
    assert labelled("首行缩进所以只有十字", "一行写满十二个字正好到边", "末行。", "又是一段的首行十字啊") == [
        True,
        False,
        False,
        True,
    ]


def test_headings_stand_alone():
    assert labelled("一、基本情况", "（一）部门概况", "首行缩进所以只有十字", "末行。") == [
        True,
        True,
        True,
        False,
    ]


def test_two_title_lines_closer_together_than_others_are_one_title():
    raw = layouts.render(layouts.report(21, 5)[1:], layouts.Style(blank=1))
    cleaned = clean(document("示例区二〇二三年度\n部门整体支出绩效自评报告\n\n" + raw))
    assert texts(cleaned)[0] == "示例区二〇二三年度部门整体支出绩效自评报告"


def test_page_breaks_are_not_paragraph_breaks():
    report = layouts.report(22, 6)
    assert texts(clean(document(layouts.render(report, layouts.Style(lines=9, page_gap=3))))) == report


def test_a_form_feed_is_a_page_break():
    report = layouts.report(23, 6)
    raw = layouts.render(report, layouts.Style(lines=12)).split("\n")
    raw[12] = "\f" + raw[12]
    cleaned = clean(document("\n".join(raw)))
    assert texts(cleaned) == report
    assert cleaned.pages == 2


@pytest.mark.parametrize("seed", range(12))
def test_what_is_weighed_once_a_kind_is_what_each_seam_weighs(seed):
    raw = layouts.render(layouts.report(seed, 5), layouts.styles(seed))
    rows = [one(text, n) for n, text in enumerate(raw.split("\n"), 1) if text.strip()]
    for layout in (
        LAYOUT,
        LAYOUT._replace(indented=True, hangs=False, space=1, headings=frozenset({"part"})),
    ):
        each = [seam for a, b in pairwise(rows) for seam in scales.Scales(layout).along([a, b])]
        assert scales.Scales(layout).along(rows) == each
