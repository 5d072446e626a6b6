"""Real documents, where YEARBOOK_REAL says that they lie."""

import json
import os
from pathlib import Path

import pytest

from tasks.read.isolation import read_isolated
from tests.read.score_public import documents, score

REAL = os.environ.get("YEARBOOK_REAL")
pytestmark = pytest.mark.skipif(REAL is None, reason="YEARBOOK_REAL names no folder of real documents")


def test_every_gold_fact_stands_on_its_page_and_in_its_row() -> None:
    for name, document, places in documents(Path(REAL or "")):
        result = score(name, document, places)
        assert result.in_row >= 0.99 * result.facts, (name, result.missed)


def test_every_public_document_is_read() -> None:
    for path in sorted((Path(REAL or "") / "reports/public").iterdir()):
        assert read_isolated(path.read_bytes()).lines, path.name


def test_lines_that_a_text_layer_scrambles_are_in_order() -> None:
    """Where the drawing order is known to be wrong, places decide: no line stands above the one before."""
    gold = json.loads((Path(REAL or "") / "gold/public/pdf_order.json").read_text())["documents"]
    for name, said in gold.items():
        pages = {entry["page"] for entry in said["misorders"]}
        document = read_isolated((Path(REAL or "") / "reports/public" / f"{name}.pdf").read_bytes())
        for page in pages:
            tops = [line.box[1] for line in document.lines if line.page == page and line.box]
            assert tops == sorted(tops), (name, page)
