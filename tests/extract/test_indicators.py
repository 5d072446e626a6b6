"""Which figure is which indicator: examples of the genre."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.extract.indicators.terms import for_cells, scanner
from tests.extract.reading import read, read_table

CATALOGUE = load_catalogue()
TEXTS = frozenset(name for name, entry in CATALOGUE.indicators.items() if entry.kind == "text")


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("部门全年预算数1,250.5万元，全年执行数1,200万元，执行率95.96%。", "budget_total", "12505000"),
        ("2022年我局年度预算安排资金3.2亿元，实际支出3.1亿元。", "budget_total", "320000000"),
        ("本部门调整预算数800万元，决算数760万元，预算完成率95%。", "expenditure_total", "7600000"),
        ("截至年底，部门整体支出760万元，预算执行率为95%。", "execution_rate", "95"),
        ("经综合评价，本部门整体绩效自评得分为97.5分，评价等级为“优”。", "self_score", "97.5"),
        ("管理效率得分38分，履职效能得分55分，合计得分93分。", "self_score", "93"),
        ("其中：一般公共预算支出700万元，政府性基金支出60万元。", "government_fund_expenditure", "600000"),
        ("“三公”经费支出合计4.5万元，其中公务接待费0.6万元。", "three_public_expenditure", "45000"),
        ("全年公务用车运行维护费支出3.9万元。", "official_vehicle_expenditure", "39000"),
        ("机关运行经费支出61.2万元，比上年减少3万元。", "operating_cost", "612000"),
        ("政府采购支出总额88万元，其中：政府采购货物支出20万元。", "procurement_total", "880000"),
        ("我局核定行政编制15名，年末实有人数14人。", "authorised_posts", "15"),
        ("我局核定行政编制15名，年末实有人数14人。", "actual_staff", "14"),
        ("我委下属事业单位3个。", "subordinate_units", "3"),
        ("核定编制30名（行政编制20名、事业编制10名），在职在编28人。", "authorised_posts", "30"),
        (
            "年初预算1200万元，年中追加150万元，调整后预算1350万元，实际支出1300万元。",
            "budget_total",
            "13500000",
        ),
        ("县财政局批复我局部门预算资金1,020.5万元，全年执行998.7万元。", "expenditure_total", "9987000"),
        ("预算执行率得分9.5分，产出指标得分48分，效益指标得分39分，总分96.5分。", "self_score", "96.5"),
        ("部门预算总收入5,600万元，总支出5,500万元，支出进度98.2%。", "execution_rate", "98.2"),
    ],
)
def test_phrasings_of_core_indicators(text: str, indicator: str, value: str) -> None:
    fact = read(text, department_type="education").fact(indicator)
    assert fact is not None
    assert fact.value_base == Decimal(value)


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("本单位2023年收入预算820万元，其中：事业收入600万元。", "income_total", "8200000"),
        ("三、支出预算总表的说明。本单位2023年支出预算820万元。", "expenditure_total", "8200000"),
        (
            "收入预算：2023年年初预算数1,895.5万元，其中：一般公共预算拨款1,780万元。",
            "budget_total",
            "18955000",
        ),
        ("支出预算：2023年年初预算数1,895.5万元，其中：教育支出1,700万元。", "expenditure_total", "18955000"),
        ("2023年部门经费预算7464050元，基本支出4566790元。", "budget_total", "7464050"),
        ("预算总支出867.6万元；比上年增加11.2万元。", "expenditure_total", "8676000"),
        ("2024年一般公共预算“三公”经费支出预算为14.1万元。", "three_public_budget", "141000"),
        ("2023年本部门财政拨款安排“三公”经费52.4万元。", "three_public_budget", "524000"),
        (
            "安排公务用车购置及运行费12万元，其中：购置费0万元、运行费12万元。",
            "official_vehicle_operation_budget",
            "120000",
        ),
        ("安排公车购置及运行维护费38万。", "official_vehicle_budget", "380000"),
        ("国有资本经营预算收入0万元，事业收入0万元。", "state_capital_budget", "0"),
        ("核定机关事业编制11名，财政供给人员17人，其中在职12人，退休5人。", "actual_staff", "12"),
    ],
)
def test_phrasings_of_budgets(text: str, indicator: str, value: str) -> None:
    fact = read(text, "budget", department_type="education").fact(indicator)
    assert fact is not None
    assert fact.value_base == Decimal(value)


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("2023年“三公经费”实际发生额为6,590.4万元。", "three_public_expenditure", "65904000"),
        ("我局“三公”经费公共预算财政拨款支出74.6万元。", "three_public_expenditure", "746000"),
        ("公务用车保有量2辆，购置及运行维护费5万元。", "official_vehicle_expenditure", "50000"),
        ("2023年公务接待费9.5万元。其中：外事接待费支出0万元。", "official_reception_expenditure", "95000"),
        ("在编人数26人，退休人员12人。", "actual_staff", "26"),
        ("我场共有职工42人，其中：在职职工编制人数31人，实有人数30人，退休12人。", "actual_staff", "30"),
        ("我校现有在编教职工37人，其中工勤3人。", "actual_staff", "37"),
        ("因公出国(境)经费决算12万元。", "overseas_travel_expenditure", "120000"),
    ],
)
def test_phrasings_of_accounts(text: str, indicator: str, value: str) -> None:
    fact = read(text, "final_accounts", department_type="education").fact(indicator)
    assert fact is not None
    assert fact.value_base == Decimal(value)


def test_lines_of_a_classification_are_no_totals() -> None:
    found = read("工资福利支出预算90.5万元，占基本支出预算79.9%。商品和服务支出预算7.6万元。", "budget")
    assert found.fact("expenditure_total") is None


def test_what_a_form_asks_for_is_no_result() -> None:
    found = read("预算执行率未达到90%的需说明原因（100字以内）。全年车均运行维护费支出5.9元。")
    assert found.fact("execution_rate") is None
    assert found.fact("expenditure_total") is None


def test_a_list_of_parts_is_of_what_its_head_is_of() -> None:
    text = "“三公”经费预算为20万元，其中：公务接待费9万元，公务用车运行维护费11万元。"
    planned = read(text, "final_accounts")
    assert planned.fact("official_reception_expenditure") is None
    assert planned.fact("official_reception_budget") is not None
    spent = read("“三公”经费年初预算为20万元，支出决算为9万元，其中：公务接待费9万元。", "final_accounts")
    assert spent.fact("official_reception_budget") is None
    assert spent.fact("official_reception_expenditure") is not None
    both = read("“三公”经费预算20万元，决算9万元，其中：公务接待费9万元。", "final_accounts")
    assert both.fact("official_reception_budget") is None
    assert both.fact("official_reception_expenditure") is not None


def test_a_part_of_a_figure_does_not_conflict_with_it() -> None:
    fact = read("总编制数27人，其中参公编制数7人，自收自支编制数20人。").fact("authorised_posts")
    assert fact is not None
    assert (fact.printed, fact.status) == ("27人", "reported")
    fact = read("共有车辆4辆（改革后保留车辆1辆、下属单位实有车辆3辆）。").fact("vehicles_count")
    assert fact is not None
    assert (fact.printed, fact.status) == ("4辆", "reported")


def test_accounts_that_are_drawn_up_are_no_posts() -> None:
    text = "纳入本部门2023年度决算编制的预算单位包括3个单位：局本级、公路中心和服务中心。"
    assert read(text, "final_accounts").fact("authorised_posts") is None


def test_parts_counted_without_a_total_state_none() -> None:
    assert (
        read("行政人员核定30人，实有人数28人；事业人员核定12人，实有人数11人。").fact("actual_staff") is None
    )


def test_initial_full_year_and_final_figures_are_three() -> None:
    read_ = read("本部门年初预算数900万元，调整预算数1,000万元，决算数950万元。")
    values = {name: read_.fact(name) for name in ("budget_initial", "budget_total", "expenditure_total")}
    assert {name: fact and fact.printed for name, fact in values.items()} == {
        "budget_initial": "900万元",
        "budget_total": "1,000万元",
        "expenditure_total": "950万元",
    }


def test_the_initial_budget_stands_in_where_no_other_is_printed() -> None:
    fact = read("本部门年初预算数900万元，决算数850万元。").fact("budget_total")
    assert fact is not None
    assert fact.printed == "900万元"
    assert fact.confidence < 0.7


def test_items_are_not_taken_for_the_total() -> None:
    text = "1.教育支出（类）行政运行（项）。年初预算为50万元，支出决算为48万元。"
    found = read(text, "final_accounts")
    assert found.fact("budget_total") is None
    assert found.fact("expenditure_total") is None


def test_a_change_is_no_level() -> None:
    assert read("机关运行经费比上年增加5万元。").fact("operating_cost") is None
    assert read("2018年项目支出预算较上年减5万元。", "budget").fact("project_expenditure") is None


def test_a_plan_is_no_result() -> None:
    text = "一、下一步工作计划\n计划安排会议费9万元。"
    assert read(text).fact("conference_expenditure") is None


def test_budgets_state_no_expenditure() -> None:
    found = read("公务接待费2万元。", "budget")
    assert found.fact("official_reception_expenditure") is None
    assert found.fact("official_reception_budget") is not None


def test_one_value_in_two_places_is_one_fact() -> None:
    found = read("一、收支情况\n全年预算数500万元。\n二、自评结论\n全年预算数5,000,000元。")
    assert found.fact("budget_total") is not None


def test_two_values_conflict_and_both_are_published() -> None:
    found = read("一、收支情况\n全年预算数500万元。\n二、收支情况说明\n全年预算数600万元。")
    facts = [f for f in found.indicators if f.indicator == "budget_total"]
    assert [(f.printed, f.status) for f in facts] == [("500万元", "conflicting"), ("600万元", "conflicting")]
    assert "conflicting_figures" in found.failed()


def test_none_is_stated_and_absent_is_absent() -> None:
    found = read("一、存在的主要问题\n无。\n二、收支情况\n本年度无政府性基金预算财政拨款支出。")
    problems, fund = found.fact("main_problems"), found.fact("government_fund_expenditure")
    assert problems is not None
    assert (problems.status, problems.printed) == ("stated_none", "无")
    assert fund is not None
    assert (fund.status, fund.value) == ("stated_none", None)
    assert found.fact("improvement_measures") is None


def test_problems_and_measures_under_one_heading_are_told_apart() -> None:
    found = read("一、存在问题和改进建议\n（一）存在问题。年底集中支付。\n（二）改进建议。按月通报。\n盖章")
    assert found.fact("main_problems").printed == "年底集中支付。"
    assert found.fact("improvement_measures").printed == "按月通报。"


def test_problems_are_the_first_paragraph_of_their_section() -> None:
    fact = read("一、存在问题\n（一）支付偏慢。年底集中支付。\n（二）制度不全。").fact("main_problems")
    assert fact is not None
    assert fact.printed == "（一）支付偏慢。年底集中支付。"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("我部门自评等级为“良”。", "良"),
        ("绩效自评情况优秀，得分96分。", "优秀"),
        ("评价结果为良好。", "良好"),
        ("绩效评级为“优”的项目4个。", None),
        ("我局工作情况优良传统得到发扬。", None),
    ],
)
def test_grades(text: str, grade: str | None) -> None:
    fact = read(text).fact("grade")
    assert (fact.printed if fact else None) == grade


def test_a_word_for_none_stands_where_an_amount_would() -> None:
    fact = read("因公出国（境）费：无；公务接待费：1.2万元。").fact("overseas_travel_expenditure")
    assert fact is not None
    assert (fact.status, fact.printed, fact.value_base) == ("stated_none", "无", None)


def test_cells_are_read_with_the_heads_of_row_and_column() -> None:
    found = read_table("项目\t预算数\t支出数", "一般公共预算\t900.00万元\t880.00万元")
    budget, spent = found.fact("general_public_budget"), found.fact("general_public_expenditure")
    assert budget is not None
    assert budget.printed == "900.00万元"
    assert spent is not None
    assert spent.printed == "880.00万元"
    assert found.paragraphs[1].text[spent.char_start : spent.char_end] == spent.printed


def test_cells_between_printed_borders_and_columns_of_another_year() -> None:
    found = read_table(
        "项目 | 上年决算数 | 本年决算数 | 比上年增、减额 |",
        "1.因公出国（境）费 | 13.06万元 | 10.20万元 | -2.86万元 |",
        "2.公务接待费 | | 90.94万元 | 90.94万元 |",
    )
    printed = {fact.indicator: fact.printed for fact in found.indicators}
    assert printed["overseas_travel_expenditure"] == "10.20万元"
    assert printed["official_reception_expenditure"] == "90.94万元"


def test_empty_cells_keep_their_columns() -> None:
    heads = ("编码\t\t名称\t合计\t基本支出\t项目支出", "合计\t\t\t60.00万元\t20.00万元\t40.00万元")
    found = read_table(*heads)
    basic, project = found.fact("basic_expenditure"), found.fact("project_expenditure")
    assert basic is not None
    assert project is not None
    assert (basic.printed, project.printed) == ("20.00万元", "40.00万元")


def test_a_line_of_a_classification_is_no_figure_of_the_report() -> None:
    assert read_table("303\t15\t会议费\t3,000.00").fact("conference_expenditure") is None


def test_prose_goes_before_a_cell_without_unit() -> None:
    found = read_table("本年支出合计\t1,234.56", prose="本年支出合计1300万元。")
    fact = found.fact("expenditure_total")
    assert fact is not None
    assert fact.printed == "1300万元"


@given(st.lists(st.text("收入支出。", max_size=12), max_size=6))
def test_the_words_of_cells_under_one_title_are_those_of_any_text(texts: list[str]) -> None:
    words = scanner(["收入", "支出", "收入支出", "出收", "支"])
    remembering = for_cells(words)
    assert [remembering.scan(text) for text in texts] == [words.scan(text) for text in texts]


def test_a_longer_name_is_another_thing() -> None:
    found = read("本年一般公共预算支出80万元。")
    assert found.fact("general_public_expenditure") is not None
    assert found.fact("expenditure_total") is None


def test_a_theme_belongs_to_its_department() -> None:
    text = "接收安置12名转业军官。"
    assert read(text).fact("transferred_officers_received") is not None
    assert read(text, department_type="education").fact("transferred_officers_received") is None


def test_spans_prove_every_fact() -> None:
    found = read("全年预算数1,200万元，支出数900万元，执行率75%。接收安置4名军休干部，评价等级为良。")
    assert len(found.indicators) >= 5
    for fact in found.indicators:
        text = found.paragraphs[fact.paragraph].text
        assert text[fact.char_start : fact.char_end] == fact.printed
        assert fact.evidence in text
        assert 0 < fact.confidence <= 1


WORDS = [
    "全年预算数", "支出数", "执行率", "自评得分", "无", "其中：", "（", "）", "，", "。", "：", "、",
    "公务接待费", "政府性基金预算", "转业军官", "一、存在问题", "等级为优", "占", "增长",
    "16个镇（街）", "1.5万元", "300余人", "92.5%", "60分", "2021年", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
def test_spans_prove_whatever_is_found_in_any_text(text: str) -> None:
    found = read(text)
    for fact in found.indicators:
        paragraph = found.paragraphs[fact.paragraph].text
        assert paragraph[fact.char_start : fact.char_end] == fact.printed != ""
        assert fact.evidence in paragraph
        assert (fact.value is None) == (fact.status == "stated_none" or fact.indicator in TEXTS)
    for finding in found.findings:
        assert all(paragraph < len(found.paragraphs) for paragraph in finding.paragraphs)


def test_the_indicators_of_a_real_report(real: Path) -> None:
    text = (real / "gold" / "panyu_2023.clean.txt").read_text(encoding="utf-8")
    found = read(text)
    gold = json.loads((real / "gold" / "panyu_2023.indicators.json").read_text(encoding="utf-8"))[
        "indicators"
    ]
    expected = {r["key"]: (r["paragraph_index"], r["printed"]) for r in gold if r["status"] == "reported"}
    theme = {name for name, entry in CATALOGUE.indicators.items() if entry.departments}
    got = {f.indicator: (f.paragraph, f.printed) for f in found.indicators if f.indicator in theme}
    assert got == expected
    core = {name: found.fact(name) for name, entry in CATALOGUE.indicators.items() if entry.core}
    assert {name: fact.value_base for name, fact in core.items() if fact and fact.value is not None} == {
        "budget_total": Decimal(163_900_000),
        "expenditure_total": Decimal("149640900"),
        "execution_rate": Decimal("91.3"),
        "self_score": Decimal("95.3"),
        "towns_and_streets": Decimal(16),
    }
    grade = core["grade"]
    assert grade is not None
    assert grade.printed == "优秀"
