"""Processes that read: killed, they take no other file with them, and they never outlive their run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tasks.model import RawFile
from tasks.workers import SMALL, interpret_all
from tests.operations.parts import PROJECT, until

# A run that reads with two processes, and shows their ids while they wait for work.
PROGRAM = """
import sys, time
from tasks.workers import _pool
if __name__ == "__main__":
    with _pool(2) as pool:
        list(pool.map(abs, range(4)))
        print(*pool._processes, flush=True)
        time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    program = tmp_path / "reads.py"
    program.write_text(PROGRAM)
    run = subprocess.Popen(
        [sys.executable, str(program)], env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE
    )
    assert run.stdout
    readers = [int(pid) for pid in run.stdout.readline().split()]
    assert len(readers) == 2
    run.kill()
    run.wait()
    until(lambda: not any(alive(pid) for pid in readers), 10, "processes were left behind")


class Deadly(bytes):
    """A file whose reading gets the process killed, as the system does where memory runs out."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.kill, (Dying(), signal.SIGKILL)


class Dying:
    """The id of the process that unpickles it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.getpid, ()


def test_a_file_that_gets_its_process_killed_is_quarantined_alone() -> None:
    contents = [f"第{i}份材料，没有内容。".encode() for i in range(SMALL)]
    raws = [RawFile(sha256(data).hexdigest(), (f"{i}.txt",)) for i, data in enumerate(contents)]
    contents[3] = Deadly(contents[3])
    reasons = [report.reason or "" for report in interpret_all(raws, contents, workers=2)]
    assert [i for i, reason in enumerate(reasons) if "was killed" in reason] == [3]
