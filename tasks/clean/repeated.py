"""Lines that the pages repeat: running headers and footers at their edges, watermarks anywhere.

A text may say a thing twice; so what comes back is furniture only where it stands at the edges of marked
pages, or breaks into sentences. The first page's own copy of a title is text. What stays undecided stays.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tasks.clean import text as t
from tasks.clean.markers import marker
from tasks.clean.slips import Sentences, Slip

_TITLE = re.compile(r"附件|附表|报告|方案|说明|总结|通知|意见|办法|预算|决算|公报|规划|年\d{1,2}月|会议上")
_UNIT = re.compile(r"(?:单位|部门)[:：]|^[续表（(]+续?表?[)）]?$")
_DIGITS = re.compile(r"\d+")
_LONGEST = 60  # characters
_HEAD = 8  # lines among which the title of a document stands


def repeated(slips: Sequence[Slip], tops: Sequence[int]) -> dict[int, str]:
    """The lines that the pages repeat and what each is, by index; `tops` are the first lines of pages."""
    edges = {top + d for top in (0, *tops, len(slips)) for d in (-2, -1, 0, 1)} if tops else set()
    said = [s.seen.replace(" ", "") for s in slips]
    for index in edges:
        if 0 <= index < len(said):  # only at the edge of a page may a line differ from page to page
            said[index] = _DIGITS.sub("#", said[index])
    sentences = Sentences(slips)
    found: dict[int, str] = {}
    for text, at in _often(said).items():
        counts = "#" in text and len({t.bare(slips[i].seen) for i in at}) > 1
        if counts and not _counts_up(slips, at):
            continue
        here = [i for i in at if i in edges]
        if len(here) >= 0.6 * len(at) and _at_edges(here, tops):
            name, gone = "running_header", here
        elif _among_sentences(slips, at, tops, said, sentences):
            name, gone = "watermark", at
        else:
            continue
        genuine = None if counts else _genuine(said, gone, tops)
        found.update((i, name) for i in gone if i != genuine)
    return found


def _often(said: Sequence[str]) -> dict[str, list[int]]:
    """What is said more than once, and where."""
    often = {
        text
        for text, count in Counter(said).items()
        if count >= 2 and len(text) <= _LONGEST and not _UNIT.search(text)
    }
    places: dict[str, list[int]] = {}
    if often:
        for index, text in enumerate(said):
            if text in often:
                places.setdefault(text, []).append(index)
    return places


def _counts_up(slips: Sequence[Slip], at: Sequence[int]) -> bool:
    """Whether a line that differs only in its number counts the pages, all of them or every other one."""
    numbers = [int(n) for i in at for n in _DIGITS.findall(slips[i].seen)[-1:]]
    steps = {b - a for a, b in pairwise(numbers)}
    return len(at) >= 3 and len(steps) == 1 and steps <= {1, 2}


def _at_edges(here: Sequence[int], tops: Sequence[int]) -> bool:
    """Whether lines stand at the edges of most pages, or in one place on every other page."""
    if not tops or len(here) < 2:
        return False
    if len(here) >= 0.6 * len(tops):
        return True
    pages = [bisect_right(tops, i) for i in here]
    places = {i - tops[page - 1] for i, page in zip(here, pages, strict=True) if page}
    return len(places) == 1 and all(b - a == 2 for a, b in pairwise(pages)) and len(here) >= 0.3 * len(tops)


def _among_sentences(
    slips: Sequence[Slip], at: Sequence[int], tops: Sequence[int], said: Sequence[str], sentences: Sentences
) -> bool:
    """Whether a line that comes back breaks into sentences, each time another one."""
    text = said[at[0]]
    if text[-1] in t.STOPS or marker(slips[at[0]].seen) or _in_passage(said, at) or not _says(text):
        return False
    broken = sentences.interrupted(at)
    if broken == 0 or len(at) == 2:
        if len(text) >= sentences.long:  # a line of text may well come twice
            return False
        return at[1] - at[0] >= _HEAD and (broken == 2 or (broken == 1 and at[0] <= 1))
    return broken >= max(2, 0.3 * len(at)) or _once_a_page(slips, at, tops)


def _says(text: str) -> bool:
    """Whether a line has words: a row of dots leads from a heading to its page, each time another one."""
    return any(c.isalnum() for c in text)


def _in_passage(said: Sequence[str], at: Sequence[int]) -> bool:
    """Whether what stands above and below a line comes back with it: then a whole passage does."""
    above = {said[i - 1] for i in at if i}
    below = {said[i + 1] for i in at if i + 1 < len(said)}
    return max(len(above), len(below)) <= len(at) / 2


def _once_a_page(slips: Sequence[Slip], at: Sequence[int], tops: Sequence[int]) -> bool:
    """Whether a line comes back once a page, or page by page where no page break is marked."""
    if len(tops) >= 2:
        pages = Counter(bisect_right(tops, i) for i in at)
        return len(pages) >= max(3, 0.8 * (len(tops) + 1)) and max(pages.values()) <= 2
    steps = [slips[b].line - slips[a].line for a, b in pairwise(at)]
    steps = steps[1:] if len(steps) > 3 and steps[0] <= 2 else steps
    whole = steps[:-1] if at[-1] == len(slips) - 1 else steps  # the last page may be short
    return min(whole) >= 12 and max(steps) <= 1.15 * min(whole) + 1


def _genuine(said: Sequence[str], at: Sequence[int], tops: Sequence[int]) -> int | None:
    """The copy of a repeated line that is text: the first page's second, or its only title."""
    own = [i for i in at if i < min([_HEAD, *tops[:1]])]
    if len(own) >= 2 and own[1] - own[0] <= 2:
        return own[1]
    if len(own) == 1 and tops and _TITLE.search(said[own[0]]):
        titled = any(_TITLE.search(said[i]) for i in range(min(tops[0], _HEAD)) if i != own[0])
        return None if titled else own[0]
    return None
