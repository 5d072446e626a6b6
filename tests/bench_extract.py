"""Speed of extraction, part by part: `python -m tests.bench_extract`. Figures are for people to read.

Invented reports carry a quantity every 26 characters and an indicator every 72, work reports a third of that.
With YEARBOOK_REAL set, real documents are measured too. Times are of the processor, best of three rounds.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from tasks.clean import clean
from tasks.extract.arithmetic.check import check_arithmetic
from tasks.extract.arithmetic.tables import check_tables
from tasks.extract.grids import read_grids
from tasks.extract.identity.identify import identify
from tasks.extract.indicators.find import find_indicators
from tasks.extract.indicators.serving import best_candidates
from tasks.extract.outline.headings import outline
from tasks.extract.quantities.find import quantities
from tasks.extract.targets import find_targets
from tasks.model import Paragraph, Piece, Unreadable
from tasks.read import read
from tasks.reference import Reference, load_reference
from tasks.workers import collect_seldom
from tests.samples.report import BUREAUS
from tests.samples.synthetic import PLACES, generate

REPORTS = 200
ROUNDS = 3
PARTS = ("identity", "outline", "quantities", "grids", "indicators", "targets", "arithmetic")
HOSTILE = {
    "digits": "7",
    "numbers": "12,345.67万元",
    "commas": "1,",
    "brackets": "（",
    "ordinals": "一是",
    "hundreds": "十百千万",
    "labels": "全年预算数",
    "dates": "2023年1月至",
    "quotes": "“七一",
    "lines": "一、总体情况\n",
    "rows": "合计\t12.50\n",
}
LENGTHS = (25_000, 50_000, 100_000)

Text = tuple[Paragraph, ...]
T = TypeVar("T")


class Clock:
    """Seconds of the processor by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def time(self, part: str, stage: Callable[..., T], *given: object) -> T:
        """What the stage gives, its time noted."""
        start = time.process_time()
        result = stage(*given)
        self.spent[part] += time.process_time() - start
        return result


def extract_all(texts: Sequence[Text], reference: Reference, clock: Clock) -> None:
    """Every part on every text."""
    for text in texts:
        who = clock.time("identity", identify, text, ("report.txt",), reference.gazetteer)
        placed, _ = clock.time("outline", outline, text, reference.roles)
        found, _ = clock.time("quantities", quantities, text, who.fiscal_year, reference.lexicon)
        grids = clock.time("grids", read_grids, text, placed)
        given = found, who, reference.catalogue
        served = clock.time("indicators", best_candidates, text, placed, grids, *given)
        facts = clock.time("indicators", find_indicators, served, text, placed, who, reference.catalogue)
        clock.time("targets", find_targets, text, placed, found)
        clock.time("arithmetic", check_arithmetic, text, placed, found, facts)
        clock.time("arithmetic", check_tables, text, grids, found, served, who, reference.catalogue)


def measure(label: str, texts: Sequence[Text], reference: Reference) -> None:
    """One line: characters a second of each part and of all."""
    characters = sum(len(paragraph.text) for text in texts for paragraph in text)
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        clock = Clock()
        extract_all(texts, reference, clock)
        best = {part: min(best.get(part, spent), spent) for part, spent in clock.spent.items()}
    spent = [*(best[part] for part in PARTS), sum(best.values())]
    print(f"{label:18s}{characters:9,d}", *(f"{characters / max(s, 1e-9):13,.0f}" for s in spent))


def invented() -> list[Text]:
    """Reports of the tests' own writing."""
    bureaus = sorted(BUREAUS)
    made = (generate(PLACES[i % 12], bureaus[i % 4], 2019 + i % 5, seed=i) for i in range(REPORTS))
    return [clean(read(data)).paragraphs for data, _ in made]


def real(folder: Path) -> Iterator[tuple[str, list[Text]]]:
    """The real documents by kind."""
    for label, pattern in (
        ("seeds", "reports/seeds/*.txt"),
        ("work reports", "reports/public/*gwr*.txt"),
        ("accounts, budgets", "reports/public/*.pdf"),
    ):
        texts = []
        for path in sorted(folder.glob(pattern)):
            try:
                texts.append(clean(read(path.read_bytes())).paragraphs)
            except Unreadable:
                print(f"{path.name} cannot be read")
        yield label, texts


def hostile(unit: str, length: int) -> Text:
    """A text of one thing over and over."""
    lines = (unit * (length // len(unit))).split("\n")
    return tuple(Paragraph(x, 1, (Piece(0, n, 0, len(x)),), "\t" in x) for n, x in enumerate(lines, 1) if x)


def curves(reference: Reference) -> None:
    """Seconds against length: where the last number is more than twice the one before, time is not linear."""
    print(f"\n{'seconds at':18s}", *(f"{length:>9,d}" for length in LENGTHS))
    for name, unit in HOSTILE.items():
        times = []
        for length in LENGTHS:
            clock = Clock()
            extract_all([hostile(unit, length)], reference, clock)
            times.append(sum(clock.spent.values()))
        print(f"{name:18s}", *(f"{seconds:9.3f}" for seconds in times))


def main() -> None:
    """All measurements."""
    collect_seldom()  # as in the processes that interpret
    reference = load_reference()
    print(f"{'characters a second':18s}{'':8s}", *(f"{part:>13s}" for part in (*PARTS, "all")))
    measure("invented", invented(), reference)
    if folder := os.environ.get("YEARBOOK_REAL"):
        for label, texts in real(Path(folder)):
            measure(label, texts, reference)
    curves(reference)


if __name__ == "__main__":
    main()
