"""How reports phrase an indicator: the notation of the catalogue, parsed.

A pattern is a few words around the figure `#`, written in the order of the text:

    全年预算数|预算安排 #      one of these words, then the figure
    # 转业军官 接收            the figure, then these words
    @双拥|拥军 使用经费 #      a topic that may stand farther back: in sentence, paragraph or headings
    &接收|安置 # 转业军官      somewhere in the same sentence
    !项目支出 支出 #           not where this word stands in the same clause
    ^烈属 慰问金 #             not where this word stands before in the same sentence
    -事业编制 行政编制 #         not where this word stands anywhere in the same sentence
    ~类）|项） 支出决算 #        not where this word stands anywhere before in the paragraph
    =budget 公务接待费 #        only in reports of this type

`<spent>` stands for a declared set of words. Words on one side of `#` are read outwards from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to phrase an indicator; `before` and `after` are read outwards from the figure."""

    printed: str
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    topics: tuple[Words, ...]
    context: tuple[Words, ...]
    unless: Words
    unless_sentence: Words
    unless_around: Words
    unless_before: Words
    reports: Words

    farther_before: tuple[Words, ...]  # without the anchor
    farther_after: tuple[Words, ...]
    needed: tuple[Words, ...]  # groups of which the paragraph must have a word, the topics apart
    barred: Words  # all that it must not stand beside, wherever that is looked for

    @property
    def anchor(self) -> Words:
        """The words beside the figure that make the pattern worth trying."""
        return self.before[0] if self.before else self.after[0]


def parse_pattern(printed: str, words: Mapping[str, str]) -> Pattern:
    """A pattern from its notation; raises ValueError where the figure or its neighbour is missing."""
    before: list[Words] = []
    after: list[Words] = []
    marked: dict[str, list[Words]] = {"@": [], "&": [], "!": [], "^": [], "-": [], "~": [], "=": []}
    seen = False
    for token in re.sub(r"<(\w+)>", lambda m: words[m[1]], printed).split():
        if token == "#":
            seen = True
        elif token[0] in marked:
            marked[token[0]].append(frozenset(token[1:].split("|")))
        else:
            (after if seen else before).append(frozenset(token.split("|")))
    if not seen or not (before or after):
        raise ValueError(f"pattern {printed!r} needs # and a word beside it")
    unless, unless_sentence, unless_around, unless_before, reports = (
        frozenset().union(*marked[m]) for m in "!^-~="
    )
    inward = before[::-1]
    farther_before, farther_after = tuple(inward[1:]), tuple(after if inward else after[1:])
    return Pattern(
        printed=printed,
        before=tuple(inward),
        after=tuple(after),
        topics=tuple(marked["@"]),
        context=tuple(marked["&"]),
        unless=unless,
        unless_sentence=unless_sentence,
        unless_around=unless_around,
        unless_before=unless_before,
        reports=reports,
        farther_before=farther_before,
        farther_after=farther_after,
        needed=(*farther_before, *farther_after, *marked["&"]),
        barred=unless | unless_sentence | unless_around | unless_before,
    )
