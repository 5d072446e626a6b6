"""Totals and their parts told in different paragraphs of one section."""

import pytest

from tests.extract.reading import read, read_table

TOTAL = "（一）总体情况。全年预算数1,000.00万元，全年实际支出{}万元，预算执行率为90.00%。"
PARTS = "（二）支出构成。基本支出300.00万元，主要用于人员；项目支出600.00万元，主要用于重点任务。"


def report(total: str, parts: str = PARTS, between: str = "") -> str:
    return "\n".join(["二、预算执行情况", TOTAL.format(total), between, parts])


def sums(found) -> dict[str, tuple[str, ...]]:
    told = [f for f in found.findings if f.rule in ("sum_of_parts", "sum_mismatch") and len(f.paragraphs) > 1]
    return {f.rule: f.values for f in told}


def test_parts_in_the_next_paragraph_are_held_against_the_total():
    assert sums(read(report("900.00"))) == {"sum_of_parts": ("900.00万元", "300.00万元", "600.00万元")}
    wrong = read(report("810.00"))
    assert sums(wrong) == {"sum_mismatch": ("810.00万元", "300.00万元", "600.00万元")}
    (said,) = [f.message for f in wrong.findings if f.rule == "sum_mismatch"]
    assert "相差90万元" in said


@pytest.mark.parametrize(
    "parts",
    [
        PARTS + "另有经营支出20.00万元。",  # a third part: the two need not be all
        PARTS.replace("300.00", "300余"),  # no basis for a strict check
        "三、支出构成\n" + PARTS,  # another section may speak of another year or scope
    ],
)
def test_what_need_not_add_up_is_not_said_to_fail(parts):
    assert not sums(read(report("810.00", parts)))


def test_parts_of_another_total_do_not_fail_this_one():
    general = "其中一般公共预算支出数为900.00万元，政府性基金支出数为95.00万元。"
    found = read(report("995.00", between=general))
    assert "sum_mismatch" not in found.failed()


def test_three_public_expenses_listed_below_their_total():
    text = (
        "一、“三公”经费预算情况说明\n2025年“三公”经费预算数为8.50万元。其中：\n（一）因公出国（境）费预算为0万元。\n"
        "（二）公务用车购置及运行费预算为{}万元。\n（三）公务接待费预算为1.00万元。"
    )
    assert "sum_of_parts" in sums(read(text.format("7.50"), "budget", fiscal_year=2025))
    assert "sum_mismatch" in sums(read(text.format("5.70"), "budget", fiscal_year=2025))


def test_a_row_of_a_table_is_held_against_its_heads():
    rows = ("“三公”经费预算数", "合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费")
    text = "2025年部门“三公”经费预算表见上。"
    good = read_table(*rows, "8.50\t0.00\t1.00\t7.50", prose=text)
    assert "sum_mismatch" not in good.failed()
