"""Ten thousand files that are known already cost next to nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median

import pyarrow as pa
import pytest

from tasks.model import RawFile, Report
from tasks.publish.build import collect_release, write_release
from tasks.reference import code_version
from tasks.store import archive, delta, lake
from tasks.store.delta import COMMITS
from tasks.store.home import Home
from tests.operations.commands import Commands
from tests.reports import UNCHECKED

FILES = 10_000
BATCH = 64  # files that a run commits at a time, and so how finely the tables are cut
LIMIT = 5.0  # seconds of a processor


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An inbox of many files, each the size of a report, and a home that knows them all."""
    folder = tmp_path_factory.mktemp("known")
    inbox, home = folder / "inbox", Home.open(str(folder / "home"))
    inbox.mkdir()
    now, rows, reports = datetime.now(UTC), [], []
    for i in range(FILES):
        data = f"{i}\n".encode() * 4000
        path = inbox / f"{i:05}.txt"
        path.write_bytes(data)
        digest = sha256(data).hexdigest()
        row = {"sha256": digest, "source": path.as_posix(), "file_name": path.name, "bytes": len(data)}
        rows.append(row | {"received_at": now})
        reports.append(Report(RawFile(digest, (path.name,)), "quarantined", "no report (不是报告)"))
    delta.append(home, archive.RECEIPTS, pa.Table.from_pylist(rows, archive.RECEIPT_SCHEMA))
    lake.commit(home, reports, "0" * 16)
    # The same again as a hundred nights would have left it: many small commits.
    for start in range(0, FILES, FILES // 100):
        lake.commit(home, reports[start : start + BATCH], "0" * 16)
    lake.commit(home, reports, code_version())
    write_release(home, collect_release(home), UNCHECKED)
    return inbox, Path(home.root)


def test_a_run_with_nothing_new_is_over_in_seconds(commands: Commands, known: tuple[Path, Path]) -> None:
    inbox, home = known
    run = commands.start("run", "--home", home, inbox)
    assert run.wait() == 0, run.said()
    seconds = run.cpu()
    assert f"Nothing new: {FILES} files, all known" in run.said()
    assert seconds < LIMIT
    print(f"{FILES} known files: {seconds:.2f} s")


def test_the_scheduled_flow_with_nothing_new_is_over_in_seconds(
    commands: Commands, known: tuple[Path, Path]
) -> None:
    """The flow as a worker runs it, less what the scheduler takes for flows that do nothing."""
    inbox, home = known
    seconds = {}
    empty = home.with_name("empty")
    empty.mkdir(exist_ok=True)
    for name, where in (("nothing", empty), ("known", inbox)):
        run = commands.start("flow", "--home", home, where)
        assert run.wait() == 0, run.said()
        seconds[name] = run.cpu()
    print(f"flow over {FILES} known files: {seconds}")
    assert seconds["known"] - seconds["nothing"] < LIMIT


def test_a_batch_costs_as_much_after_ten_thousand_files_as_before(tmp_path: Path) -> None:
    """New files in batches as an ingest commits them; each look at the ledger is at its batch alone."""
    home = Home.open(str(tmp_path / "home"))
    seconds = []
    for batch in range(FILES // BATCH):
        hashes = [sha256(f"{batch} {i}".encode()).hexdigest() for i in range(BATCH)]
        reports = [Report(RawFile(digest, ("a.txt",)), "quarantined", "no report") for digest in hashes]
        before = time.process_time()
        lake.commit(home, reports, "v")
        seconds.append(time.process_time() - before)
    assert len(lake.done(home)) == FILES // BATCH * BATCH
    first, last = seconds[COMMITS : 2 * COMMITS], seconds[-COMMITS:]
    at_first, at_last = (round(median(part) * 1000) for part in (first, last))
    print(f"a batch of {BATCH}: {at_first} ms of CPU at first, {at_last} at last")
    assert at_last < 2 * at_first
