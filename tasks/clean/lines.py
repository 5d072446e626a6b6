"""From rows to paragraphs: which rows the margin broke and which ended by themselves.

Each row is either the first line of a paragraph or goes on with one. The best labelling of all rows is
found by dynamic programming, since what a row may hold depends on whether it is a first line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.clean.scales import NEVER, Seam


def label(seams: Sequence[Seam]) -> list[bool]:
    """For each row whether it begins a paragraph, given the seam before each row but the first."""
    first, inner = 0.0, NEVER
    back: list[tuple[bool, bool]] = []
    for join_first, join_inner, break_first, break_inner in seams:
        f1, f2 = first + break_first, inner + break_inner
        i1, i2 = first + join_first, inner + join_inner
        back.append((f1 >= f2, i1 >= i2))
        first = f1 if f1 >= f2 else f2
        inner = i1 if i1 >= i2 else i2
    begins = [first >= inner]
    for from_first, into_inner in reversed(back):
        begins.append(from_first if begins[-1] else into_inner)
    begins.reverse()
    return begins


def scores(begins: Sequence[bool], seams: Sequence[Seam]) -> Iterator[float]:
    """The score of each seam as labelled."""
    for first, begin, (join_first, join_inner, break_first, break_inner) in zip(
        begins, begins[1:], seams, strict=False
    ):
        if begin:
            yield break_first if first else break_inner
        else:
            yield join_first if first else join_inner


def total(seams: Sequence[Seam]) -> float:
    """The score of the best labelling of a stretch of rows, whatever its first row may be."""
    first, inner = 0.0, 0.0
    for join_first, join_inner, break_first, break_inner in seams:
        f1, f2 = first + break_first, inner + break_inner
        i1, i2 = first + join_first, inner + join_inner
        first = f1 if f1 >= f2 else f2
        inner = i1 if i1 >= i2 else i2
    return max(first, inner)
