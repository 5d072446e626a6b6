"""How well a join reads, learnt from the document itself.

Neighbouring characters within a line are true neighbours, for free: a pair that the document has more
often than chance speaks for a join that would make it, one that it never has speaks against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from tasks.clean import text as t
from tasks.clean.rows import Row

READS_BEST = 5.0  # the most that a join may be said to read well

# Digits are all alike, and so are punctuation marks: what counts is which words follow one.
_ALIKE = str.maketrans(
    {**dict.fromkeys("0123456789０１２３４５６７８９", "0"), **dict.fromkeys(t.CLOSING, "，"), " ": None}
)


class Fluency:
    """How often each run of one to four characters stands within the lines of a document."""

    def __init__(self, rows: Iterable[Row]) -> None:
        text = "\n".join([row.text for row in rows]).translate(_ALIKE)
        self._size = len(text) or 1
        self._single = Counter(text)
        self._pairs = Counter(map(str.__add__, text, text[1:]))
        self._longer = set(map("".join, zip(text, text[1:], text[2:], strict=False)))
        self._longer.update(map("".join, zip(text, text[1:], text[2:], text[3:], strict=False)))

    def join(self, a: str, b: str) -> float:
        """The weight for text `b` going on where text `a` stops."""
        left, right = a[-3:].translate(_ALIKE)[-2:], b[:3].translate(_ALIKE)[:2]
        if not left or not right or right[0] == "，":
            return 0.0
        chance = self._single[left[-1]] * self._single[right[0]] / self._size
        seen = self._pairs[left[-1] + right[0]]
        weight = log((seen + 0.2 + 0.3 * chance) / (chance + 0.5))
        if seen:
            weight += 0.8 if left + right[0] in self._longer else -0.3
            weight += 0.8 if left[-1] + right in self._longer else -0.3
            weight += 0.8 if left + right in self._longer else 0.0
        return max(-1.5, min(READS_BEST, weight))
