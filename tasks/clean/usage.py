"""Usage: how often characters follow one another in texts of the genre, as a table shipped with the code.

The table is text, one line a first character: the character and its level, then for each second character a
field of that character, the level of the pair, the level of all triples that begin with it, and each third
character with the level of the triple. A level is an ASCII character that stands for a count, four levels to
a doubling; no ASCII character is counted, so neither can be taken for the other. A line is searched where it
lies, so that a table of a quarter of a million runs is read in no time. `training` makes the table.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from math import log2
from typing import NamedTuple

from tasks.clean import text as t

TABLE = "character_runs.txt.gz"
_LOWEST, _LEVELS = 33, 94  # the ASCII character of level 0, a count of one, and how many there are
_PER_DOUBLING = 4
_COUNTS = {chr(_LOWEST + n): 2 ** (n / _PER_DOUBLING) for n in range(_LEVELS)}

# Digits are all alike, and Latin letters, and marks of one kind: what counts is which words stand by them.
_ALIKE = str.maketrans(
    {
        **{chr(c): "＊" for c in range(33, 127)},
        **{chr(c): "Ａ" for c in (*range(65, 91), *range(97, 123))},
        **{chr(c): None for c in range(33) if chr(c) != "\n"},
        **dict.fromkeys("0123456789０１２３４５６７８９", "０"),
        **dict.fromkeys(t.CLOSING, "，"),
        **dict.fromkeys(t.OPENING, "（"),
        **dict.fromkeys(t.STOPS, "。"),
        "\u3000": None,
    }
)


def alike(text: str) -> str:
    """A text with characters that are used alike written alike; of white space only line ends are left."""
    return text.translate(_ALIKE)


def level(count: float) -> str:
    """The character that stands for a count in the table."""
    return chr(_LOWEST + min(_LEVELS - 1, round(_PER_DOUBLING * log2(count))))


class Usage(NamedTuple):
    """The table: its lines by first character, and how many characters were counted."""

    lines: dict[str, str]
    size: float

    def single(self, character: str) -> float:
        """How often a character was counted."""
        line = self.lines.get(character)
        return _COUNTS[line[1]] if line else 0.0

    def pair(self, first: str, second: str) -> float:
        """How often one character follows another."""
        field = _field(self.lines.get(first, ""), second)
        return _COUNTS[field[0]] if field else 0.0

    def triple(self, first: str, second: str, third: str) -> tuple[float, float]:
        """How often a character follows two others, and how often any known one does."""
        field = _field(self.lines.get(first, ""), second)
        if len(field) < 2:
            return 0.0, 0.0
        found = field.find(third, 2)
        return _COUNTS[field[found + 1]] if found > 0 else 0.0, _COUNTS[field[1]]


@lru_cache(maxsize=1 << 16)
def _field(line: str, second: str) -> str:
    """The field of a second character: the level of the pair, of all its triples, and of each."""
    at = line.find("\t" + second)
    end = line.find("\t", at + 1)
    return line[at + 2 : None if end < 0 else end] if at > 0 else ""


NOTHING = Usage({}, 0.0)


def parse(table: str) -> Usage:
    """A table from its text."""
    lines = {line[0]: line for line in table.splitlines() if line}
    return Usage(lines, sum(_COUNTS[line[1]] for line in lines.values()))


@cache
def shipped() -> Usage:
    """The table of `data/reference`, read once a process and only where an order is in doubt."""
    return parse(gzip.decompress(files("data.reference").joinpath(TABLE).read_bytes()).decode())
