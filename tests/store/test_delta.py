"""Tables of many small commits: their files are put together, and no row is lost by it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from tasks.store import delta
from tasks.store.delta import append, merge_files, open_table, read_table
from tasks.store.home import Home

NAME = "lake/numbers"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(str(tmp_path / "home"))


def put(home: Home, number: int) -> None:
    append(home, NAME, pa.table({"number": [number], "year": [2020 + number % 2]}), ["year"])


def numbers(home: Home) -> list[int]:
    table = read_table(home, NAME)
    return [] if table is None else sorted(table["number"].to_pylist())


def files(home: Home) -> int:
    table = open_table(home, NAME)
    return len(table.file_uris()) if table else 0


def test_what_many_commits_wrote_is_read_from_few_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delta, "COMMITS", 10)
    for number in range(95):
        put(home, number)
        assert files(home) <= 2 + 10
    assert numbers(home) == list(range(95))


def test_rows_are_found_by_a_value_without_reading_the_others(home: Home) -> None:
    for name in ("甲", "乙", "丙"):
        append(home, NAME, pa.table({"name": [name]}))
    for wanted in ([], ["乙"], ["甲", "丙", "丁"]):
        table = read_table(home, NAME, where=("name", wanted))
        assert table is not None
        assert set(table["name"].to_pylist()) == set(wanted) - {"丁"}


def test_writers_and_mergers_at_once_lose_nothing(home: Home) -> None:
    put(home, 0)
    with ThreadPoolExecutor(4) as pool:
        for written in [pool.submit(put, home, number) for number in range(1, 40)]:
            pool.submit(merge_files, home, NAME)
            written.result()
    assert numbers(home) == list(range(40))


def test_a_merger_that_fails_fails_no_writer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DeltaError("No space left on device")

    monkeypatch.setattr(delta, "COMMITS", 1)
    monkeypatch.setattr(DeltaTable, "create_checkpoint", full)
    for number in range(3):
        put(home, number)
    assert numbers(home) == [0, 1, 2]


def test_a_table_takes_rows_with_more_nested_in_them(home: Home) -> None:
    append(home, NAME, pa.table({"report": ["a"], "values": [[{"printed": "1"}]]}))
    append(home, NAME, pa.table({"report": ["b"], "values": [[{"printed": "2", "page": 3}]]}))
    table = read_table(home, NAME)
    assert table is not None
    rows = {row["report"]: row["values"] for row in table.to_pylist()}
    assert rows == {"a": [{"printed": "1", "page": None}], "b": [{"printed": "2", "page": 3}]}
