"""How well a join reads, learnt from the document itself and from usage in the genre.

Neighbouring characters within a line are true neighbours, for free. What the document has of them says more
about it than any table, and a table knows what a document is too short to show: counts of both are added,
the document's own times `_OWN`, and smoothed by those of shorter runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from operator import add

from tasks.clean.rows import Row
from tasks.clean.usage import NOTHING, Usage, alike

READS_BEST = 6.0  # the most that a join may be said to read well
READS_WORST = -1.7  # what seems unheard of is said once in five times
STARTS = 2.0  # the most that a line may be said to begin a sentence, or not to
_UNLIKELY = 0.6  # measured on lines parted at random: what seems unlikely is said oftener than it should
_START_SCALE, _START_SHIFT = 0.75, 0.5  # measured likewise, on first lines and on those that go on
_OWN = 10.0  # a run in the document counts as so many elsewhere
_FROM_SINGLE = 100.0  # a pair is believed as its count is large against this
_FROM_PAIR = 50.0  # and a triple against this
_CHARACTERS = 3000  # different characters there may be


class Fluency:
    """How probable each character is after the two before it, by a document and by usage."""

    def __init__(self, rows: Sequence[Row], usage: Usage = NOTHING) -> None:
        text = alike("\n".join([row.text for row in rows]))
        self._usage = usage
        self._size = _OWN * len(text) + usage.size + _CHARACTERS
        pairs = list(map(add, text, text[1:]))
        self._runs = Counter(text)
        self._runs.update(pairs)
        self._runs.update(map(add, pairs, text[2:]))
        self._edges = {
            row.text: (line[:2], line[-2:]) for row, line in zip(rows, text.split("\n"), strict=False)
        }
        self._known: dict[str, float] = {}

    def join(self, a: str, b: str) -> float:
        """The weight for text `b` going on where text `a` stops: how much likelier both are together."""
        left, right = self._edge(a)[1], self._edge(b)[0]
        if len(left) < 2 or not right:
            return 0.0
        first = right[0]
        weight = self._log(left + first) - self._log(first)
        if len(right) > 1:
            weight += self._log(left[1] + right) - self._log(right)
        return min(READS_BEST, weight) if weight > 0 else max(READS_WORST, _UNLIKELY * weight)

    def start(self, b: str) -> float:
        """The weight for text `b` beginning a sentence: how much likelier it is after a full stop."""
        right = self._edge(b)[0]
        if not right:
            return 0.0
        weight = self._log("。" + right[0]) - self._log(right[0])
        if len(right) > 1:
            weight += self._log("。" + right) - self._log(right)
        return max(-STARTS, min(STARTS, _START_SCALE * (weight + _START_SHIFT)))

    def _edge(self, text: str) -> tuple[str, str]:
        """The first and the last two characters of a text, as they are counted."""
        found = self._edges.get(text)
        if found is None:
            line = alike(text)
            found = self._edges[text] = line[:2], line[-2:]
        return found

    def _log(self, run: str) -> float:
        """The log of how probable the last character of a run is after those before it."""
        found = self._known.get(run)
        if found is None:
            found = self._known[run] = log((self._single, self._pair, self._triple)[len(run) - 1](*run))
        return found

    def _single(self, c: str) -> float:
        return (_OWN * self._runs.get(c, 0) + self._usage.single(c) + 0.5) / self._size

    def _pair(self, a: str, b: str) -> float:
        seen = _OWN * self._runs.get(a + b, 0) + self._usage.pair(a, b)
        heads = _OWN * self._runs.get(a, 0) + self._usage.single(a)
        return (seen + _FROM_SINGLE * self._single(b)) / (heads + _FROM_SINGLE)

    def _triple(self, a: str, b: str, c: str) -> float:
        seen, heads = self._usage.triple(a, b, c)
        seen += _OWN * self._runs.get(a + b + c, 0)
        heads += _OWN * self._runs.get(a + b, 0)
        return (seen + _FROM_PAIR * self._pair(b, c)) / (heads + _FROM_PAIR)
