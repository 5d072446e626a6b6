"""Slips: the visible lines of a raw text, cut free of blank lines, line ends and margins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

from tasks.clean import text as t
from tasks.clean.markers import marker
from tasks.model import Document

_new = tuple.__new__  # made once a line: a named tuple's own constructor takes twice as long


class Slip(NamedTuple):
    """The visible part of a raw line, `gap` blank lines below the slip before."""

    line: int
    text: str  # raw
    start: int
    end: int
    seen: str  # text[start:end], which is asked for often
    gap: int
    breaks: bool  # a page begins here


def slip_of(line: int, text: str) -> Slip:
    """All of a line as one slip."""
    return _new(Slip, (line, text, 0, len(text), text, 0, False))


def visible(document: Document) -> list[Slip]:
    """The lines that are not blank, with the blank lines above each and the page breaks that are marked."""
    slips, gap, page, breaks = [], 0, None, False
    for line in document.lines:
        raw = line.text
        text = raw.strip()
        if not text or not (text.isprintable() or t.bare(text)):
            gap += 1
            breaks = breaks or "\f" in raw
            continue
        start, ends_page = 0, False
        if len(text) < len(raw):
            start = len(raw) - len(raw.lstrip())
            breaks = breaks or "\f" in raw[:start]
            ends_page = raw.rstrip(" \t\r\n").endswith("\f")
        new = breaks or (page is not None and line.page not in (None, page))
        slips.append(_new(Slip, (line.number, raw, start, start + len(text), text, gap, new)))
        gap, page, breaks = 0, line.page, ends_page
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
