"""The catalogue of indicators: every entry, and what must hold of all of them."""

import re

import pytest

from tasks.extract.indicators.catalogue import catalogue, load_catalogue
from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.patterns import parse_pattern
from tests.extract.reading import read

CATALOGUE = load_catalogue()
CORE = [
    "budget_total",
    "expenditure_total",
    "execution_rate",
    "self_score",
    "score_management",
    "score_performance",
    "grade",
    "general_public_budget",
    "general_public_expenditure",
    "government_fund_budget",
    "government_fund_expenditure",
    "basic_expenditure",
    "project_expenditure",
    "three_public_budget",
    "three_public_expenditure",
    "overseas_travel_expenditure",
    "official_vehicle_expenditure",
    "official_reception_expenditure",
    "conference_expenditure",
    "operating_cost",
    "procurement_total",
    "interest_income",
    "authorised_posts",
    "actual_staff",
    "subordinate_units",
    "towns_and_streets",
    "main_problems",
    "improvement_measures",
]


@pytest.mark.parametrize("entry", CATALOGUE.indicators.values(), ids=lambda e: e.id)
def test_every_entry_reads_its_own_example(entry: Indicator) -> None:
    text, arrow, expected = entry.example.rpartition("→")
    assert arrow, "an example ends in → and the value as printed"
    department = entry.departments[0] if entry.departments else "veterans_affairs"
    for report_type in ("self_evaluation", "final_accounts", "budget"):
        fact = read(text, report_type, department).fact(entry.id)  # type: ignore[arg-type]
        if fact is not None:
            break
    assert fact is not None, "the example is not matched"
    assert fact.printed in (expected, expected.removeprefix("近"))
    assert text[fact.char_start : fact.char_end] == fact.printed


@pytest.mark.parametrize("entry", load_catalogue().indicators.values(), ids=lambda entry: entry.id)
def test_every_figure_is_shown_in_the_unit_that_its_name_counts(entry: Indicator) -> None:
    assert (entry.unit == "") == (entry.kind == "text")
    measured = re.search(r"(人次|人|户|份|件|处|期|条|台|棵|张|篇|本|对|批次|场次|类别|次)数?$", entry.zh)
    if entry.kind == "count" and measured and entry.zh.endswith("数"):
        assert measured[1].startswith(entry.unit)


def test_heads_are_counted_as_people() -> None:
    known = load_catalogue().indicators
    assert [known[name].unit for name in ("authorised_posts", "actual_staff")] == ["人", "人"]


def test_all_core_indicators_are_declared_as_core() -> None:
    assert {name for name, entry in CATALOGUE.indicators.items() if entry.core} == set(CORE)


def test_relations_name_declared_indicators() -> None:
    for entry in CATALOGUE.indicators.values():
        for other in (entry.at_most, entry.part_of, entry.falls_back_on):
            assert other is None or other in CATALOGUE.indicators, entry.id


def test_no_declared_word_goes_on_behind_a_full_stop() -> None:
    scanners = [theme.scanner for theme in CATALOGUE.themes.values()]
    assert not [word for one in scanners for word in one.shorter if "。" in word]


def test_a_pattern_needs_its_figure() -> None:
    with pytest.raises(ValueError, match="needs #"):
        parse_pattern("预算数", {})
    with pytest.raises(ValueError, match="needs #"):
        parse_pattern("#", {})


def test_an_indicator_is_declared_once() -> None:
    entry = {"id": "x", "zh": "某", "en": "x", "patterns": ["某 #"], "example": "某1元。→1元"}
    base: dict[str, object] = {
        "dimensions": {},
        "units": {},
        "changes": [],
        "closed_roles": [],
        "goal_roles": [],
    }
    with pytest.raises(ValueError, match="declared twice"):
        catalogue([entry, entry], {}, base)
