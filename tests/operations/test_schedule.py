"""A deployment on a short schedule: it fires by itself, takes in what appeared, and survives its worker."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.publish.release import latest_release, read_tables
from tasks.store.home import Home
from tests.operations.parts import PREFECT, PROJECT, Environment, Part, until
from tests.operations.releases import files_of, order, verified

POOL = "operations"
INTERVAL = "12"  # seconds


def prefect(env: Environment, *arguments: str) -> None:
    done = subprocess.run(
        [*PREFECT, "--no-prompt", *arguments], env=env, cwd=PROJECT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def worker(server: tuple[Part, Environment], tmp_path: Path) -> Iterator[Part]:
    """A worker that serves the work pool."""
    env = server[1] | {"PREFECT_WORKER_QUERY_SECONDS": "2"}
    prefect(env, "work-pool", "create", POOL, "--type", "process", "--overwrite")
    command = [*PREFECT, "worker", "start", "--pool", POOL]
    part = Part(command, env, tmp_path / "worker.log", lambda: True).start()
    yield part
    part.kill()


def years_published(home: Path) -> set[int]:
    opened = Home.open(str(home))
    current = latest_release(opened)
    if current is None:
        return set()
    return {row["fiscal_year"] for row in read_tables(opened, current)["district_year"].to_pylist()}


def test_it_fires_three_times_and_publishes_what_appeared_in_between(
    server: tuple[Part, Environment], worker: Part, samples: Path, tmp_path: Path
) -> None:
    inbox, home = tmp_path / "inbox", tmp_path / "home"
    shutil.copytree(samples / "2021", inbox / "2021")
    prefect(
        server[1], "deploy", "flows/yearbook.py:yearbook", "--name", "every-few-seconds", "--pool", POOL,
        "--interval", INTERVAL, "--concurrency-limit", "1", "--collision-strategy", "CANCEL_NEW",
        "--param", f"home={home}", "--param", f'paths=["{inbox}"]',
        "--param", "workers=1",
    )  # fmt: skip
    until(lambda: years_published(home) == {2021}, 120, worker.log.read_text())
    drop(samples / "2022", inbox)
    until(lambda: years_published(home) == {2021, 2022}, 120)
    worker.kill()  # with whatever it is doing; a new one goes on where it was
    worker.start()
    drop(samples / "2023", inbox)
    until(lambda: years_published(home) == {2021, 2022, 2023}, 120)
    prefect(server[1], "deployment", "delete", "yearbook/every-few-seconds")
    verified(str(home))
    added = [
        line
        for release in order(str(home))[1:]
        for line in files_of(str(home), release)["CHANGES.md"].decode().splitlines()
        if "Reports added" in line
    ]
    found = [len(list((samples / year).iterdir())) for year in ("2022", "2023")]
    assert [int(line.rpartition(":")[2]) for line in added] == found


def drop(folder: Path, inbox: Path) -> None:
    """Put files into an inbox at once, so that no run finds only some of them."""
    aside = inbox.with_name("aside")
    shutil.copytree(folder, aside)
    aside.rename(inbox / folder.name)
