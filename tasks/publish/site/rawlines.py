"""The raw lines beside a paragraph, rebuilt from its pieces.

Cleaning loses and invents no character, so pieces and furniture give back every line but for the kind of
its white space: no raw file has to be read again, which for scans would take minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.model import Piece
from tasks.publish.site.values import Pieces, Row

MARGIN = 24  # characters of a neighbour's text shown on either side, where several share one line


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start` to `end` of a raw line, and what they are."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a raw line: its text, whether it is this paragraph's, and the spans it belongs to."""

    text: str
    own: bool
    tags: tuple[str, ...]


def raw_lines(texts: Sequence[str], pieces: Pieces, furniture: Iterable[Row]) -> dict[int, str]:
    """Every raw line that holds text, by number; a gap between known characters was white space."""
    parts: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for text, own in zip(texts, pieces, strict=True):
        for p in own:
            parts[p.line].append((p.column, text[p.start : p.start + p.length]))
    for edit in furniture:
        if edit["line_start"] == edit["line_end"]:
            parts[edit["line_start"]].append((edit["column_start"], edit["text"]))
    return {line: _assemble(found) for line, found in parts.items()}


def _assemble(parts: list[tuple[int, str]]) -> str:
    found: list[str] = []
    reached = 0
    for column, text in sorted(parts):
        found += (" " * (column - reached), text[max(0, reached - column) :])
        reached = max(reached, column + len(text))
    return "".join(found)


def runs(pieces: Sequence[Piece], start: int, end: int) -> list[Run]:
    """Where the characters `start` to `end` of a paragraph stand in the raw lines, in reading order."""
    return [Run(p.line, p.column, p.column + p.length) for p in clipped(pieces, start, end)]


def clipped(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """The pieces of the characters `start` to `end` of a paragraph."""
    first = max(0, bisect_right(pieces, start, key=lambda piece: piece.start) - 1)
    found: list[Piece] = []
    for p in pieces[first:]:
        if p.start >= end:
            break
        low, high = max(start, p.start), min(end, p.start + p.length)
        if low < high:
            found.append(Piece(low, p.line, p.column + low - p.start, high - low))
    return found


def beside(
    lines: Mapping[int, str], pieces: Sequence[Piece], spans: Mapping[str, tuple[int, int]]
) -> list[tuple[int, list[Cut]]]:
    """The raw lines of a paragraph in the order of the raw text, cut where its spans begin and end."""
    tagged: defaultdict[int, list[tuple[int, int, str | None]]] = defaultdict(list)
    for piece in pieces:
        tagged[piece.line].append((piece.column, piece.column + piece.length, None))
    for tag, (start, end) in spans.items():
        for run in runs(pieces, start, end):
            tagged[run.line].append((run.start, run.end, tag))
    return [(line, _cuts(lines.get(line, ""), tagged[line])) for line in sorted(tagged)]


def _cuts(line: str, spans: list[tuple[int, int, str | None]]) -> list[Cut]:
    low = max(0, min(start for start, _, _ in spans) - MARGIN)
    high = min(len(line), max(end for _, end, _ in spans) + MARGIN)
    edges = sorted({low, high, *(e for start, end, _ in spans for e in (start, end))})
    opened: dict[int, list[str | None]] = defaultdict(list)
    closed: dict[int, list[str | None]] = defaultdict(list)
    for start, end, tag in spans:
        opened[start].append(tag)
        closed[end].append(tag)
    cuts: list[Cut] = [Cut("…", False, ())] if low else []
    current: list[str | None] = []
    for start, end in pairwise(edges):
        for tag in closed[start]:
            current.remove(tag)
        current += opened[start]
        tags = tuple(tag for tag in current if tag is not None)
        cuts.append(Cut(line[start:end], None in current, tags))
    return [*cuts, Cut("…", False, ())] if high < len(line) else cuts
