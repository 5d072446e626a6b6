import os
import zipfile
from pathlib import Path

import pytest

from tasks.interpret import interpret
from tasks.model import Report
from tasks.read.limits import FILE_BYTES
from tasks.reference import load_reference
from tasks.store import lake
from tasks.store.archive import content, content_of, look, raw_files, receipts, receive
from tasks.store.home import Home
from tasks.store.plan import arrivals, due


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(str(tmp_path / "home"))


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_folder_gives_its_files_at_every_depth_but_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "2021/a.txt", "2021/deep/c.pdf", ".hidden", ".git/config"):
        put(tmp_path / name, name)
    names = [Path(f.source).relative_to(tmp_path).as_posix() for f in look([str(tmp_path)]).found]
    assert names == ["2021/a.txt", "2021/deep/c.pdf", "b.txt"]


def test_a_path_named_twice_is_found_once(tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", "甲")
    assert len(look([str(file), str(tmp_path), f"{tmp_path}/./a.txt"]).found) == 1


def test_what_is_missing_or_no_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "a.txt", "甲")
    inbox = look([str(tmp_path), str(tmp_path / "gone.txt")])
    assert [Path(f.source).name for f in inbox.found] == ["a.txt"]
    assert {Path(p).name: reason for p, reason in inbox.unreadable} == {
        "pipe": "not a regular file (a pipe, socket or device)",
        "gone.txt": "no such file or directory",
    }


def test_a_dangling_link_and_a_loop_of_links_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    put(tmp_path / "a.txt", "甲")
    inbox = look([str(tmp_path)])
    assert [Path(f.source).name for f in inbox.found] == ["a.txt"]
    assert [Path(p).name for p, _ in inbox.unreadable] == ["dangling"]


def test_what_was_received_outlives_its_source(tmp_path: Path, home: Home) -> None:
    file = put(tmp_path / "a.txt", "甲")
    found = look([str(file)]).found
    receive(home, found)
    file.unlink()
    assert content(home, found[0].sha256).decode() == "甲"
    assert [r.file_name for r in receipts(home)] == ["a.txt"]


def test_two_copies_are_one_content_with_both_names(tmp_path: Path, home: Home) -> None:
    put(tmp_path / "a.txt", "甲")
    put(tmp_path / "copy/b.txt", "甲")
    receive(home, look([str(tmp_path)]).found)
    assert [raw.file_names for raw in raw_files(receipts(home)).values()] == [("a.txt", "b.txt")]


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_run(tmp_path: Path, home: Home) -> None:
    file = put(tmp_path / "a.txt", "甲")
    found = look([str(file)]).found
    file.write_text("乙", "utf-8")
    assert [Path(p).name for p, _ in receive(home, found)] == ["a.txt"]
    assert receipts(home) == ()


def test_a_file_put_back_to_what_it_was_is_new_again(tmp_path: Path, home: Home) -> None:
    inbox = str(tmp_path / "in")
    for text in ("甲", "乙", "甲"):
        put(tmp_path / "in/a.txt", text)
        new = arrivals(home, [inbox]).new
        assert len(new) == 1
        receive(home, new)
        receive(home, new)  # as a second run does that looked at the same moment
    assert arrivals(home, [inbox]).new == ()
    assert [content(home, r.sha256).decode() for r in receipts(home)] == ["甲", "乙", "甲"]


def packed(folder: Path, **files: str) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.txt", text)
    return folder / "all.zip"


def test_an_archive_file_is_received_as_what_it_holds(tmp_path: Path, home: Home) -> None:
    receive(home, look([str(packed(tmp_path, a="甲", b="乙"))]).found)
    names = sorted(raw.file_names for raw in raw_files(receipts(home)).values())
    assert names == [("all.zip!a.txt",), ("all.zip!b.txt",)]


def test_an_archive_not_to_be_trusted_stays_one_file(tmp_path: Path, home: Home) -> None:
    path = packed(tmp_path, a="甲")
    path.write_bytes(path.read_bytes().replace(b"a.txt", b"../xt"))
    receive(home, look([str(path)]).found)
    assert [raw.file_names for raw in raw_files(receipts(home)).values()] == [("all.zip",)]
    assert not (tmp_path / "xt").exists()


def test_what_came_in_an_archive_is_due_again_with_it(tmp_path: Path, home: Home) -> None:
    found = look([str(packed(tmp_path, a="甲"))]).found
    receive(home, found)
    first = due(home, (), "old")
    lake.commit(home, [Report(raw, "quarantined", "x") for raw in first], "old")
    assert due(home, (), "new") == ()
    assert due(home, [found[0].sha256], "new") == first
    assert due(home, [found[0].sha256], "old") == ()


def test_a_name_that_is_not_utf8_is_read_as_people_wrote_it(tmp_path: Path, home: Home) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("自评报告.txt".encode("gb18030"), b"\xff\xff.txt"):
        Path(os.fsdecode(os.fsencode(inbox) + b"/" + name)).write_bytes(name)
    receive(home, look([str(inbox)]).found)
    names = sorted(raw.file_names[0] for raw in raw_files(receipts(home)).values())
    assert names == ["\\xff\\xff.txt", "自评报告.txt"]
    assert arrivals(home, [str(inbox)]).new == ()


def test_a_file_too_large_is_received_and_not_kept(tmp_path: Path, home: Home) -> None:
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(FILE_BYTES.most + 1)
    receive(home, look([str(tmp_path)]).found)
    raw = next(iter(raw_files(receipts(home)).values()))
    assert content_of(home, raw) == b""
    assert (interpret(raw, b"", load_reference()).reason or "").startswith("limit: ")
