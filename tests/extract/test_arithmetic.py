"""What a report's own words allow to be checked, and what they do not."""

import json
from pathlib import Path

import pytest

from tests.extract.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "共办理98件（上级交办11件，信访局交办8件，自办79件）。",
        "在册对象共30人（其中甲类12人、乙类10人，丙类8人）。",
        "为10名人员缴费2.5万元（4名一次性缴纳2.1万元，6名按月缴纳0.4万元）。",
        "安排经费214万元，其中一是甲项80万（此外区财政补充64万）；二是乙项134万。",
        "走访46人次，其中入户15人次，电话联系31人次。",
        "本年支出合计500万元，其中：基本支出300万元，占60%；项目支出200万元，占40%。",
        "管理效能得分35分；履职效能得分60分，总得分95分。",
    ],
)
def test_announced_breakdowns_that_hold(text: str) -> None:
    found = read(text)
    assert "sum_of_parts" in found.held()
    assert found.failed() == []


@pytest.mark.parametrize(
    "text",
    [
        "培训300余人，接收296人，另有4人。",
        "帮助10名对象，走访4名老人、6名儿童。",
        "设立驿站17个，配备专干17名。",
        "走访28人次，收到锦旗19面，其他9件。",
        "投入3万元用于甲，1万元用于乙，2万元用于丙。",
    ],
)
def test_coincidences_are_not_announced(text: str) -> None:
    assert read(text).held() == []


def test_parts_that_are_all_there_is_must_add_up() -> None:
    found = read("本年支出合计500万元，其中：基本支出300万元；项目支出190万元。")
    assert found.failed() == ["sum_mismatch"]


def test_parts_may_fall_short_of_their_total() -> None:
    assert read("下拨经费100万元，其中培训经费30万元、慰问经费20万元。").failed() == []


def test_a_part_cannot_exceed_its_total() -> None:
    assert read("下拨经费100万元，其中培训经费130万元、慰问经费20万元。").failed() == ["part_exceeds_total"]


def test_rounding_of_the_last_digit_is_no_fault() -> None:
    assert read("采购金额251.25万元，其中：货物4.79万元、工程0万元、服务246.47万元。").failed() == []
    assert read("支出合计300万元，其中：基本支出200万元，占66.6%；项目支出100万元，占33.3%。").failed() == []


def test_a_wrong_share() -> None:
    found = read(
        "支出2940.05万元，主要用于：教育支出（类）2106.66万元，占71.73%；其他支出（类）833.39万元，占28.35%。"
    )
    assert found.failed() == ["share_mismatch"]


def test_the_execution_rate_is_checked_against_its_figures() -> None:
    assert "rate" in read("全年预算数1,000万元，支出数913万元，预算执行率91.3%。").held()
    assert "rate_mismatch" in read("全年预算数1,000万元，支出数913万元，预算执行率93.1%。").failed()


def test_a_completion_rate_on_another_budget_than_it_says() -> None:
    text = "公共预算支出年初预算为0万元，全年预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。"
    assert "rate_denominator" in read(text, "final_accounts").failed()


def test_growth_against_level_and_change() -> None:
    good = "机关运行经费支出184.65万元，比上年度增加2.55万元，增长1.40%。"
    bad = "收入支出总计0万元。与上年度相比，收入支出总计减少56.95万元，下降1.87%。"
    zero = "收入支出总计307.82万元。与上年度相比，增加307.82万元，增长100%。"
    assert read(good, "final_accounts").held() == ["growth_rate"]
    assert read(bad, "final_accounts").failed() == ["growth_rate_mismatch"]
    assert read(zero, "final_accounts").failed() == ["rate_undefined"]


def test_growth_is_reckoned_from_the_level_and_not_from_another_change() -> None:
    told = "三公经费支出9.00万元，较预算减少2.00万元，下降18.18%，较上年减少1.00万元，下降{}%。"
    assert read(told.format("10"), "final_accounts").failed() == []
    assert read(told.format("11.1"), "final_accounts").failed() == ["growth_rate_mismatch"]
    part = "三公经费较上年增加2万元，其中公务接待费较上年减少0.5万元，下降4.68%。"
    assert read(part, "budget").failed() == []


def test_a_base_is_zero_only_where_nothing_is_left() -> None:
    assert read("公务接待费1万元，比上年增加0.5万元，增长100%。", "final_accounts").failed() == []


def test_parts_are_those_of_the_level_and_of_one_item() -> None:
    grown = "收入完成16.16亿元，同比增收0.75亿元，增长4.83%。其中：税收收入10.28亿元；非税收入5.88亿元。"
    assert "part_exceeds_total" not in read(grown, "budget").failed()
    run_on = "二、用车预算150万元，其中运行费150万元，购置费0万元，三、接待费预算200万元，与上年持平。"
    assert "part_exceeds_total" not in read(run_on, "budget").failed()


def test_average_growth() -> None:
    text = "生产总值由2010年的162.4亿元增加到2015年的287.9亿元，年均增长{}%。"
    assert "average_growth" in read(text.format("12.1")).held()
    assert "average_growth_mismatch" in read(text.format("15.1")).failed()


@pytest.mark.parametrize(
    ("words", "holds"),
    [("大于", False), ("等于", False), ("小于", True), ("高于", False), ("低于", True)],
)
def test_words_of_direction(words: str, holds: bool) -> None:
    found = read(
        f"年初预算为62.29万元，支出决算为60.99万元。决算数{words}预算数的主要原因：人员变动。",
        "final_accounts",
    )
    assert ("direction" in found.held()) is holds
    assert ("direction_mismatch" in found.failed()) is not holds


def test_declared_bounds() -> None:
    assert "bound" in read("受理优待证申请人数100人，共发放优待证98张。").held()
    assert "bound_exceeded" in read("平台投递简历40份，企业收到简历69份。").failed()


def test_a_score_within_full_marks() -> None:
    assert "bound" in read("总分为100分，由四项构成。\n自评得分为95.3分。").held()


def test_items_in_the_paragraphs_below() -> None:
    items = "（一）因公出国费0万元。\n（二）用车36.56万元。\n（三）接待费1.35万元。"
    found = read(f"“三公”经费预算数为37.91万元。其中：\n{items}", "budget")
    assert "sum_of_items" in found.held()


def test_a_nested_list_ends_where_the_outer_goes_on() -> None:
    found = read("基本支出100万元，其中人员经费80万元、公用经费20万元；项目支出900万元。")
    assert found.held().count("sum_of_parts") == 1
    assert found.failed() == []


def test_growth_from_one_place_to_another() -> None:
    text = "地区生产总值完成198.5亿元。\n预期目标是：地区生产总值240亿元，增长21%。"
    assert "growth_between" in read(text, "work_report").held()


def test_a_figure_repeated() -> None:
    assert "repeated_figure" in read("16个镇（街）建站。\n覆盖16个镇（街）。").held()


def test_wording_that_cannot_be_right() -> None:
    assert read("服务总人数达到了109人次。").failed() == ["unit_mismatch"]
    assert read("参与3603余人次。").failed() == ["false_precision"]
    assert read("基金预算支出0万元，支出率：——%。").failed() == ["rate_without_value"]
    assert read("落实到位。。").failed() == ["doubled_punctuation"]
    assert read("部门名称2021年部门整体支出绩效自评报告\n一、基本情况").failed() == ["placeholder"]


def test_a_heading_of_another_year() -> None:
    headings = "某区某局2024年度部门决算\n第一部分某局2024年度部门决算表\n第二部分某局2023年度部门决算说明"
    text = f"{headings}\n截至2023年12月31日，有车辆2辆。"
    assert read(text, "final_accounts", fiscal_year=2024).failed() == ["year_conflict", "year_conflict"]


def test_the_year_carried_out_and_the_year_planned_have_headings_of_their_own() -> None:
    headings = (
        "关于某区2025年预算执行情况和2026年预算草案的报告\n一、2025年预算执行情况\n（一）2025年预算执行情况"
        "\n二、2026年预算草案\n（一）2026年部门预算"
    )
    assert "year_conflict" not in read(headings, "budget", fiscal_year=2026).failed()


def test_tables_that_are_published_in_a_file_of_their_own() -> None:
    text = (
        "某局2024年度部门决算\n目录\n一、收入决算表\n二、支出决算表\n三、财政拨款支出决算表\n四、情况说明\n"
        "四、情况说明\n表格见附件。"
    )
    assert "missing_table" not in read(text, "final_accounts").failed()


def test_a_table_of_the_contents_that_is_not_there() -> None:
    text = (
        "某局2024年度部门决算\n目录\n一、收入决算表\n二、支出决算表\n三、财政拨款支出决算表\n四、情况说明\n"
        "一、收入决算表\n单位：万元\n三、财政拨款支出决算表\n单位：万元\n四、情况说明\n已说明。"
    )
    failed = [f for f in read(text, "final_accounts").findings if f.rule == "missing_table"]
    assert [f.values for f in failed] == [("支出决算表",)]


def test_findings_name_their_paragraphs_and_values() -> None:
    found = read("一、收支情况\n全年预算数1,000万元，支出数913万元，预算执行率93.1%。")
    (finding,) = [f for f in found.findings if f.rule == "rate_mismatch"]
    assert finding.paragraphs == (1,)
    assert finding.values == ("93.1%", "913万元", "1,000万元")
    assert "91.3%" in finding.message


def test_the_identities_of_a_real_report(real: Path) -> None:
    text = (real / "gold" / "panyu_2023.clean.txt").read_text(encoding="utf-8")
    gold = json.loads((real / "gold" / "panyu_2023.identities.json").read_text(encoding="utf-8"))
    findings = read(text).findings
    held = [set(f.values) for f in findings if f.holds]
    for identity in gold["holding"]:
        figures = {side["surface"] for side in (*identity["lhs"], *identity["rhs"])}
        listed = len(figures) < 10 or identity["type"] != "le"
        assert not listed or figures in held, identity["expression"]
    assert "tasks_within_total" in [f.rule for f in findings if f.holds]
    assert not [f for f in findings if not f.holds and f.severity != "info"]
