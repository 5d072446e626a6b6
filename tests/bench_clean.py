"""How fast and how right cleaning is, on generated layouts: `python -m tests.bench_clean`.

`curve`, `layouts` and `evidence`, alone or together, name the tables to print.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from unittest import mock

from tasks.clean import clean, evidence
from tasks.clean.fluency import Fluency
from tasks.workers import collect_seldom
from tests import layouts
from tests.clean.documents import document, texts

BASE = layouts.Style(width=28, lines=24, page_gap=3, spacing="both")
LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
SCRAMBLED = 1_000_000  # characters: the longest of the scrambled ones
LAYOUTS = {
    "narrow (18)": replace(BASE, width=18),
    "wide (45)": replace(BASE, width=45),
    "very wide (60)": replace(BASE, width=60),
    "no indent": replace(BASE, indent=0),
    "indent of 4": replace(BASE, indent=4),
    "blank lines": replace(BASE, blank=1, page_gap=0),
    "marks do not hang": replace(BASE, hang=False),
    "marks slip": replace(BASE, keep_marks=False),
    "- 3 -": replace(BASE, form="- {n} -"),
    "3/12": replace(BASE, form="{n}/{of}", page_gap=0),
    "[3]": replace(BASE, form="[{n}]", page_gap=0),
    "页码：3": replace(BASE, form="页码：{n}", page_gap=0),
    "3 stuck to a line": replace(BASE, glued_form="{n}", page_gap=0),
    "header": replace(BASE, headers=("示例区示例局",), page_gap=0),
    "header with number": replace(BASE, headers=("示例区示例局 {n}",), page_gap=0),
    "odd and even headers": replace(BASE, headers=("{n} 示例区示例局", "绩效自评 {n}"), page_gap=0),
    "watermark": replace(BASE, watermarks=("内部资料注意保存",), page_gap=0),
    "form feeds": replace(BASE, feed=True, page_gap=0, form="{n}"),
    "three displacements": replace(BASE, moves=3),
}


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
    names = [name for name in vars(evidence) if name.startswith(("join_", "break_"))]
    pieces: list[tuple[str, object, str]] = [(name, evidence, name) for name in names]
    pieces += [("fluency", Fluency, "join"), ("ordinals", evidence, "reliance")]
    lost = {}
    with mock.patch.object(evidence, "is_plain", return_value=False):  # ask every piece of every row
        full = quality(style, seeds)
        for name, home, attribute in pieces:
            with mock.patch.object(home, attribute, return_value=0.0):
                lost[name] = full - quality(style, seeds)
    return lost


def reports(length: int, style: layouts.Style) -> str:
    """Raw text of at least so many characters, no two reports in it alike."""
    made: list[str] = []
    size = 0
    while size < length:
        made.append(layouts.render(layouts.report(len(made), 9), replace(style, seed=len(made))))
        size += len(made[-1])
    return "".join(made)


def curve() -> None:
    """Characters a second by length, in order and scrambled."""
    print("characters a second of processor time, by length, in order and scrambled")
    for length in LENGTHS:
        times = min(20, max(2, 3 * SCRAMBLED // length))  # what is short is soon disturbed
        tidy = f"{speed(reports(length, BASE), times):,.0f}"
        torn = "-"
        if length <= SCRAMBLED:
            torn = f"{speed(reports(length, replace(BASE, moves=2)), min(times, 5)):,.0f}"
        print(f"  {length:9d} characters  {tidy:>11s}  {torn:>11s}", flush=True)


def by_layout() -> None:
    """F1 by layout."""
    print("f1 by layout")
    for name, style in LAYOUTS.items():
        print(f"  {name:24s} {quality(style, range(20)):.3f}", flush=True)


def by_evidence() -> None:
    """What f1 loses without each piece of evidence, in order and with displacements."""
    print("f1 lost without each piece of evidence: in order, with three displacements")
    tidy = leave_one_out(BASE, range(10))
    torn = leave_one_out(replace(BASE, moves=3), range(10))
    for name in sorted(torn, key=lambda name: -tidy[name] - torn[name]):
        print(f"  {name:15s} {tidy[name]:+.3f} {torn[name]:+.3f}", flush=True)


PARTS: dict[str, Callable[[], None]] = {"curve": curve, "layouts": by_layout, "evidence": by_evidence}


def main() -> None:
    """Print the tables, or those that are named."""
    collect_seldom()  # as in the processes that interpret
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
