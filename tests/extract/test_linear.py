"""Extraction does work by the length of a text, not by its square: counted in calls, for clocks vary.

The shapes are those that the benchmark is timed with: one thing over and over.
"""

from __future__ import annotations

import pytest

from tasks.clean import clean
from tasks.extract.facts import extract
from tasks.model import Cleaned
from tasks.read import read
from tasks.reference import load_reference
from tests.bench_extract import HOSTILE, hostile
from tests.samples.synthetic import PLACES, generate
from tests.work import calls

REFERENCE = load_reference()
SHORT = 3_000  # characters; the long text has twice as many
GROWTH = 2.3  # twice the work, and some for what is only met in the longer text


def extraction(cleaned: Cleaned) -> int:
    return calls(lambda: extract(cleaned, ("report.txt",), REFERENCE))


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_twice_the_work(unit: str) -> None:
    once, twice = (extraction(Cleaned(hostile(unit, length), (), 1)) for length in (SHORT, SHORT * 2))
    assert twice <= once * GROWTH


def test_twice_a_report_is_twice_the_work() -> None:
    content, _ = generate(PLACES[0], "水利局", 2022)
    cleaned = clean(read(content))
    doubled = Cleaned(cleaned.paragraphs * 2, cleaned.edits, cleaned.pages)
    extraction(cleaned)  # whatever is reckoned once a process is reckoned
    assert extraction(doubled) <= extraction(cleaned) * GROWTH
