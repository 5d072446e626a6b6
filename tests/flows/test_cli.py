"""The command line as people and scripts use it, each command in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flows.cli import parse_years

HEAVY = ("prefect", "pandas", "great_expectations", "pyarrow", "deltalake")


def yearbook(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "150"})


@pytest.mark.parametrize("command", ["", "run", "clean", "backfill", "report", "diff", "serve"])
def test_every_command_explains_itself(command: str) -> None:
    done = yearbook(*command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("clean",), ("backfill", "--years", "soon"), ("diff", "a")]
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert yearbook(*arguments).returncode == 2


def test_help_and_clean_load_nothing_heavy(samples: Path) -> None:
    program = (
        "import sys; from flows.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    file = next(samples.rglob("*.txt"))
    for arguments in (["--help"], ["clean", str(file)]):
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
        assert done.stderr.strip().splitlines()[-1] == "[]"


def test_clean_prints_a_paragraph_a_line(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("一、基本情况\n\n我局全年预算数 1,200.50 万元。\n", "utf-8")
    assert yearbook("clean", file).stdout == "一、基本情况\n我局全年预算数1,200.50万元。\n"


def test_clean_with_audit_prints_an_edit_a_line(tmp_path: Path, samples: Path) -> None:
    for file in samples.rglob("*_2021*.txt"):
        edits = [json.loads(line) for line in yearbook("clean", "--audit", file).stdout.splitlines()]
        assert edits
        assert {"kind", "text", "evidence", "from", "to", "confidence"} <= set(edits[0])


def test_clean_of_what_is_no_text_says_so_and_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"\x00\x01\x02" * 100)
    done = yearbook("clean", file)
    assert done.returncode == 1
    assert "not text" in done.stderr


@pytest.mark.parametrize(
    ("text", "years"),
    [("2021", [2021]), ("2019-2021", [2019, 2020, 2021]), ("2023,2019-2020", [2019, 2020, 2023])],
)
def test_years_are_named_one_by_one_or_as_a_range(text: str, years: list[int]) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["", "soon", "2023-2019", "21", "2019-"])
def test_years_that_name_nothing_are_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        parse_years(text)
