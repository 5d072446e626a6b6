"""How numbers are read, by example: what is printed, its kind, value, unit and value in the base unit."""

import csv
import re
from decimal import Decimal
from importlib.resources import files

import pytest

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import NonQuantity, Paragraph, Piece, Quantity

LEXICON = load_lexicon()


def read(*texts: str, table: bool = False) -> tuple[tuple[Quantity, ...], tuple[NonQuantity, ...]]:
    return quantities([Paragraph(text, 1, (), table) for text in texts], 2023, LEXICON)


def only(text: str) -> Quantity:
    found, _ = read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "surface", "kind", "value", "unit", "base", "unit_base"),
    [
        ("发放慰问金3.6万余元", "3.6万余元", "money", "3.6", "万元", "36000", "元"),
        ("预算数16,390.50万元", "16,390.50万元", "money", "16390.50", "万元", "163905000", "元"),
        ("支出数1，234.56万元", "1，234.56万元", "money", "1234.56", "万元", "12345600", "元"),
        ("下拨工作经费80万（见附表）", "80万", "money", "80", "万", "800000", "元"),
        ("生产总值１．２亿元", "１．２亿元", "money", "1.2", "亿元", "120000000", "元"),
        ("补助三百万元", "三百万元", "money", "300", "万元", "3000000", "元"),
        ("拨付伍拾万元整", "伍拾万元整", "money", "50", "万元整", "500000", "元"),
        ("进出口242万美元", "242万美元", "money", "242", "万美元", "2420000", "美元"),
        ("每月补助500元/人", "500元/人", "money", "500", "元/人", "500", "元/人"),
        ("录入数据2.3万多人", "2.3万多人", "count", "2.3", "万人", "23000", "人"),
        ("普及近万名师生", "万名", "count", "10000", "名", "10000", "名"),
        ("惠及近8万居民", "8万", "count", "8", "万", "80000", None),
        ("慰问两千余户", "两千余户", "count", "2000", "户", "2000", "户"),
        ("设备2台（套）", "2台（套）", "count", "2", "台（套）", "2", "台（套）"),
        ("走访580人次", "580人次", "count", "580", "人次", "580", "人次"),
        ("赠送慰问品一批", "一批", "count", "1", "批", "1", "批"),
        ("开展一期短期疗养", "一期", "count", "1", "期", "1", "期"),
        ("完成率99.1%", "99.1%", "percent", "99.1", "%", "99.1", "%"),
        ("完成率９９％", "９９％", "percent", "99", "%", "99", "%"),
        ("百分之九十八点五的村", "百分之九十八点五", "percent", "98.5", "%", "98.5", "%"),
        ("提高0.8个百分点", "0.8个百分点", "percent", "0.8", "个百分点", "0.8", "百分点"),
        ("偏差率-5.2%", "-5.2%", "percent", "-5.2", "%", "-5.2", "%"),
        ("增长到3倍", "3倍", "ratio", "3", "倍", "3", "倍"),
        ("占总量的1/4", "1/4", "ratio", "0.25", None, "0.25", None),
        ("自评得分95.3分", "95.3分", "score", "95.3", "分", "95.3", "分"),
        ("自评得分为95.3，", "95.3", "score", "95.3", None, "95.3", "分"),
        ("年满60周岁", "60周岁", "duration", "60", "周岁", "60", "周岁"),
        ("历时3个多月", "3个多月", "duration", "3", "个月", "3", "月"),
        ("每半年通报", "半年", "duration", "0.5", "年", "0.5", "年"),
        ("15分钟服务圈", "15分钟", "duration", "15", "分钟", "15", "分钟"),
        ("荣获三等奖", "三等奖", "ordinal", "3", "等奖", "3", "等奖"),
        ("举办第二届评选", "第二届", "ordinal", "2", "届", "2", "届"),
        ("公园二期工程", "二期", "ordinal", "2", "期", "2", "期"),
        ("绿化8.8平方公里", "8.8平方公里", "other", "8.8", "平方公里", "8800000", "平方米"),
        ("装机2×35万千瓦", "2×35万千瓦", "other", "70", "万千瓦", "700000", "千瓦"),
        ("每月一研判", "一", "other", "1", None, "1", None),
    ],
)
def test_a_quantity_is_read(
    text: str, surface: str, kind: str, value: str, unit: str | None, base: str, unit_base: str | None
) -> None:
    quantity = only(text)
    assert (quantity.surface, quantity.kind, quantity.unit) == (surface, kind, unit)
    assert (quantity.value, quantity.value_base) == (Decimal(value), Decimal(base))
    assert quantity.unit_base == unit_base


def test_money_keeps_the_decimals_that_are_printed() -> None:
    assert str(only("使用经费19.40万元").value) == "19.40"


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("名额为3—7人", "3—7人", 3, 7),
        ("培训3至5天", "3至5天", 3, 5),
        ("满意度90%-95%", "90%-95%", 90, 95),
        ("补助10万-20万元", "10万-20万元", 100_000, 200_000),
        ("1-6级残疾军人", "1-6级", 1, 6),
        ("来了三四十人", "三四十人", 30, 40),
        ("两三次", "两三次", 2, 3),
    ],
)
def test_a_range_has_two_ends(text: str, surface: str, low: int, high: int) -> None:
    quantity = only(text)
    assert (quantity.surface, quantity.value_base, quantity.value_high) == (surface, low, high)


@pytest.mark.parametrize(
    ("text", "bound", "qualifier"),
    [
        ("培训300余人", "gt", "余"),
        ("近万名师生", "about", "近"),
        ("约50人", "about", "约"),
        ("不少于4天", "ge", "不少于"),
        ("满意度≧90%", "ge", "≧"),
        ("满意度＞95%", "gt", "＞"),
        ("达到90%以上", "ge", "达到…以上"),
        ("控制在4%以内", "le", "控制在…以内"),
        ("旅客突破500万人次", "gt", "突破"),
        ("不足5人", "lt", "不足"),
        ("增长6%左右", "about", "左右"),
        ("上千人参加", "gt", None),
        ("共有十几个", "about", "共有…几"),
    ],
)
def test_words_around_a_number_say_how_it_is_meant(text: str, bound: str, qualifier: str | None) -> None:
    quantity = only(text)
    assert (quantity.bound, quantity.qualifier, quantity.approximate) == (bound, qualifier, True)


def test_a_number_may_be_missing_or_nought() -> None:
    missing, nought = only("支出率：——%"), only("接待费0.00万元")
    assert (missing.kind, missing.surface, missing.value, missing.value_base) == (
        "percent",
        "——%",
        None,
        None,
    )
    assert (nought.value, nought.value_base) == (0, 0)


def test_numbers_of_a_list_share_the_unit_printed_once() -> None:
    found, _ = read("信访98件（11，8，39），由3、5和7名干部办理")
    assert [(item.surface, item.kind, item.unit_base) for item in found] == [
        ("98件", "count", "件"),
        ("11", "count", "件"),
        ("8", "count", "件"),
        ("39", "count", "件"),
        ("3", "count", "名"),
        ("5", "count", "名"),
        ("7名", "count", "名"),
    ]


def test_commas_between_numbers_are_not_separators_of_thousands() -> None:
    found, _ = read("各镇为10,20,30人")
    assert [item.value for item in found] == [10, 20, 30]


def test_the_head_of_a_table_lends_its_unit_to_the_rows_below() -> None:
    found, others = read(
        "收入决算表 单位：万元", "201 06 01 行政运行 1,511.90 8.37", "注：本表无数据。", "共5"
    )
    assert [(item.value, item.kind, item.value_base) for item in found[:2]] == [
        (Decimal("1511.90"), "money", Decimal("15119000.00")),
        (Decimal("8.37"), "money", Decimal("83700.00")),
    ]
    assert [item.surface for item in others if item.reason == "classification_code"] == ["201", "06", "01"]
    assert found[2].kind == "other"


def test_cells_that_run_together_are_kept_apart_by_their_pieces() -> None:
    raw, pieces, start = "20106 财政事务 2,940.05 336.91", [], 0
    for match in re.finditer(r"\S+", raw):
        pieces.append(Piece(start, 1, match.start(), len(match[0])))
        start += len(match[0])
    cleaned = Paragraph(raw.replace(" ", ""), 1, tuple(pieces), table=True)
    found, others = quantities([cleaned], 2023, LEXICON)
    assert [(item.surface, item.value) for item in found] == [
        ("2,940.05", Decimal("2940.05")),
        ("336.91", Decimal("336.91")),
    ]
    assert [cleaned.text[item.char_start : item.char_end] for item in found] == ["2,940.05", "336.91"]
    assert [item.surface for item in others] == ["20106"]


@pytest.mark.parametrize("text", ["“1310”部署", "“1+16+275”队伍", "附件2", "表3"])
def test_figures_that_name_are_identifiers(text: str) -> None:
    assert only(text).kind == "identifier"


def test_every_example_of_a_unit_is_read_with_it() -> None:
    rows = csv.DictReader(files("data.reference").joinpath("units.csv").read_text("utf-8").splitlines())
    for row in rows:
        found, _ = read(row["example"])
        assert any((item.unit or "").endswith(row["zh"]) for item in found), row
