"""The text of a report as one, for what few of its paragraphs have: one look instead of one for each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tasks.model import Paragraph


class Whole:
    """All paragraphs in one text, a line each."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        texts = [paragraph.text for paragraph in paragraphs]
        self.text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def having(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The paragraphs in which the pattern is found; it must not reach over the end of a line."""
        starts = self._starts
        found = pattern.search(self.text)
        while found:
            index = bisect_right(starts, found.start()) - 1
            yield index
            found = pattern.search(self.text, starts[index + 1])
