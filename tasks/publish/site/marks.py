"""Marks: a paragraph cut wherever a quantity, an indicator or a moved fragment begins or ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph that something is known about; `id` is unique in its report."""

    id: str
    start: int
    end: int
    css: str  # class names that say what it is


@dataclass(frozen=True, slots=True)
class Segment:
    """Text between two edges and the spans it lies in; `first` are those that begin here."""

    start: int  # of its first character in the paragraph
    text: str
    spans: tuple[Span, ...]
    first: tuple[Span, ...]

    @property
    def css(self) -> str:
        """The classes of all its spans."""
        return " ".join(dict.fromkeys(span.css for span in self.spans))

    @property
    def main(self) -> Span | None:
        """The span a click means: the shortest one, which is the figure and not the sentence around it."""
        return min(self.spans, key=lambda s: s.end - s.start, default=None)


LONGEST = 50_000  # characters of one segment, so that a text without any mark can be cut too


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The whole text in segments, in order; spans may nest and overlap."""
    opened: defaultdict[int, list[Span]] = defaultdict(list)
    closed: set[int] = set()
    edges = {*range(0, len(text), LONGEST), 0, len(text)}
    for span in spans:
        opened[span.start].append(span)
        closed.add(span.end)
        edges |= {span.start, span.end}
    found: list[Segment] = []
    current: list[Span] = []
    order = sorted(edges)
    for start, end in pairwise(order):
        if start in closed:
            current = [span for span in current if span.end != start]
        if start in opened:
            current = current + opened[start]
        found.append(Segment(start, text[start:end], tuple(current), tuple(opened.get(start, ()))))
    return found
