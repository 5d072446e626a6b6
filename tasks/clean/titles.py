"""Titles set over several lines, told by the kind of document they end in.

A title fills no line and ends without a stop, so neither the margin nor punctuation says whether the next
line belongs to it. But a title is not complete until it has said what the document is: a report, a budget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from tasks.clean import text as t
from tasks.clean.rows import Row

Role = Literal["goes on", "ends"]

_KIND = re.compile(
    r"(?:报告书?|决算书?|预算书?|说明|总结|方案|公报|规划|计划|办法|意见|通知|公开|情况|[报自评]表)"
    r"(?:[（(《“][^（(]*[）)》”])*$"
)
# What opens a line that only a title goes on with: 决算 / 情况说明, 预算 / 执行情况的报告.
_GOES_ON = re.compile(r"(?:情况|公开|编制|执行|草案|说明|报告|及|和|暨|的).{0,12}$")
# A line below the title that says on what occasion the report was given, and who gave it.
_OCCASION = re.compile(r"(?:会议?|大会|全会)上[)）]?$")
_SPEAKER = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:[省市区县旗州镇乡局院]长|主任|书记|主席)[\u4e00-\u9fff]{2,4}$"
)
_NOTE = re.compile(r"[（(][^（()）]*[）)]$")
_ANNEX = re.compile(r"附[件表录][一二三四五六七八九十\d]{0,2}[:：]?$")
_PROSE = re.compile(r"[，。；;！？：:]|^(?:为|根据|按照|经|现将)")
_MOST = 4  # lines of a title
_REACH = 10  # lines among which the title of a document stands


def mark(rows: list[Row]) -> list[Row]:
    """The rows, those of titles and of the notes below them with the part they play."""
    heads = [
        0,
        *(i + 1 for i, row in enumerate(rows) if row.text[0] == "附" and _ANNEX.match(t.bare(row.text))),
    ]
    for head in heads:
        for index, role in _roles(rows[head : head + _REACH]):
            rows[head + index] = rows[head + index]._replace(title=role)
    return rows


def _roles(rows: Sequence[Row]) -> Iterator[tuple[int, Role]]:
    """The roles of the rows that stand above the text."""
    texts = [t.bare(row.text) for row in rows]
    prose = (i for i, row in enumerate(rows) if _is_prose(row, texts[i]))
    stop = next(prose, len(rows))
    index = 0
    while index < stop:
        size = _title(rows, texts[:stop], index)
        if rows[index].mark and not size:
            return  # a subtitle without its end: what follows is out of order
        for n in range(index, index + size):
            yield n, "goes on" if n + 1 < index + size else "ends"
        if not size and (_NOTE.match(texts[index]) or _SPEAKER.match(texts[index])):
            yield index, "ends"
        index += size or 1


def _is_prose(row: Row, text: str) -> bool:
    """Whether a line can stand in no title, and in nothing that belongs to one."""
    marked = row.mark is not None and row.mark.style != "bullet"
    return row.table or marked or _PROSE.search(_NOTE.sub("", text)) is not None


def _title(rows: Sequence[Row], texts: Sequence[str], start: int) -> int:
    """How many lines from `start` on are one title, or one subtitle after a dash; 0 where none begins."""
    if _NOTE.match(texts[start]) or _ANNEX.match(texts[start]):
        return 0
    ending = _OCCASION if rows[start].mark else _KIND
    usual = max((row.gap for row in rows[start + 1 :]), default=0)
    text = ""
    for size in range(1, min(_MOST, len(texts) - start) + 1):
        if size > 1 and rows[start + size - 1].gap > min(usual, 1):
            return 0
        text += texts[start + size - 1]
        if ending.search(text) and text.count("（") == text.count("）"):
            more = start + size < len(texts) and _GOES_ON.match(texts[start + size])
            return size + 1 if more else size
    return 0
