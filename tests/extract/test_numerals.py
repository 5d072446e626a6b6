from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.quantities.numerals import arabic, chinese, magnitude, plain

cn2an = pytest.importorskip("cn2an", reason="the yardstick for Chinese numerals is not installed")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("二十一", 21),
        ("两千", 2000),
        ("一百零五", 105),
        ("三百五", 350),
        ("一万二千", 12_000),
        ("一亿三千万", 130_000_000),
        ("两万亿", 2 * 10**12),
        ("万", 10_000),
        ("二〇二三", 2023),
        ("半", "0.5"),
    ],
)
def test_chinese_numerals_have_their_value(printed: str, value: int | str) -> None:
    assert chinese(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["三四", "百千", "半百", "", "十十", "两参", "几"])
def test_what_is_no_numeral_has_no_value(printed: str) -> None:
    assert chinese(printed) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_chinese_numerals_agree_with_cn2an(number: int) -> None:
    assert chinese(cn2an.an2cn(number)) == number


def test_arabic_digits_keep_every_decimal() -> None:
    assert arabic("1,234.50") == Decimal("1234.50")
    assert str(arabic("19.40")) == "19.40"
    assert arabic("12，345") == 12_345


def test_magnitudes_multiply() -> None:
    assert [magnitude(printed) for printed in ("", "万", "百万", "万亿")] == [1, 10**4, 10**6, 10**12]


def test_plain_text_keeps_its_length_and_spells_amounts_in_usual_numerals() -> None:
    assert plain("共２３名，补助伍拾万元") == "共23名，补助五十万元"
    assert plain("队伍收拾街道") == "队伍收拾街道"


@given(st.text(max_size=40))
def test_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)
