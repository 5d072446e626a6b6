"""An object store: what changed since it was kept, on a file system in memory."""

from pathlib import Path

import fsspec
import pytest

from tasks.fetch.bucket import fetch_bucket, version_tag
from tasks.fetch.declaration import Bucket
from tasks.fetch.outcome import Outcome
from tasks.fetch.retrievals import known
from tasks.fetch.visit import Kept
from tasks.store.archive import content, receipts
from tasks.store.home import Home

SOURCE = Bucket("uploads", "memory://incoming", 1000)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    fsspec.filesystem("memory").rm("/", recursive=True)
    return Home.open(str(tmp_path / "home"))


def fetch(home: Home) -> Outcome:
    fs, root = fsspec.url_to_fs(SOURCE.address)
    kept = Kept(home)
    outcome = fetch_bucket(SOURCE, fs, root, known(home), kept.add)
    kept.flush()
    return outcome


def put(name: str, data: bytes) -> None:
    fsspec.filesystem("memory").pipe_file(f"/incoming/{name}", data)


def test_objects_are_kept_once_and_again_when_they_change(home: Home) -> None:
    put("2023/a.txt", b"one")
    put("b.txt", b"two")
    put(".hidden/c.txt", b"no")
    assert fetch(home).fetched == ("memory:///incoming/2023/a.txt", "memory:///incoming/b.txt")
    assert fetch(home) == Outcome("uploads", unchanged=2)
    put("b.txt", b"three")
    assert fetch(home) == Outcome("uploads", fetched=("memory:///incoming/b.txt",), unchanged=1)
    assert [content(home, r.sha256) for r in receipts(home) if r.file_name == "b.txt"] == [b"two", b"three"]


def test_the_same_content_written_again_is_unchanged(home: Home) -> None:
    put("a.txt", b"one")
    fetch(home)
    put("a.txt", b"one")
    assert fetch(home) == Outcome("uploads", unchanged=1)


def test_an_object_that_cannot_be_taken_hurts_no_other(home: Home) -> None:
    put("a.txt", b"x" * 1001)
    put("b.txt", b"two")
    outcome = fetch(home)
    assert outcome.fetched == ("memory:///incoming/b.txt",)
    assert outcome.failed == (
        ("memory:///incoming/a.txt", "larger than 0.001 MB, the size declared as the largest"),
    )


def test_a_version_is_told_by_its_tag_or_by_time_and_size() -> None:
    assert version_tag({"ETag": '"abc"', "size": 3}) == '"abc"'
    assert version_tag({"mtime": 5.0, "size": 3}) == "5.0 3"
