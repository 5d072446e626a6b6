"""第二届, 第1名, 第一中学: what 第 before a numeral makes of it."""

from __future__ import annotations

from decimal import Decimal

from tasks.extract.quantities.mention import Mention, Reading
from tasks.extract.quantities.units import unit_at

_ENUMERATED = frozenset("，、：:,是要")
_BEFORE_CLAUSE = frozenset("。；;，,：:、！？ 　\t\n")


def read_ordinal(reading: Reading, start: int, end: int, value: Decimal | None) -> Mention:
    """第二届, 第1名; without a unit it numbers a point of a list or is part of a name (第一中学)."""
    text, lexicon = reading.text, reading.lexicon
    unit = unit_at(text, end, lexicon)
    if unit and unit.zh not in ("人", "中心", "方", "路", "村", "镇", "街", "校", "院", "市", "县"):
        close = end + len(unit.zh)
        return Mention(start - 1, close, None, "ordinal", value, unit.zh, value, unit.zh)
    following = text[end : end + 1]
    if following in _ENUMERATED and following:
        before = text[start - 2] if start > 1 else "。"
        if before in _BEFORE_CLAUSE:
            return Mention(start - 1, end, "enumerator")
    if not following or following in "，。；、）)！？的”" or value is None:
        return Mention(start - 1, end, None, "ordinal", value, None, value)
    return Mention(start - 1, end, "proper_name_ordinal")
