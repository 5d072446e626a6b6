"""The parts that operations need, started once for all tests here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.operations import parts
from tests.operations.commands import Commands
from tests.operations.parts import BUCKET, Environment, Part
from tests.operations.releases import Files, tables, verified

LEASE = {"YEARBOOK_LEASE_SECONDS": "2"}
QUICK = ("test_compose", "test_workers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what starts whole services and kills them to `make operations`: it takes a quarter of an hour."""
    if os.environ.get("YEARBOOK_OPERATIONS"):
        return
    skip = pytest.mark.skip(reason="operations: asked for with YEARBOOK_OPERATIONS=1 (make operations)")
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.stem not in QUICK:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """An S3 server with a bucket; this process talks to it as the commands do."""
    if find_spec("s3fs") is None:
        parts.missing("s3fs")
    part, env = parts.object_store(tmp_path_factory.mktemp("s3"))
    part.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (env | LEASE).items():
            patch.setenv(name, value)
        _make_bucket()
        yield env
    part.kill()


def _make_bucket() -> None:
    from tasks.store.home import Home

    fs = Home.open(f"s3://{BUCKET}/x").fs

    def made() -> bool:
        try:
            fs.exists(BUCKET) or fs.mkdir(BUCKET)
            fs.pipe_file(f"{BUCKET}/ready", b"1")  # the first write waits for its volume
        except OSError:
            return False
        return True

    parts.until(made, 60, "S3 takes no objects")


@pytest.fixture(scope="session")
def postgres() -> Iterator[tuple[Part, str]]:
    """A PostgreSQL server."""
    # Its user must reach its folder, and folders of pytest are for the user of pytest alone.
    with TemporaryDirectory(prefix="yearbook-postgres-", ignore_cleanup_errors=True) as folder:
        part, connection = parts.database(Path(folder))
        part.start()
        yield part, connection
        part.kill()


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, postgres: tuple[Part, str], store: Environment
) -> Iterator[tuple[Part, Environment]]:
    """A Prefect server on PostgreSQL, and the environment of everything that talks to it and to S3."""
    folder = tmp_path_factory.mktemp("prefect")
    part, env = parts.scheduler(folder, postgres[1], store | LEASE)
    part.start()
    yield part, env
    part.kill()


@pytest.fixture(scope="session")
def commands(
    server: tuple[Part, Environment], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Commands]:
    """`yearbook` commands that talk to that server."""
    made = Commands(server[1], tmp_path_factory.mktemp("commands"))
    yield made
    made.close()


@pytest.fixture
def home_at(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """A new home on a disk or on S3."""

    def made(kind: str) -> str:
        if kind == "disk":
            return str(tmp_path / "home")
        request.getfixturevalue("store")
        return f"s3://{BUCKET}/{os.getpid()}-{tmp_path.name}"

    return made


@pytest.fixture(scope="session")
def everything(
    commands: Commands, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Files]:
    """A home with all samples published by one undisturbed run, and the tables of its release."""
    home = tmp_path_factory.mktemp("everything") / "home"
    commands.run("run", "--home", home, "--workers", "1", *years(samples))
    return home, tables(verified(str(home)))


def years(samples: Path) -> list[Path]:
    """The sample folders of each year, without the files that are no reports."""
    return sorted(samples.glob("202*"))
