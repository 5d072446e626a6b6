"""Rules over rows, each shown what it accuses and what it lets pass."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations.derived import coverage, row_counts, text_quality, undecided
from expectations.rules import (
    date_exists,
    enough_rows,
    no_missing_year,
    no_unit_slip,
    not_too_many_rows,
    rate_is_quotient,
    recognition_is_sure,
    still_there,
    within_bounds_of_last_year,
)

KEY = {"division_code": "440113", "department_type": "water", "report_type": "self_evaluation"}


def years(**columns: list[object]) -> dict[str, pd.DataFrame]:
    """`district_year` of one unit from 2021 on, a row for each value of the columns."""
    size = len(next(iter(columns.values())))
    rows = pd.DataFrame({"fiscal_year": range(2021, 2021 + size), **columns}).assign(**KEY)
    for name in ("budget_total_yuan", "expenditure_total_yuan", "execution_rate_pct"):
        if name not in rows:
            rows[name] = float("nan")
    return {"district_year": rows}


def test_a_rate_is_the_quotient_to_its_last_printed_digit() -> None:
    frames = years(
        budget_total_yuan=[300.0, 300.0, 300.0, 0.0],
        expenditure_total_yuan=[200.0, 200.0, 200.0, 5.0],
        execution_rate_pct=[66.67, 66.7, 66.6, 12.0],
    )
    assert list(rate_is_quotient(frames)) == [True, True, False, True]


def test_a_year_is_held_against_the_year_before() -> None:
    frames = years(budget_total_yuan=[100.0, 150.0, 400.0, float("nan"), 90.0])
    check = within_bounds_of_last_year("budget_total_yuan")
    assert list(check(frames)) == [True, True, False, True, True]


def test_a_slip_of_unit_shows_against_last_year_or_against_the_budget() -> None:
    frames = years(budget_total_yuan=[1e8, 1e4, 1e4], expenditure_total_yuan=[9e7, float("nan"), 9.5e7])
    assert list(no_unit_slip(frames)) == [True, False, False]


@pytest.mark.parametrize(
    ("surface", "holds"),
    [
        ("2022年2月28日", True),
        ("2022年2月29日", False),
        ("2月29日", True),
        ("11月31日", False),
        ("2022年", True),
    ],
)
def test_dates_stand_in_the_calendar(surface: str, holds: bool) -> None:
    frames = {"quantities": pd.DataFrame({"kind": ["date"], "surface": [surface]})}
    assert list(date_exists(frames)) == [holds]


def test_tables_may_not_shrink_nor_grow_too_much() -> None:
    def frame(rows: int) -> pd.DataFrame:
        return pd.DataFrame({"x": range(rows)})

    now = {"a": frame(60), "b": frame(80), "c": frame(400), "tiny": frame(1)}
    before = {"a": frame(100), "b": frame(100), "c": frame(100), "tiny": frame(5)}
    counts = {"row_counts": row_counts(now, before)}
    assert list(enough_rows(counts)) == [False, True, True, True]
    assert list(not_too_many_rows(counts)) == [True, True, False, True]
    first = {"row_counts": row_counts(now, None)}
    assert enough_rows(first).all()
    assert not_too_many_rows(first).all()


def test_a_gap_is_named_and_so_is_what_vanished() -> None:
    def rows(*found: int) -> pd.DataFrame:
        return pd.DataFrame({"fiscal_year": found}).assign(**KEY)

    expected = {"coverage": coverage(rows(2020, 2023), rows(2019, 2020))}
    years_of = expected["coverage"]["fiscal_year"]
    assert list(years_of[~no_missing_year(expected)]) == [2021, 2022]
    assert list(years_of[~still_there(expected)]) == [2019]


def test_what_a_person_withdrew_or_put_elsewhere_is_not_missed() -> None:
    before = pd.DataFrame({"report_id": ["a", "b", "c"], "fiscal_year": [2019, 2020, 2021]})
    reports = pd.DataFrame(
        {
            "report_id": ["a", "b", "c"],
            "status": ["withdrawn", "published", "published"],
            "identity_by_hand": [[], ["fiscal_year"], []],
        }
    )
    assert list(undecided(before, {"reports": reports})["report_id"]) == ["c"]


def test_text_quality_counts_what_was_moved_doubted_and_left_unaccounted() -> None:
    frames = {
        "paragraphs": pd.DataFrame({"report_id": ["a", "a"], "text": ["共12人和34件", "ä¸\x80å¹´"]}),
        "edits": pd.DataFrame({"report_id": ["a", "a"], "kind": ["move", "doubt"], "text": ["共12", "人"]}),
        "quantities": pd.DataFrame({"report_id": ["a"], "surface": ["12人"]}),
        "nonquantities": pd.DataFrame({"report_id": ["a"], "surface": ["3"]}),
        "lines": pd.DataFrame({"report_id": ["a", "a", "a"], "confidence": [0.99, 0.5, None]}),
    }
    (row,) = text_quality(frames).to_dict("records")
    assert (row["characters"], row["moved"], row["doubts"], row["unaccounted"]) == (14, 3, 1, 1)
    assert row["illegible"] >= 3
    assert (row["recognised"], row["unsure"]) == (2, 1)


def test_a_scan_that_was_hardly_legible_is_named() -> None:
    rows = pd.DataFrame({"recognised": [0.0, 50.0, 50.0], "unsure": [0.0, 5.0, 20.0]})
    assert list(recognition_is_sure({"text_quality": rows})) == [True, True, False]
