"""A publisher that slept through the loss of its lock writes on for a moment: nobody is held up by it."""

from pathlib import Path

from tasks.publish.build import collect_release, write_release
from tasks.publish.release import latest_release, release_names
from tasks.store import archive, lake
from tasks.store.home import Home
from tests.reports import UNCHECKED, report


def take(home: Home, folder: Path, name: str) -> None:
    (folder / name).write_text(name, "utf-8")
    found = archive.look([str(folder / name)]).found
    archive.receive(home, found)
    made = report(name)
    object.__setattr__(made.raw, "sha256", found[0].sha256)
    lake.commit(home, [made], "v")


def test_a_release_that_was_never_whole_is_passed_over_and_cleared_away(tmp_path: Path) -> None:
    home = Home.open(str(tmp_path / "home"))
    take(home, tmp_path, "first.txt")
    first = write_release(home, collect_release(home), UNCHECKED)
    torn = "20990101T000000000Z-00000000"
    home.write(b"", "releases", torn, "tables", "late.parquet")
    take(home, tmp_path, "second.txt")
    second = write_release(home, collect_release(home), UNCHECKED)
    assert release_names(home) == [first, second]
    assert latest_release(home) == second


def test_one_that_is_torn_while_another_publishes_stops_it_not(tmp_path: Path) -> None:
    home = Home.open(str(tmp_path / "home"))
    take(home, tmp_path, "first.txt")
    write_release(home, collect_release(home), UNCHECKED)
    # Everything else of it was cleared away in mid-write; with its last file it looks whole for a moment.
    home.write(b"{}", "releases", "20990101T000000000Z-00000000", "release.json")
    take(home, tmp_path, "second.txt")
    second = write_release(home, collect_release(home), UNCHECKED)
    assert latest_release(home) == second
