"""The programs of `compose.yaml`, started by hand with its commands and its environment.

Only where they listen differs: on ports of this machine, not in containers of their own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.publish.release import latest_release, read_tables
from tasks.store.home import Home
from tests.operations import parts
from tests.operations.parts import COMPOSE, POSTGRES, PREFECT, PROJECT, Environment, Part, until
from tests.operations.releases import verified

BIN = Path(sys.executable).parent
INSTALLED = "/opt/yearbook/bin/"  # where the containers have what is installed


def placed(env: Environment, places: dict[str, str]) -> Environment:
    """An environment with the places of this machine instead of the names of containers."""
    for there, here in places.items():
        env = {name: value.replace(there, here) for name, value in env.items()}
    return env


@pytest.fixture
def scheduler(postgres: tuple[Part, str], store: Environment, tmp_path: Path) -> Iterator[Environment]:
    """The server as it is written; gives the environment of a worker."""
    address = postgres[1].partition("@")[2].partition("/")[0]
    host, port = address.split(":")
    asked = COMPOSE["services"]["database"]["environment"]
    make = [str(POSTGRES / "createdb"), "-h", host, "-p", port, "-U", asked["POSTGRES_USER"]]
    subprocess.run([*make, asked["POSTGRES_DB"]], check=True, cwd="/")
    page = f"127.0.0.1:{parts.free_port()}"
    places = {
        "@database": f"@{address}",
        "http://store:8333": store["AWS_ENDPOINT_URL"],
        "http://server:4200": f"http://{page}",
        "/project": str(PROJECT),
    }
    plain = parts.plain_environment(tmp_path)
    said = COMPOSE["services"]["server"]["command"].replace("0.0.0.0", "127.0.0.1").split()
    part = Part(
        [*PREFECT, *said[1:], "--port", page.partition(":")[2]],
        plain | placed(parts.environment("server"), places),
        tmp_path / "server.log",
        lambda: parts.answers(f"http://{page}/api/health"),
    ).start()
    yield plain | placed(parts.environment("worker"), places)
    part.kill()


def commands_of(service: str) -> list[str]:
    """The lines of a service that run what is installed, as they are run here."""
    script = COMPOSE["services"][service]["command"][-1]
    lines = [line.strip() for line in script.splitlines() if line.strip().startswith(INSTALLED)]
    return [line.replace(INSTALLED, f"{BIN}/") for line in lines if "/pip " not in line]


def test_the_programs_of_the_set_up_publish_what_is_uploaded(
    scheduler: Environment, samples: Path, tmp_path: Path
) -> None:
    def run(command: str | list[str]) -> None:
        in_shell = isinstance(command, str)
        done = subprocess.run(
            command, shell=in_shell, env=scheduler, cwd=PROJECT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    deploying = commands_of("deploy")
    assert len(deploying) == 3  # the bucket, the work pool, the deployments
    for line in deploying:
        run(line)
    said = COMPOSE["services"]["worker"]["command"]
    log = tmp_path / "worker.log"
    worker = Part([str(BIN / Path(said[0]).name), *said[1:]], scheduler, log, lambda: True)
    home = Home.open(scheduler["YEARBOOK_HOME"])
    for file in sorted((samples / "2021").iterdir()):
        home.write(file.read_bytes(), "raw", file.name)
    worker.start()
    try:
        run([*PREFECT, "deployment", "run", "yearbook/scheduled-ingestion"])
        until(lambda: latest_release(home), 180, worker.log.read_text())
    finally:
        worker.kill()
    verified(scheduler["YEARBOOK_HOME"])
    rows = read_tables(home, latest_release(home) or "")["reports"].to_pylist()
    assert {row["source"] for row in rows} >= {home.address("raw", row["file_name"]) for row in rows}
