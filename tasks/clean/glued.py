"""Headings glued to the end of the paragraph before them, parted by their ordinal.

A marker in running text is a heading only if the headings around it leave its place open: the last one of
its style standing before it has the ordinal below, and what follows it to the end of the paragraph is as
short as a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.clean.fragments import cut
from tasks.clean.markers import marker
from tasks.clean.rows import Row

_GLUED = re.compile(r"[。！？](?=（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、)")
_NEARBY = 600  # rows among which the headings of the same style are looked for
_LONGEST = 30  # characters of a heading


def part(rows: Sequence[Row], begins: Sequence[bool], space: int) -> tuple[list[Row], list[bool], list[Row]]:
    """The rows with glued headings as rows of their own, which of them begin paragraphs, and the headings."""
    places = [i for i, row in enumerate(rows) if _GLUED.search(row.text)]
    if not places:
        return list(rows), list(begins), []
    new_rows, new_begins, parted = list(rows), list(begins), []
    for index in reversed(places):
        at = _heading_at(rows, begins, index)
        if at:
            first, second = cut(rows[index], at, space)
            new_rows[index : index + 1] = [first, second]
            new_begins[index : index + 1] = [begins[index], True]
            parted.append(second)
    return new_rows, new_begins, parted[::-1]


def _heading_at(rows: Sequence[Row], begins: Sequence[bool], index: int) -> int | None:
    """Where in a row a heading begins that runs to the end of the paragraph and continues the numbering."""
    near, far = max(0, index - _NEARBY), index + _NEARBY
    last = min(len(rows), index + 1 + _LONGEST)  # no row is empty: a heading has no more rows than characters
    stop = next((i for i in range(index + 1, last) if begins[i]), last)
    for found in _GLUED.finditer(rows[index].text):
        text = rows[index].text[found.end() :] + "".join(row.text for row in rows[index + 1 : stop])
        mark = marker(text)
        if mark is None or len(text) > _LONGEST or re.search("[。！？；]", text[:-1]):
            continue
        before = [
            r.mark.ordinal
            for r, b in zip(rows[near:index], begins[near:index], strict=True)
            if b and r.mark and r.mark.style == mark.style
        ]
        after = [
            r.mark.ordinal
            for r, b in zip(rows[stop:far], begins[stop:far], strict=True)
            if b and r.mark and r.mark.style == mark.style
        ]
        if before and before[-1] == mark.ordinal - 1 and (not after or mark.ordinal not in after[:1]):
            return found.end()
    return None
