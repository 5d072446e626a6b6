"""What breaks around the pipeline: disks, stores, the database, the scheduler, the clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from tasks.publish import release as releases
from tasks.publish.build import check_release, collect_release, write_release
from tasks.store import archive, delta, lake
from tasks.store.home import Home
from tests.operations import parts
from tests.operations.commands import Commands, Run
from tests.operations.parts import Environment, Part
from tests.operations.proxy import FaultyProxy
from tests.operations.releases import Files, order, tables, verified
from tests.reports import report

# --- disks -------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if as_root("mount", "-t", "tmpfs", "-o", "size=8m,mode=1777", "tmpfs", str(place)):
        parts.missing("the right to mount a small disk")
    yield place
    as_root("umount", "-l", str(place))


def as_root(*command: str) -> int:
    """The exit status of a command that takes the rights of root."""
    sudo = [] if os.getuid() == 0 else ["sudo", "-n"]
    try:
        return subprocess.run([*sudo, *command], capture_output=True).returncode
    except FileNotFoundError:
        return 127


def test_a_full_disk_fails_in_words_and_a_rerun_finishes_once_there_is_room(
    small_disk: Path, commands: Commands, everything: tuple[Path, Files], samples: Path
) -> None:
    home, filler = small_disk / "home", small_disk / "filler"
    common = ["--home", home, "--workers", "1"]
    commands.run("run", *common, samples / "2021")
    before = verified(str(home))
    for room in (0, 40_000, 400_000):  # nothing fits; the raw files do; the lake too, but no release
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"x" * max(0, free - room))
        said = commands.run("run", *common, samples / "2021", samples / "2022", samples / "2023", expect=1)
        assert "No space left on device" in said
        assert "The last release stands" in said
        assert verified(str(home)) == before
        filler.unlink()
    commands.run("run", *common, *sorted(samples.glob("202*")))
    assert tables(verified(str(home))) == everything[1]


def test_a_folder_that_may_only_be_read_fails_in_words(
    small_disk: Path, commands: Commands, samples: Path
) -> None:
    home = small_disk / "home"
    common = ["--home", home, "--workers", "1"]
    commands.run("run", *common, samples / "2021")
    before = verified(str(home))
    assert as_root("mount", "-o", "remount,ro", str(small_disk)) == 0
    assert "Nothing new" in commands.run("run", *common, samples / "2021")
    said = commands.run("run", *common, samples / "2022", expect=1)
    assert "Read-only file system" in said
    assert verified(str(home)) == before


def test_where_only_the_archive_was_saved_a_run_makes_the_same_tables(
    commands: Commands, everything: tuple[Path, Files], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(everything[0] / "archive", home / "archive")
    commands.run("run", "--home", home, "--workers", "1")
    assert tables(verified(str(home))) == everything[1]


# --- object storage ----------------------------------------------------------------------------------


@pytest.fixture
def proxy(store: Environment) -> Iterator[FaultyProxy]:
    """A proxy before the S3 server that can be told to fail."""
    made = FaultyProxy(store["AWS_ENDPOINT_URL"])
    yield made
    made.close()


def test_errors_and_slow_answers_of_the_store_change_nothing(
    proxy: FaultyProxy,
    commands: Commands,
    everything: tuple[Path, Files],
    samples: Path,
    home_at: Callable[[str], str],
) -> None:
    home, through = home_at("s3"), {"AWS_ENDPOINT_URL": proxy.address}
    years = sorted(samples.glob("202*"))
    proxy.rate = 0.1
    commands.run("run", "--home", home, "--workers", "1", *years, env=through)
    assert proxy.faults > 10
    assert tables(verified(home)) == everything[1]
    assert len(order(home)) == 1


def test_a_store_that_is_away_fails_in_words_and_the_last_release_stands(
    proxy: FaultyProxy, commands: Commands, samples: Path, home_at: Callable[[str], str]
) -> None:
    home = home_at("s3")
    commands.run("run", "--home", home, "--workers", "1", samples / "2021")
    before = verified(home)
    away = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{parts.free_port()}"}
    began = time.monotonic()
    said = commands.run("run", "--home", home, "--workers", "1", samples / "2022", env=away, expect=1)
    assert "Connection refused" in said or "Could not connect" in said
    assert "nothing was written" in said
    assert time.monotonic() - began < 90
    assert verified(home) == before
    commands.run("run", "--home", home, "--workers", "1", samples / "2022")
    assert len(order(home)) == 2


# --- scheduler and database --------------------------------------------------------------------------


def under_way(run: Run, home: str) -> None:
    """Wait until a run has begun to write."""
    parts.until(lambda: run.over() or Path(home, "archive").exists(), 60, run.said())
    assert not run.over(), run.said()


def test_a_database_that_restarts_in_mid_run_stops_nothing(
    postgres: tuple[Part, str],
    commands: Commands,
    everything: tuple[Path, Files],
    samples: Path,
    tmp_path: Path,
) -> None:
    home = str(tmp_path / "home")
    run = commands.start("run", "--home", home, "--workers", "1", *sorted(samples.glob("202*")))
    under_way(run, home)
    postgres[0].kill()
    time.sleep(1)
    postgres[0].start()
    assert run.wait(180) == 0, run.said()
    assert tables(verified(home)) == everything[1]


def test_a_scheduler_that_goes_and_comes_back_stops_nothing(
    server: tuple[Part, Environment],
    commands: Commands,
    everything: tuple[Path, Files],
    samples: Path,
    tmp_path: Path,
) -> None:
    home = str(tmp_path / "home")
    run = commands.start("run", "--home", home, "--workers", "1", *sorted(samples.glob("202*")))
    under_way(run, home)
    server[0].kill()
    time.sleep(1)
    server[0].start()
    assert run.wait(180) == 0, run.said()
    assert tables(verified(home)) == everything[1]


# --- the clock ---------------------------------------------------------------------------------------


class Yesterday(datetime):
    """A clock that has been set back by a day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) - timedelta(days=1)


def take(home: Home, name: str, **identity: object) -> None:
    """Receive and interpret a report of that name."""
    file = Path(home.root).parent / name
    file.write_text(name, "utf-8")
    archive.receive(home, archive.look([str(file)]).found)
    made = report(name, **identity)
    digest = archive.look([str(file)]).found[0].sha256
    object.__setattr__(made.raw, "sha256", digest)
    lake.commit(home, [made], "v")


def publish(home: Home) -> str:
    collected = collect_release(home)
    return write_release(home, collected, check_release(home, collected))


def test_a_clock_set_back_loses_no_update_and_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home.open(str(tmp_path / "home"))
    take(home, "first.txt")
    first = publish(home)
    for module in (delta, releases):
        monkeypatch.setattr(module, "datetime", Yesterday)
    take(home, "second.txt")  # a later version of the same report, received by the wrong clock
    second = publish(home)
    assert second > first
    rows = releases.read_tables(home, second)["reports"].to_pylist()
    assert {row["file_name"]: row["status"] for row in rows} == {
        "first.txt": "superseded",
        "second.txt": "published",
    }
    lake.commit(home, [report("x.txt", fiscal_year=2020)], "old")
    lake.commit(home, [report("x.txt", fiscal_year=2021)], "new")
    assert {d.code_version for d in lake.done(home).values()} == {"v", "new"}
