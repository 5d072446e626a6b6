"""The same reports in every form: `python -m tests.read.score_forms [number of reports]`.

Prints for each form how many of the true paragraphs come out exactly, whether the facts equal those of the
plain text, how many are wrong without a warning, and the processor time a page. `.wps` is what WPS Office
calls a .doc: the row of .doc stands for it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tasks.clean import clean
from tasks.extract.facts import extract
from tasks.model import Cleaned, Document, Line
from tasks.read import ocr, read
from tasks.reference import load_reference
from tests.read.forms import (
    OFFICE_FORMS,
    docx_of,
    html_of,
    missing,
    office_forms,
    photograph_of,
    scan_of,
    tiff_of,
    xls_of,
    xlsx_of,
)
from tests.samples import REPORTS, Truth, compose, raw_of
from tests.samples.declared import SCANNED
from tests.samples.scan import scanned_pdf

Fact = tuple[str, object, str]


def facts_of(cleaned: Cleaned, file: str) -> Counter[Fact]:
    """The indicators of a text."""
    found = extract(cleaned, (file,), load_reference())
    return Counter((i.indicator, i.value_base, i.status) for i in found.indicators)


def _true(paragraphs: Iterable[str]) -> Cleaned:
    """The text as written, without any reading."""
    lines = tuple(Line(n, text, kind="paragraph") for n, text in enumerate(paragraphs, start=1))
    return clean(Document("text/plain", None, lines))


class Case(NamedTuple):
    """A report in one form, and what reading it must find."""

    data: bytes
    truth: Truth


def cases(count: int) -> dict[str, list[Case]]:
    """Some sample reports in every form that this machine can make; photographs of the page of one."""
    reports = [report for report in REPORTS if not report.layout.displaced][:count]
    truths = [compose(report) for report in reports]
    blocks = [list(zip(truth.kinds, truth.paragraphs, strict=True)) for truth in truths]
    words = [docx_of(block) for block in blocks]
    made = {
        "txt": [raw_of(report, truth) for report, truth in zip(reports, truths, strict=True)],
        "docx": words,
        "html": [html_of(block) for block in blocks],
        "xlsx": [xlsx_of(block) for block in blocks],
        "xls": [xls_of(block) for block in blocks],
    }
    if missing() is None:
        with tempfile.TemporaryDirectory() as folder:
            forms = office_forms(words, Path(folder))
        made |= {ending: [form[ending] for form in forms] for ending in OFFICE_FORMS}
        if ocr.available():
            made["scan"] = [scan_of(form["pdf"]) for form in forms]
            made["tiff"] = [tiff_of(forms[0]["pdf"])]
    found = {form: [Case(*case) for case in zip(files, truths, strict=False)] for form, files in made.items()}
    if ocr.available():
        paper, truth = scanned_pdf(), compose(SCANNED)
        found |= {f"{name}, one page": [Case(data, truth)] for name, data in _photographs(paper).items()}
    return found


def _photographs(paper: bytes) -> dict[str, bytes]:
    return {
        "scan": paper,
        "png": photograph_of(paper, "PNG"),
        "jpeg": photograph_of(paper),
        "jpeg, 90°": photograph_of(paper, turned=90),
        "jpeg, 180°": photograph_of(paper, turned=180),
        "jpeg, +2.5°": photograph_of(paper, slant=2.5),
        "jpeg, -3°": photograph_of(paper, slant=-3.0),
    }


class Score(NamedTuple):
    """Paragraphs, facts and characters right and wrong, and the speed."""

    right: int
    read: int
    true: int
    facts: int
    silent: int  # facts that are missing or wrong without a warning
    known: int
    off: int  # characters
    pages: int
    seconds: float

    @property
    def f1(self) -> float:
        """Of paragraphs that come out exactly, white space aside."""
        return 2 * self.right / (self.read + self.true)


def scored(case: Case) -> Score:
    """Read one file and compare."""
    start = time.process_time() + sum(os.times()[2:4])
    document = read(case.data)
    seconds = time.process_time() + sum(os.times()[2:4]) - start
    cleaned = clean(document)
    texts = Counter("".join(p.text.split()) for p in cleaned.paragraphs)
    wanted = Counter("".join(text.split()) for text in case.truth.paragraphs)
    got, want = facts_of(cleaned, case.truth.file), facts_of(_true(case.truth.paragraphs), case.truth.file)
    a, b = Counter("".join(texts.elements())), Counter("".join(wanted.elements()))
    if "-v" in sys.argv:
        print("  +", *list(texts - wanted)[:9], "\n  -", *list(wanted - texts)[:9])
        print("  facts", got - want, want - got, document.warnings)
    doubted = any("confidence" in said or "not recognised" in said for said in document.warnings)
    wrong = ((got - want) + (want - got)).total()
    return Score(
        (texts & wanted).total(),
        texts.total(),
        wanted.total(),
        (got & want).total(),
        0 if doubted else wrong,
        want.total(),
        ((a - b) + (b - a)).total(),
        document.pages or 1,
        seconds,
    )


def main() -> None:
    """Score every form over some sample reports."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 4
    print(
        f"{'form':21} {'paragraph f1':>12} {'facts':>9} {'silent':>7} {'characters off':>15} {'s a page':>9}"
    )
    for form, files in cases(count).items():
        whole = Score(*map(sum, zip(*map(scored, files), strict=True)))
        print(
            f"{form:21} {whole.f1:12.3f} {whole.facts:4}/{whole.known:4} {whole.silent:7} "
            f"{whole.off:15} {whole.seconds / whole.pages:9.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
