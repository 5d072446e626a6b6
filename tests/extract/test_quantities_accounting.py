"""The accounting closes for any text: every numeral is in one quantity or set aside with a reason."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph

LEXICON = load_lexicon()
NUMERAL = re.compile("[0-9０-９零〇一二三四五六七八九十百千万亿两半]")
GENRE = (
    '0123456789０９.,，。、；：:（）()《》“”"‘’〔〕-—～至到%％‰年月日度底余多近约第一二三两十百千万亿半几零〇'
    "元人名个次件分岁届期级号条大中全会是每季上下共为 \t\nkmGA+×/"
)
WORDS = sorted({word.text for group in LEXICON.words.values() for word in group})
UNITS = sorted({unit.zh for group in LEXICON.units.values() for unit in group})
PARTS = [*WORDS, *UNITS, *"，。第（）“”1234", "2023年", "截至", "1,000", "二〇二三年", "百分之", "分之"]
ADVERSARIAL = [
    "1,",
    "1-",
    "（1",
    "1年",
    "2021年1-",
    "——",
    "1:1",
    "1.1.1",
    "《1",
    "约",
    "第",
    "届一中",
    " ",
    "一、 ",
]
ADVERSARIAL += [
    "a1",
    "1+",
    "比1,234",
    "八一前夕",
    "年1",
    "“",
    "一",
    "“一",
    '"一',
    "二分之一",
    "1×",
    "1（",
    "每一",
    "一年",
]


ADVERSARIAL += [
    "二中、",
    "半",
    "上半年",
    "费（1",
    "0.",
    "截至1月",
    "1-2年至",
    "十月十日",
    "1，",
    "以来",
    "1万-",
]


def check_accounting(text: str, table: bool = False) -> None:
    found, others = quantities([Paragraph(text, 1, (), table)], 2023, LEXICON)
    items = (*found, *others)
    spans = sorted((item.char_start, item.char_end) for item in items)
    assert all(left < right for left, right in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {place for left, right in spans for place in range(left, right)}
    assert {match.start() for match in NUMERAL.finditer(text)} <= covered
    assert all(text[item.char_start : item.char_end] == item.surface for item in items)
    assert all(item.reason for item in others)


@given(st.text(max_size=60))
def test_accounting_closes_for_any_text(text: str) -> None:
    check_accounting(text)


@given(st.text(alphabet=GENRE, max_size=40), st.booleans())
def test_accounting_closes_for_crowded_numerals(text: str, table: bool) -> None:
    check_accounting(text, table)


@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_accounting_closes_for_vocabulary_run_together(parts: list[str]) -> None:
    check_accounting("".join(parts))


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_long_repetitive_text_takes_linear_time(piece: str) -> None:
    def seconds(
        times: int,
    ) -> float:  # of the processor: patterns that try everything make no calls
        text = piece * times + "一1%"
        started = time.process_time()
        check_accounting(text)
        return time.process_time() - started

    seconds(200)
    short, long = seconds(3_000), seconds(24_000)
    assert long < 8 * short * 4 + 0.2  # eight times the length: quadratic time would be 64 times as long
