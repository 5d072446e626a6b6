"""Page numbers: standing alone or glued to a line of text, told from other numbers by their sequence.

A number dressed as a page number (－3－, 第 3 页 共 7 页) is one wherever it stands. A bare number is one
only where the sequence of the others, or the regular height of the pages, foretells it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from tasks.clean.counted import PageNumber, counting_lines, evenly_spaced, glued_numbers, longest_run
from tasks.clean.markers import chinese
from tasks.clean.slips import Slip
from tasks.clean.stuck import dressed, stuck_numbers

_NUM = r"(?P<n>\d{1,4}|[一二三四五六七八九十]{1,3})"
_DASH = "[-—–－─―]"
_SHEET = rf"第\s*{_NUM}\s*页(?:\s*[,，/／（(]?\s*共\s*[\d一二三四五六七八九十]{{1,4}}\s*页[)）]?)?"
_DRESSED = rf"(?:{_DASH}+\s*(?P<d>\d{{1,4}})\s*{_DASH}+|{_SHEET}|·\s*(?P<p>\d{{1,4}})\s*·)"
_ALONE = re.compile(
    rf"\s*(?:{_DASH}*\s*{_DRESSED}\s*{_DASH}*|(?:[Pp]age\s*|[Pp]\.?\s*)(?P<e>\d{{1,4}})(?:\s*of\s*\d+)?)\s*"
)
_PREFIX = re.compile(rf"{_DRESSED}(?=\s*\S)")
_SUFFIX = re.compile(rf"(?<=\S){_DRESSED}$")
_FRACTION = re.compile(r"(\d{1,4})\s*[/／]\s*(\d{1,4})")
_DRESS = frozenset("-—–－─―第·页")
_ALONE_AT_MOST = 30  # characters of a page number in the widest dress
# What a page number begins or ends with; most lines of text do neither.
_OPENS = frozenset("-—–－─―第·Pp0123456789０１２３４５６７８９")
_CLOSES = frozenset("-—–－─―页·0123456789０１２３４５６７８９")


def _value(found: re.Match[str]) -> int:
    printed = next(v for v in found.groupdict().values() if v)
    return int(printed) if printed.isdigit() else chinese(printed)


def page_numbers(slips: Sequence[Slip]) -> list[PageNumber]:
    """Every page number, in the order of the lines."""
    in_dress, bare = _candidates(slips)
    anchors = longest_run(in_dress, 20) if len(in_dress) > 1 else in_dress
    if len(anchors) >= 2:
        return dressed(slips, sorted({*anchors, *_foretold(slips, anchors)}))
    if anchors:
        return anchors
    run = longest_run(bare, 3)
    if evenly_spaced(slips, run):
        return run
    at_edges = _at_page_edges(slips, run)
    if at_edges:
        return at_edges
    return sorted(counting_lines(slips) + stuck_numbers(slips)) or glued_numbers(slips)


def _candidates(slips: Sequence[Slip]) -> tuple[list[PageNumber], list[PageNumber]]:
    """Numbers dressed as page numbers, and lines that are nothing but a number."""
    dressed, bare = [], []
    for index, slip in enumerate(slips):
        seen = slip.seen
        if seen[0] not in _OPENS and seen[-1] not in _CLOSES:
            continue
        if seen.isdecimal() and len(seen) <= 4:
            bare.append(PageNumber(index, slip.start, slip.end, int(seen)))
        elif found := _FRACTION.fullmatch(seen):
            bare.append(PageNumber(index, slip.start, slip.end, int(found[1])))
        elif found := _dressed(seen):
            at = slip.start
            dressed.append(PageNumber(index, at + found.start(), at + found.end(), _value(found)))
    return dressed, bare


def _dressed(seen: str) -> re.Match[str] | None:
    """A page number in its dress: the whole of a line, its beginning, or its end."""
    found = _ALONE.fullmatch(seen) if len(seen) <= _ALONE_AT_MOST else None
    if found is None and seen[0] in _DRESS:
        found = _PREFIX.match(seen)
    if found is None and seen[-1] in _DRESS:
        found = _SUFFIX.search(seen, max(0, len(seen) - _ALONE_AT_MOST))
    return found


def _at_page_edges(slips: Sequence[Slip], run: Sequence[PageNumber]) -> list[PageNumber]:
    """Bare numbers that stand at the edge of a page the reader or a form feed has marked."""

    def edge(index: int) -> bool:
        return index + 1 == len(slips) or slips[index + 1].breaks or slips[index].breaks

    kept = [item for item in run if edge(item.slip)]
    return kept if len(kept) >= 2 else []


def _foretold(slips: Sequence[Slip], anchors: Sequence[PageNumber]) -> list[PageNumber]:
    """Bare numbers where pages of one height must have theirs: alone, or glued to the line below."""
    where = {slip.line: index for index, slip in enumerate(slips)}
    known = {item.number: slips[item.slip].line for item in anchors}
    height, start, sure = _page_height(list(known.items()))
    found = []
    last = int((slips[-1].line - start) // height) + 1  # the number of the last, unfinished page
    for number in range(1, last + 1):
        line = round(start + number * height)
        if number in known or line < slips[0].line:
            continue
        reach = range(line, line + 1) if sure else range(line - 2, line + 3)
        at = [where[n] for n in sorted(reach, key=lambda n: abs(n - line)) if n in where]
        glued = next((g for index in at if (g := _glued(slips[index], index, number, sure))), None)
        if line > slips[-1].line:
            glued = _glued(slips[-1], len(slips) - 1, number, False)
        if glued:
            found.append(glued)
    return found


def _page_height(known: Sequence[tuple[int, int]]) -> tuple[float, float, bool]:
    """Lines a page, the line of page 0, and whether all but the last page keep to it exactly."""
    steps = Counter((b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(known))
    height = steps.most_common(1)[0][0]
    starts = Counter(line - number * height for number, line in known)
    start, keeping = starts.most_common(1)[0]
    return height, start, keeping >= 2 and keeping >= len(known) - 1 and height == int(height)


def _glued(slip: Slip, index: int, number: int, sure: bool) -> PageNumber | None:
    """The number at the start of the slip; where the line is not sure, no digit may follow it."""
    seen, printed = slip.seen, str(number)
    if not seen.startswith(printed) or (not sure and seen != printed):
        return None
    return PageNumber(index, slip.start, slip.start + len(printed), number)
