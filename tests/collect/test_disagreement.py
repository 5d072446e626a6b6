from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.collect.disagreement import Disagreement
from tasks.collect.tables import collect
from tasks.model import Report
from tasks.store import lake
from tasks.store.archive import Receipt
from tasks.store.home import Home
from tests.reports import report


def findings(tmp_path: Path, *reports: Report) -> list[dict[str, Any]]:
    """What is said of versions received one after the other."""
    home = Home.open(str(tmp_path / "home"))
    lake.commit(home, reports, "v")
    receipts = [
        Receipt(r.raw.sha256, f"in/{i}", r.raw.file_names[0], datetime(2026, 1, 1 + i, tzinfo=UTC))
        for i, r in enumerate(reports)
    ]
    found = collect(lake.latest(home), receipts)["findings"].to_pylist()
    return [row for row in found if row["rule"] == "versions_agree"]


def test_a_version_with_other_figures_is_told_with_both_named(tmp_path: Path) -> None:
    genuine = report("a.txt")
    other = report("b.txt", "全年预算数1900万元，支出数900万元。", budget=1900)
    (found,) = findings(tmp_path, genuine, other)
    assert (found["report_id"], found["holds"], found["severity"]) == (other.raw.report_id, False, "warning")
    assert found["values"] == [genuine.raw.report_id, "budget_total: 12,000,000 → 19,000,000"]
    assert "2个指标中1个不同" in found["message"]
    assert "1 of 2 figures differ" in found["message_en"]


def test_a_version_that_says_the_same_passes(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, report("a.txt"), report("b.docx"))
    assert (found["holds"], found["severity"]) == (True, "info")


def test_reports_of_different_years_are_no_versions(tmp_path: Path) -> None:
    assert findings(tmp_path, report("a.txt"), report("b.txt", fiscal_year=2022)) == []


def test_it_is_compared_with_the_version_just_before(tmp_path: Path) -> None:
    versions = [
        report(f"{n}.txt", f"全年预算数{n}00万元，支出数900万元。", budget=n * 100) for n in (11, 12, 13)
    ]
    (found,) = findings(tmp_path, *versions)
    assert found["values"][0] == versions[1].raw.report_id


def test_amounts_that_stand_in_one_alone_count_beyond_what_two_readings_differ_by() -> None:
    assert Disagreement("b", "a", 5, (), amounts=100, alone=10).holds
    assert not Disagreement("b", "a", 5, (), amounts=100, alone=11).holds
