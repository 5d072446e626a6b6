"""How fast and how right cleaning is, on generated layouts: `python -m tests.bench_clean`."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from tasks.clean import clean, evidence
from tasks.clean.fluency import Fluency
from tests import layouts
from tests.clean.documents import document, texts

BASE = layouts.Style(width=28, lines=24, page_gap=3, spacing="both")


def f1(truth: Sequence[str], found: Sequence[str]) -> float:
    """Share of paragraphs that are exactly right, of both sides."""
    hits = sum((Counter(truth) & Counter(found)).values())
    return 2 * hits / (len(truth) + len(found))


def speed(raw: str, repeats: int = 5) -> float:
    """Characters a second of processor time, warm, the best of some runs."""
    source = document(raw)
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        clean(source)
        best = min(best, time.process_time() - start)
    return len(raw) / best


def quality(style: layouts.Style, seeds: range) -> float:
    """Mean f1 over reports in a style."""
    scores = []
    for seed in seeds:
        report = layouts.report(seed, 8)
        raw = layouts.render(report, replace(style, seed=seed))
        scores.append(f1(report, texts(clean(document(raw)))))
    return statistics.mean(scores)


def leave_one_out(style: layouts.Style, seeds: range) -> dict[str, float]:
    """What f1 loses without each piece of evidence."""
    full = quality(style, seeds)
    names = [name for name in vars(evidence) if name.startswith(("join_", "break_")) or name == "ordinals"]
    lost = {}
    for name in names:
        kept = getattr(evidence, name)
        setattr(evidence, name, lambda *args, **kwargs: 0.0)
        lost[name] = full - quality(style, seeds)
        setattr(evidence, name, kept)
    kept_join: Callable[[Fluency, str, str], float] = Fluency.join
    Fluency.join = lambda *args: 0.0  # type: ignore[method-assign]
    lost["fluency"] = full - quality(style, seeds)
    Fluency.join = kept_join  # type: ignore[method-assign]
    return lost


def main() -> None:
    """Print the tables."""
    print("characters a second by length, in order and scrambled")
    for copies in (1, 4, 16, 64, 256):
        report = [p for seed in range(copies) for p in layouts.report(seed, 9)]
        size = sum(map(len, report))
        tidy = speed(layouts.render(report, BASE), 3)
        torn = speed(layouts.render(report, replace(BASE, moves=size // 1200)), 3) if copies <= 64 else 0
        print(f"  {size:9d} characters  {tidy:11,.0f}  {torn:11,.0f}")
    torn_style = replace(BASE, moves=3)
    print("f1 by width (in order, three displacements)")
    for width in (18, 24, 28, 34, 40, 45):
        style = replace(BASE, width=width)
        print(f"  {width}: {quality(style, range(20)):.3f} {quality(replace(style, moves=3), range(20)):.3f}")
    print("f1 lost without each piece of evidence (three displacements)")
    for name, loss in sorted(leave_one_out(torn_style, range(20)).items(), key=lambda item: -item[1]):
        print(f"  {name:15s} {loss:+.3f}")


if __name__ == "__main__":
    main()
