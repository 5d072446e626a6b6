"""One machine without a server: commands bring their own, which fires schedules and never outlives them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.operations.parts import PROJECT, Environment, missing, plain_environment, until
from tests.operations.releases import verified
from tests.operations.test_workers import alive

YEARBOOK = [sys.executable, "-c", "from flows.cli import main; main()"]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The commands that a test started, ended with it."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    return plain_environment(tmp_path / "prefect") | {"PREFECT_LOGGING_LEVEL": "INFO"}


def server_of(pid: int) -> int | None:
    """The process of the server that a command started."""
    for child in Path("/proc", str(pid), "task", str(pid), "children").read_text().split():
        with_arguments = Path("/proc", child, "cmdline").read_bytes()
        if b"flows.scheduler" in with_arguments:
            return int(child)
    return None


def test_a_killed_run_leaves_no_server_that_holds_the_database(
    env: Environment, samples: Path, tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    command = [*YEARBOOK, "run", "--home", str(tmp_path / "home"), "--workers", "1", str(samples / "2021")]
    run = subprocess.Popen(command, env=env, cwd=PROJECT)
    started.append(run)
    until(lambda: server_of(run.pid) or run.poll() is not None, 60, "no server was started")
    server = server_of(run.pid)
    assert server
    until(lambda: Path(tmp_path, "home").exists() or run.poll() is not None, 120)
    run.send_signal(signal.SIGKILL)
    run.wait()
    until(lambda: not alive(server), 30, "the server was left behind")
    again = subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert again.returncode == 0, again.stdout + again.stderr
    verified(str(tmp_path / "home"))


def asked(address: str, what: str) -> list[dict[str, object]]:
    """What a server answers to a question for all of a kind; nothing while it does not answer."""
    question = Request(f"{address}/{what}/filter", b"{}", {"Content-Type": "application/json"})
    try:
        with urlopen(question, timeout=10) as answer:
            found: list[dict[str, object]] = json.load(answer)
            return found
    except OSError:
        return []


def test_serving_schedules_its_deployments_and_takes_its_server_with_it(
    env: Environment, tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    serve = subprocess.Popen([*YEARBOOK, "serve", "--home", str(tmp_path / "home")], env=env, cwd=PROJECT)
    started.append(serve)
    until(lambda: server_of(serve.pid) or serve.poll() is not None, 60, "no server was started")
    server = server_of(serve.pid)
    assert server
    port = Path("/proc", str(server), "cmdline").read_bytes().split(b"\0")[-2].decode()
    address = f"http://127.0.0.1:{port}/api"
    until(lambda: len(asked(address, "deployments")) == 3, 180, "the deployments were not made")

    def scheduled() -> set[object]:
        return {
            run["deployment_id"] for run in asked(address, "flow_runs") if run["state_type"] == "SCHEDULED"
        }

    # The night and the week; a backfill waits to be asked for.
    until(lambda: len(scheduled()) == 2, 120, "nothing was scheduled")
    serve.send_signal(signal.SIGKILL)
    serve.wait()
    until(lambda: not alive(server), 30, "the server was left behind")


def test_the_service_of_the_guide_is_one_that_systemd_takes(tmp_path: Path) -> None:
    guide = (PROJECT / "OPERATING.md").read_text("utf-8")
    block = re.search(r"(?m)^    \[Unit\]\n(?:    .*\n|\n)+", guide)
    assert block
    text = re.sub(r"(?m)^    ", "", block[0])
    assert "ExecStart=/opt/district-yearbook/.venv/bin/yearbook serve" in text
    unit = tmp_path / "yearbook.service"
    # Only what is not on this machine is replaced: the program and the user.
    unit.write_text(text.replace("/opt/district-yearbook/.venv/bin/yearbook", sys.executable).replace(
        "User=yearbook", "User=root").replace("/opt/district-yearbook", str(PROJECT)))  # fmt: skip
    try:
        done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    except FileNotFoundError:
        missing("systemd-analyze")
    assert (done.returncode, done.stderr) == (0, "")
