import pytest

from tasks.clean import clean, titles
from tests import layouts
from tests.clean.documents import document, rows, texts

BODY = layouts.report(21, 6)[1:]


def roles(*lines):
    return [row.title for row in titles.mark(rows(*lines))]


def test_a_title_goes_on_until_it_has_said_what_the_document_is():
    assert roles("示例区水利局2023年度", "部门整体支出绩效自评报告", "一、基本情况") == [
        "goes on",
        "ends",
        "",
    ]


def test_it_may_go_on_after_that_with_what_is_said_of_it():
    assert roles("示例区2023年部门决算", "情况说明", "一、概况") == ["goes on", "ends", ""]


def test_a_note_in_brackets_below_a_title_stands_alone():
    assert roles("示例区水利局部门决算", "（2023年度）", "一、概况") == ["ends", "ends", ""]


def test_brackets_are_closed_before_a_title_ends():
    assert roles("项目支出绩效自评报告（春节走访", "慰问经费）", "一、概况") == ["goes on", "ends", ""]


def test_below_the_number_of_an_annex_stands_a_title():
    assert roles("一、概况", "附件2", "示例局2023年", "绩效自评报告", "一、概况") == [
        "",
        "",
        "goes on",
        "ends",
        "",
    ]


def test_a_title_that_a_header_repeats_is_two():
    assert roles("政府工作报告", "政府工作报告", "各位代表：") == ["ends", "ends", ""]


@pytest.mark.parametrize("line", ["为落实预算管理办法", "根据通知，开展自评", "工作已经完成。"])
def test_text_is_no_title(line):
    assert roles(line, "各单位编制决算报告") == ["", ""]


@pytest.mark.parametrize("blank", [0, 1])
def test_a_title_over_three_lines_is_one_paragraph(blank):
    title = "示例市示例区退役军人事务局（本级）2023年度部门整体支出绩效自评报告"
    raw = layouts.render(BODY, layouts.Style(width=26, blank=blank))
    head = "\n".join(part + "\n" * blank for part in (title[:13], title[13:25], title[25:], "（公开稿）"))
    assert texts(clean(document(head + "\n" + raw))) == [title, "（公开稿）", *BODY]


def test_the_occasion_and_the_speaker_stand_below_the_title():
    lines = (
        "政府工作报告",
        "——2020年1月8日在示例区第三届人民",
        "代表大会第二次会议上",
        "示例区人民政府区长王小明",
        "各位代表：",
    )
    assert roles(*lines) == ["ends", "goes on", "ends", "ends", ""]
