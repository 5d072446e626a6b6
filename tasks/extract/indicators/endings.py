"""Whether a text ends with the name of an indicator: the question that most cells of tables fail.

A figure that takes its unit from its table counts only where it stands right behind its name. So a cell need
not be read at all where its words, brackets apart, end with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Endings = Mapping[str, Sequence[str]]
"""Words by their last character."""

BARE_REACH = 1  # characters between a name and a figure without unit, brackets apart


def endings(words: Iterable[str]) -> Endings:
    """The words made ready to be looked for."""
    by_last: dict[str, list[str]] = {}
    for word in words:
        by_last.setdefault(word[-1], []).append(word)
    return by_last


def last_names(text: str, words: Endings) -> Iterator[str]:
    """The words that end the text, brackets and one character apart."""
    end, spare = len(text), BARE_REACH
    while end > 0:
        last = text[end - 1]
        for word in words.get(last, ()):
            if text.endswith(word, 0, end):
                yield word
        opening = max(text.rfind("（", 0, end), text.rfind("(", 0, end)) if last in "）)" else -1
        if opening >= 0 and text.find("）", opening, end - 1) < 0 and text.find(")", opening, end - 1) < 0:
            end = opening
        elif spare:
            end, spare = end - 1, spare - 1
        else:
            return
