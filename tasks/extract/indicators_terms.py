"""Finding every declared word of a text in one pass.

The words are looked up by their first two characters, so the time does not grow with their number: at most
places those two already rule them all out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import add
from typing import NamedTuple


class Term(NamedTuple):
    """A declared word where it stands in a paragraph (a tuple, for there are very many)."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Scanner:
    """The words by their first two characters, longest first; words of one character apart."""

    heads: Mapping[str, tuple[str, ...]]
    singles: re.Pattern[str] | None

    def scan(self, text: str) -> list[Term]:
        """Every declared word in the text, overlapping ones too, in the order of their starts."""
        heads, found = self.heads, []
        for start, head in enumerate(map(add, text, text[1:])):
            if head in heads:
                for word in heads[head]:
                    if text.startswith(word, start):
                        found.append(Term(start, start + len(word), word))
        if self.singles is not None:
            found += [Term(m.start(), m.end(), m.group()) for m in self.singles.finditer(text)]
            found.sort()
        return found


def scanner(words: Iterable[str]) -> Scanner:
    """A scanner for these words."""
    heads: dict[str, list[str]] = {}
    singles = []
    for word in sorted(set(words) - {""}, key=lambda w: (-len(w), w)):
        if len(word) == 1:
            singles.append(word)
        else:
            heads.setdefault(word[:2], []).append(word)
    pattern = re.compile("|".join(map(re.escape, singles))) if singles else None
    return Scanner({head: tuple(found) for head, found in heads.items()}, pattern)
