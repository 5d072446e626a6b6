"""A Dask cluster reads the reports, and what comes out is the same to the byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.operations import parts
from tests.operations.parts import PROJECT, Environment, Part
from tests.operations.releases import Files, tables, verified


@pytest.mark.parametrize("command", [["run"], ["backfill", "--years", "2021-2023"]])
def test_two_workers_of_a_dask_cluster_give_the_same_tables(
    command: list[str],
    server: tuple[Part, Environment],
    everything: tuple[Path, Files],
    samples: Path,
    home_at: Callable[[str], str],
) -> None:
    if find_spec("prefect_dask") is None:
        parts.missing("prefect-dask")
    home = home_at("s3")
    paths = [str(path) for path in sorted(samples.glob("202*"))]
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", *command, "--home", home, *paths],
        env=server[1] | {"YEARBOOK_CLUSTER": "2"}, cwd=PROJECT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert tables(verified(home)) == everything[1]
