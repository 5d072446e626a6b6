import pytest

from tasks.collect.corrections import (
    Correction,
    CorrectionMismatch,
    Withdrawal,
    correct,
    load_corrections,
    load_withdrawals,
    parse_corrections,
    withdraw,
)

HEADER = "report_id,indicator,paragraph,printed,value_base,reason,source,corrected_by,corrected_on\n"
BUDGET = Correction("a" * 16, "budget_total", 3, "1200元", 12_000_000.0, "unit slip", "letter of the bureau")


def row(printed: str = "1200元", status: str = "reported", **more: object) -> dict[str, object]:
    return {
        "report_id": "a" * 16, "indicator": "budget_total", "paragraph": 3, "printed": printed,
        "value_base": 1200.0, "status": status, "confidence": 0.9,
    } | more  # fmt: skip


def test_a_correction_puts_the_value_right_and_leaves_the_text() -> None:
    corrected = correct([row()], [BUDGET], ["a" * 16])
    assert corrected == [row(value_base=12_000_000.0, status="corrected", confidence=1.0)]


def test_of_a_conflict_the_corrected_value_stays() -> None:
    conflict = [row(status="conflicting"), row("1300元", status="conflicting", paragraph=9)]
    assert [r["printed"] for r in correct(conflict, [BUDGET], ["a" * 16])] == ["1200元"]


@pytest.mark.parametrize("there", [[], [row("1201元")], [row(paragraph=4)]])
def test_a_correction_that_no_longer_matches_stops_the_release(there: list[dict[str, object]]) -> None:
    with pytest.raises(CorrectionMismatch, match="expects '1200元' once in report a"):
        correct(there, [BUDGET], ["a" * 16])


def test_a_correction_of_a_report_that_is_not_here_waits_for_it() -> None:
    assert correct([], [BUDGET], ["b" * 16]) == []


@pytest.mark.parametrize("line", ["a,b,x,1元,1,r,s", "a,b,1,1元,,r,s", "a,b,1,1元,2,,s"])
def test_a_line_that_is_no_correction_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="corrections, line 2"):
        parse_corrections(HEADER + line + "\n")


def test_a_withdrawn_report_says_why() -> None:
    rows = withdraw([{"report_id": "a", "status": "published"}], [Withdrawal("a", "replaced", "notice 3")])
    assert rows == [
        {"report_id": "a", "status": "withdrawn", "reason": "withdrawn: replaced; notice 3 (已撤回)"}
    ]


def test_the_curated_files_are_well_formed() -> None:
    assert isinstance(load_corrections(), tuple)
    assert isinstance(load_withdrawals(), tuple)
