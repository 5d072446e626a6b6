"""Finding every declared word of a text in one pass.

The words are grouped by their first two characters. One regular expression of the characters that can stand
first and second finds the places worth a look, and each group is folded into one expression shaped like its
common beginnings (a trie), so that the time does not grow with the number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Term(NamedTuple):
    """A declared word where it stands in a paragraph (a tuple, for there are very many)."""

    start: int
    end: int
    word: str


_new = tuple.__new__  # spares the call that a named tuple makes of every construction


@dataclass(frozen=True, slots=True)
class Scanner:
    """The compiled words; `shorter` has each word with its beginnings that are words and their lengths."""

    places: re.Pattern[str] | None
    heads: Mapping[str, re.Pattern[str]]
    shorter: Mapping[str, tuple[tuple[int, str], ...]]
    singles: re.Pattern[str] | None

    def scan(self, text: str) -> list[Term]:
        """Every declared word in the text, overlapping ones too, by start and then longest first."""
        found: list[Term] = []
        heads, shorter = self.heads, self.shorter
        for place in self.places.finditer(text) if self.places else ():
            group = heads.get(place[1])
            longest = group.match(text, place.start()) if group else None
            if longest:
                start = place.start()
                for length, word in shorter[longest.group()]:
                    found.append(_new(Term, (start, start + length, word)))
        if self.singles is not None:
            found += [Term(m.start(), m.end(), m.group()) for m in self.singles.finditer(text)]
            found.sort(key=_by_start)
        return found


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
        {head: re.compile(_expression(_trie(group))) for head, group in heads.items()},
        shorter,
        re.compile(f"[{re.escape(''.join(singles))}]") if singles else None,
    )


def _places(heads: Iterable[str]) -> re.Pattern[str] | None:
    first = re.escape("".join(sorted({head[0] for head in heads})))
    second = re.escape("".join(sorted({head[1] for head in heads})))
    return re.compile(f"(?=([{first}][{second}]))") if first else None


def _trie(words: Iterable[str]) -> dict[str, dict]:  # type: ignore[type-arg]  # a tree of itself
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _expression(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    """What may end here is optional after what may go on, so the longest word wins."""
    branches = [re.escape(c) + _expression(child) for c, child in sorted(node.items()) if c]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{body}?" if "" in node else body


def _by_start(term: Term) -> tuple[int, int]:
    return term.start, -term.end
