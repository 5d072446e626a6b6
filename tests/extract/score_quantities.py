"""Precision and recall of quantities by kind: `YEARBOOK_REAL=… python -m tests.extract.score_quantities`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph, Quantity

SCORED = ("money", "count", "percent", "ratio", "score", "date", "duration")
Key = tuple[int, int, int, str, Decimal | None]


def paragraphs(lines: Iterable[str]) -> list[Paragraph]:
    """Clean paragraphs from lines, without provenance."""
    return [Paragraph(line, 1, ()) for line in lines]


def gold_key(row: dict[str, Any]) -> Key:
    value = None if row["value"] is None else Decimal(str(row["value"]))
    return row["paragraph_index"], row["char_start"], row["char_end"], row["kind"], value


def key(quantity: Quantity) -> Key:
    return quantity.paragraph, quantity.char_start, quantity.char_end, quantity.kind, quantity.value


def score(found: Iterable[Key], gold: Iterable[Key]) -> dict[str, tuple[int, int, int]]:
    """By kind, and for all scored kinds: how many right, found and in the gold."""
    found_keys, gold_keys = set(found), set(gold)
    rows: dict[str, tuple[int, int, int]] = {}
    right = Counter(item[3] for item in found_keys & gold_keys)
    ours, theirs = Counter(item[3] for item in found_keys), Counter(item[3] for item in gold_keys)
    for kind in sorted({*ours, *theirs}):
        rows[kind] = (right[kind], ours[kind], theirs[kind])
    rows["scored kinds"] = tuple(sum(counts[kind] for kind in SCORED) for counts in (right, ours, theirs))  # type: ignore[assignment]
    return rows


def f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold) if found + gold else 1.0


def load(folder: Path, name: str) -> tuple[list[str], list[dict[str, Any]]]:
    text = (folder / f"{name}.clean.txt").read_text("utf-8")
    gold = (folder / f"{name}.quantities.jsonl").read_text("utf-8")
    return text.rstrip("\n").split("\n"), [json.loads(line) for line in gold.splitlines()]


def main() -> None:
    folder = Path(os.environ["YEARBOOK_REAL"]) / "gold"
    lines, gold = load(folder, "panyu_2023")
    found, _ = quantities(paragraphs(lines), 2023, load_lexicon())
    ours, theirs = {key(item) for item in found}, {gold_key(row) for row in gold}
    for kind, (right, mine, real) in score(ours, theirs).items():
        precision, recall = right / mine if mine else 1, right / real if real else 1
        rates = f"P {precision:.3f} R {recall:.3f} F1 {f1(right, mine, real):.4f}"
        print(f"{kind:14} right {right:4} found {mine:4} gold {real:4}  {rates}")
    for label, items in (("missed", theirs - ours), ("invented", ours - theirs)):
        for item in sorted(items, key=lambda one: one[:3]):
            print(f"{label:9}{_in_context(lines[item[0]], item[1], item[2])} {item[3:]}")


def _in_context(line: str, start: int, end: int) -> str:
    return f"{line[max(0, start - 10) : start]}【{line[start:end]}】{line[end : end + 8]}"


if __name__ == "__main__":
    main()
