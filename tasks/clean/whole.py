"""Whether a text may be set in lines at all, told from the lengths of its lines before any is measured.

Where a margin broke lines, two of them at least go on on the next, and few others reach far beyond those. A
text of whole paragraphs is nearly always known by this; what passes is measured (`wall`, `layout`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tasks.clean import text as t
from tasks.clean.layout import WINDOW
from tasks.clean.markers import marker
from tasks.clean.wall import BEYOND, FEWEST, HANG, MARKS, NARROWEST

_SHORTEST = NARROWEST // t.FULL  # characters of a line that goes on
_COUNTED = 2  # times at most that one line counts among those that agree on a wall


def may_be_set(lines: Sequence[str]) -> bool:
    """Whether a margin may have broken some of these lines; where it did, this is never wrong."""
    going_on = [len(a) if _goes_on(a, b) else 0 for a, b in pairwise(lines)] + [0]
    lengths = [0 if " " in line or "\t" in line else len(line) for line in lines]  # a table has any width
    starts = range(0, len(lines), WINDOW)
    return _may_agree(going_on, lengths) or any(
        _may_agree(going_on[n : n + WINDOW], lengths[n : n + WINDOW]) for n in starts
    )


def _goes_on(a: str, b: str) -> bool:
    """Whether one line may be broken before the other (compare `wall.broken`)."""
    return len(a) >= _SHORTEST and a[-1] not in MARKS and MARKS.isdisjoint(b[:2]) and marker(b) is None


def _may_agree(going_on: Sequence[int], lengths: Sequence[int]) -> bool:
    """Whether lines of these lengths may agree on a wall that few pass (compare `wall.find`)."""
    agree = _COUNTED * sum(map(bool, going_on))
    widest = t.FULL * max(going_on, default=0) + HANG + t.FULL
    passing = sum([t.HALF * length > widest for length in lengths])
    return agree >= FEWEST and passing <= BEYOND * agree
