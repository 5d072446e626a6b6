"""Tables of marked-up formats: cells with spans to rows of equal length.

A merged cell speaks in its first place alone; the places that it covers besides stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tasks.read import limits

PROSE = 12  # characters: paragraphs of a cell longer than this are sentences, not a wrapped name


class Cell(NamedTuple):
    """What a cell says, and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


def table_rows(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The texts of a table, a list of equal length for each row."""
    covered: dict[tuple[int, int], bool] = {}
    found: list[list[str]] = []
    for line, cells in enumerate(rows):
        texts: list[str] = []
        for cell in cells:
            while covered.pop((line, len(texts)), False):
                texts.append("")
            limits.check(limits.COLUMNS, len(texts) + cell.across)
            first = len(texts)
            texts += [cell.text] + [""] * (max(1, cell.across) - 1)
            for below in range(line + 1, min(line + cell.down, len(rows))):
                for column in range(first, len(texts)):
                    covered[below, column] = True
            limits.check(limits.CELLS, len(covered))
        while covered.pop((line, len(texts)), False):
            texts.append("")
        found.append(texts)
    width = max((len(texts) for texts in found), default=0)
    limits.check(limits.CELLS, width * len(found))
    return [texts + [""] * (width - len(texts)) for texts in found]


def joined(paragraphs: Iterable[str]) -> str:
    """The paragraphs of one cell as one text: names set in pieces are made whole, sentences kept apart."""
    texts = [text for text in paragraphs if text]
    apart = any(len(text) > PROSE for text in texts)
    return (" " if apart else "").join(texts)
