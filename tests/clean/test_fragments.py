from tasks.clean import clean, fragments, glued
from tests.clean.documents import document, one, rows, texts


def test_slipped_punctuation_is_parted_from_the_line_it_slipped_to():
    settled = fragments.settle(rows("全年共投入资金九百万元", "，其余按期完成"), 0)
    assert [r.text for r in settled] == ["全年共投入资金九百万元", "，", "其余按期完成"]
    assert [r.slip for r in settled] == [False, True, False]


def test_a_row_is_cut_with_its_place():
    first, second = fragments.cut(one("全部完成。（三）收支"), 5, 0)
    assert (first.text, second.text) == ("全部完成。", "（三）收支")
    assert second.spans[0] == (1, 5, 10)
    assert second.mark is not None


def test_stitching_undoes_cutting():
    row = one("全部完成。（三）收支")
    assert fragments.stitch(*fragments.cut(row, 5, 0)).text == row.text


def test_a_heading_glued_to_a_paragraph_is_parted_where_its_ordinal_is_due():
    lines = rows(
        "（二）重点任务。", "工作全部完成。（三）收支情况。", "全年支出九百万元。", "（四）管理情况。"
    )
    _parted, begins, headings = glued.part(lines, [True, True, True, True], 0)
    assert [r.text for r in headings] == ["（三）收支情况。"]
    assert begins == [True, True, True, True, True]


def test_a_marker_in_running_text_is_left_there():
    lines = rows("主要做法：（一）走访。（二）慰问。其他工作照常进行。", "（二）重点任务。")
    assert glued.part(lines, [True, True], 0)[2] == []


def test_a_line_with_wide_gaps_is_a_row_of_cells():
    cleaned = clean(document("项目\t预算数\t执行数\n合计  1,200.00  980.50\n本表单位为万元。"))
    assert [p.table for p in cleaned.paragraphs] == [True, True, False]
    assert texts(cleaned)[1].endswith("980.50")
