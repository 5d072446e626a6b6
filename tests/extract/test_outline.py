"""Levels come from the context: the same marker stands on several of them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.outline.headings import outline, sections
from tasks.extract.outline.markers import form, opening
from tasks.extract.outline.roles import load_section_roles
from tasks.model import Paragraph, Piece
from tests.extract.reading import read

ROLES = load_section_roles()


def levels(*lines: str) -> list[int | None]:
    return [placement.level for placement in read("\n".join(lines)).placements]


@pytest.mark.parametrize(
    ("text", "style", "ordinal", "rest"),
    [
        ("一、基本情况", "han", 1, "基本情况"),
        ("（十二）其他", "han_paren", 12, "其他"),
        ("(三)收支情况", "han_paren", 3, "收支情况"),
        ("3.加强培训。", "dot", 3, "加强培训。"),
        ("1.2023年完成采购。", "dot", 1, "2023年完成采购。"),
        ("（2）双拥工作", "paren", 2, "双拥工作"),
        ("④走访慰问", "circled", 4, "走访慰问"),
        ("第二部分决算表", "part", 2, "决算表"),
        ("二是完善制度。", "shi", 2, "完善制度。"),
    ],
)
def test_markers_of_the_genre(text: str, style: str, ordinal: int, rest: str) -> None:
    found = opening(text)
    assert found is not None
    assert (found.style, found.ordinal, text[found.end :]) == (style, ordinal, rest)


@pytest.mark.parametrize("text", ["1.5亿元资金", "2023年完成", "一方面", "一是否则", "（以下简称）"])
def test_figures_and_words_are_no_markers(text: str) -> None:
    found = opening(text)
    assert found is None or text.startswith("一是")


@given(st.text("一二三四五六七八九十第部分（）、．是12", max_size=8))
def test_numerals_that_count_nothing_are_no_markers(text: str) -> None:
    found = opening(text)  # 十二三、 and 三十十、 raise nothing
    assert found is None or (found.ordinal < 1000 and text.startswith(found.marker))


def test_heading_run_in_and_numbered() -> None:
    assert form("（一）部门概况。", 3, followed_by_body=True) == ("heading", "部门概况")
    assert form("1.坚持走访。全年走访300户。", 2, followed_by_body=True) == ("run_in", "坚持走访")
    assert form("1.培训经费：年度目标100人。", 2, followed_by_body=True) == ("numbered", "培训经费")
    assert form("三、全年支出120万元，其中甲80万元，乙40万元。", 2, True)[0] == "numbered"


def test_one_marker_on_three_levels() -> None:
    assert levels(
        "一、基本情况", "（一）工作任务", "一、抓好培训", "办班三期。", "二、抓好走访", "走访十户。",
        "（二）收支情况", "一、预算下达100万元，已下达。", "二、绩效自评",
    ) == [1, 2, 3, None, 3, None, 2, 3, 1]  # fmt: skip


def test_an_item_cannot_hold_a_list_of_higher_rank() -> None:
    lines = ("一、工作", "1.培训。办班三期，共计百人。", "2.走访。走访十户。", "（一）收支", "二、结论")
    assert levels(*lines) == [1, 2, 2, 2, 1]


def test_a_heading_glued_to_the_paragraph_before_opens_its_section() -> None:
    before = "一、情况\n（一）概况\n人员稳定。\n（二）任务\n"
    text = f"{before}任务完成，总体稳定。（三）收支情况。\n一、全年预算数9万元，已下达。\n二、已支出。"
    assert [placement.level for placement in read(text).placements[4:]] == [None, 3, 3]
    assert read(text).placements[5].section == "一、情况 › （三）收支情况"
    loose = "一、情况\n任务完成。（三）收支情况。\n全年预算数9万元。"
    assert read(loose).placements[2].section == "一、情况"


def test_section_names_the_headings_above() -> None:
    placed = read("一、基本情况\n（二）收支情况\n全年预算数12万元。").placements[2]
    assert placed.section == "一、基本情况 › （二）收支情况"
    assert placed.roles == ("basic", "fiscal")
    assert placed.kind == "body"


def test_a_part_that_names_no_role_has_those_of_the_section_it_stands_in() -> None:
    text = "一、存在问题和改进建议\n（一）预算编制\n编制不够精细。\n（二）改进建议\n按月通报。"
    placed = read(text).placements
    assert placed[2].roles == placed[0].roles
    assert set(placed[4].roles) < set(placed[0].roles)


def test_missing_and_repeated_ordinals_are_findings() -> None:
    assert "ordinal_missing" in read("一、甲情况\n内容。\n二、乙情况\n内容。\n四、丁情况\n内容。").failed()
    assert "ordinal_repeated" in read("一、甲情况\n内容。\n二、乙情况\n内容。\n二、丙情况\n内容。").failed()
    assert "ordinal_missing" in read("我局推进两项。一是抓培训。二是抓走访。四是抓宣传。").failed()
    assert read("一、甲情况\n内容。\n二、乙情况\n内容。").failed() == []


def test_contents_are_no_headings() -> None:
    contents = "某局2023年度部门决算\n目录\n一、主要职能\n二、决算说明\n"
    text = f"{contents}一、主要职能\n负责管理。\n二、决算说明\n支出决算为3万元。"
    kinds = [placement.kind for placement in read(text).placements]
    assert kinds == ["title", "other", "other", "other", "heading", "body", "heading", "body"]


OPENINGS = [
    "一、甲",
    "二、乙",
    "三、丙情况。",
    "（一）子",
    "（二）丑",
    "1.寅。内容。",
    "2.卯",
    "一是辰。内容。",
]
LINES = st.lists(
    st.sampled_from(OPENINGS)
    | st.text(alphabet="一二三、（）1.是。情况甲乙\n", max_size=12),
    max_size=14,
)  # fmt: skip


@given(LINES)
def test_every_paragraph_is_placed_and_levels_have_no_holes(lines: list[str]) -> None:
    paragraphs = tuple(Paragraph(t, 1, (Piece(0, 1, 0, len(t)),)) for t in lines)
    placements, _ = outline(paragraphs, ROLES)
    assert len(placements) == len(paragraphs)
    deepest = 0
    for placement in placements:
        if placement.level:
            assert 1 <= placement.level <= deepest + 1
            deepest = placement.level


def test_the_tree_of_a_real_report(real: Path) -> None:
    text = (real / "gold" / "panyu_2023.clean.txt").read_text(encoding="utf-8")
    gold = json.loads((real / "gold" / "panyu_2023.sections.json").read_text(encoding="utf-8"))["sections"]
    paragraphs = tuple(Paragraph(t, 1, (Piece(0, 1, 0, len(t)),)) for t in text.splitlines())
    nodes, findings = sections(paragraphs, ROLES)
    assert [(n.paragraph, n.level, n.marker, n.ordinal, n.form, n.title) for n in nodes] == [
        (s["paragraph_start"], s["level"], s["marker"], s["ordinal"], s["kind"], s["title"])
        for s in gold
        if s["level"]
    ]
    assert findings == ()
