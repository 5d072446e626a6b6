"""A clock that was set back, as the kernel would tell it to a process: nothing goes back with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.publish.release import latest_release, read_tables
from tasks.store.home import Home
from tests.operations import parts
from tests.operations.commands import Commands
from tests.operations.parts import PROJECT, Environment, Part
from tests.operations.releases import order, verified

# As far as the store of each kind lets its callers be wrong: S3 refuses requests signed long ago.
SHIFTS = {"disk": "-1d", "s3": "-10m"}


@pytest.mark.parametrize("kind", ["disk", "s3"])
def test_releases_and_versions_keep_their_order(
    kind: str,
    commands: Commands,
    server: tuple[Part, Environment],
    samples: Path,
    tmp_path: Path,
    home_at: Callable[[str], str],
) -> None:
    if shutil.which("faketime") is None:
        parts.missing("faketime")
    home, inbox = home_at(kind), tmp_path / "inbox"
    inbox.mkdir()
    report = next(samples.rglob("*2023.txt")).read_bytes()
    file = inbox / "a.txt"
    file.write_bytes(report)
    commands.run("run", "--home", home, "--workers", "1", inbox)

    file.write_bytes(report + "\n附件：无。\n".encode())  # a later version, received by the wrong clock
    said = run_shifted(server[1], SHIFTS[kind], "run", "--home", home, "--workers", "1", str(inbox))
    first, second = order(home)
    assert datetime.fromisoformat(said.splitlines()[0]) < moment(first)
    rows = read_tables(Home.open(home), second)["reports"].to_pylist()
    assert sorted(row["status"] for row in rows) == ["published", "superseded"]
    newest = {row["status"]: row["characters"] for row in rows}
    assert newest["published"] > newest["superseded"]

    commands.run("run", "--home", home, "--workers", "1", inbox, samples / "2021")
    assert order(home)[:2] == [first, second]
    assert len(order(home)) == 3
    assert latest_release(Home.open(home)) == order(home)[-1]
    verified(home)


def run_shifted(env: Environment, shift: str, *arguments: str) -> str:
    """A command by a shifted clock; says first what that clock showed."""
    program = (
        "import datetime; print(datetime.datetime.now(datetime.UTC).isoformat(), flush=True)\n"
        "from flows.cli import main; main()"
    )
    done = subprocess.run(
        ["faketime", "-f", shift, sys.executable, "-c", program, *arguments],
        env=env | {"DONT_FAKE_MONOTONIC": "1"}, cwd=PROJECT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def moment(release_id: str) -> datetime:
    return datetime.strptime(release_id.partition("Z-")[0] + "+0000", "%Y%m%dT%H%M%S%f%z").astimezone(UTC)
