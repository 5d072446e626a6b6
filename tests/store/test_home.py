import os
from pathlib import Path

import pytest

from tasks.store.home import Home, write_whole


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "LATEST"
    write_whole(target, b"first")

    def power_cut(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", power_cut)
    with pytest.raises(OSError, match="no space"):
        write_whole(target, b"second")
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("address", ["memory://yearbook/home", None])
def test_a_home_reads_what_it_wrote_anywhere(address: str | None, tmp_path: Path) -> None:
    home = Home.open(address or str(tmp_path))
    home.write("二〇二三".encode(), "releases", "x", "notes.md")
    assert home.exists("releases", "x", "notes.md")
    assert home.read("releases", "x", "notes.md").decode() == "二〇二三"
    assert home.folders("releases") == ["x"]
    assert home.folders("nowhere") == []
