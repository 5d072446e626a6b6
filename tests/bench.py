"""Speed and quality, measured: `make bench`. Figures are for people to read; no test asserts them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from operator import eq

from tasks.clean import clean
from tasks.extract.facts import extract
from tasks.model import Cleaned, Facts
from tasks.read import read
from tasks.reference import load_reference
from tests.samples.report import BUREAUS, Truth
from tests.samples.synthetic import PLACES, generate

REPORTS = 200


@contextmanager
def timed(label: str, amount: int, unit: str) -> Iterator[None]:
    """Print how many a second."""
    start = time.perf_counter()
    yield
    print(f"{label:28s} {amount / (time.perf_counter() - start):14,.0f} {unit}/s")


def share(label: str, hits: int, total: int) -> None:
    """Print a share."""
    print(f"{label:28s} {hits:6d} of {total:6d}  {hits / max(total, 1):.4f}")


def main() -> None:
    """Time each stage on invented reports and compare what comes out with their truth."""
    bureaus = sorted(BUREAUS)
    made = [generate(PLACES[i % 12], bureaus[i % 4], 2019 + i % 5, seed=i) for i in range(REPORTS)]
    truths = [truth for _, truth in made]
    reference = load_reference()
    characters = sum(len("".join(truth.paragraphs)) for truth in truths)
    print(f"{REPORTS} reports, {characters:,} characters, one process")
    with timed("read", characters, "characters"):
        documents = [read(data) for data, _ in made]
    with timed("clean", characters, "characters"):
        cleaned = [clean(document) for document in documents]
    with timed("extract", characters, "characters"):
        facts = [extract(c, (t.file,), reference) for c, t in zip(cleaned, truths, strict=True)]
    texts(truths, cleaned)
    identities(truths, facts)
    indicators(truths, facts)


def texts(truths: list[Truth], cleaned: list[Cleaned]) -> None:
    """How many documents and paragraphs are exactly right."""
    found = [["".join(p.text.split()) for p in c.paragraphs] for c in cleaned]
    wanted = [["".join(p.split()) for p in t.paragraphs] for t in truths]
    share("documents exact", sum(map(eq, found, wanted)), len(truths))
    hits = sum((Counter(f) & Counter(w)).total() for f, w in zip(found, wanted, strict=True))
    share("paragraphs right", hits, sum(map(len, wanted)))


def identities(truths: list[Truth], facts: list[Facts]) -> None:
    """How many reports are told apart rightly, by field."""
    for name in ("division_code", "department_type", "fiscal_year", "entity_scope"):
        pairs = ((getattr(f.identity, name), t.identity[name]) for f, t in zip(facts, truths, strict=True))
        share(name, sum(found == wanted for found, wanted in pairs), len(truths))


def indicators(truths: list[Truth], facts: list[Facts]) -> None:
    """How many indicators of the truth are found exactly as printed."""
    found = [{(i.indicator, i.printed) for i in f.indicators} for f in facts]
    wanted = [{(i.indicator, i.printed) for i in t.indicators} for t in truths]
    missed = Counter(name for f, w in zip(found, wanted, strict=True) for name, _ in w - f)
    share("indicators right", sum(map(len, wanted)) - missed.total(), sum(map(len, wanted)))
    print("most missed:", ", ".join(f"{name} {count}" for name, count in missed.most_common(8)) or "none")


if __name__ == "__main__":
    main()
