"""The main job from files to release, on a real temporary scheduler."""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from flows import steps
from flows.terminal import run_backfill, run_yearbook
from tasks.model import RawFile, Report
from tasks.publish.release import latest_release, read_tables
from tasks.publish.summary import summarise
from tasks.read import ocr
from tasks.reference import Reference
from tasks.store.home import Home
from tasks.store.selection import Selection
from tests.samples import truth
from tests.samples.declared import SCANNED

pytestmark = pytest.mark.usefixtures("scheduler")
Tables = dict[str, pa.Table]


def release(home: Path) -> Tables:
    opened = Home.open(str(home))
    return read_tables(opened, latest_release(opened) or "none")


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, samples: Path, scheduler: None) -> Path:
    """A home with the samples published."""
    home = tmp_path_factory.mktemp("samples") / "home"
    assert run_yearbook(str(home), [str(samples)], workers=1) == 0
    return home


def test_every_sample_is_published_or_left_out_for_its_reason(published: Path) -> None:
    reports = {row["file_name"]: row for row in release(published)["reports"].to_pylist()}
    truths = {Path(file).name: t for file, t in truth().items()}
    superseded = {Path(t.supersedes).name for t in truths.values() if t.supersedes}
    for name, row in reports.items():
        expected = "superseded" if name in superseded else "published"
        if name not in truths:
            expected = "template" if "模板" in name else "quarantined"
        if name == Path(SCANNED.file).name and not ocr.available():
            expected = "quarantined"
            assert "pip install 'district-yearbook[ocr]'" in row["reason"]
        assert (name, row["status"]) == (name, expected), row["reason"]
    assert len(reports) == len(truths) + 2


def test_the_identity_of_every_sample_is_right(published: Path) -> None:
    reports = {row["file_name"]: row for row in release(published)["reports"].to_pylist()}
    for file, expected in truth().items():
        row = reports[Path(file).name]
        if file == SCANNED.file and not ocr.available():
            continue
        for field in ("district", "division_code", "department_type", "entity_scope", "fiscal_year"):
            assert (file, field, row[field]) == (file, field, expected.identity[field])


def test_the_table_of_a_run_names_departments_as_people_do(published: Path) -> None:
    summary = summarise(Home.open(str(published)), _current(published))
    told = {row["department"] for row in summary.headline}
    assert "退役军人事务" in told
    assert all(re.search("[一-鿿]", name) for name in told)


def test_a_second_run_says_so_and_changes_nothing(
    published: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(published)
    assert run_yearbook(str(published), [str(samples)], workers=1) == 0
    assert "Nothing new: 17 files, all known." in capsys.readouterr().out
    assert files(published) == before


def test_a_mistaken_path_is_one_clear_statement_and_no_failure(
    published: Path, samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, missing = files(published), str(tmp_path / "nowhere")
    stands = f"Release {_current(published)} stands."
    assert run_yearbook(str(published), [missing], workers=1) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Not read: {missing}: no such file or directory",
        f"Nothing was read. {stands} (未读取任何文件)",
    ]
    assert run_yearbook(str(published), [missing, str(samples / "2021")], workers=1) == 0
    told = capsys.readouterr().out
    assert f"Not read: {missing}" in told  # the rest goes on
    assert "Nothing new: " in told
    (tmp_path / "empty").mkdir()
    assert run_yearbook(str(published), [str(tmp_path / "empty")], workers=1) == 0
    assert capsys.readouterr().out == f"No file lies in {tmp_path / 'empty'}. {stands} (没有文件)\n"
    assert files(published) == before


def test_a_mistaken_path_at_the_very_beginning_publishes_no_empty_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_yearbook(str(tmp_path / "home"), [str(tmp_path / "nowhere")], workers=1) == 0
    told = capsys.readouterr().out
    assert "no such file or directory" in told
    assert "Nothing was published yet" in told
    assert latest_release(Home.open(str(tmp_path / "home"))) is None


def test_the_tables_are_the_same_to_the_byte_in_any_order_of_files(
    published: Path, samples: Path, tmp_path: Path
) -> None:
    paths = [str(path) for path in sorted(samples.rglob("*"), reverse=True) if path.is_file()]
    assert run_yearbook(str(tmp_path), paths, workers=2) == 0
    tables, again = (files(Path(h) / "releases" / _current(h) / "tables") for h in (published, tmp_path))
    assert tables == again


def _current(home: Path) -> str:
    return latest_release(Home.open(str(home))) or "none"


def test_bad_input_gives_a_clear_line_and_stops_nothing(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "folder.txt").mkdir(parents=True)
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "rubbish.txt").write_bytes(bytes(range(256)) * 8)
    (inbox / "a\x1b[31mred\n.txt").write_bytes(b"\xff\xfe\xff")
    good = next(path for path in sorted(samples.rglob("*.txt")) if "2021" in path.name)
    shutil.copy(good, inbox / "copy1.txt")
    shutil.copy(good, inbox / "copy2.txt")
    home = tmp_path / "home"
    assert run_yearbook(str(home), [str(inbox), str(tmp_path / "missing")], workers=1) == 0
    out = capsys.readouterr().out
    assert "missing: no such file or directory" in out.replace("\n", "")
    assert "\x1b[31m" not in out
    rows = {row["file_name"]: row for row in release(home)["reports"].to_pylist()}
    assert rows["copy1.txt; copy2.txt"]["status"] == "published"
    assert rows["empty.txt"]["reason"].startswith("empty: the file has no bytes")
    assert rows["rubbish.txt"]["reason"].startswith("not text")
    assert len(rows) == 4


def test_a_report_that_breaks_the_program_is_quarantined_alone(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks import interpret as module

    real, good = module.clean, sorted(samples.rglob("*_2021*.txt"))[:2]

    def breaks(document: object) -> object:
        if any("安吉" in line.text for line in document.lines):  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return real(document)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "clean", breaks)
    assert run_yearbook(str(tmp_path), [str(path) for path in good], workers=1) == 0
    status = {row["file_name"]: row["reason"] for row in release(tmp_path)["reports"].to_pylist()}
    assert sum(bool(reason) for reason in status.values()) == 1
    assert "RecursionError: too deep" in next(reason for reason in status.values() if reason)


def test_a_backfill_rebuilds_its_years_and_a_failed_year_stands_as_it_was(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(published, home)
    before = release(home)
    real = steps.interpret_all

    def breaks(batch: list[RawFile], contents: list[bytes], workers: int) -> list[Report]:
        if any("2022" in name for raw in batch for name in raw.file_names):
            raise OSError("disk on fire")
        return real(batch, contents, workers)

    monkeypatch.setattr(steps, "interpret_all", breaks)
    assert run_backfill(str(home), [2021, 2022, 2023], [], workers=1, parallel=False) == 1
    out = capsys.readouterr().out
    assert "2022 failed and stands as it was" in out
    assert "disk on fire" in out
    assert "2021: 4 reports read again, 0 of them changed" in out
    assert release(home) == before


def test_a_backfill_takes_only_its_years_from_the_paths_given(samples: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run_backfill(str(home), [2022], [str(samples)], workers=1, parallel=True) == 0
    published = release(home)["reports"].to_pylist()
    assert {row["fiscal_year"] for row in published if row["status"] == "published"} == {2022}
    assert run_yearbook(str(home), [str(samples)], workers=1) == 0
    assert {row["fiscal_year"] for row in release(home)["district_year"].to_pylist()} == {2021, 2022, 2023}


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(published, home)
    before = files(home)
    real = steps.interpret_all

    def rounds(batch: list[RawFile], contents: list[bytes], workers: int) -> list[Report]:
        return [with_value(report, "self_score", Decimal(99)) for report in real(batch, contents, workers)]

    monkeypatch.setattr(steps, "interpret_all", rounds)
    selection = Selection(districts=("3305",))
    assert run_backfill(str(home), [2021, 2022], [], workers=1, selection=selection, dry_run=True) == 0
    out = capsys.readouterr().out
    assert "self_score: 90.3 → 99.0" in out
    assert "2021: 1 reports read again" in out
    assert "430181" not in out
    assert files(home) == before


def with_value(report: Report, indicator: str, value: Decimal) -> Report:
    """The report as other code might read it."""
    if report.facts is None:
        return report
    indicators = tuple(
        replace(i, value=value, value_base=value) if i.indicator == indicator else i
        for i in report.facts.indicators
    )
    return replace(report, facts=replace(report.facts, indicators=indicators))


def test_the_seeds_come_out_right(real: Path, tmp_path: Path) -> None:
    assert run_yearbook(str(tmp_path), [str(real / "reports" / "seeds")], workers=1) == 0
    rows = {row["division_code"]: row for row in release(tmp_path)["district_year"].to_pylist()}
    panyu, zengcheng = rows["440113"], rows["440118"]
    assert (panyu["fiscal_year"], panyu["budget_total_yuan"], panyu["expenditure_total_yuan"]) == (
        2023, 163_900_000, 149_640_900,
    )  # fmt: skip
    assert (panyu["execution_rate_pct"], panyu["self_score"], panyu["grade"]) == (91.3, 95.3, "优秀")
    assert (zengcheng["fiscal_year"], zengcheng["budget_total_yuan"]) == (2021, 166_716_400)
    assert (zengcheng["expenditure_total_yuan"], zengcheng["execution_rate_pct"]) == (137_200_700, 82.3)
    assert (zengcheng["self_score"], zengcheng["score_management"], zengcheng["score_performance"]) == (
        95,
        35,
        60,
    )
    assert (zengcheng["government_fund_budget_yuan"], zengcheng["interest_income_yuan"]) == (0, 12_400)


def test_the_interpreter_needs_no_scheduler() -> None:
    """A pure function: a raw file and its bytes to a report."""
    from tasks.interpret import interpret
    from tasks.reference import load_reference

    reference: Reference = load_reference()
    assert interpret(RawFile("0" * 64, ("x",)), b"", reference).status == "quarantined"
