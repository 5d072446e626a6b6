"""Shapes of displacement, each made by hand from an invented report and put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean import clean, order
from tasks.clean.exchanges import Exchange
from tests import layouts
from tests.clean.documents import document, texts

REPORT = [
    "示例区示例局部门整体支出绩效自评报告",
    "一、基本情况",
    "（一）部门概况。",
    "示例局是区人民政府组成部门，下设办公室、财务科和业务科，另有一个财政补助的事业单位，负责全区服务体系的运行和维护。",
    "（二）年度重点任务。",
    "一是健全服务体系。全年新建站点三个，改造站点七个，为群众办理各类事项九千余件，群众满意度稳步提高，未发生有责投诉。",
    "二是规范资金管理。严格执行预算，按季度开展绩效监控，及时纠正偏差，全年支出进度与序时进度基本一致，结余资金全部上缴。",
    "三是加强队伍建设。组织业务培训六期，参训人员四百余人次，选派骨干到先进地区跟班学习，工作人员的服务意识明显增强。",
    "二、存在的问题",
    "部分项目前期论证不够充分，个别指标设置偏低，绩效评价结果的应用还有待深化，台账资料的整理也不够规范。",
    "三、改进措施",
    "进一步细化预算编制，合理设置指标，加强部门之间的协调配合，把评价结果作为安排下一年度预算的重要依据。",
]
STYLE = layouts.Style(width=22, lines=60)


def printed(report=REPORT, style=STYLE):
    return [r.text for r in layouts.set_lines(report, style)]


def find(lines, opening):
    return next(n for n, line in enumerate(lines) if line.startswith(opening))


def moved(cleaned):
    return [edit for edit in cleaned.edits if edit.kind == "move"]


def test_a_document_in_order_is_not_touched():
    cleaned = clean(document("\n".join(printed())))
    assert texts(cleaned) == REPORT
    assert not moved(cleaned)


def test_a_block_carried_up_with_its_last_character_left_behind():
    lines = printed()
    a, b, end = find(lines, "一是"), find(lines, "二是"), find(lines, "三是")
    block = lines[b:end]
    torn = [*lines[:a], *block[:-1], block[-1][:-1], *lines[a:b], block[-1][-1], *lines[end:]]
    cleaned = clean(document("\n".join(torn)))
    assert texts(cleaned) == REPORT
    (move,) = moved(cleaned)
    assert move.text.startswith("二是规范资金管理")
    assert {reason.name for reason in move.evidence} >= {"ordinals", "remainder"}


def test_a_heading_carried_up_with_its_last_character_left_behind():
    lines = printed()
    a, b = find(lines, "部分项目"), find(lines, "三、")
    torn = [*lines[:a], lines[b][:-1], *lines[a:b], lines[b][-1], *lines[b + 1 :]]
    assert texts(clean(document("\n".join(torn)))) == REPORT


def test_a_block_at_the_top_of_a_page_before_the_end_of_the_paragraph_above():
    lines = printed()
    page, b, end = find(lines, "一是") + 2, find(lines, "二是"), find(lines, "三是")
    torn = [*lines[:page], "\f" + lines[b], *lines[b + 1 : end], *lines[page:b], *lines[end:]]
    assert texts(clean(document("\n".join(torn)))) == REPORT


def test_two_whole_paragraphs_in_the_wrong_order_are_known_by_their_ordinals():
    report = [
        *REPORT[:4],
        "1.甲项。资金已经全部拨付到位，项目按期完成验收。",
        "2.乙项。设备采购完成，使用情况良好，效益明显。",
        "3.丙项。培训如期举办。",
        *REPORT[4:],
    ]
    swapped = [*report[:4], report[5], report[4], *report[6:]]
    assert texts(clean(document("\n".join(printed(swapped))))) == report


def test_an_ordinal_the_source_skips_moves_nothing():
    report = [line for line in REPORT if not line.startswith("二是")]
    cleaned = clean(document("\n".join(printed(report))))
    assert texts(cleaned) == report
    assert not moved(cleaned)


def test_punctuation_on_the_next_line_is_no_displacement():
    lines = printed()
    n = next(i for i, line in enumerate(lines) if line.endswith("，") and len(line) > 10)
    lines[n], lines[n + 1] = lines[n][:-1], lines[n][-1] + lines[n + 1]
    cleaned = clean(document("\n".join(lines)))
    assert texts(cleaned) == REPORT
    assert not moved(cleaned)


def test_a_table_between_the_halves_of_a_sentence_stays_a_table():
    lines = printed()
    n = find(lines, "二是") + 1
    table = ["项目  预算数  执行数", "合计  1,200.00  980.50"]
    cleaned = clean(document("\n".join([*lines[:n], *table, *lines[n:]])))
    assert [p.text for p in cleaned.paragraphs if not p.table] == REPORT
    assert [p.text[:2] for p in cleaned.paragraphs if p.table] == ["项目", "合计"]


@pytest.mark.parametrize("seed", range(6))
def test_several_displacements_in_one_document(seed):
    report = layouts.report(seed, 8)
    raw = layouts.render(report, layouts.Style(width=26, lines=16, page_gap=3, moves=2, seed=seed))
    right = len(set(texts(clean(document(raw)))) & set(report))
    assert right >= 0.7 * len(set(report))


def _exchange(start: int, length: int) -> Exchange:
    return Exchange(start, start + 1, start + length, False)


@given(st.sets(st.integers(0, 2000)), st.sets(st.integers(0, 99)))
def test_only_doubts_near_a_move_are_looked_at_again(doubtful, starts):
    made = [(_exchange(20 * start, 4),) for start in sorted(starts)]
    near = {i for i in doubtful for (x,) in made if x.start - 80 <= i <= x.stop + 80}
    assert order._near(sorted(doubtful), made) == sorted(near)


def test_only_the_rows_around_what_alarms_are_put_in_doubt():
    begins = [n % 7 == 0 for n in range(10_000)]
    assert order._stretches([], begins) == []
    assert order._stretches([30], begins[:700]) == [(0, 700)]  # a short document is looked at whole
    # Neighbours are looked at together, and no paragraph in part.
    assert order._stretches([2500, 2600, 8000], begins) == [(1498, 3605), (7000, 9002)]


def test_another_order_that_is_likelier_by_less_than_the_margin_is_a_doubt(monkeypatch):
    lines = printed()
    a, b, c = (find(lines, text) for text in ("一是", "二是", "三是"))
    lines = [*lines[:a], *lines[b : c - 1], lines[c - 1][:-1], *lines[a:b], "。", *lines[c:]]
    raw = document("\n".join(lines))
    assert [move.text for move in moved(clean(raw))] == [REPORT[6][:-1]]
    cleaned = clean(raw)
    while moved(cleaned):
        monkeypatch.setattr(order, "MARGIN", order.MARGIN + 1)
        cleaned = clean(raw)
    doubts = [edit for edit in cleaned.edits if edit.kind == "doubt" and edit.text]
    assert [(doubt.text, doubt.line_start) for doubt in doubts] == [(REPORT[6][:-1], a + 1)]
    assert doubts[0].evidence
