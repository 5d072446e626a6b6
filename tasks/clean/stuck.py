"""Page numbers in any dress stuck to a line of text: to the last of each page, or to the first of the next.

What is stuck to those lines is the same on every page but for a number that grows by one: ≡ 3 ≡, 3｜某局,
Page 3 of 12. Nobody can list all such dresses: a dress is what stands beside the number wherever it counts.
Items of a list count too; but a page ends in mid-sentence, and an item begins where a sentence has ended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from tasks.clean.counted import TALLEST, PageNumber, evenly_spaced, longest_run
from tasks.clean.markers import marker
from tasks.clean.slips import Slip
from tasks.clean.text import CLOSING, STOPS

_FEWEST = 3  # pages
_TORN = 0.4  # of them at least end in mid-sentence
_LONGEST = 6  # digits
_FEW_DRESSES = 8
_TOLD = 4  # of the numbers that must be there, so many are looked for
_BEYOND = 1.5  # page heights above the first number and below the last, at most
_FEW_PAGES = 5  # of fewer, all must be of one height
_WAVERS = 2  # lines by which pages of one height may differ
_ENDS = frozenset(STOPS + "：:；;")
_SENTENCE = frozenset(STOPS + "，、；")
# A number and what may stand between it and the end of its line; the number of all pages may be part of that.
_TAIL = r"(?=([^\d\n]{0,12}+$|[^\d\n]{1,6}+\d{1,3}+[^\d\n]{0,12}+$))"
_NUMBER = re.compile(r"\d+\Z")
_ANY = re.compile(r"\d(?<!\d\d)\d*+" + _TAIL, re.M)  # tried at its first digit alone
_SAYS_NOTHING = CLOSING + " "
_LAST = rf"(?=([{re.escape(_SAYS_NOTHING)}]{{0,3}})$)"
_IN_TEXT, _DECIMAL = re.compile(r"[\d\u4e00-\u9fff\n]"), re.compile(r"\d\.")


class Dress(NamedTuple):
    """What stands beside a number: after it to the end of the line, and before it where that says nothing."""

    before: str
    after: str


def stuck_numbers(slips: Sequence[Slip]) -> list[PageNumber]:
    """The numbers that count the pages, each with its dress; none where they have no dress."""
    text = "\n".join([slip.seen for slip in slips])
    return _stuck(slips, text, False) or _stuck(slips, text[::-1], True)


def dressed(slips: Sequence[Slip], run: Sequence[PageNumber]) -> list[PageNumber]:
    """Page numbers with all of their dress: what stands beside every number is no text."""
    at_ends = [n for n in run if n.start > slips[n.slip].start and n.end == slips[n.slip].end]
    at_starts = [n for n in run if n.start == slips[n.slip].start and n.end < slips[n.slip].end]
    wider = {*_with_ends(slips, at_ends), *_with_starts(slips, at_starts)}
    return sorted({*wider, *set(run).difference(at_ends, at_starts)})


def _with_ends(slips: Sequence[Slip], run: Sequence[PageNumber]) -> list[PageNumber]:
    """Numbers near line ends with what stands before each of them and after it."""
    above = [slips[n.slip].text[slips[n.slip].start : n.start] for n in run]
    shared = _shared([text[::-1] for text in above])[::-1] if len(run) >= _FEWEST else ""
    size = len(shared.lstrip(CLOSING))  # every page may end in a comma, which is text
    return [n._replace(start=n.start - size, end=slips[n.slip].end) for n in run]


def _with_starts(slips: Sequence[Slip], run: Sequence[PageNumber]) -> list[PageNumber]:
    """Numbers near line starts with what stands after each of them and before it."""
    below = [slips[n.slip].text[n.end : slips[n.slip].end] for n in run]
    size = len(_shared(below)) if len(run) >= _FEWEST else 0
    return [n._replace(start=slips[n.slip].start, end=n.end + size) for n in run]


def _shared(texts: Sequence[str]) -> str:
    """The beginning that some texts have in common."""
    size = 0
    for alike in zip(*texts, strict=False):
        if len(set(alike)) > 1:
            break
        size += 1
    return texts[0][:size]


def _stuck(slips: Sequence[Slip], text: str, mirrored: bool) -> list[PageNumber]:
    """The numbers at the ends of the lines of a text, or at their starts where the text is mirrored."""
    step = -1 if mirrored else 1
    dresses = _dresses(text, [str(number)[::step] for number in _certain(len(slips))])
    for found in _wearing(slips, text, dresses, mirrored) if dresses else ():
        run = longest_run(found, 1)
        if _counts_pages(slips, run) and _mostly_clear(slips, run):
            whole = _with_starts(slips, run) if mirrored else _with_ends(slips, run)
            if _is_dress(slips, whole) and _torn(slips, whole, mirrored):
                return whole
    return []


def _certain(lines: int) -> list[int]:
    """Numbers that are printed if any count the pages of so many lines (see `_counts_pages`).

    Some that the last page must have reached come first, since fewest others stand beside those.
    """
    last = (lines - 1) // TALLEST - int(2 * _BEYOND)
    return [*range(last, max(3, last - _TOLD), -1), 3, 2]


def _dresses(text: str, printed: Iterable[str]) -> set[Dress]:
    """What stands beside each of some numbers: few dresses do, and only those are looked for."""
    tails: set[str] | None = None
    before: set[Dress] | None = None
    for number in printed:
        if number not in text:
            return set()
        own, worn = set(_ending(number, _TAIL).findall(text)), _worn_before(text, _ending(number, _LAST))
        tails = own if tails is None else tails & own
        before = worn if before is None else before & worn
        if not tails and not before:
            return set()
    return {Dress("", tail) for tail in tails or () if tail.strip(_SAYS_NOTHING)}.union(before or ())


@lru_cache(maxsize=256)
def _ending(number: str, tail: str) -> re.Pattern[str]:
    return re.compile(number + tail, re.M)


def _worn_before(text: str, number: re.Pattern[str]) -> set[Dress]:
    """What stands before a number that ends a line, but for one that a sentence or a decimal ends in."""
    return {
        Dress(text[at - 1], place[1])
        for place in number.finditer(text)
        if (at := place.start()) and not (_IN_TEXT.match(text, at - 1) or _DECIMAL.match(text, at - 2))
    }


def _wearing(
    slips: Sequence[Slip], text: str, dresses: Collection[Dress], mirrored: bool
) -> Iterable[list[PageNumber]]:
    """The numbers of each dress; digits of the text may stand beside one, and any of them may be its own."""
    where = list(accumulate([slip.end - slip.start + 1 for slip in slips], initial=0))
    groups: dict[Dress, list[PageNumber]] = {}
    for start, end, after in _places(text, {dress.after for dress in dresses}):
        dress = Dress("", after)
        if dress not in dresses:
            dress = Dress(text[start - 1 : start], after)
            if dress not in dresses:
                continue
        if mirrored:
            start, end = len(text) - end, len(text) - start
        index = bisect_right(where, start) - 1
        slip, shift = slips[index], slips[index].start - where[index]
        for n in range(1 if dress.before else end - start):
            a, b = (start + shift, end + shift - n) if mirrored else (start + shift + n, end + shift)
            groups.setdefault(dress, []).append(PageNumber(index, a, b, int(slip.text[a:b])))
    return map(sorted, groups.values())


def _places(text: str, tails: Collection[str]) -> list[tuple[int, int, str]]:
    """Where numbers with these tails start and end, in the order of the text."""
    if len(tails) > _FEW_DRESSES:
        ends = ((place.end(), place[1]) for place in _ANY.finditer(text) if place[1] in tails)
    else:  # few are found sooner by themselves than by the numbers before them, of which there are many
        ends = ((m.start(), tail) for tail in tails for m in re.finditer(re.escape(tail) + "$", text, re.M))
    return sorted(
        (number.start(), end, tail)
        for end, tail in ends
        if (number := _NUMBER.search(text, max(0, end - _LONGEST), end))
    )


def _counts_pages(slips: Sequence[Slip], run: Sequence[PageNumber]) -> bool:
    """Whether numbers stand a page apart, from the first page to the last."""
    if len(run) < _FEWEST or run[0].number > 2 or not evenly_spaced(slips, run):
        return False
    steps = [b.slip - a.slip for a, b in pairwise(run)]
    if (
        len(run) < _FEW_PAGES
        and max(steps[:-1]) - min(steps[:-1]) + max(0, steps[-1] - max(steps[:-1])) > _WAVERS
    ):
        return False
    height = (run[-1].slip - run[0].slip) / (len(run) - 1)
    margins = max(run[0].slip, len(slips) - 1 - run[-1].slip)
    return height <= TALLEST and margins <= _BEYOND * height


def _mostly_clear(slips: Sequence[Slip], run: Sequence[PageNumber]) -> bool:
    """Whether few of the numbers are but the end or the beginning of another."""
    beside = (
        slips[n.slip].text[max(0, n.start - 1) : n.start] + slips[n.slip].text[n.end : n.end + 1] for n in run
    )
    return 2 * sum(any(map(str.isdigit, marks)) for marks in beside) <= len(run)


def _is_dress(slips: Sequence[Slip], run: Sequence[PageNumber]) -> bool:
    """Whether words or marks, but no sentence, stand beside the numbers, and the lines are more than that."""
    first = slips[run[0].slip].text[run[0].start : run[0].end]
    bare = first.replace(" ", "").isdigit() or not _SENTENCE.isdisjoint(first)
    return not bare and all(n.end - n.start < slips[n.slip].end - slips[n.slip].start for n in run)


def _torn(slips: Sequence[Slip], run: Sequence[PageNumber], mirrored: bool) -> bool:
    """Whether the lines that end the pages mostly leave a sentence to be gone on with."""
    torn = 0
    for n in run:
        slip = slips[n.slip]
        if mirrored:
            above, below = slips[n.slip - 1].seen, slip.text[n.end : slip.end].lstrip()
        else:
            above, below = (
                slip.text[: n.start].rstrip(),
                "".join(s.seen for s in slips[n.slip + 1 : n.slip + 2]),
            )
        torn += above[-1:] not in _ENDS and marker(below) is None
    return torn >= max(2, _TORN * len(run))
