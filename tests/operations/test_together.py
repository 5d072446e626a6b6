"""Several at once: no file is read twice by two ingests, no update is lost, one line of releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.store import delta, lake
from tasks.store.archive import content, raw_files, receipts
from tasks.store.home import Home
from tests.operations.commands import Commands
from tests.operations.releases import Files, order, tables, verified


@pytest.mark.parametrize("kind", ["disk", "s3"])
def test_two_ingests_and_a_backfill_at_once_end_as_one_after_the_other(
    kind: str,
    commands: Commands,
    everything: tuple[Path, Files],
    samples: Path,
    home_at: Callable[[str], str],
) -> None:
    home = home_at(kind)
    common = ["--home", home, "--workers", "1"]
    first, second, third = (samples / year for year in ("2021", "2022", "2023"))
    runs = [
        commands.start("run", *common, first, second),
        commands.start("run", *common, second, third),
        commands.start("backfill", "--years", "2021-2023", *common, first, second, third),
    ]
    assert [run.wait() for run in runs] == [0, 0, 0], "\n".join(run.said() for run in runs)
    assert tables(verified(home)) == everything[1]
    assert len(order(home)) <= 3
    opened = Home.open(home)
    assert all(content(opened, digest) for digest in raw_files(receipts(opened)))
    ledger = delta.read_table(opened, lake.LEDGER)
    times = Counter(ledger["sha256"].to_pylist() if ledger else [])
    # The ingests read each file once between them; the backfill reads again what it is told to.
    assert set(times) == set(raw_files(receipts(opened)))
    assert max(times.values()) <= 2


def test_four_ingests_of_the_same_files_read_each_of_them_once(
    commands: Commands, everything: tuple[Path, Files], samples: Path, home_at: Callable[[str], str]
) -> None:
    home = home_at("s3")
    years = sorted(samples.glob("202*"))
    runs = [commands.start("run", "--home", home, "--workers", "1", *years) for _ in range(4)]
    assert [run.wait() for run in runs] == [0] * 4, "\n".join(run.said() for run in runs)
    ledger = delta.read_table(Home.open(home), lake.LEDGER)
    assert ledger
    assert set(Counter(ledger["sha256"].to_pylist()).values()) == {1}
    assert tables(verified(home)) == everything[1]
    assert len(order(home)) == 1
