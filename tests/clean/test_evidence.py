"""Each piece of evidence with an example; widths are those of a document 12 characters wide, indent 2."""

import pytest

from tasks.clean import evidence as e
from tasks.clean.layout import Layout
from tests.clean.documents import one, rows

LAYOUT = Layout(wall=48, indent=8, indent_sure=True, gap=0, indented=False, space=0)
INDENTED = LAYOUT._replace(indented=True)
FULL = "一行写满十二个字正好到边"


def test_join_margin_a_full_line_was_broken_by_the_margin():
    assert e.join_margin(spare=-4, lead=4) > 3


def test_join_margin_the_more_room_was_left_the_less_likely_a_join():
    assert e.join_margin(spare=0, lead=4) > e.join_margin(spare=8, lead=4) > e.join_margin(spare=24, lead=4)


def test_join_ending_lines_are_seldom_broken_after_a_stop():
    assert e.join_ending(one("完成率达百分之九十。")) < 0 < e.join_ending(one("完成率达百分之九十，"))


def test_break_ending_a_stop_ends_a_paragraph_a_comma_does_not():
    assert e.break_ending(one("全部完成。"), LAYOUT, first=False) > 0
    assert e.break_ending(one("全部完成，"), LAYOUT, first=False) < -5


def test_break_ending_a_stop_inside_closing_quotes_counts():
    assert e.break_ending(one("喊出“全部完成。”"), LAYOUT, first=False) > 0


def test_unstopped_only_a_heading_ends_without_punctuation():
    assert e.unstopped(one("一、基本情况"), LAYOUT, first=True) >= 0
    assert e.unstopped(one("没有写完的句子"), LAYOUT, first=False) < -3


def test_unstopped_a_style_whose_lines_stand_alone_makes_headings_likelier():
    habit = LAYOUT._replace(headings=frozenset({"section"}))
    assert e.unstopped(one("一、基本情况"), habit, True) > e.unstopped(one("一、基本情况"), LAYOUT, True)


@pytest.mark.parametrize("text", ["一、基本情况", "（二）成效", "3.管理"])
def test_join_start_a_marker_seldom_comes_to_stand_at_a_line_start(text):
    assert e.join_start(one(text)) < -3


def test_join_start_closing_punctuation_belongs_to_the_line_before():
    assert e.join_start(one("，其余按期完成")) > 0


def test_break_start_paragraphs_begin_with_markers_never_with_closing_punctuation():
    assert e.break_start(one("一、基本情况")) > e.break_start(one("基本情况如下")) > e.break_start(one("。"))


def test_break_start_a_lone_character_is_no_paragraph():
    assert e.break_start(one("务")) < -5


def test_break_start_words_that_lean_on_others_begin_nothing():
    assert e.break_start(one("的工作机制")) < e.break_start(one("工作机制"))


def test_break_start_a_signature_is_a_line_of_its_own():
    assert e.break_start(one("示例区人民政府区长张示例")) > 2
    assert e.break_start(one("2023年5月8日")) > 2


def test_break_start_words_that_open_a_part_of_a_report_begin_paragraphs():
    plain = e.break_start(one("全区上下共同努力，年度目标全部完成"))
    for opening in (
        "各位代表！一年的成绩来之不易",
        "过去的一年，我区稳步发展",
        "为实现上述目标，要抓好以下工作",
    ):
        assert e.break_start(one(opening)) > plain
    assert e.break_start(one("实现上述收入的单位共有十二家")) == plain


def test_break_heading_a_heading_has_something_below_it():
    assert e.break_heading(*rows("（一）组织保障", "（二）制度建设")) < 0
    assert e.break_heading(*rows("（一）组织保障。", "（二）制度建设")) == 0


def test_break_room_a_first_line_is_shorter_by_the_indent():
    assert e.break_room(one(FULL), LAYOUT) < -5
    assert e.break_room(one(FULL[:10]), LAYOUT) == 0
    assert e.break_room(one(FULL[:10] + "，"), LAYOUT) == 0  # a mark may hang over


def test_join_stub_no_sentence_is_one_character_long():
    assert e.join_stub(*rows("全部完成。", "务")) < 0
    assert e.join_stub(*rows("全部完", "成。")) == 0


def test_join_stops_two_stops_do_not_follow_each_other():
    assert e.join_stops(*rows("全部完成。", "。")) < -5
    assert e.join_stops(*rows("全部完成", "。")) == 0


def test_join_number_a_number_is_not_broken_and_its_unit_follows():
    assert e.join_number(*rows("支出12", "34元")) < 0 < e.join_number(*rows("支出12", "万元"))


def test_gaps_lines_closer_than_usual_belong_together_farther_apart_they_do_not():
    airy = LAYOUT._replace(gap=1)
    close, usual, far = one("续行", gap=0), one("续行", gap=1), one("续行", gap=2)
    assert e.join_gap(close, airy) > e.join_gap(usual, airy) == 0 > e.join_gap(far, airy)
    assert e.break_gap(close, airy) < e.break_gap(usual, airy) == 0 < e.break_gap(far, airy)


def test_indents_mark_paragraphs_only_where_the_document_indents():
    indented, flush = one("　　首行"), one("续行")
    assert e.break_indent(indented, INDENTED) > 0 > e.break_indent(flush, INDENTED)
    assert e.join_indent(indented, INDENTED) < 0 < e.join_indent(flush, INDENTED)
    assert e.break_indent(indented, LAYOUT) == e.join_indent(flush, LAYOUT) == 0


def test_ordinals_follow_one_another():
    right, wrong = rows("一、甲", "二、乙", "三、丙"), rows("一、甲", "三、丙", "二、乙")
    assert e.ordinals(right, {}) > e.ordinals(wrong, {}) + 4


def test_ordinals_begin_anew_below_each_heading():
    nested = rows("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅")
    assert e.ordinals(nested, {}) > 3


def test_ordinals_go_on_from_those_open_above():
    above: e.Levels = {}
    for row in rows("一、甲", "（一）子", "（二）丑"):
        e.descend(above, row.mark)
    assert above == {"section": 1, "part": 2}
    assert e.ordinals(rows("（三）寅"), above) == e.FOLLOWS
    e.descend(above, one("二、乙").mark)
    assert above == {"section": 2}  # what was open below a heading is closed by the next
