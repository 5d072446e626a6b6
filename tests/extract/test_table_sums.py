"""Sums inside tables, lines told in prose against them, single cells left empty."""

from tasks.model import Paragraph, Piece
from tests.extract.reading import read_paragraphs
from tests.extract.test_tables import body, flat, titled

HEADS = ("项目\t\t\t\t合计\t基本支出\t项目支出", "类\t款\t项\t科目名称\t\t\t")
LINES = (
    "205\t\t\t教育支出\t900.00\t600.00\t300.00",
    "205\t02\t\t普通教育\t700.00\t500.00\t200.00",
    "205\t02\t02\t小学教育\t300.00\t200.00\t100.00",
    "205\t02\t03\t初中教育\t400.00\t300.00\t100.00",
    "205\t03\t\t职业教育\t200.00\t100.00\t100.00",
    "205\t03\t02\t中等职业教育\t200.00\t100.00\t100.00",
    "208\t\t\t社会保障和就业支出\t50.00\t50.00\t",
    "208\t05\t\t行政事业单位养老支出\t50.00\t50.00\t",
    "合计\t\t\t\t950.00\t650.00\t300.00",
)


def table(*lines: str, prose: str = "特此说明。"):
    return titled("支出决算表", (*HEADS, *lines), prose)


def wrong(found) -> list[str]:
    return [f.message for f in found.findings if f.rule == "table_sum_mismatch"]


def test_a_table_that_adds_up_says_so_once_a_kind():
    found = table(*LINES)
    assert [f.values[0] for f in found.findings if f.rule == "table_sums"] == ["950.00", "900.00"]
    assert not wrong(found)


def test_a_changed_cell_breaks_the_sums_it_stands_in():
    changed = [line.replace("300.00\t200.00\t100.00", "310.00\t200.00\t100.00") for line in LINES]
    told = wrong(table(*changed))
    assert any("“普通教育”为700.00，各下级科目之和为710" in message for message in told)
    assert any("“小学教育”为310.00，同行各列之和为300" in message for message in told)
    assert len(told) == 2


def test_one_last_digit_in_each_cell_is_rounding():
    assert not wrong(table(*[line.replace("300.00\t200.00", "300.01\t200.00") for line in LINES]))


def test_a_table_read_into_the_wrong_columns_proves_nothing():
    shifted = [line.replace("\t\t", "\t") if line.startswith("20") else line for line in LINES]
    assert not [m for m in wrong(table(*shifted)) if "各下级" in m]


PROSE = (
    "1.教育支出（类）普通教育（款）小学教育（项）。主要用于：小学经费。年初预算为310万元，支出决算为{}万元。"
)


def lines(found) -> dict[str, tuple[str, ...]]:
    rules = ("lines_agree", "line_not_in_tables", "table_prose_mismatch")
    return {f.rule: f.values for f in found.findings if f.rule in rules}


def test_a_line_told_in_prose_is_held_against_the_tables():
    assert lines(table(*LINES, prose=PROSE.format("300"))) == {"lines_agree": ("300万元",)}
    assert lines(table(*LINES, prose=PROSE.format("330"))) == {"table_prose_mismatch": ("330万元", "300.00")}
    other = PROSE.format("300").replace("小学教育", "学前教育")
    assert lines(table(*LINES, prose=other)) == {"line_not_in_tables": ("300万元",)}


def test_a_line_told_in_prose_may_be_empty_in_the_table():
    emptied = [line.replace("300.00\t200.00\t100.00", "\t\t") for line in LINES]
    assert "table_prose_mismatch" not in lines(table(*emptied, prose=PROSE.format("300.00")))


def test_a_blank_line_is_no_head():
    rows = ("项目\t决算数", "一、事业收入\t", "二、其他收入\t6.20", "本年收入合计\t6.20", "三、捐赠收入\t")
    found = titled("收入决算表", (*rows, "年初结转和结余\t4.00", "总计\t10.20"), "特此说明。")
    assert found.fact("other_income").printed == "6.20"
    assert found.fact("opening_carryover").printed == "4.00"


def test_one_empty_cell_is_noticed_where_prose_gives_its_figure():
    rows = ("项目\t决算数", "一、财政拨款收入\t900.00", "二、其他收入\t", "本年收入合计\t906.20")
    found = titled("收入支出决算总表", rows, "本年收入合计906.20万元，其中：其他收入6.20万元。")
    assert [f.values for f in found.findings if f.rule == "table_empty"] == [("6.20万元",)]
    told = "本年收入合计906.20万元，其中：其他收入0万元。"
    assert not [f for f in titled("收入决算表", rows, told).findings if f.rule == "table_empty"]


def test_a_total_alone_on_its_page_keeps_its_columns():
    found = titled("部门支出决算表", (*HEADS, *LINES[:-1], "合计\t950.00\t650.00\t300.00"), "特此说明。")
    assert found.fact("basic_expenditure").printed == "650.00"
    assert found.fact("project_expenditure").printed == "300.00"


def test_heads_printed_again_on_the_next_page_begin_no_new_table():
    rows = (*HEADS, *LINES[:4], *HEADS, *LINES[4:])
    assert not wrong(titled("支出决算表", rows, "特此说明。"))


def test_an_item_is_not_its_total():
    rows = (
        "本年收入\t\t本年支出\t",
        "项目\t预算数\t项目\t预算数",
        "一、财政拨款收入\t100.00\t一、教育支出\t90.50",
        "二、其他收入\t\t二、卫生健康支出\t9.50",
        "收入总计\t100.00\t支出总计\t100.00",
    )
    paragraphs = [body(1, "2025年部门收支预算总表"), body(2, "单位：万元")]
    paragraphs += [_row(number, row) for number, row in enumerate(rows, 3)]
    found = read_paragraphs((*paragraphs, body(30, "特此说明。")), "budget", fiscal_year=2025)
    assert found.fact("expenditure_total").printed == "100.00"
    assert "90.50" not in [fact.printed for fact in found.indicators]


def _row(number: int, text: str):
    return Paragraph(text, 1, (Piece(0, number, 0, len(text)),), table=True)


def test_a_line_of_print_needs_its_heads():
    assert read_paragraphs((flat(1, "基本支出", "900.00"),)).indicators == ()


def three(first: str, second: str, third: str) -> list[tuple[str, ...]]:
    """What is said to differ of the basic expenditure that three tables give."""
    paragraphs = []
    for title, value in zip(
        ("收入支出决算总表", "支出决算表", "支出决算明细表"), (first, second, third), strict=True
    ):
        number = 10 * len(paragraphs) + 1
        paragraphs += [body(number, title), body(number + 1, "单位：万元")]
        paragraphs += [_row(number + 2, "项目\t决算数"), _row(number + 3, f"基本支出\t{value}")]
    found = read_paragraphs(tuple(paragraphs), "final_accounts")
    return [f.values for f in found.findings if f.rule == "tables_differ"]


def test_one_table_among_several_that_differs_is_a_finding():
    assert three("600.00", "600.00", "600.00") == []
    assert three("600.00", "610.00", "600.00") == [("610.00", "600.00")]
    assert three("600.00", "610.00", "620.00") == []  # nothing to tell which
