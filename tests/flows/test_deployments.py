"""The deployments of prefect.yaml, started by a real worker against a real server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from tasks.publish.release import latest_release
from tasks.store.home import Home

PROJECT = Path(__file__).parent.parent.parent
PREFECT = [sys.executable, "-m", "prefect"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A Prefect server with a database of its own; gives the environment that reaches it."""
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    # The session's own temporary server must not be reached by mistake: its settings are left out.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env = inherited | {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": address,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "YEARBOOK_PROJECT": str(PROJECT),
        "DO_NOT_TRACK": "1",
    }
    start = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(start, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"{address}/health")
        yield env
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, seconds: int = 120) -> None:
    for _ in range(seconds * 2):
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


def prefect(env: dict[str, str], *arguments: str, timeout: int = 180) -> str:
    done = subprocess.run(
        [*PREFECT, *arguments], env=env, cwd=PROJECT, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_deployments_start_from_a_worker(server: dict[str, str], tmp_path: Path, samples: Path) -> None:
    home = tmp_path / "home"
    prefect(server, "--no-prompt", "work-pool", "create", "yearbook", "--type", "process")
    prefect(server, "--no-prompt", "deploy", "--all")
    parameters = ["--param", f"home={home}"]
    inbox = ["--param", f'paths=["{samples / "2021"}"]']
    prefect(server, "deployment", "run", "yearbook/scheduled-ingestion", *parameters, *inbox)
    prefect(server, "worker", "start", "--pool", "yearbook", "--run-once", timeout=300)
    first = latest_release(Home.open(str(home)))
    assert first
    page = Path(home, "releases", first, "report", "index.html")
    page.unlink()
    prefect(server, "deployment", "run", "quality-report/quality-report", *parameters)
    backfill = ["--param", "years=[2021]", *parameters]
    prefect(server, "deployment", "run", "backfill/backfill", *backfill)
    prefect(server, "worker", "start", "--pool", "yearbook", "--run-once", timeout=300)
    runs = prefect(server, "flow-run", "ls", "--limit", "20")
    assert page.exists()
    assert latest_release(Home.open(str(home))) == first
    assert "backfill [2021]" in runs
    assert "FAILED" not in runs.upper()
    assert "CRASHED" not in runs.upper()


def test_ingestion_and_the_quality_report_are_scheduled_with_a_time_zone() -> None:
    declared = yaml.safe_load((PROJECT / "prefect.yaml").read_text("utf-8"))["deployments"]
    schedules = {d["name"]: d.get("schedules", []) for d in declared}
    assert schedules["backfill"] == []
    for name in ("scheduled-ingestion", "quality-report"):
        assert [s["timezone"] for s in schedules[name]] == ["Asia/Shanghai"]
