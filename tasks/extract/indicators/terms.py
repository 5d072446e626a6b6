"""Finding every declared word of a text in one pass.

The words are grouped by their first two characters. One regular expression of the characters that can stand
first and second finds the places worth a look, and each group is folded into one expression shaped like its
common beginnings, so that the time does not grow with the number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tasks.extract.trie import expression

Term = tuple[int, int, str]
"""A declared word where it stands in a paragraph: start, end, word. Bare, for there are very many."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """The compiled words; `shorter` has each word with its beginnings that are words and their lengths."""

    places: re.Pattern[str] | None
    heads: Mapping[str, re.Pattern[str]]
    shorter: Mapping[str, tuple[tuple[int, str], ...]]
    singles: re.Pattern[str] | None

    def scan(self, text: str) -> list[Term]:
        """Every declared word in the text, overlapping ones too, by start and then longest first."""
        return self.scan_from(text, 0)

    def scan_from(self, text: str, first: int) -> list[Term]:
        """The same of what starts at this place or behind it."""
        found: list[Term] = []
        heads, shorter = self.heads, self.shorter
        for place in self.places.finditer(text, first) if self.places else ():
            group = heads.get(place[1])
            if group is None:
                continue
            start = place.start()
            longest = group.match(text, start)
            if longest:
                for length, word in shorter[longest[0]]:
                    found.append((start, start + length, word))
        if self.singles is not None:
            found += [(m.start(), m.end(), m[0]) for m in self.singles.finditer(text, first)]
            found.sort(key=_by_start)
        return found


@dataclass(frozen=True, slots=True)
class CellScanner(Scanner):
    """The same for cells in words, of which many begin with one title: its words are found once.

    No declared word has a full stop in it, so none lies across the end of a title.
    """

    openings: dict[str, list[Term]] = field(default_factory=dict)

    def scan(self, text: str) -> list[Term]:
        """Every declared word, as of any text."""
        opening = text[: text.rfind("。") + 1]
        known = self.openings.get(opening)
        if known is None:
            known = self.openings[opening] = self.scan_from(opening, 0)
        return known + self.scan_from(text, len(opening))


def for_cells(scanner: Scanner) -> CellScanner:
    """The scanner for the cells of one report."""
    return CellScanner(scanner.places, scanner.heads, scanner.shorter, scanner.singles)


def scanner(words: Iterable[str]) -> Scanner:
    """A scanner for these words."""
    known = set(words) - {""}
    singles = sorted(word for word in known if len(word) == 1)
    heads: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) > 1:
            heads.setdefault(word[:2], []).append(word)
    shorter = {
        word: tuple((n, word[:n]) for n in range(len(word), 1, -1) if word[:n] in known) for word in known
    }
    return Scanner(
        _places(heads),
        {head: re.compile(expression(dict.fromkeys(group, ""))) for head, group in heads.items()},
        shorter,
        re.compile(f"[{re.escape(''.join(singles))}]") if singles else None,
    )


def _places(heads: Iterable[str]) -> re.Pattern[str] | None:
    first = re.escape("".join(sorted({head[0] for head in heads})))
    second = re.escape("".join(sorted({head[1] for head in heads})))
    return re.compile(f"(?=([{first}][{second}]))") if first else None


def _by_start(term: Term) -> tuple[int, int]:
    return term[0], -term[1]
