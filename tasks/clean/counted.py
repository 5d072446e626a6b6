"""What counts the pages, whatever else it says: [3], 3 页, 某局年报 3, or a 3 stuck to a page's last line.

Any number may stand in a text. What counts pages says the same each time but for one number that grows from
page to page, at like distances; and it breaks into sentences that the pages cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from string import ascii_letters
from typing import NamedTuple

from tasks.clean.markers import chinese, marker
from tasks.clean.slips import Sentences, Slip

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]{1,3}")
# What a line that counts pages begins or ends with, if it is not short; most lines of text do neither.
_OPENS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十[(（|*~")
_CLOSES = frozenset(ascii_letters + "0123456789０１２３４５６７８９一二三四五六七八九十页])）|*~")
_SHORT = 12  # characters
_LONGEST = 80  # characters of a line that counts pages
_LARGEST = 999
_SHORTEST, TALLEST = 8, 80  # lines a page
_FEWEST = 3
_TRIES = 20  # lines tried as the end of a page


class PageNumber(NamedTuple):
    """Where a page number stands: slip index, columns, and the number it prints."""

    slip: int
    start: int
    end: int
    number: int


def evenly_spaced(slips: Sequence[Slip], run: Sequence[PageNumber]) -> bool:
    """Whether the numbers stand a page apart: no step much longer or shorter than the others.

    Only the last page may be shorter, if its number ends the document; then two pages are enough, the
    first of them counted from the first line.
    """
    if len(run) < 2:
        return False
    ends = run[-1].slip == len(slips) - 1
    steps = [(slips[b.slip].line - slips[a.slip].line) / (b.number - a.number) for a, b in pairwise(run)]
    if run[0].number == 1 and ends and len(run) == 2:
        steps.insert(0, slips[run[0].slip].line - slips[0].line)
    whole = steps[:-1] if ends else steps
    return len(steps) >= 2 and min(whole) >= _SHORTEST and max(steps) <= 1.6 * min(whole)


def longest_run(found: Sequence[PageNumber], stride: int) -> list[PageNumber]:
    """The longest run of numbers that grow, by no more than `stride`, from one to the next."""
    best: dict[int, list[int]] = {}  # last number -> [length, index]
    before: list[int] = []
    for index, item in enumerate(found):
        length, link = 0, -1
        for step in range(1, stride + 1):
            known = best.get(item.number - step)
            if known and known[0] > length and found[known[1]].slip < item.slip:
                length, link = known
        before.append(link)
        if best.get(item.number, [0])[0] <= length + 1:
            best[item.number] = [length + 1, index]
    if not best:
        return []
    at = max(best.values())[1]
    run = []
    while at >= 0:
        run.append(found[at])
        at = before[at]
    return run[::-1]


def counting_lines(slips: Sequence[Slip]) -> list[PageNumber]:
    """Lines of one form, alike but for a number that counts the pages; odd and even pages may differ."""
    forms: dict[str, list[int]] = {}
    for index, slip in enumerate(slips):
        seen = slip.seen
        if not (seen[0] in _OPENS or seen[-1] in _CLOSES or len(seen) <= _SHORT):
            continue
        if len(seen) <= _LONGEST and "，" not in seen and "#" in (form := _NUMBER.sub("#", seen)):
            forms.setdefault(form, []).append(index)
    runs = [run for at in forms.values() if len(at) > 1 for run in _growing(slips, at)]
    sentences = Sentences(slips)
    alternate = sorted(
        n for run in runs if all(b.number - a.number == 2 for a, b in pairwise(run)) for n in run
    )
    if _counts_pages(slips, alternate, sentences):
        return alternate
    return sorted(n for run in runs if _counts_pages(slips, run, sentences) for n in run)


def _growing(slips: Sequence[Slip], at: Sequence[int]) -> Iterator[list[PageNumber]]:
    """The lines of one form by each of the numbers in them that grows."""
    if not any(0 < b - a <= 2 for a, b in zip(*(_numbers(slips[i]) for i in at[:2]), strict=True)):
        return  # most forms are those of headings, which begin anew
    for column in zip(*[_numbers(slips[i]) for i in at], strict=True):
        if column[-1] <= _LARGEST and all(0 < b - a <= 2 for a, b in pairwise(column)):
            yield [PageNumber(i, slips[i].start, slips[i].end, n) for i, n in zip(at, column, strict=True)]


def _numbers(slip: Slip) -> list[int]:
    return [_value(n) for n in _NUMBER.findall(slip.seen)]


def _counts_pages(slips: Sequence[Slip], run: Sequence[PageNumber], sentences: Sentences) -> bool:
    grows = len(run) >= _FEWEST and all(0 < b.number - a.number <= 2 for a, b in pairwise(run))
    if not (grows and evenly_spaced(slips, run)):
        return False
    item = marker(slips[run[0].slip].seen) is not None  # which counts too, but between paragraphs
    return sentences.interrupted([n.slip for n in run]) > (len(run) / 3 if item else 0)


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else chinese(numeral)


def glued_numbers(slips: Sequence[Slip]) -> list[PageNumber]:
    """Numbers without any dress stuck to the last line of each page, or to the first of the next."""
    return _glued_bare(slips, _at_end, 2) or _glued_bare(slips, _at_start, 3)


def _at_end(slips: Sequence[Slip], index: int, number: int) -> tuple[PageNumber, bool] | None:
    """A number at the end of a line, and whether it stands clear of other digits."""
    slip, printed = slips[index], str(number)
    if not slip.text.endswith(printed, slip.start, slip.end):
        return None
    start = slip.end - len(printed)
    clear = start > slip.start and not slip.text[start - 1].isdecimal()
    return PageNumber(index, start, slip.end, number), clear


def _at_start(slips: Sequence[Slip], index: int, number: int) -> tuple[PageNumber, bool] | None:
    """A number at the start of a line, and whether it stands clear of other digits."""
    slip, printed = slips[index], str(number)
    if not slip.text.startswith(printed, slip.start):
        return None
    end = slip.start + len(printed)
    clear = end < slip.end and not (slip.text[end].isdecimal() or slip.text[end] in ".．、，,年月日%％")
    return PageNumber(index, slip.start, end, number), clear


Find = Callable[[Sequence[Slip], int, int], tuple[PageNumber, bool] | None]


def _glued_bare(slips: Sequence[Slip], find: Find, enough: int) -> list[PageNumber]:
    """The numbers 1, 2, 3 and so on to the end of the text, the same number of lines apart.

    Two of them may stand anywhere by chance; every further page must then have its own where they foretell
    it, and `enough` of those must stand clear of other digits.
    """
    for first, second in _openings(slips, find):
        height = second - first
        found, clear = [], 0
        for number, index in enumerate(range(first, len(slips), height), 1):
            hit = find(slips, index, number)
            if hit is None:
                break
            found.append(hit[0])
            clear += hit[1]
        else:
            last = find(slips, len(slips) - 1, len(found) + 1)
            if last and len(slips) - 1 > found[-1].slip:
                found.append(last[0])
                clear += last[1]
            if clear >= enough + 2:
                return found
    return []


def _openings(slips: Sequence[Slip], find: Find) -> Iterator[tuple[int, int]]:
    """Where the numbers 1 and 2 may stand a page apart."""
    tops = range(_SHORTEST, min(len(slips), TALLEST))
    firsts = [i for i in tops if find(slips, i, 1)][:_TRIES]
    if not firsts:
        return
    seconds = [i for i in range(2 * _SHORTEST, min(len(slips), 2 * TALLEST)) if find(slips, i, 2)]
    for first, second in product(firsts, seconds[:_TRIES]):
        if _SHORTEST <= second - first <= 1.3 * (first + 1):
            yield first, second
