"""The same report in every form gives the same text: conversions are made once for all tests here."""

from collections import Counter
from pathlib import Path

import pytest

from tasks.clean import clean
from tasks.model import Document
from tasks.read import ocr
from tasks.read.isolation import read_isolated
from tests.read.forms import OFFICE_FORMS, docx_of, html_of, missing, office_forms, scan_of
from tests.samples import REPORTS, compose

REPORT = next(report for report in REPORTS if not report.layout.displaced)
TRUTH = compose(REPORT)
BLOCKS = list(zip(TRUTH.kinds, TRUTH.paragraphs, strict=True))
Forms = dict[str, bytes]


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    lacking = missing()
    if lacking:
        pytest.skip(f"{lacking.part} is not installed: {lacking.install}")
    word = docx_of(BLOCKS)
    return office_forms([word], tmp_path_factory.mktemp("forms"))[0]


def squeezed(texts: list[str]) -> list[str]:
    return ["".join(text.split()) for text in texts]


def paragraphs(document: Document) -> list[str]:
    return squeezed([p.text for p in clean(document).paragraphs])


@pytest.mark.parametrize("make", [docx_of, html_of], ids=["docx", "html"])
def test_what_marks_its_paragraphs_is_read_exactly(make: object) -> None:
    assert paragraphs(read_isolated(make(BLOCKS))) == squeezed(list(TRUTH.paragraphs))  # type: ignore[operator]


@pytest.mark.parametrize("ending", [ending for ending in OFFICE_FORMS if ending != "pdf"])
def test_what_libreoffice_opens_is_read_exactly(forms: Forms, ending: str) -> None:
    assert paragraphs(read_isolated(forms[ending])) == squeezed(list(TRUTH.paragraphs))


def test_a_pdf_has_every_character_and_nearly_every_paragraph(forms: Forms) -> None:
    document = read_isolated(forms["pdf"])
    assert "".join(squeezed([line.text for line in document.lines])) == "".join(
        squeezed(list(TRUTH.paragraphs))
    )
    right = Counter(paragraphs(document)) & Counter(squeezed(list(TRUTH.paragraphs)))
    assert right.total() >= 0.97 * len(TRUTH.paragraphs)
    assert document.warnings == ()
    assert all(line.box and line.page and line.origin == "text_layer" for line in document.lines)


def test_a_scan_is_recognised_and_what_is_unsure_is_said(forms: Forms) -> None:
    if not ocr.available():
        pytest.skip("recognition is not installed: pip install 'district-yearbook[ocr]'")
    document = read_isolated(scan_of(forms["pdf"], pages=1))
    printed = [line for line in read_isolated(forms["pdf"]).lines if line.page == 1]
    want, got = (
        Counter("".join(squeezed([line.text for line in lines]))) for lines in (printed, document.lines)
    )
    assert ((want - got) + (got - want)).total() <= 0.01 * want.total()
    digits = [Counter({char: n for char, n in counts.items() if char.isdigit()}) for counts in (want, got)]
    assert digits[0] == digits[1] or any("confidence" in warning for warning in document.warnings)
    assert all(line.origin == "ocr" and line.confidence is not None for line in document.lines)
    assert any("recognition" in warning for warning in document.warnings)


def test_where_the_forms_were_made_nothing_else_is_left(forms: Forms, tmp_path: Path) -> None:
    read_isolated(forms["doc"])
    assert list(tmp_path.iterdir()) == []
