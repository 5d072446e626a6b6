"""When figures hold: the date of their sentence, the year of their chapter, else the fiscal year."""

from datetime import date

import pytest

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph, Quantity

LEXICON = load_lexicon()
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def read(*texts: str, year: int | None = 2023) -> list[Quantity]:
    return [
        item
        for item in quantities([Paragraph(text, 1, ()) for text in texts], year, LEXICON)[0]
        if item.kind != "date"
    ]


def period(item: Quantity) -> tuple[date | None, date | None, str | None]:
    return item.period_start, item.period_end, item.period_basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访50户", (*YEAR, "implicit")),
        ("2022年走访50户", (date(2022, 1, 1), date(2022, 12, 31), "explicit")),
        ("全年走访50户", (*YEAR, "explicit")),
        ("截至8月31日，共有车辆5辆", (date(2023, 8, 31), date(2023, 8, 31), "as_of")),
        ("截至10月28日，登记50户", (None, date(2023, 10, 28), "cumulative_to")),
        ("成立以来走访50户", (None, date(2023, 12, 31), "since")),
        ("2023年以来走访50户", (*YEAR, "explicit")),
        ("今年以来走访50户", (*YEAR, "explicit")),
        ("5月28日前往走访50户", (date(2023, 5, 28), date(2023, 5, 28), "at")),
        ("12月31日前走访50户", (*YEAR, "implicit")),
        ("“9.30”期间走访50户", (*YEAR, "implicit")),
        ("截至2022年底累计登记50户", (None, date(2022, 12, 31), "cumulative_to")),
        ("6月以来走访50户", (date(2023, 6, 1), date(2023, 12, 31), "since")),
        ("3月15日召开会议，50人参加", (date(2023, 3, 15), date(2023, 3, 15), "at")),
        ("“七一”前夕，走访50户", (date(2023, 6, 30), date(2023, 6, 30), "eve_of")),
        ("2020年底在册50户", (date(2020, 12, 31), date(2020, 12, 31), "as_of")),
    ],
)
def test_a_date_holds_for_the_figures_of_its_sentence(text: str, expected: tuple[date, date, str]) -> None:
    assert period(read(text)[-1]) == expected


def test_a_date_holds_no_further_than_its_sentence() -> None:
    explicit, implicit = read("2022年走访50户，慰问60户。培训70人")[1:]
    assert (explicit.period_basis, implicit.period_basis) == ("explicit", "implicit")


def test_a_year_that_is_only_compared_with_dates_no_figure() -> None:
    assert period(read("支出50万元，比2022年增加5万元")[-1]) == (*YEAR, "implicit")
    assert period(read("按照《2022年工作方案》走访50户")[-1]) == (*YEAR, "implicit")


def test_a_chapter_that_names_a_year_dates_what_stands_in_it() -> None:
    items = read(
        "一、2022年工作回顾", "走访50户。", "二、2023年工作安排", "走访60户。", "三、保障措施", "走访70户。"
    )
    assert [item.period_start for item in items] == [date(2022, 1, 1), date(2023, 1, 1), date(2023, 1, 1)]


def test_nothing_is_dated_where_no_year_is_known() -> None:
    assert period(read("走访50户", year=None)[0]) == (None, None, None)


@pytest.mark.parametrize("text", ["附件2", "年满60周岁", "建军96周年"])
def test_annexes_ages_and_anniversaries_hold_at_no_time(text: str) -> None:
    assert period(read(text)[0]) == (None, None, None)
