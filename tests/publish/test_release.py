import contextlib
import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import frictionless
import pyarrow as pa
import pytest

from tasks.check.verdicts import CriticalFailure
from tasks.model import Report
from tasks.publish import release as releases
from tasks.publish.build import UnexplainedChange, check_release, collect_release, write_release
from tasks.publish.changes import compare
from tasks.review.queue import review_queue
from tasks.store import archive, lake
from tasks.store.delta import append
from tasks.store.home import Home
from tests.reports import UNCHECKED, quarantined, report


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose lake holds one report that was received from a file of its name."""
    home = Home.open(str(tmp_path / "home"))
    add(home, "a.txt")
    return home


def add(home: Home, name: str, **identity: object) -> None:
    take(home, report(name, **identity))


def take(home: Home, made: Report) -> None:
    """Receive and store a report that was interpreted already."""
    row = {"sha256": made.raw.sha256, "source": "in", "file_name": made.raw.file_names[0], "bytes": 1}
    rows = pa.Table.from_pylist([row | {"received_at": datetime.now(UTC)}], archive.RECEIPT_SCHEMA)
    append(home, archive.RECEIPTS, rows)
    lake.commit(home, [made], "v")


def release(home: Home) -> str:
    collected = collect_release(home)
    return write_release(home, collected, check_release(home, collected))


def files_of(home: Home, release_id: str) -> dict[str, bytes]:
    root = Path(home.path("releases", release_id))
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_release_holds_what_the_contract_names(home: Home) -> None:
    name = release(home)
    found = set(files_of(home, name))
    assert releases.latest_release(home) == name
    assert {"datapackage.json", "CHANGES.md", "verdicts.json", "report/index.html"} <= found
    assert {f"csv/{t}.csv" for t in ("district_year", "indicators", "reports", "findings")} <= found
    assert {f"tables/{t}.parquet" for t in ("paragraphs", "quantities", "targets", "edits")} <= found


def test_nothing_changed_makes_no_release(home: Home) -> None:
    first = release(home)
    assert release(home) == first
    assert home.folders("releases") == [first]


def test_a_change_is_a_new_release_beside_the_old_one_untouched(home: Home) -> None:
    first = release(home)
    before = files_of(home, first)
    add(home, "b.txt", fiscal_year=2022)
    second = release(home)
    assert second != first
    assert files_of(home, first) == before
    changes = (home.read("releases", second, "CHANGES.md")).decode()
    assert "Reports added (新增报告): 1" in changes
    assert "440113 2022" in changes


def test_the_first_release_says_what_it_holds_and_lists_no_value(home: Home) -> None:
    take(home, quarantined("x.bin"))
    changes = home.read("releases", release(home), "CHANGES.md").decode()
    assert "The first release" in changes
    assert "Files received (收到文件): 2: 1 published, 1 quarantined." in changes
    assert "| district_year | 0 | 1 |" in changes
    assert "x.bin  quarantined (empty: the file has no bytes (空文件))" in changes
    assert "→" not in changes
    assert "Values changed" not in changes


def test_the_review_queue_is_reckoned_once_a_release(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned: list[int] = []
    for module in ("tasks.publish.contents", "tasks.publish.site.build"):
        monkeypatch.setattr(
            f"{module}.review_queue", lambda tables: reckoned.append(1) or review_queue(tables)
        )
    release(home)
    assert len(reckoned) == 1


def test_hashes_in_the_release_are_those_of_its_files(home: Home) -> None:
    name = release(home)
    files = files_of(home, name)
    about = json.loads(files["release.json"])
    assert {path: sha256(files[path]).hexdigest() for path in about["sha256"]} == about["sha256"]
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        assert resource["hash"] == "sha256:" + sha256(files[resource["path"]]).hexdigest()


def test_the_package_is_valid_and_its_csv_fit_their_schemas(home: Home) -> None:
    take(home, quarantined("x.bin"))
    path = home.path("releases", release(home))
    package = json.loads(Path(path, "datapackage.json").read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["format"] == "csv"]
    result = frictionless.Package.from_descriptor(package, basepath=path).validate()
    assert result.valid, result.flatten(["title", "note", "rowNumber", "fieldName"])


def test_a_critical_failure_publishes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = release(home)
    # An interpretation whose span cuts out something else than it claims: provenance is broken.
    made = report("b.txt", fiscal_year=2022)
    object.__setattr__(made.facts.indicators[0], "printed", "9999万元")  # type: ignore[union-attr]
    take(home, made)
    with pytest.raises(CriticalFailure) as failure:
        release(home)
    assert [v.expectation for v in failure.value.failed] == ["slices_verbatim"]
    assert failure.value.failed[0].examples[0]["report_id"] == made.raw.report_id
    assert releases.latest_release(home) == first
    assert home.folders("releases") == [first]


def unchecked(home: Home) -> str:
    """A release without its expectations, for tests of how it is written."""
    return write_release(home, collect_release(home), UNCHECKED)


@pytest.mark.parametrize("fatal", range(25))
def test_killed_at_any_write_the_last_release_stands_and_a_rerun_finishes(
    home: Home, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    first = unchecked(home)
    before = files_of(home, first)
    add(home, "b.txt", fiscal_year=2022)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", Dies(after=fatal))
        with contextlib.suppress(KeyboardInterrupt):
            unchecked(home)
    current = releases.latest_release(home)
    assert releases.read_tables(home, current or "")["reports"].num_rows in (1, 2)
    assert files_of(home, first) == before
    second = unchecked(home)
    assert releases.read_tables(home, second)["reports"].num_rows == 2
    assert not [name for name in home.folders("releases") if name.startswith(releases.ASIDE)]


class Dies:
    """Stands in for the call that forces data to disk, and ends the process at one of them."""

    def __init__(self, after: int) -> None:
        self.left, self.real = after, os.fsync

    def __call__(self, handle: int) -> None:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        self.real(handle)


def test_what_changed_between_two_releases_is_named_cell_by_cell(home: Home) -> None:
    first = releases.read_edition(home, unchecked(home))
    add(home, "b.txt", division_code="440114", district="花都区")
    second = releases.read_edition(home, unchecked(home))
    changes = compare(first, second)
    assert bool(changes)
    assert not compare(first, first)
    found = {v.column: (v.new, v.reason) for v in changes.values if v.key[0] == "440114"}
    assert found["budget_total_yuan"] == (12_000_000, "new file")


@pytest.mark.parametrize(("code", "reason"), [("other", "new code"), ("v", "unexplained")])
def test_a_value_of_the_same_file_changes_only_for_a_reason(home: Home, code: str, reason: str) -> None:
    first = unchecked(home)
    lake.commit(home, [report("a.txt", text="全年预算数1201万元，支出数900万元。", budget=1201)], code)
    collected = collect_release(home)
    changes = compare(releases.read_edition(home, first), collected.edition).values
    headline = [(v.column, v.old, v.new, v.reason) for v in changes if v.table == "district_year"]
    assert headline == [("budget_total_yuan", 12_000_000, 12_010_000, reason)]


def test_an_unexplained_change_waits_until_it_is_accepted_by_name(home: Home) -> None:
    first = unchecked(home)
    lake.commit(home, [report("a.txt", text="全年预算数1201万元，支出数900万元。", budget=1201)], "v")
    with pytest.raises(UnexplainedChange, match="--accept ") as held:
        unchecked(home)
    assert releases.latest_release(home) == first
    name = str(held.value).rpartition(" ")[2]
    write_release(home, collect_release(home), UNCHECKED, accept=name)
    assert releases.latest_release(home) != first


def test_a_release_made_before_a_table_was_declared_has_no_rows_in_it(home: Home) -> None:
    first = unchecked(home)
    about = json.loads(home.read("releases", first, "release.json"))
    del about["sha256"]["tables/lines.parquet"]
    home.write(json.dumps(about).encode(), "releases", first, "release.json")
    Path(home.path("releases", first, "tables", "lines.parquet")).unlink()
    assert releases.read_tables(home, first)["lines"].num_rows == 0
    Path(
        home.path("releases", first, "tables", "edits.parquet")
    ).unlink()  # a damaged release is another matter
    with pytest.raises(FileNotFoundError):
        releases.read_tables(home, first)
