"""Killed at any moment, nothing is lost and nothing is torn: the kill test.

`YEARBOOK_KILLS=100` kills a hundred times instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tasks.store.home import Home
from tests.operations.commands import Commands
from tests.operations.parts import BUCKET
from tests.operations.releases import Files, order, tables, verified

KILLS = int(os.environ.get("YEARBOOK_KILLS", "8"))
STORES = ("disk", "s3")
WORK = ("ingest", "backfill", "publish", "report")
TRIALS = [(i, WORK[i % 4], STORES[i // 4 % 2]) for i in range(KILLS)]


def arguments(work: str, home: str, samples: Path) -> list[str]:
    """The command that does a piece of work."""
    common = ["--home", home]
    if work == "backfill":
        return ["backfill", "--years", "2021,2023", *common, "--workers", "1", str(samples / "2023")]
    if work == "report":
        return ["report", *common]
    return ["run", *common, "--workers", "1", *map(str, sorted(samples.glob("202*")))]


@pytest.fixture(scope="module")
def begun(commands: Commands, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Homes as they are before each piece of work: two years published; the third at most in the lake."""
    two = tmp_path_factory.mktemp("begun") / "two"
    commands.run("run", "--home", two, "--workers", "1", samples / "2021", samples / "2022")
    unpublished = two.with_name("unpublished")
    shutil.copytree(two, unpublished)
    commands.run("run", "--home", unpublished, "--workers", "1", *sorted(samples.glob("202*")))
    shutil.rmtree(unpublished / "releases")
    shutil.copytree(two / "releases", unpublished / "releases")
    return {"ingest": two, "backfill": two, "publish": unpublished, "report": two}


@pytest.fixture(scope="module")
def undisturbed(
    commands: Commands, begun: dict[str, Path], samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], tuple[float, Files]]:
    """How long each piece of work takes on each store when nobody disturbs it, and what comes out."""
    folder, found = tmp_path_factory.mktemp("undisturbed"), {}
    for work, kind in product(WORK, STORES if KILLS > 4 else STORES[:1]):
        home = str(folder / work) if kind == "disk" else f"s3://{BUCKET}/{os.getpid()}-undisturbed-{work}"
        copied(begun[work], home)
        run = commands.start(*arguments(work, home, samples))
        assert run.wait() == 0, run.said()
        found[work, kind] = (time.monotonic() - run.began, tables(verified(home)))
        assert found[work, kind][1] == found[work, "disk"][1]
    return found


def copied(begun: Path, home: str) -> None:
    """Put a home where the trial is to happen."""
    opened = Home.open(home)
    if opened.local:
        shutil.copytree(begun, home)
    else:
        opened.fs.put(f"{begun}/", f"{opened.root}/", recursive=True)


@pytest.mark.parametrize(("trial", "work", "kind"), TRIALS)
def test_killed_at_any_moment_the_release_stands_and_a_rerun_ends_the_same(
    trial: int,
    work: str,
    kind: str,
    commands: Commands,
    begun: dict[str, Path],
    undisturbed: dict[tuple[str, str], tuple[float, Files]],
    samples: Path,
    home_at: Callable[[str], str],
    record_property: Callable[[str, object], None],
) -> None:
    home = home_at(kind)
    copied(begun[work], home)
    seconds, expected = undisturbed[work, kind]
    run = commands.start(*arguments(work, home, samples))
    moment = random.Random(f"{os.environ.get('YEARBOOK_SEED', '1')}-{trial}").uniform(0, seconds)
    time.sleep(max(0.0, moment - (time.monotonic() - run.began)))
    record_property("killed", f"{work} on {kind} at {moment:.2f} of {seconds:.2f} s, over: {run.over()}")
    run.kill()
    run.wait()
    assert tables(verified(home))
    again = commands.start(*arguments(work, home, samples))
    assert again.wait() == 0, again.said()
    record_property("rerun", f"{time.monotonic() - again.began:.2f} s")
    assert tables(verified(home)) == expected
    assert len(order(home)) <= 2
