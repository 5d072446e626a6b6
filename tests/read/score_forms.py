"""The same reports in every form: `python -m tests.read.score_forms [number of reports]`.

Prints for each form how many of the true paragraphs come out exactly, whether the facts equal those of the
plain text, and the speed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tasks.clean import clean
from tasks.extract.facts import extract
from tasks.model import Cleaned, Document, Line
from tasks.read import ocr, read
from tasks.reference import load_reference
from tests.read.forms import docx_of, html_of, office_forms, scan_of
from tests.samples import REPORTS, compose, raw_of

Fact = tuple[str, object, str]


def facts_of(cleaned: Cleaned, file: str) -> Counter[Fact]:
    """The indicators of a text."""
    found = extract(cleaned, (file,), load_reference())
    return Counter((i.indicator, i.value_base, i.status) for i in found.indicators)


def _true(paragraphs: Iterable[str]) -> Cleaned:
    """The text as written, without any reading."""
    lines = tuple(Line(n, text, kind="paragraph") for n, text in enumerate(paragraphs, start=1))
    return clean(Document("text/plain", None, lines))


def main() -> None:
    """Score every form over some sample reports."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    reports = [report for report in REPORTS if not report.layout.displaced][:count]
    truths = [compose(report) for report in reports]
    blocks = [list(zip(truth.kinds, truth.paragraphs, strict=True)) for truth in truths]
    forms = [
        {"txt": raw_of(report, truth), "docx": docx_of(block), "html": html_of(block)}
        for report, truth, block in zip(reports, truths, blocks, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for form, made in zip(forms, office_forms([f["docx"] for f in forms], Path(folder)), strict=True):
            form.update(made)
            if ocr.available():
                form["scan"] = scan_of(made["pdf"])
    expected = [facts_of(_true(t.paragraphs), r.file) for t, r in zip(truths, reports, strict=True)]
    print(f"{'form':6} {'paragraphs':>12} {'facts':>12} {'characters':>11} {'pages/s':>9}")
    for ending in forms[0]:
        right = total = facts = known = pages = 0
        seconds, lost = 0.0, 0
        for form, truth, report, want in zip(forms, truths, reports, expected, strict=True):
            start = time.perf_counter()
            document = read(form[ending])
            seconds += time.perf_counter() - start
            cleaned = clean(document)
            texts = Counter("".join(p.text.split()) for p in cleaned.paragraphs)
            wanted = Counter("".join(text.split()) for text in truth.paragraphs)
            right, total = right + (texts & wanted).total(), total + wanted.total()
            got = facts_of(cleaned, report.file)
            facts, known = facts + (got & want).total(), known + (got | want).total()
            a, b = Counter("".join(texts.elements())), Counter("".join(wanted.elements()))
            lost += ((a - b) + (b - a)).total()
            pages += document.pages or 1
            if "-v" in sys.argv:
                print(
                    ending,
                    "  +",
                    *list(texts - wanted)[:9],
                    "\n   -",
                    *list(wanted - texts)[:9],
                    "\n  facts",
                    got - want,
                    want - got,
                    document.warnings,
                )
        print(f"{ending:6} {right:5} / {total:4} {facts:5} / {known:4} {lost:8} off {pages / seconds:9.1f}")


if __name__ == "__main__":
    main()
