import pytest

from tasks.clean import clean
from tests import layouts
from tests.clean.documents import document, texts

REPORT = layouts.report(12, 9)


def cleaned(**style):
    return texts(clean(document(layouts.render(REPORT, layouts.Style(lines=16, width=25, **style)))))


@pytest.mark.parametrize("feed", [False, True])
@pytest.mark.parametrize("headers", [("内部资料",), ("示例区示例局", "整体支出绩效自评"), ("示例局 2023年",)])
def test_headers_on_every_page_or_by_turns(headers, feed):
    assert cleaned(headers=headers, feed=feed) == REPORT


@pytest.mark.parametrize(
    "marks", [("内部资料注意保存",), ("征求意见稿",) * 2, ("仅供参考", "示例局"), ("稿",)]
)
def test_watermarks_break_into_sentences(marks):
    assert cleaned(watermarks=marks, form="- {n} -") == REPORT
    assert cleaned(watermarks=marks) == REPORT


def test_what_comes_back_evenly_between_finished_sentences_is_text():
    body = [line for _ in range(5) for line in ("主要做法", *["示例局全年按计划完成了全部工作。"] * 14)]
    assert texts(clean(document("\n".join(body)))) == body


def test_a_passage_printed_twice_is_text_twice():
    passage = layouts.render(REPORT[3:9], layouts.Style(width=25))
    raw = layouts.render(REPORT[:3], layouts.Style(width=25)) + passage * 2
    assert not [e for e in clean(document(raw)).edits if e.kind == "furniture"]


def test_cells_that_come_back_are_text():
    cells = ["单位名称示例局", "已完成", "12", "万元"] * 8
    assert "".join(texts(clean(document("\n".join(cells))))) == "".join(cells)


def test_headers_that_count_go_from_the_first_page_too():
    headers = ("{n} 示例区年鉴", "绩效自评报告 {n}")
    assert cleaned(headers=headers, form="第 {n} 页") == REPORT
    assert cleaned(headers=("示例区公报 2024·{n}",), form="- {n} -") == REPORT


def test_a_header_between_dashes_is_no_item_of_a_list():
    assert cleaned(headers=("——示例区——",), form="[{n}]") == REPORT


def test_a_full_line_that_comes_twice_is_text():
    lines = [f"第{n}项工作按计划推进并且取得了新的进展情况" for n in range(40)]
    lines[10] = lines[30] = "我们始终坚持把人民群众放在心中最高的位置上"
    assert not [e for e in clean(document("\n".join(lines))).edits if e.kind == "furniture"]


def test_dots_that_lead_to_a_page_and_the_label_of_a_table_are_text():
    lines = [f"第{n}项工作按计划推进并且取得了新的进展情况" for n in range(60)]
    for n in (12, 25, 39, 50):
        lines[n], lines[n + 2] = "……………………", "编制部门：示例局"
    assert not [e for e in clean(document("\n".join(lines))).edits if e.kind == "furniture"]
