"""Tables against prose, rows that lost their tables, and tables without figures."""

from tasks.model import Paragraph, Piece
from tests.extract.reading import read, read_paragraphs, read_table

PROSE = "本年支出合计900.00万元，其中：基本支出600.00万元；项目支出300.00万元。"


def mismatches(found):
    return [f for f in found.findings if f.rule == "table_prose_mismatch"]


def flat(number: int, *cells: str) -> Paragraph:
    """A row whose tabs are gone: its cells stand in one line of print, apart by white space."""
    pieces, start, column = [], 0, 0
    for cell in cells:
        pieces.append(Piece(start, number, column, len(cell)))
        start, column = start + len(cell), column + len(cell) + 1
    return Paragraph("".join(cells), 1, tuple(pieces))


def body(number: int, text: str) -> Paragraph:
    return flat(number, text)


def test_a_table_in_yuan_and_prose_in_ten_thousands_that_differ_are_a_finding():
    found = read_table("项目\t支出数", "基本支出\t6,500,000.00元", prose=PROSE)
    assert [f.values for f in mismatches(found)] == [("6,500,000.00元", "600.00万元")]
    assert not mismatches(found)[0].holds


def test_it_is_one_whichever_of_them_is_published():
    found = read_table("项目\t决算数", "基本支出\t6,500,000.00元", prose=PROSE)
    assert found.fact("basic_expenditure").printed == "6,500,000.00元"
    assert mismatches(found)


def test_one_last_digit_is_rounding():
    found = read_table("项目\t支出数", "基本支出\t6,000,090.00元", prose=PROSE)
    assert not mismatches(found)


def test_a_table_that_reads_in_several_ways_proves_nothing():
    rows = ("项目\t支出数", "基本支出\t6,500,000.00元", "基本支出\t7,500,000.00元")
    assert not mismatches(read_table(*rows, prose=PROSE))


def test_a_line_below_a_head_with_as_many_cells_is_a_row():
    found = read_paragraphs(
        (
            body(1, "二、预算执行情况"),
            flat(2, "项目", "预算数", "支出数"),
            flat(3, "一般公共预算", "900.00万元", "880.00万元"),
            flat(4, "政府性基金预算", "90.00万元", "70.00万元"),
        )
    )
    shown = {fact.indicator: fact.printed for fact in found.indicators}
    assert shown["general_public_budget"] == "900.00万元"
    assert shown["general_public_expenditure"] == "880.00万元"
    assert shown["government_fund_expenditure"] == "70.00万元"


def test_a_line_with_fewer_cells_than_its_head_is_no_row():
    found = read_paragraphs((flat(1, "项目", "预算数", "支出数"), flat(2, "一般公共预算", "880.00万元")))
    assert found.fact("general_public_expenditure") is None


def test_an_empty_table_is_noticed_where_prose_gives_its_figure():
    text = "“三公”经费财政拨款支出年初预算为9.50万元，支出决算为0.00万元。"
    heads = ("合计\t\t公务接待费", "预算数\t决算数\t预算数\t决算数")
    found = titled("财政拨款“三公”经费支出决算表", heads, text)
    empty = [f for f in found.findings if f.rule == "table_empty"]
    assert [(f.values, f.holds) for f in empty] == [(("9.50万元",), False)]
    filled = titled("财政拨款“三公”经费支出决算表", (*heads, "9.50\t\t\t"), text)
    assert "table_empty" not in filled.failed()


def test_an_empty_table_of_one_fund_says_nothing_of_the_department():
    found = titled("政府性基金预算财政拨款收入支出决算表", ("本年支出", "小计\t基本支出\t项目支出"), PROSE)
    assert "table_empty" not in found.failed()


def titled(title: str, rows: tuple[str, ...], prose: str):
    table = [
        Paragraph(row, 1, (Piece(0, number, 0, len(row)),), table=True) for number, row in enumerate(rows, 3)
    ]
    return read_paragraphs((body(1, title), body(2, "单位：万元"), *table, body(20, prose)), "final_accounts")


def test_what_a_budget_grants_is_initial_and_its_appropriation_is_the_total():
    found = read("财政拨款收入900万元，一般公共预算拨款支出预算880万元。", "budget", fiscal_year=2025)
    shown = {fact.indicator: fact.printed for fact in found.indicators}
    assert shown["fiscal_appropriation_total"] == "900万元"
    assert shown["general_public_budget_initial"] == shown["general_public_budget"] == "880万元"


NIL = "注：本单位没有政府性基金预算财政拨款收入和支出，故本表无数据。"


def test_a_nil_sentence_in_a_table_is_read():
    fact = read_table("项目\t本年支出", NIL).fact("government_fund_expenditure")
    assert fact is not None
    assert fact.status == "stated_none"


def test_a_nil_sentence_may_leave_the_matter_to_the_title_of_its_table():
    rows = ("项目\t本年支出", "注：本单位2024年度无此项支出，故本表为空。")
    fact = titled("政府性基金预算财政拨款支出决算表", rows, "特此说明。").fact("government_fund_expenditure")
    assert fact is not None
    assert (fact.status, fact.printed) == ("stated_none", "无")
    other = titled("一般公共预算财政拨款支出决算表", rows, "特此说明。")
    assert other.fact("government_fund_expenditure") is None
