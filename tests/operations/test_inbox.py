"""An inbox on object storage: what people upload under `raw` is taken in like files in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tasks.publish.release import read_tables
from tasks.store.home import Home
from tests.operations.commands import Commands
from tests.operations.releases import order, verified


def status(home: Home) -> list[tuple[str, str]]:
    rows = read_tables(home, order(home.address(""))[-1])["reports"].to_pylist()
    return sorted((row["source"], row["status"]) for row in rows)


def test_what_is_uploaded_under_the_home_is_published(
    commands: Commands, samples: Path, home_at: Callable[[str], str]
) -> None:
    address = home_at("s3")
    home = Home.open(address)
    assert "nothing lies there" in commands.run("run", "--home", f"{address}/")
    report = next(samples.rglob("*2023.txt")).read_bytes()
    home.write(report, "raw", "2023", "a.txt")
    home.write(b"\x00\x01" * 50, "raw", "b.bin")
    assert "a.txt" not in commands.run("run", "--home", address)
    uploaded, other = f"{address}/raw/2023/a.txt", (f"{address}/raw/b.bin", "quarantined")
    assert status(home) == [(uploaded, "published"), other]
    before = verified(address)
    assert "The tables are as before" in commands.run("run", "--home", address)
    assert commands.run("inbox", "--home", address) == ""  # nothing was dropped
    assert verified(address) == before

    home.write(report + "\n附件：无。\n".encode(), "raw", "2023", "a.txt")
    commands.run("inbox", "--home", address)
    assert status(home) == [(uploaded, "published"), (uploaded, "superseded"), other]
    assert len(order(address)) == 3


def test_a_prefix_can_be_named_like_a_folder(
    commands: Commands, samples: Path, home_at: Callable[[str], str], tmp_path: Path
) -> None:
    uploads, home = Home.open(home_at("s3")), tmp_path / "home"
    report = next(samples.rglob("*2023.txt")).read_bytes()
    uploads.write(report, "incoming", "a.txt")
    prefix = uploads.address("incoming")
    commands.run("backfill", "--years", "2023", "--home", home, prefix)
    assert status(Home.open(str(home))) == [(f"{prefix}/a.txt", "published")]
    said = commands.run("run", "--home", home, prefix, uploads.address("nowhere"))
    assert f"Not read: {uploads.address('nowhere')}: nothing lies there" in said
