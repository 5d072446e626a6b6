"""What must always hold, over invented reports in invented layouts.

Nothing half done is tested where releases are written (tests/publish/test_release.py).
"""

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean import clean
from tasks.interpret import interpret
from tasks.model import Cleaned, Document, Facts, RawFile, Report
from tasks.provenance import pieces_of
from tasks.read import read
from tasks.read.text import read_text
from tasks.reference import load_reference
from tests.samples.report import BUREAUS
from tests.samples.synthetic import PLACES, generate

reports = st.builds(
    lambda place, department, year, seed: generate(place, department, year, seed)[0],
    st.sampled_from(PLACES),
    st.sampled_from(sorted(BUREAUS)),
    st.integers(2019, 2024),
    st.integers(0, 10**6),
)
NUMERAL = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿两半]")
few = settings(max_examples=25, deadline=None)


def interpreted(data: bytes) -> tuple[Document, Cleaned, Facts]:
    report = interpret(RawFile("0" * 64, ("report.txt",)), data, load_reference())
    assert report.cleaned, report.reason
    assert report.facts, report.reason
    return read(data), report.cleaned, report.facts


def letters(text: str) -> Counter[str]:
    """The characters of a text that are neither white space nor invisible."""
    return Counter(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


@few
@given(reports)
def test_cleaning_loses_and_invents_no_character(data: bytes) -> None:
    document, cleaned, _ = interpreted(data)
    raw = "".join(line.text for line in document.lines)
    text = "".join(paragraph.text for paragraph in cleaned.paragraphs)
    furniture = "".join(edit.text for edit in cleaned.edits if edit.kind == "furniture")
    assert letters(raw) == letters(text) + letters(furniture)


@few
@given(reports)
def test_cleaning_twice_changes_nothing(data: bytes) -> None:
    once = [p.text for p in clean(read_text(data)).paragraphs]
    assert [p.text for p in clean(read_text("\n".join(once).encode())).paragraphs] == once


@few
@given(reports)
def test_the_same_bytes_give_the_same_report(data: bytes) -> None:
    raw = RawFile("0" * 64, ("report.txt",))
    assert interpret(raw, data, load_reference()) == interpret(raw, data, load_reference())


@few
@given(reports)
def test_every_value_slices_out_of_its_span_and_leads_to_its_raw_characters(data: bytes) -> None:
    document, cleaned, facts = interpreted(data)
    raw = {line.number: line.text for line in document.lines}
    for found in (*facts.quantities, *facts.nonquantities, *facts.indicators):
        paragraph = cleaned.paragraphs[found.paragraph]
        printed = getattr(found, "printed", None) or getattr(found, "surface", "")
        assert paragraph.text[found.char_start : found.char_end] == printed
        for piece in pieces_of(paragraph, found.char_start, found.char_end):
            cut = raw[piece.line][piece.column : piece.column + piece.length]
            assert cut == paragraph.text[piece.start : piece.start + piece.length]


@few
@given(reports)
def test_every_numeral_is_in_a_quantity_or_set_aside_with_a_reason(data: bytes) -> None:
    _, cleaned, facts = interpreted(data)
    taken = Counter(
        (found.paragraph, place)
        for found in (*facts.quantities, *facts.nonquantities)
        for place in range(found.char_start, found.char_end)
    )
    assert all(n.reason for n in facts.nonquantities)
    for number, paragraph in enumerate(cleaned.paragraphs):
        for numeral in NUMERAL.finditer(paragraph.text):
            assert taken[number, numeral.start()] == 1, (paragraph.text, numeral)


@few
@given(st.binary(max_size=2000))
def test_no_bytes_stop_the_run(data: bytes) -> None:
    report = interpret(RawFile("0" * 64, ("x",)), data, load_reference())
    assert report.status in ("quarantined", "template", "published")
    assert not (report.reason or "").startswith("internal"), report.reason


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a\nb", "../../etc/passwd"]
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    report: Report = interpret(RawFile("0" * 64, (name,)), "一、基本情况".encode(), load_reference())
    assert report.status == "quarantined"
    assert (report.reason or "").startswith("identity")
