"""Numbers with no unit: what stands before them, or the head of their table, says what they are."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.amounts import SIGNS
from tasks.extract.quantities.mention import Mention, Reading
from tasks.extract.quantities.nonquantities import hotline_at
from tasks.extract.quantities.units import speaks_of

_MONTH = re.compile(r"((?:19|20)[0-9]{2})[.](1[0-2]|0[1-9])")  # 2023.05


def read_bare(reading: Reading, start: int, end: int, value: Decimal) -> Mention:
    """A number with no unit: what stands before it, or the table's head, says what it is."""
    text, lexicon = reading.text, reading.lexicon
    printed = text[start:end]
    if hotline := hotline_at(text, start, end, lexicon):
        return hotline
    if text.endswith(lexicon.identifier, 0, start) and printed.isdigit():
        return Mention(start, end, None, "identifier", value, None, value)
    if reading.table:
        return read_cell(reading, start, end, value)
    if len(printed) == 3 and printed.endswith(".0"):
        return Mention(start, end, "version_or_section_number")
    if month := _MONTH.fullmatch(printed):
        return Mention(start, end, None, "date", None, "年月", first=(int(month[1]), int(month[2]), None))
    if len(printed) == 4 and printed.isdigit() and printed[:2] in ("19", "20"):
        return Mention(start, end, None, "date", value, None, first=(int(printed), None, None))
    if speaks_of(lexicon.score, text[max(0, start - 8) : start], min(start, 8)):
        return Mention(start, end, None, "score", value, None, value, "分")
    reading.lacking = True
    return Mention(start, end, None, "other", value, None, value, bare=True)


def read_cell(reading: Reading, start: int, end: int, value: Decimal) -> Mention:
    """A bare number in a row: a code or a row's number before the first label, an amount after it."""
    text, head = reading.text, reading.head
    printed = text[start:end]
    code = printed.isdigit() and (len(printed) <= 3 or printed[0] == "0" or len(printed) in (5, 7))
    if code and start < reading.label:
        return Mention(start, end, "classification_code")
    if start > reading.floor and text[start - 1] in SIGNS:
        start, value = start - 1, value * -1
    if head is None:
        reading.lacking = True
        return Mention(start, end, None, "other", value, None, value, bare=True)
    return Mention(start, end, None, head.unit.kind, value, None, value * head.factor, head.unit.base)
