from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pyarrow as pa
import pytest

from expectations.declaration import tables
from tasks.collect.tables import collect
from tasks.model import Report
from tasks.publish.contents import table_files
from tasks.store import lake
from tasks.store.archive import Receipt
from tasks.store.home import Home
from tests.reports import quarantined, report

Tables = dict[str, pa.Table]


def release(tmp_path: Path, *reports: Report) -> Tables:
    """The tables of reports received one after the other in this order."""
    home = Home.open(str(tmp_path / "home"))
    lake.commit(home, reports, "v")
    receipts = [
        Receipt(r.raw.sha256, f"in/{name}", name, datetime(2026, 1, 1 + i, tzinfo=UTC))
        for i, r in enumerate(reports)
        for name in r.raw.file_names
    ]
    return collect(lake.latest(home), receipts)


def test_a_report_becomes_a_row_of_the_headline(tmp_path: Path) -> None:
    row = release(tmp_path, report())["district_year"].to_pylist()[0]
    assert (row["division_code"], row["fiscal_year"], row["district"]) == ("440113", 2023, "番禺区")
    assert (row["budget_total_yuan"], row["expenditure_total_yuan"]) == (12_000_000, 9_000_000)
    assert (row["execution_rate_pct"], row["findings_failed"]) == (None, 1)


def test_every_declared_table_comes_out_with_its_schema(tmp_path: Path) -> None:
    found = release(tmp_path, report(), quarantined("x.bin"))
    assert {name: table.schema.names for name, table in found.items()} == {
        name: table.schema.names for name, table in tables().items()
    }
    assert all(found[name].schema.equals(table.schema) for name, table in tables().items())


def test_a_quarantined_file_stands_in_reports_alone(tmp_path: Path) -> None:
    found = release(tmp_path, quarantined("x.bin"))
    assert {name: table.num_rows for name, table in found.items() if table.num_rows} == {"reports": 1}


def test_the_version_received_last_is_published_and_the_other_kept(tmp_path: Path) -> None:
    first, second = report("first.txt"), report("second.txt")
    found = release(tmp_path, first, second)
    status = {row["file_name"]: (row["status"], row["reason"]) for row in found["reports"].to_pylist()}
    assert status["second.txt"] == ("published", None)
    assert status["first.txt"][0] == "superseded"
    assert second.raw.report_id in status["first.txt"][1]
    assert found["indicators"].num_rows == 4
    assert found["district_year"]["report_id"].to_pylist() == [second.raw.report_id]


def test_a_version_received_again_is_the_one_received_last(tmp_path: Path) -> None:
    first, second = report("first.txt"), report("second.txt")
    home = Home.open(str(tmp_path))
    lake.commit(home, [first, second], "v")
    history = [
        Receipt(r.raw.sha256, "https://example.org/report", "report", datetime(2026, 1, day, tzinfo=UTC))
        for day, r in enumerate((first, second, first), 1)
    ]
    found = collect(lake.latest(home), history)
    status = {row["report_id"]: row["status"] for row in found["reports"].to_pylist()}
    assert status == {first.raw.report_id: "published", second.raw.report_id: "superseded"}
    assert found["district_year"]["report_id"].to_pylist() == [first.raw.report_id]


def test_the_department_stands_for_its_district_before_a_unit_of_it(tmp_path: Path) -> None:
    whole = report("whole.txt", entity_scope="department")
    part = report("part.txt", entity_scope="unit", department="退役军人服务中心")
    found = release(tmp_path, whole, part)
    assert found["reports"]["status"].to_pylist() == ["published", "published"]
    assert found["district_year"]["report_id"].to_pylist() == [whole.raw.report_id]
    choice = [row for row in found["findings"].to_pylist() if row["rule"] == "district_year_choice"]
    assert [row["report_id"] for row in choice] == [whole.raw.report_id]
    assert [row["values"] for row in choice] == [[part.raw.report_id]]


def test_several_sources_of_one_content_are_one_row(tmp_path: Path) -> None:
    home = Home.open(str(tmp_path))
    a = report("a.txt")
    lake.commit(home, [a], "v")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    receipts = [Receipt(a.raw.sha256, source, "a.txt", now) for source in ("y/a.txt", "x/a.txt")]
    assert collect(lake.latest(home), receipts)["reports"]["source"].to_pylist() == ["x/a.txt; y/a.txt"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_tables_are_the_same_to_the_byte_in_any_order_of_interpretation(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    reports = [report("a.txt"), report("b.txt", fiscal_year=2022), quarantined("c.txt")]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    receipts = [Receipt(r.raw.sha256, f"in/{i}", r.raw.file_names[0], now) for i, r in enumerate(reports)]
    homes = [Home.open(str(tmp_path / name)) for name in ("one", "two")]
    lake.commit(homes[0], reports, "v")
    for i in order:
        lake.commit(homes[1], [reports[i]], "v")
    one, two = (table_files(collect(lake.latest(home), receipts)) for home in homes)
    assert one == two
