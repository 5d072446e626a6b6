"""What a machine lacks is said with the one command that gets it, and what was refused is read again then."""

from pathlib import Path

import pytest

from tasks.model import RawFile, Report, Unreadable
from tasks.read import ocr, parts, read
from tasks.store import lake
from tasks.store.archive import receive
from tasks.store.home import Home
from tasks.store.plan import arrivals, due
from tests.read import good
from tests.samples.scan import scanned_pdf


@pytest.fixture
def _without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "recognition", lambda: False)
    monkeypatch.setattr(ocr, "recognition", lambda: False)
    monkeypatch.setenv("YEARBOOK_SOFFICE", "/nowhere/soffice")


@pytest.mark.usefixtures("_without")
@pytest.mark.parametrize(
    ("data", "command"),
    [
        (scanned_pdf(), "pip install 'district-yearbook[ocr]'"),
        (good.picture(), "pip install 'district-yearbook[ocr]'"),
        (b"{\\rtf1 \xd4\xa4\xcb\xe3}", "apt-get install libreoffice-writer-nogui"),
    ],
    ids=["scan", "picture", "rtf"],
)
def test_what_is_missing_is_said_with_its_command(data: bytes, command: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert command in str(refused.value)
    assert parts.read_by("v", str(refused.value)) in parts.fresh_versions("v")


def test_a_file_refused_for_want_of_a_part_is_due_when_the_part_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, path = Home.open(str(tmp_path / "home")), tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf())
    raw = _received(home, path)
    lake.commit(home, [Report(raw, "quarantined", "scan: no page has a text layer …")], "v")
    monkeypatch.setattr(parts, "recognition", lambda: False)
    assert due(home, [raw.sha256], "v") == ()
    monkeypatch.setattr(parts, "recognition", lambda: True)
    assert due(home, [raw.sha256], "v") == (raw,)
    lake.commit(home, [Report(raw, "quarantined", "damaged: …")], "v")
    assert due(home, [raw.sha256], "v") == ()


def _received(home: Home, path: Path) -> RawFile:
    receive(home, arrivals(home, [str(path)]).new)
    (raw,) = due(home, [], "v")
    return raw
