import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.model import Unreadable
from tasks.read import limits
from tasks.read.archives import is_archive, members
from tasks.read.isolation import POOL, Patience, read_isolated
from tests.read import good
from tests.read.hostile import HOSTILE, SLOW


@pytest.fixture(scope="module", autouse=True)
def _temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is left behind by any of them, and nothing was written beside the children's own folders."""
    POOL.close()
    folder, here = tmp_path_factory.mktemp("temporary"), tmp_path_factory.mktemp("here")
    usual, before = tempfile.tempdir, Path.cwd()
    tempfile.tempdir = str(folder)
    os.chdir(here)
    yield
    POOL.close()
    tempfile.tempdir = usual
    os.chdir(before)
    assert list(folder.iterdir()) == []
    assert list(here.iterdir()) == []


def refusal(data: bytes) -> str:
    try:
        if is_archive(data):
            return f"archive of {len(members(data))}"
        return f"read as {read_isolated(data).media_type}"
    except Unreadable as unreadable:
        return str(unreadable)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_and_in_time(name: str) -> None:
    if name in SLOW and os.environ.get("CI") != "true":
        pytest.skip("takes long to run into its limit: run with CI=true")
    make, reason = HOSTILE[name]
    data = make()
    start = time.monotonic()
    refused = refusal(data)
    assert any(refused.startswith(start) for start in reason.split("|")), refused
    assert time.monotonic() - start < 40
    assert "\n" not in refused
    assert any("\u4e00" <= char <= "\u9fff" for char in refused), "said in Chinese too"


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize(
    "make", [good.pdf, good.word, good.sheet, good.old_sheet, good.page], ids=lambda make: str(make.__name__)
)
def test_what_they_are_bent_from_is_good(make: object) -> None:
    data = make()  # type: ignore[operator]
    assert any(char.isdigit() for line in read_isolated(data).lines for char in line.text)


def test_a_hang_ends_at_its_time_and_the_next_file_is_read() -> None:
    with pytest.raises(Unreadable, match="limit: more seconds"):
        POOL.read(good.word(), seconds=0.0)
    assert read_isolated(good.word()).lines[0].text == good.TEXT


def test_a_child_that_died_at_rest_is_replaced() -> None:
    read_isolated(good.word())
    for child in POOL._resting:
        child.process.kill()
        child.process.wait()
    assert read_isolated(good.word()).lines[0].text == good.TEXT


def test_the_same_child_reads_one_file_after_the_other() -> None:
    read_isolated(good.word())
    first = {child.process.pid for child in POOL._resting}
    read_isolated(good.sheet())
    assert {child.process.pid for child in POOL._resting} == first


def test_a_reader_cannot_reach_beyond_its_limits() -> None:
    read_isolated(good.word())
    said = Path(f"/proc/{POOL._resting[-1].process.pid}/limits")
    if not said.exists():
        pytest.skip("limits of a process are shown on Linux alone")
    assert str(limits.MEMORY_BYTES.most) in said.read_text()


def test_children_of_a_killed_process_end_and_tidy_up(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(good.word())
    script = (
        "import os, signal, sys; from pathlib import Path; from tasks.read.isolation import read_isolated\n"
        "read_isolated(Path(sys.argv[1]).read_bytes())\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    folder = tmp_path / "temporary"
    folder.mkdir()
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "report.docx")],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(root)},
        check=False,
    )
    deadline = time.monotonic() + 10
    while list(folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(folder.iterdir()) == []


def test_one_that_sleeps_is_given_up_and_one_that_was_starved_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = iter((10.0, 10.2, 10.0, 10.01, 10.0, 12.0))  # seconds of processor time: before, then at its end
    monkeypatch.setattr("tasks.read.isolation.processor_time", lambda pid: next(worked))
    clock = iter((0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0))
    monkeypatch.setattr("tasks.read.isolation.time.monotonic", lambda: next(clock))
    starved = Patience(1, seconds=1.0)
    starved.go_on()
    assert starved.left() == pytest.approx(0.8)
    for _ in ("asleep", "had its time"):
        with pytest.raises(TimeoutError):
            Patience(1, seconds=1.0).go_on()


def test_a_stopped_child_is_given_up_at_its_time() -> None:
    read_isolated(good.word())
    os.kill(POOL._resting[-1].process.pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="limit: more seconds"):
        POOL.read(good.word(), seconds=0.5)
