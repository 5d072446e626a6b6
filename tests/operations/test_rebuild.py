"""Three years of reports after a rule changed: what it touches is rewritten and told, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tasks.publish.release import read_tables
from tasks.store import delta, lake
from tasks.store.home import Home
from tests.operations.parts import PROJECT, Environment, Part
from tests.operations.releases import order, tables, verified
from tests.samples.report import BUREAUS
from tests.samples.synthetic import PLACES, generate

YEARS = (2021, 2022, 2023)
REPORTS = 300  # a year
INDICATOR = "interest_income"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    bureaus = sorted(BUREAUS)
    for year in YEARS:
        for i in range(REPORTS):
            data, _ = generate(PLACES[i % 12], bureaus[i // 12 % len(bureaus)], year, seed=i)
            (folder / f"示例_{year}_{i:03}.txt").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one rule changed: an indicator is looked for in words that no report has."""
    copy = tmp_path_factory.mktemp("changed")
    for part in ("flows", "tasks", "expectations", "data/reference"):
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    rules = copy / "data/reference/indicators.yaml"
    before, found, after = rules.read_text("utf-8").partition(f"- id: {INDICATOR}\n")
    rule, next_one, rest = after.partition("\n- id: ")
    assert found
    assert next_one
    other = re.sub(r"  patterns:\n(    - .*\n)+", '  patterns:\n    - "无此说法 #"\n', rule + "\n").rstrip(
        "\n"
    )
    assert other != rule
    rules.write_text(before + found + other + next_one + rest, "utf-8")
    return copy


def yearbook(project: Path, env: Environment, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)],
        env=env | {"PYTHONPATH": str(project)}, cwd=project, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(home: str, table: str) -> int:
    found = delta.read_table(Home.open(home), table, ["sha256"])
    return found.num_rows if found else 0


def test_only_what_the_rule_touches_is_rewritten_and_every_value_is_told(
    server: tuple[Part, Environment], inbox: Path, changed: Path, tmp_path: Path
) -> None:
    env = server[1] | {"COLUMNS": "200"}
    home = str(tmp_path / "home")
    yearbook(PROJECT, env, "run", "--home", home, inbox)
    (old,) = order(home)
    published = read_tables(Home.open(home), old)["indicators"].to_pylist()
    touched = {
        row["report_id"] for row in published if row["indicator"] == INDICATOR and row["value"] is not None
    }
    assert 100 < len(touched) < 800
    before = rows(home, lake.LAKE)
    assert before == len(YEARS) * REPORTS

    years = ["--years", f"{YEARS[0]}-{YEARS[-1]}", "--home", home]
    told = yearbook(changed, env, "backfill", *years, "--dry-run")
    assert rows(home, lake.LAKE) == before
    began, cpu = time.monotonic(), os.times()
    said = yearbook(changed, env, "backfill", *years)
    spent = os.times()
    seconds = spent.children_user + spent.children_system - cpu.children_user - cpu.children_system
    rewritten = rows(home, lake.LAKE) - before
    print(f"backfill: {time.monotonic() - began:.0f} s, {seconds:.0f} s of CPU, {rewritten} rows rewritten")
    assert all(f"{year}: {REPORTS} reports read again" in said for year in YEARS)
    assert rewritten == len(touched)
    assert rows(home, lake.LEDGER) == 2 * before

    new = order(home)[-1]
    diff = yearbook(changed, env, "diff", old, new, "--home", home)
    changes = [line for line in diff.splitlines() if INDICATOR in line.replace("\\", "")]
    for report_id in touched:
        assert any(report_id in line and "(new code)" in line for line in changes), diff[:3000]
    assert "(unexplained)" not in diff
    assert [line for line in told.splitlines() if line.startswith("- ")] == [
        line for line in diff.splitlines() if line.startswith("- ")
    ]

    # The same through two workers of a cluster: the same rows again, and so the same release.
    files = tables(verified(home))
    again = yearbook(changed, env | {"YEARBOOK_CLUSTER": "2"}, "backfill", *years)
    assert all(f"{year}: {REPORTS} reports read again, 0 of them changed" in again for year in YEARS)
    assert tables(verified(home)) == files
    assert order(home)[-1] == new
