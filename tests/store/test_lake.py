from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from tasks.model import Line
from tasks.store import lake
from tasks.store.home import Home
from tests.reports import quarantined, report


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(str(tmp_path / "home"))


def test_the_row_written_last_for_a_content_counts(home: Home) -> None:
    lake.commit(home, [report("a.txt"), report("b.txt")], "old")
    lake.commit(home, [report("a.txt", fiscal_year=2022)], "new")
    rows = lake.latest(home).to_pylist()
    assert sorted((row["file_names"], row["code_version"], row["fiscal_year"]) for row in rows) == [
        (["a.txt"], "new", 2022),
        (["b.txt"], "old", 2023),
    ]


def test_a_report_is_stored_with_everything_found_in_it(home: Home) -> None:
    lake.commit(home, [report("a.txt")], "v")
    row = lake.latest(home).to_pylist()[0]
    assert [i["printed"] for i in row["indicators"]] == ["1200万元", "900万元"]
    assert row["indicators"][0]["value_base"] == 12_000_000
    assert (row["indicators"][0]["raw_line_start"], row["indicators"][0]["page"]) == (3, 1)
    assert row["paragraphs"][0]["pieces"] == [{"start": 0, "line": 3, "column": 0, "length": 21}]
    assert (row["furniture"], row["moves"]) == (1, 0)


def test_a_quarantined_file_has_its_row_and_its_reason(home: Home) -> None:
    lake.commit(home, [quarantined("x.bin")], "v")
    row = lake.latest(home).to_pylist()[0]
    assert (row["status"], row["reason"]) == ("quarantined", "empty: the file has no bytes (空文件)")


def test_an_empty_lake_has_its_columns(home: Home) -> None:
    assert lake.done(home) == {}
    assert isinstance(lake.latest(home), pa.Table)
    assert lake.latest(home).num_rows == 0


def test_what_reads_as_before_under_new_code_is_only_noted(home: Home) -> None:
    assert lake.commit(home, [report("a.txt"), report("b.txt")], "old") == 2
    assert lake.commit(home, [report("a.txt"), report("b.txt", fiscal_year=2022)], "new") == 1
    versions = {row["file_names"][0]: row["code_version"] for row in lake.latest(home).to_pylist()}
    assert versions == {"a.txt": "old", "b.txt": "new"}
    assert {done.code_version for done in lake.done(home).values()} == {"new"}


def test_a_process_killed_before_the_ledger_reads_the_batch_again_to_the_same_rows(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lake.delta.append

    def dies(home: Home, name: str, *rest: object, **options: object) -> None:
        if name == lake.LEDGER:
            raise KeyboardInterrupt
        real(home, name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(lake.delta, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        lake.commit(home, [report("a.txt")], "v")
    monkeypatch.undo()
    assert lake.done(home) == {}
    lake.commit(home, [report("a.txt")], "v")
    assert lake.latest(home).num_rows == 1


PLACED = Line(1, "全年预算数1200万元", 2, box=(90.0, 72.0, 505.0, 88.0), origin="ocr", confidence=0.97)


def test_where_lines_stand_is_kept_also_beside_rows_of_a_lake_that_did_not_know_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lake.schema()
    with monkeypatch.context() as patch:
        patch.setattr(lake, "schema", lambda: whole.remove(whole.get_field_index("lines")))
        lake.commit(home, [report("old.txt")], "old")
    assert lake.latest(home)["lines"].to_pylist() == [None]
    lake.commit(home, [replace(report("new.pdf"), lines=(PLACED,))], "new")
    rows = {row["file_names"][0]: row["lines"] for row in lake.latest(home).to_pylist()}
    assert rows["old.txt"] is None
    assert rows["new.pdf"] == [
        {"line": 1, "page": 2, "x0": 90.0, "y0": 72.0, "x1": 505.0, "y1": 88.0, "turned": 0.0}
        | {"origin": "ocr", "confidence": 0.97}
    ]
