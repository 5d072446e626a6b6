"""Good files of every form beside all hostile ones, in one folder, through the main job.

Each good one is published with its identity right, each hostile one is quarantined with its reason, and
nothing is left or changed outside the home folder.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from flows.terminal import run_yearbook
from tasks.publish.release import latest_release, read_tables
from tasks.read import ocr
from tasks.store.home import Home
from tests.read import good
from tests.read.forms import OFFICE_FORMS, docx_of, html_of, missing, office_forms, xlsx_of
from tests.read.hostile import HOSTILE, SLOW
from tests.samples import Truth, compose
from tests.samples.declared import SCANNED
from tests.samples.report import BUREAUS
from tests.samples.scan import scanned_pdf
from tests.samples.synthetic import PLACES, generate

pytestmark = pytest.mark.usefixtures("scheduler")
LEAST = 61
# Names that file systems take and programs stumble over; what they name is good.
AWKWARD = (
    "-rf 报告.txt",
    "=cmd|' 报告.txt",
    "$(reboot) 报告.txt",
    "报" * 80 + ".txt",
    "行一\n行二.txt",
    "上\\..\\..\\报告.txt",
    "报告\x1b[31m.txt",
    "报告.exe",
)
# Made in seconds each, or of hundreds of megabytes: they are tried alone.
LEFT_OUT = SLOW | {"beyond_size.bin", "endless_text.txt"}
Files = dict[str, bytes]


def blocks(truth: Truth) -> list[tuple[str, str]]:
    return list(zip(truth.kinds, truth.paragraphs, strict=True))


def good_files(folder: Path) -> tuple[Files, dict[str, Truth]]:
    """Different reports in every form that this machine can make, and the truth of each by its name."""
    departments = sorted(BUREAUS)
    made = [
        generate(place, departments[(i + j) % 4], 2019 + j, i)
        for j in range(5)
        for i, place in enumerate(PLACES)
    ]
    named: list[tuple[str, bytes, Truth]] = []

    def add(ending: str, data: bytes, truth: Truth) -> None:
        named.append((f"好{len(named)}.{ending}", data, truth))

    for make in (docx_of, html_of):
        for _ in range(4):
            _, truth = made.pop()
            add(make.__name__.removesuffix("_of"), make(blocks(truth)), truth)
    _, truth = made.pop()
    add("xlsx", xlsx_of(blocks(truth)), truth)
    packed = [made.pop() for _ in range(3)]
    if missing() is None:
        drafts = [made.pop()[1] for _ in OFFICE_FORMS]
        made_by_office = office_forms([docx_of(blocks(truth)) for truth in drafts], folder)
        for ending, forms, truth in zip(OFFICE_FORMS, made_by_office, drafts, strict=True):
            add("wps" if ending == "doc" else ending, forms[ending], truth)
    if ocr.available():
        add("pdf", scanned_pdf(), compose(SCANNED))
    awkward = [(name, *made.pop()) for name in AWKWARD]
    for data, truth in made:
        add("txt", data, truth)
    files = {name: data for name, data, _ in (*named, *awkward)}
    files["好.zip"] = good.packed({f"二〇/{n}.txt": data for n, (data, _) in enumerate(packed)})
    inside = {f"二〇/{n}.txt": truth for n, (_, truth) in enumerate(packed)}
    return files, {name: truth for name, _, truth in (*named, *awkward)} | inside


def state(folder: Path) -> dict[str, str]:
    """What lies in a folder."""
    return {
        os.fsencode(path.relative_to(folder)).hex(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_good_files_are_published_and_all_hostile_ones_quarantined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, home, temporary, here = (tmp_path / name for name in ("inbox", "home", "temporary", "here"))
    for folder in (inbox, temporary, here):
        folder.mkdir()
    (tmp_path / "office").mkdir()
    files, truths = good_files(tmp_path / "office")
    shutil.rmtree(tmp_path / "office")
    hostile = {name: make() for name, (make, _) in HOSTILE.items() if name not in LEFT_OUT}
    for name, data in (files | hostile).items():
        (inbox / name).write_bytes(data)
    with (inbox / "sparse.bin").open("wb") as sparse:
        sparse.truncate(2 << 30)
    before = state(inbox)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(here)

    assert run_yearbook(str(home), [str(inbox)], workers=1) == 0

    opened = Home.open(str(home))
    rows = read_tables(opened, latest_release(opened) or "none")["reports"].to_pylist()
    by_name = {name.split("!")[-1]: row for row in rows for name in row["file_name"].split("; ")}
    wrong = {
        name: by_name[name]["reason"] or by_name[name]["district"]
        for name, truth in truths.items()
        if not _published(by_name[name], truth)
    }
    assert wrong == {}
    assert len(truths) >= LEAST
    for name in hostile:
        reason = by_name[name]["reason"]
        assert by_name[name]["status"] == "quarantined", name
        assert any(reason.startswith(start) for start in HOSTILE[name][1].split("|")), (name, reason)
        assert any("\u4e00" <= char <= "\u9fff" for char in reason), (name, reason)
    assert by_name["sparse.bin"]["reason"].startswith("limit")
    assert state(inbox) == before
    assert [p for p in temporary.iterdir() if not p.name.startswith("yearbook-read-")] == []
    assert list(here.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"inbox", "home", "temporary", "here"}


def _published(row: dict[str, object], truth: Truth) -> bool:
    said = {field: row[field] for field in ("division_code", "department_type", "fiscal_year")}
    return row["status"] == "published" and said == {field: truth.identity[field] for field in said}
