"""What each piece of evidence of reading order carries: `python -m tests.bench_order`.

Displaced reports are cleaned with and without each piece of evidence, and what is lost of the right
paragraphs and of their neighbours is printed, with the false moves in the same reports in order.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from tasks.clean import clean, evidence, gains, order
from tasks.clean.fluency import Fluency
from tasks.clean.usage import NOTHING
from tests import layouts
from tests.bench_clean import f1
from tests.clean.documents import document, texts

WIDTHS = (18, 22, 26, 30, 36, 44)
STYLE = layouts.Style(lines=24, page_gap=3, spacing="before", moves=3)


class Score(NamedTuple):
    """Right paragraphs, of those the share that follows the one it should, and moves where none were due."""

    f1: float
    follows: float
    false_moves: int


def nothing(*args: Any, **kwargs: Any) -> float:
    """A piece of evidence that is silent."""
    return 0.0


PIECES: dict[str, tuple[ModuleType | type, str, Callable[..., Any]]] = {
    "fluency of joins": (Fluency, "join", nothing),
    "sentence starts": (Fluency, "start", nothing),
    "usage": (order, "shipped", lambda: NOTHING),
    "ordinals": (evidence, "reliance", nothing),
    "remainder reads on": (gains, "left_behind", nothing),
    "shape": (gains, "shape", nothing),
    "chains of exchanges": (gains, "meeting", nothing),
    "first row": (gains, "opening", nothing),
    **{
        name: (evidence, name, nothing)
        for name in ("join_margin", "join_ending", "join_start", "break_ending", "break_start", "break_room")
    },
}


@contextmanager
def without(name: str) -> Iterator[None]:
    """Clean without a piece of evidence, wherever it is asked."""
    owner, attribute, silent = PIECES[name]
    places = [p for p in (owner, order) if hasattr(p, attribute)]
    kept = [getattr(place, attribute) for place in places]
    try:
        for place in places:
            setattr(place, attribute, silent)
        yield
    finally:
        for place, value in zip(places, kept, strict=True):
            setattr(place, attribute, value)


def score(seeds: range) -> Score:
    """Cleaning of displaced reports at several widths."""
    right, follows, false = [], [], 0
    for seed in seeds:
        report = layouts.report(seed, 8)
        for width in WIDTHS:
            style = replace(STYLE, width=width, seed=seed)
            found = texts(clean(document(layouts.render(report, style))))
            pairs = set(itertools.pairwise(found))
            right.append(f1(report, found))
            follows.append(statistics.mean(p in pairs for p in itertools.pairwise(report)))
            tidy = clean(document(layouts.render(report, replace(style, moves=0))))
            false += sum(edit.kind == "move" for edit in tidy.edits)
    return Score(statistics.mean(right), statistics.mean(follows), false)


def main() -> None:
    """Print the table."""
    seeds = range(8)
    full = score(seeds)
    print(f"with all: f1 {full.f1:.3f}, right neighbours {full.follows:.3f}, false moves {full.false_moves}")
    for name in PIECES:
        with without(name):
            left = score(seeds)
        lost = f"f1 {left.f1 - full.f1:+.3f}  neighbours {left.follows - full.follows:+.3f}"
        print(f"  without {name:20s} {lost}  false moves {left.false_moves}")


if __name__ == "__main__":
    main()
