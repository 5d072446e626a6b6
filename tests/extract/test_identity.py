"""Identity as a whole: what a document says of who reports about which year, and what it leaves open."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.identity.divisions import Division, above
from tasks.extract.identity.gazetteer import load_gazetteer
from tasks.extract.identity.identify import identify, undecided
from tasks.model import Identity, Paragraph
from tests.extract.score_titles import misses

GAZETTEER = load_gazetteer()
DIVISIONS = [d for group in GAZETTEER.divisions.by_code.values() for d in group]
BUREAUS = [
    "退役军人事务局",
    "市场监督管理局",
    "住房和城乡建设局",
    "财政局",
    "民政局",
    "总工会",
    "人民医院",
    "第二中学",
]


def identity_of(*lines: str, files: tuple[str, ...] = ()) -> Identity:
    return identify([Paragraph(line, 1, ()) for line in lines], files, GAZETTEER)


def test_the_title_says_it_all() -> None:
    found = identity_of("2021年度宁波市鄞州区退役军人事务局部门整体支出绩效自评报告")
    assert (found.province, found.city, found.district) == ("浙江省", "宁波市", "鄞州区")
    assert (found.division_code, found.division_level) == ("330212", "district")
    assert (found.department, found.department_type) == ("退役军人事务局", "veterans_affairs")
    assert (found.entity_scope, found.report_type, found.fiscal_year) == (
        "department",
        "self_evaluation",
        2021,
    )
    assert found.confidence > 0.9
    assert undecided(found) is None


def test_a_placeholder_in_the_title_leaves_the_body_to_tell() -> None:
    found = identity_of(
        "单位名称2020年部门整体支出绩效自评报告",
        "（一）部门概况。",
        "扬州市广陵区民政局是区人民政府组成部门，编制20人，支出1,200.5万元。",
        "我局前往扬州市民政局领取物资，并到仪征市民政局学习。",
    )
    assert (found.division_code, found.department) == ("321002", "民政局")


def test_a_report_on_the_three_public_expenses_has_a_title_too() -> None:
    found = identity_of(
        "市国资委2019年财政拨款“三公”经费增减情况说明", "2019年支出3.5万元，较2018年决算减少1万元。"
    )
    assert (found.department, found.report_type, found.fiscal_year) == ("国资委", "final_accounts", 2019)
    found = identity_of("歙县民政局2019年“三公”经费安排情况")
    assert (found.district, found.report_type, found.fiscal_year) == ("歙县", "budget", 2019)


def test_accounts_of_one_year_beside_the_budget_of_the_next_are_of_the_first() -> None:
    found = identity_of("歙县民政局2021年财政拨款开支的“三公”经费支出决算和2022年预算情况")
    assert (found.report_type, found.fiscal_year) == ("final_accounts", 2021)


def test_the_stem_of_a_place_before_a_field_of_work() -> None:
    assert identity_of("汶川教育和体育局2022年度部门决算").district == "汶川县"
    assert identity_of("公安交通警察局2022年度部门决算").district is None  # and not 公安县
    assert identity_of("龙潭镇人民政府2022年度部门决算").district is None  # and not 龙潭区
    assert identity_of("朝阳教育局2022年度部门决算").district is None  # several places have the stem
    assert identity_of("甘肃省敦煌中学2022年度单位决算").district == "敦煌市"


def test_lines_of_the_page_around_a_report_name_nobody() -> None:
    found = identity_of(
        "公开范围：面向全社会",
        "歙县徽城镇中心小学2021年预算",
        "收入预算120.5万元。",
        "歙县人民政府主办 歙县行政审批局承办",
    )
    assert found.title == "歙县徽城镇中心小学2021年预算"
    assert identity_of("三公经费支出3.5万元。", "歙县人民政府主办 歙县行政审批局承办").department is None


def test_a_page_may_name_its_title_in_a_field() -> None:
    for field in (
        "名称：| 歙县民政局2021年度部门决算说明 | ||||",
        "[ 标 题 ] 歙县民政局2021年度部门决算说明",
    ):
        found = identity_of(
            "索引号：| 1150/2022-01109 | 信息分类：| 财政 |", field, "（一）职能职责。拟订规划。"
        )
        assert found.title == "歙县民政局2021年度部门决算说明"


def test_the_head_of_a_table_is_no_title() -> None:
    found = identity_of(
        "一、2016年“三公”经费决算情况表",
        "预算数",
        "决算数（万元）",
        "二、情况说明",
        "歙县民政局2016年度“三公”经费支出决算为68.3万元，与2015年度决算相比减少9.6万元，比2015年决算少。",
    )
    assert (found.title, found.fiscal_year, found.report_type) == (None, 2016, "final_accounts")
    assert (found.district, found.department) == ("歙县", "民政局")


def test_a_title_with_the_short_name_of_the_body_that_the_text_names_with_its_place() -> None:
    found = identity_of(
        "岩寺社区卫生中心2016年度部门预算编制说明",
        "（一）单位性质",
        "黄山市徽州区岩寺社区卫生服务中心属于全额补助事业单位。",
    )
    assert (found.district, found.department) == ("徽州区", "岩寺社区卫生中心")


def test_the_bureau_that_compiled_the_figures_of_a_district() -> None:
    found = identity_of(
        "根据《中华人民共和国预算法》有关规定，经铜陵市财政局汇总，2021年市本级部门（单位）“三公”经费预算为3136万元，较2020年减少。"
    )
    assert (found.city, found.department, found.fiscal_year) == ("铜陵市", "财政局", 2021)


def test_the_one_year_of_a_short_text() -> None:
    assert identity_of("经歙县财政局汇总，2018年全县部门“三公”经费决算总额为277万元。").fiscal_year == 2018
    assert identity_of("歙县财政局2018年印发办法，2019年决算总额为277万元，2020年公开。").fiscal_year is None


def test_a_purse_is_no_kind_of_report() -> None:
    found = identity_of(
        "一、总体情况", "2018年度本部门一般公共预算财政拨款安排的“三公”经费支出2.05万元，较上年减少。"
    )
    assert (found.report_type, found.fiscal_year) == ("final_accounts", 2018)


def test_years_that_are_compared_with_are_not_counted() -> None:
    found = identity_of(
        "2019年，市本级“三公”经费预算为3328万元，比2018年减少830万元，其中接待费比2018年减少38万元。"
    )
    assert found.fiscal_year == 2019


def test_headings_tell_the_kind_where_the_title_was_lost() -> None:
    found = identity_of(
        "一、单位基本情况", "区妇联现有编制11名。", "三、部门预算情况说明", "2021年年初预算数355.68万元。"
    )
    assert (found.report_type, found.fiscal_year) == ("budget", 2021)


def test_the_place_may_be_in_the_first_sentence_only() -> None:
    found = identity_of(
        "2017年度项目支出绩效自评报告",
        "长沙市岳麓区卫生和计划生育局是区政府工作部门。",
        "天心区卫生和计划生育局来访3次，项目支出20万元。",
    )
    assert (found.district, found.department_type) == ("岳麓区", "health")
    assert found.report_type == "project_evaluation"


def test_a_filled_form_names_its_reporter() -> None:
    found = identity_of(
        "项目支出绩效自评表",
        "（2022年度）",
        "主管部门 曲靖市民政局 实施单位 曲靖市救助站",
        "年度资金总额 10万元",
    )
    assert (found.city, found.department, found.fiscal_year) == ("曲靖市", "民政局", 2022)


def test_who_is_evaluated_goes_before_who_evaluates() -> None:
    found = identity_of("萧山区财政局关于萧山区教育局2022年整体支出绩效评价报告")
    assert found.department == "教育局"


def test_bureaus_that_act_in_the_text_are_not_the_reporter() -> None:
    found = identity_of(
        "2020年度部门整体绩效评价报告",
        "按照《甲县财政局关于开展绩效评价的通知》要求，杭州市萧山区审计局组织开展了绩效自评。",
        "萧山区财政局负责复核，萧山区财政局反馈意见，萧山区财政局备案。",
    )
    assert found.department == "审计局"


def test_same_named_districts_stay_open_unless_something_above_them_is_named() -> None:
    title = "鼓楼区民政局2021年度部门决算"
    open_ = identity_of(title)
    assert (open_.division_code, open_.district) == (None, "鼓楼区")
    assert "行政区划" in (undecided(open_) or "")
    assert identity_of(title, "徐州市下达补助资金。").division_code == "320302"
    assert identity_of(title, files=("徐州市鼓楼区民政局.pdf",)).division_code == "320302"


def test_the_district_is_that_of_the_fiscal_year() -> None:
    assert identity_of("增城市教育局2010年度部门决算").division_code == "440183"
    assert identity_of("增城区教育局2021年度部门决算").division_code == "440118"
    assert identity_of("监利县财政局2021年度部门决算").district == "监利市"


@pytest.mark.parametrize(
    ("title", "town", "department", "kind"),
    [
        ("2022年度遵义市播州区甲乙镇人民政府部门决算", "甲乙镇", "人民政府", "town_government"),
        (
            "台州市路桥区人民政府路北街道办事处2021年度部门决算",
            "路北街道",
            "路北街道办事处",
            "subdistrict_office",
        ),
        ("佛山市南海区狮山镇2021年部门决算", "狮山镇", "狮山镇", "town_government"),
        ("2022年度通渭县甲乙镇学区部门决算", None, "甲乙镇学区", "school"),
    ],
)
def test_towns_report_for_themselves(title: str, town: str | None, department: str, kind: str) -> None:
    found = identity_of(title)
    assert (found.town, found.department, found.department_type) == (town, department, kind)
    assert found.division_level == ("town" if town else "district")


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("通渭县教育局（本级）2022年度部门决算", "unit"),
        ("通渭县教育局2022年度单位决算", "unit"),
        ("通渭县教育局2022年度本级决算", "unit"),
        ("通渭县教育局（汇总）2022年度部门决算", "department"),
        ("通渭县教育局2022年部门整体支出绩效自评报告", "department"),
    ],
)
def test_scope_is_read_off_the_title(title: str, scope: str) -> None:
    assert identity_of(title).entity_scope == scope


def test_a_work_report_is_the_governments_and_about_the_year_before() -> None:
    found = identity_of(
        "政 府 工 作 报 告",
        "——2020年1月8日在鄞州区第十八届人民代表大会第四次会议上",
        "鄞州区人民政府代区长　某某",
        "现在，我代表区人民政府向大会报告工作。",
    )
    assert (found.division_code, found.department, found.department_type) == (
        "330212",
        "人民政府",
        "people_government",
    )
    assert (found.report_type, found.fiscal_year) == ("work_report", 2019)


def test_blank_forms_are_templates_and_need_no_identity() -> None:
    blank = identity_of(
        "XX县XX局2023年度部门决算", "XX县XX局内设XX个股室，收入XX万元，比上年增加XX万元，增长XX%。"
    )
    outline = identity_of("项目绩效自评报告提纲", "一、项目概况", "二、资金情况")
    assert blank.report_type == outline.report_type == "template"
    assert undecided(blank) is undecided(outline) is None


def test_nothing_is_guessed_from_nothing() -> None:
    found = identity_of("会议纪要", "出席人员名单附后。")
    assert found.report_type == "other"
    assert found.confidence == 0.0
    reason = undecided(found)
    assert reason is not None
    assert reason.startswith("identity: ")
    assert "\n" not in reason
    assert identity_of().title is None


def test_the_file_name_speaks_last() -> None:
    found = identity_of("部门整体支出绩效自评报告", files=("2022年通渭县民政局整体支出绩效自评.txt",))
    assert (found.district, found.department, found.fiscal_year) == ("通渭县", "民政局", 2022)
    other = identity_of("2021年通渭县民政局部门决算", files=("2022年静宁县教育局决算.txt",))
    assert (other.district, other.department, other.fiscal_year) == ("通渭县", "民政局", 2021)


@given(st.sampled_from(DIVISIONS), st.sampled_from(BUREAUS), st.integers(2000, 2025))
def test_any_division_with_its_chain_any_bureau_any_year(division: Division, bureau: str, year: int) -> None:
    if not division.in_force(year):
        return
    over = dict.fromkeys(d.name for d in above(GAZETTEER.divisions, division, year) if d)
    place = "".join([*(name for name in over if name != division.name), division.name])
    found = identity_of(f"{year}年度{place}{bureau}部门决算公开")
    assert (found.division_code, found.department, found.fiscal_year) == (division.code, bureau, year)


@given(st.lists(st.text(alphabet="一县局区某年度决算报告（）：。，2021XX市 \n", max_size=40), max_size=12))
def test_no_text_breaks_it_and_it_is_deterministic(lines: list[str]) -> None:
    assert identity_of(*lines) == identity_of(*lines)


def test_real_titles_are_read_in_every_field_they_show(real: Path) -> None:
    assert [(field, row["title"]) for field, _, _, row in misses(real)] == []


def test_real_work_reports_are_identified(real: Path) -> None:
    for told in sorted(real.glob("gold/public/*_gwr_*.facts.json")):
        gold = json.loads(told.read_text("utf-8"))["identity"]
        raw = real / "reports" / "public" / told.name.replace(".facts.json", ".txt")
        found = identity_of(*raw.read_bytes().decode("gb18030").splitlines())
        assert found.division_code == gold["admin_code"], raw.name
        assert found.fiscal_year == gold["fiscal_year"], raw.name
        assert gold["department"].endswith(found.department or "?"), raw.name


def test_the_two_seeds_are_identified(real: Path) -> None:
    seeds = sorted((real / "reports" / "seeds").glob("*.txt"))
    found = [identity_of(*seed.read_text("utf-8").splitlines()) for seed in seeds]
    assert [(f.division_code, f.department_type, f.fiscal_year) for f in found] == [
        ("440113", "veterans_affairs", 2023),
        ("440118", "veterans_affairs", 2021),
    ]
