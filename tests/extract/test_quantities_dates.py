"""Dates, their printed units and the days they cover."""

from datetime import date
from decimal import Decimal

import pytest

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph, Quantity

LEXICON = load_lexicon()


def first(text: str) -> Quantity:
    found, _ = quantities([Paragraph(text, 1, ())], 2023, LEXICON)
    return found[0]


@pytest.mark.parametrize(
    ("text", "surface", "unit", "start", "end"),
    [
        ("2021年度工作", "2021年度", "年度", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021年2月完成", "2021年2月", "年月", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021年2月3日完成", "2021年2月3日", "年月日", date(2021, 2, 3), date(2021, 2, 3)),
        ("3月15日召开", "3月15日", "月日", date(2023, 3, 15), date(2023, 3, 15)),
        ("10月份投入使用", "10月份", "月份", date(2023, 10, 1), date(2023, 10, 31)),
        ("1-12月支出", "1-12月", "月", date(2023, 1, 1), date(2023, 12, 31)),
        ("2021年1-9月支出", "2021年1-9月", "年月", date(2021, 1, 1), date(2021, 9, 30)),
        ("2021—2023年投入", "2021—2023年", "年", date(2021, 1, 1), date(2023, 12, 31)),
        ("2023年5月7日-9日举办", "2023年5月7日-9日", "年月日", date(2023, 5, 7), date(2023, 5, 9)),
        ("2022年7月至2023年6月", "2022年7月至2023年6月", "年月", date(2022, 7, 1), date(2023, 6, 30)),
        ("2023.12.31报送", "2023.12.31", "年月日", date(2023, 12, 31), date(2023, 12, 31)),
        ("“9.30”期间", "9.30", "月日", date(2023, 9, 30), date(2023, 9, 30)),
        ("前三季度支出", "前三季度", "季度", date(2023, 1, 1), date(2023, 9, 30)),
        ("2022年第四季度", "2022年第四季度", "季度", date(2022, 10, 1), date(2022, 12, 31)),
        ("上半年完成", "上半年", "半年", date(2023, 1, 1), date(2023, 6, 30)),
        (
            "二〇二二年十二月三十一日",
            "二〇二二年十二月三十一日",
            "年月日",
            date(2022, 12, 31),
            date(2022, 12, 31),
        ),
        ("九月报到", "九月", "月", date(2023, 9, 1), date(2023, 9, 30)),
    ],
)
def test_a_date_covers_its_days(text: str, surface: str, unit: str, start: date, end: date) -> None:
    quantity = first(text)
    assert (quantity.kind, quantity.surface, quantity.unit) == ("date", surface, unit)
    assert (quantity.period_start, quantity.period_end) == (start, end)
    assert quantity.value_base is None


def test_only_a_year_by_itself_has_a_value() -> None:
    assert first("2023年度预算").value == Decimal(2023)
    assert first("2023年3月").value is None
    assert first("2021-2023年").value is None


def test_a_day_that_the_calendar_lacks_has_no_period() -> None:
    quantity = first("2023年2月30日")
    assert (quantity.kind, quantity.period_start, quantity.period_basis) == ("date", None, None)


def test_years_are_durations_unless_they_name_one() -> None:
    assert first("光荣在党50年").kind == "duration"
    assert first("过去五年累计").kind == "duration"
    assert first("1949年建成").kind == "date"
