"""Which files a year is rebuilt from."""

from __future__ import annotations

from flows.backfill import each_once
from tasks.model import RawFile


def test_a_file_that_another_run_made_known_meanwhile_is_rebuilt_once() -> None:
    old, both, new = (RawFile(digest * 64, ("示例.txt",)) for digest in "abc")
    assert each_once([old, both], [both, new]) == [old, both, new]
    assert each_once((), [new]) == [new]
