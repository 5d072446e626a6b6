"""Numbers read in one step are what the closer look at them would give: the short way is no other reading."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.quantities.amounts import Amounts, Tail
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.extract.quantities.numerals import CHINESE
from tasks.extract.quantities.scan import scan

LEXICON = load_lexicon()
SLOW = replace(LEXICON, amounts=Amounts(re.compile(f"([0-9{CHINESE}])"), {}))
"""A lexicon by which nothing is plain: of every number the first character alone is found."""
YUAN = next(unit for unit in LEXICON.units["元"] if unit.zh == "元")
HEADS = (None, Tail(YUAN, YUAN.factor * 10_000))
CHARACTERS = "0123456789,.，。、（）-—至/% \t第共约元万个名项年日号余多半"
WORDS = [
    "12",
    "2023",
    "1,234.50",
    "1628500.00",
    "12345678",
    "110",
    "万元",
    "人次",
    "个月",
    "平方米",
    "千瓦",
    "合计",
]
PARTS = st.sampled_from([*CHARACTERS, *WORDS])


@given(st.lists(PARTS, max_size=14).map("".join))
def test_in_prose(text: str) -> None:
    assert scan(text, LEXICON) == scan(text, SLOW)


@pytest.mark.parametrize("head", HEADS, ids=["no unit", "单位：万元"])
@given(text=st.lists(PARTS, max_size=14).map("".join))
def test_in_rows(head: Tail | None, text: str) -> None:
    assert scan(text, LEXICON, True, head) == scan(text, SLOW, True, head)


@pytest.mark.parametrize(
    "text", ["支出1628500.00元", "发放5人次、1,234.5万元", "奖金10万-20万元", "增长3.5%"]
)
def test_by_example(text: str) -> None:
    assert scan(text, LEXICON) == scan(text, SLOW)
