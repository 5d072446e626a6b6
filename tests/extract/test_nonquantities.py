"""Numerals that count nothing are set aside whole, each with the reason."""

import pytest

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph

LEXICON = load_lexicon()


def set_aside(text: str) -> list[tuple[str, str]]:
    found, others = quantities([Paragraph(text, 1, ())], 2023, LEXICON)
    assert not found, found
    return [(item.surface, item.reason) for item in others]


@pytest.mark.parametrize(
    ("text", "surface", "reason"),
    [
        ("一、部门概况", "一、", "list_marker"),
        ("（二）工作任务", "（二）", "list_marker"),
        ("1.加强管理", "1.", "list_marker"),
        ("（3）其他", "（3）", "list_marker"),
        ("第一部分 部门概况", "第一部分", "list_marker"),
        ("任务落实。（二）继续推进", "（二）", "list_marker"),
        ("重点如下：1、保障到位", "1、", "list_marker"),
        ("其中一是镇街经费", "一是", "enumerator"),
        ("二要压实责任", "二要", "enumerator"),
        ("发放一次性补助", "一次性", "lexical_word"),
        ("进一步加强", "进一步", "lexical_word"),
        ("统一领导", "统一", "lexical_word"),
        ("百姓出行", "百姓", "lexical_word"),
        ("走访慰问“八一”", "“八一”", "festival_name"),
        ("春节、八一建军节", "八一建军节", "festival_name"),
        (
            "“一区一品牌、一镇（街）一特色”建设",
            "“一区一品牌、一镇（街）一特色”",
            "quoted_slogan_or_named_concept",
        ),
        ("“十四五”规划", "“十四五”", "named_plan"),
        ("贯彻党的二十大精神", "党的二十大", "proper_name_ordinal"),
        ("十九届四中、五中全会", "十九届四中、五中全会", "proper_name_ordinal"),
        ("第一中学改建", "第一", "proper_name_ordinal"),
        ("三大攻坚战", "三", "named_concept"),
        ("（粤府〔2021〕12号）", "〔2021〕12号", "document_number"),
        ("拨打12345热线", "12345", "hotline"),
        ("覆盖5G网络", "5G", "model_or_name"),
        ("监测PM2.5", "PM2.5", "model_or_name"),
        ("电话：020-12345678", "020-12345678", "telephone_number"),
        ("卡号6222020202020202020202", "6222020202020202020202", "code"),
        ("单位：万元", "万", "unit_without_number"),
        ("六二六河", "六二六", "unlisted_word"),
        ("三台县民政局", "三台县", "place_name"),
        ("万年县预算", "万年县", "place_name"),
    ],
)
def test_a_numeral_is_set_aside(text: str, surface: str, reason: str) -> None:
    assert set_aside(text) == [(surface, reason)]


def test_a_unit_longer_than_the_word_wins() -> None:
    found, _ = quantities([Paragraph("任务十分繁重，十分钟到达", 1, ())], 2023, LEXICON)
    assert [item.surface for item in found] == ["十分钟"]


def test_figures_in_a_long_quotation_count() -> None:
    found, _ = quantities([Paragraph("“光荣在党50年”纪念章", 1, ())], 2023, LEXICON)
    assert [item.surface for item in found] == ["50年"]


def test_every_listed_word_holds_a_numeral_and_is_set_aside_by_itself() -> None:
    for group in LEXICON.words.values():
        for word in group:
            found, others = quantities([Paragraph(word.text, 1, ())], 2023, LEXICON)
            assert not found, (word, found)
            assert others, word
