"""The parts that identity is read by: names, titles, years, blank forms."""

import pytest

from tasks.extract.identity.form import is_blank_form
from tasks.extract.identity.gazetteer import load_gazetteer
from tasks.extract.identity.lines import find_title, plain
from tasks.extract.identity.names import Named, name_from, name_of
from tasks.extract.identity.title import read_title
from tasks.extract.identity.year import fiscal_year
from tasks.model import ReportType

GAZETTEER = load_gazetteer()


def parts(text: str) -> tuple[tuple[str, ...], str | None, str | None]:
    named = name_of(text, GAZETTEER) or Named((), None, None, 0, 0)
    return named.chain, named.town, named.body


@pytest.mark.parametrize(
    ("text", "chain", "town", "body"),
    [
        ("上海市浦东新区民政局", ("上海市", "浦东新区"), None, "民政局"),
        ("长沙岳麓区财政局", ("长沙", "岳麓区"), None, "财政局"),
        ("播州区甲乙镇人民政府", ("播州区",), "甲乙镇", "人民政府"),
        ("路桥区人民政府路北街道办事处", ("路桥区",), "路北街道", "路北街道办事处"),
        ("中共宁波市鄞州区委社会工作部", ("宁波市", "鄞州区"), None, "区委社会工作部"),
        ("共青团新县委员会", ("新县",), None, "共青团新县委员会"),
        ("新县政协", ("新县",), None, "政协"),
        ("县信访局", (), None, "信访局"),
        ("市场监督管理局", (), None, "市场监督管理局"),
        ("台州市公安局路桥区分局", ("台州市", "路桥区"), None, "公安局路桥区分局"),
        ("台州市公安局路桥分局", ("台州市", "路桥区"), None, "公安局路桥分局"),
        ("重庆市綦江第二中学校", ("重庆市", "綦江区"), None, "綦江第二中学校"),
        ("湘潭市甲乙新区", ("湘潭市", "甲乙新区"), None, None),
        ("苏州工业园区教育局", ("苏州", "苏州工业园区"), None, "教育局"),
        ("楚雄州融媒体中心", ("楚雄州",), None, "融媒体中心"),
        ("浏阳市民政局系统", ("浏阳市",), None, "民政局"),
        ("部门名称", (), None, None),
        ("湖南省XX局", ("湖南省",), None, None),
        ("老旧小区改造经费", (), None, None),
    ],
)
def test_names_are_places_town_and_body(
    text: str, chain: tuple[str, ...], town: str | None, body: str | None
) -> None:
    assert parts(text) == (chain, town, body)


def test_prose_gives_a_name_only_where_one_surely_ends() -> None:
    named = name_from("，通渭县民政局是县政府工作部门", 1, GAZETTEER)
    assert named is not None
    assert (named.chain, named.body, named.end) == (("通渭县",), "民政局", 7)
    assert name_from("通渭县委、县政府领导", 0, GAZETTEER) is None
    assert name_from("该局", 0, GAZETTEER) is None
    assert name_from("通渭县全部完成", 0, GAZETTEER) is None


def test_a_title_may_stand_on_several_lines() -> None:
    lines = ["附件2", "2022年度", "通渭县民政局", "部门决算", "情况说明", "一、部门概况"]
    assert find_title(lines, GAZETTEER) == range(1, 5)
    assert find_title(["目录", "一、部门决算表"], GAZETTEER) == range(0)


def test_page_furniture_is_no_title() -> None:
    lines = ["首页>财政公开>部门决算管理", "发布日期：2023-01-01", "2022年通渭县民政局部门决算", "目录"]
    assert [lines[i] for i in find_title(lines, GAZETTEER)] == ["2022年通渭县民政局部门决算"]


def test_a_fuller_title_goes_before_a_running_head_but_an_annex_does_not() -> None:
    head = ["2022年度部门决算（公开）", "通渭县民政局2022年度部门决算", "目录", "一、部门概况"]
    assert find_title(head, GAZETTEER) == range(1, 2)
    annex = ["通渭县民政局部门决算", "目录", "一、概况", "附：通渭县民政局2022年部门整体支出绩效自评报告"]
    assert find_title(annex, GAZETTEER) == range(0, 1)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2022年部门整体支出绩效自评报告", "self_evaluation"),
        ("部门整体支出及项目支出绩效评价报告", "self_evaluation"),
        ("2022年度项目支出绩效自评表", "project_evaluation"),
        ("专项转移支付绩效自评报告", "project_evaluation"),
        ("2022年度部门决算公开", "final_accounts"),
        ("2025年单位预算", "budget"),
        ("政府工作报告", "work_report"),
        ("部门整体绩效自评报告模板", "template"),
        ("部门整体支出绩效目标表", "other"),
        ("会议纪要", None),
    ],
)
def test_the_genre_is_read_off_the_title(title: str, kind: ReportType | None) -> None:
    assert read_title(title, GAZETTEER).report_type == kind


@pytest.mark.parametrize(
    ("title", "kind", "year"),
    [
        ("2021年度部门决算", "final_accounts", 2021),
        ("二〇二一年度部门决算", "final_accounts", 2021),
        ("２０２１年度部门决算", "final_accounts", 2021),
        ("2024年公开的通渭县2023年度部门决算", "final_accounts", 2023),
        ("关于2023年预算执行情况和2024年预算草案的报告", "budget", 2024),
        ("部门决算（2022-09-19）", "final_accounts", None),
        ("2019-2021年项目支出绩效自评报告", "project_evaluation", 2021),
    ],
)
def test_the_year_of_a_title_is_that_of_its_genre(title: str, kind: ReportType, year: int | None) -> None:
    read = read_title(plain(title), GAZETTEER)
    assert fiscal_year(read, None, [], "", kind, GAZETTEER.genre).value == year


def test_without_a_year_in_the_title_the_document_tells() -> None:
    title = read_title("通渭县民政局部门决算", GAZETTEER)
    lines = ["第三部分2023年度部门决算情况说明", "2023年度收入总计100万元，2022年度90万元", "2024年9月1日"]
    year = fiscal_year(title, None, lines, "\n".join(lines), "final_accounts", GAZETTEER.genre)
    assert (year.value, year.where) == (2023, "heading of a part")
    silent = fiscal_year(title, None, [], "2023年和2022年", "final_accounts", GAZETTEER.genre)
    assert silent.value is None


def test_a_budget_report_of_a_whole_government_is_its_finance_bureaus() -> None:
    assert read_title("关于2019年县本级财政决算草案的报告", GAZETTEER).government_accounts


def test_forms_are_blank_when_marks_outnumber_figures() -> None:
    assert is_blank_form("收入XX万元，支出××万元，结余____万元", True, False, GAZETTEER)
    assert not is_blank_form("XX项目收入20万元，支出18万元，另有XX、XX，占90%，3人", True, True, GAZETTEER)
    assert is_blank_form("基本情况" * 60, True, False, GAZETTEER)
    assert not is_blank_form("基本情况" * 60, False, False, GAZETTEER)
