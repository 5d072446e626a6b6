"""Targets told in prose: read with operator and unit, compared only where they can be."""

from decimal import Decimal

import pytest

from tests.extract.reading import read


def test_a_project_with_two_targets() -> None:
    first, second = read(
        "1.培训经费：参训人数年度指标值150人,实际完成指标值152人;学员满意度年度指标值≧90%，实际完成指标值95%。"
    ).targets
    assert (first.project, first.indicator) == ("培训经费", "参训人数")
    assert (first.target_value, first.target_unit, first.actual_value) == (Decimal(150), "人", Decimal(152))
    assert (second.indicator, second.target_op, second.target_value) == ("学员满意度", "ge", Decimal(90))
    assert (first.met, second.met) == (True, True)


def test_items_separated_by_commas() -> None:
    found = read(
        "2.走访：走访次数年度指标值≥4次,实际完成指标值5次，群众满意率年度指标值90%以上，实际完成指标值88%。"
    )
    assert [(t.indicator, t.met) for t in found.targets] == [("走访次数", True), ("群众满意率", False)]


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("100%", "100%", True),
        ("≥90%", "＞95%", True),
        ("90%以上", "90%以上", True),
        ("不少于4天", "5天", True),
        ("≤20元", "25元", False),
        ("≤20元", "18元", True),
        ("＞90%", "90%", False),
        ("1,000人", "998人", False),
        ("100人", "培训率100%", None),  # something else was measured
        ("申报人数", "100%", None),
        ("10%", "10人", None),
        ("效果显著", "效果显著", True),
        ("效果显著", "有所提升", None),
        ("≤20元", "20元以上", None),
    ],
)
def test_what_can_be_compared(target: str, actual: str, met: bool | None) -> None:
    (found,) = read(f"1.某项目：某指标年度指标值{target}，实际完成指标值{actual}。").targets
    assert found.met is met
    assert found.target_printed == target


def test_the_name_repeated_before_the_result_is_not_part_of_it() -> None:
    (found,) = read("1.补助：资金到位率年度指标值100%，实际完成指标值资金到位率100%。").targets
    assert (found.actual_printed, found.met) == ("100%", True)


def test_prose_without_both_words_has_no_targets() -> None:
    assert read("全年预算数120万元，实际完成投资110万元。").targets == ()
