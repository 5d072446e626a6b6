"""How much of the gold of the public documents is read: `python -m tests.read.score_public`.

For every fact of a PDF the printed value must stand on its page, and in the very row or line that its
evidence names. White space counts for nothing. Needs YEARBOOK_REAL.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tasks.clean import clean
from tasks.model import Document
from tasks.read import read


class Score(NamedTuple):
    """Facts of a document: how many there are, stand on their page, and stand in their row or line."""

    document: str
    facts: int
    on_page: int
    in_row: int
    missed: tuple[str, ...]


def documents(real: Path) -> Iterator[tuple[str, Document, list[dict[str, Any]]]]:
    """Every public PDF with gold, read, with its facts."""
    for gold in sorted((real / "gold/public").glob("*.facts.json")):
        name = gold.name.removesuffix(".facts.json")
        source = real / "reports/public" / f"{name}.pdf"
        if source.exists():
            facts = json.loads(gold.read_text())["facts"]
            yield name, read(source.read_bytes()), _printed(facts)


def _printed(facts: Any) -> list[dict[str, Any]]:
    """The occurrences of all facts that print a value."""
    entries = facts.values() if isinstance(facts, dict) else facts
    return [place for fact in entries for place in fact.get("occurrences") or [] if place.get("printed")]


def score(name: str, document: Document, places: list[dict[str, Any]]) -> Score:
    """Look every printed value up."""
    pages = {page: _texts(document, page) for page in range(1, (document.pages or 0) + 1)}
    on_page = in_row = 0
    missed = []
    for place in places:
        printed, evidence = squeeze(place["printed"]), squeeze(place.get("evidence") or "")
        texts = pages.get(place["page"], [])
        on_page += any(printed in text for text in texts)
        found = any(_holds(text, printed, evidence, place) for text in texts)
        in_row += found
        if not found:
            missed.append(f"page {place['page']}: {place.get('evidence')} / {place['printed']}")
    return Score(name, len(places), on_page, in_row, tuple(missed))


def _texts(document: Document, page: int) -> list[str]:
    """Rows by themselves, and the printed lines of the page run together."""
    lines = [line for line in document.lines if line.page == page]
    rows = [squeeze(line.text) for line in lines if line.kind == "row"]
    return [*rows, squeeze("".join(line.text for line in lines if line.kind != "row"))]


def _holds(text: str, printed: str, evidence: str, place: dict[str, Any]) -> bool:
    if printed not in text:
        return False
    row = squeeze(place.get("row") or "")
    return evidence in text or (bool(row) and row in text)


def squeeze(text: str) -> str:
    """Text without white space."""
    return "".join(str(text).split())


def main() -> None:
    """Print the table of scores, and what was missed where asked for with -v."""
    real = Path(os.environ["YEARBOOK_REAL"])
    for name, document, places in documents(real):
        result = score(name, document, places)
        paragraphs = len(clean(document).paragraphs)
        print(
            f"{name:36} {result.facts:4} facts, on their page {result.on_page / result.facts:6.1%}, "
            f"in their row {result.in_row / result.facts:6.1%}, {paragraphs} paragraphs"
        )
        if "-v" in sys.argv:
            for miss in result.missed:
                print("   ", miss)


if __name__ == "__main__":
    main()
