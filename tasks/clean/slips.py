"""Slips: the visible lines of a raw text, cut free of blank lines, line ends and margins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.markers import marker
from tasks.model import Document


class Slip(NamedTuple):
    """The visible part of a raw line: `text[start:end]`, `gap` blank lines below the slip before."""

    line: int
    text: str
    start: int
    end: int
    gap: int
    breaks: bool = False  # a page begins here

    @property
    def seen(self) -> str:
        """What is visible."""
        return self.text[self.start : self.end]


def visible(document: Document) -> list[Slip]:
    """The lines that are not blank, with the blank lines above each and the page breaks that are marked."""
    slips, gap, page, breaks = [], 0, None, False
    for line in document.lines:
        raw = line.text
        text = raw.strip()
        plain = text.isprintable()
        if not text or not (plain or t.bare(text)):
            gap += 1
            breaks = breaks or "\f" in raw
            continue
        start = len(raw) - len(raw.lstrip()) if len(text) < len(raw) else 0
        new = breaks or "\f" in raw[:start] or (page is not None and line.page not in (None, page))
        slips.append(Slip(line.number, raw, start, start + len(text), gap, new))
        gap, page, breaks = 0, line.page, len(text) < len(raw) and raw.rstrip(" \t\r\n").endswith("\f")
    return slips


class Sentences:
    """Which lines stand in the middle of a sentence that is not theirs."""

    _UNFINISHED = 0.85  # of the usual length: a line so long that ends without a stop goes on somewhere
    _REACH = 3  # lines of furniture that may stand together
    _ENDS = frozenset(t.STOPS + "：:；;")

    def __init__(self, slips: Sequence[Slip]) -> None:
        self._slips = slips

    @cached_property
    def long(self) -> float:
        """The length of a line that the margin may have broken."""
        lengths = sorted(size for s in self._slips if (size := s.end - s.start) >= 8)
        return self._UNFINISHED * lengths[len(lengths) // 2] if lengths else inf

    def interrupted(self, at: Sequence[int]) -> int:
        """How many of some lines stand between two lines of a sentence, alone or among others of them."""
        return sum(map(self._interrupts, at))

    def _interrupts(self, index: int) -> bool:
        """Whether what stands above a line is long and unfinished, and what follows may go on with it."""
        slips = self._slips
        for above in range(index - 1, max(-1, index - 1 - self._REACH), -1):
            slip = slips[above]
            if slip.text[slip.end - 1] in self._ENDS:
                return False
            if slip.end - slip.start >= self.long:
                below = slips[index + 1] if index + 1 < len(slips) else None
                return below is not None and marker(below.seen) is None
        return False
