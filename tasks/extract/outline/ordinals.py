"""Ordinals that are missing, repeated or out of order: findings, never repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tasks.extract.outline.markers import Opening, opening
from tasks.model import Finding, Paragraph

_SHI = re.compile(r"(?:^|[，。；：！？,;:、中）])([一二三四五六七八九十])是")
_HAN_DIGITS = "一二三四五六七八九十"
_LABEL_LIMIT = 24  # characters of a line that only names something


def gap(found: Opening, last: int, since: int, index: int, paragraphs: Sequence[Paragraph]) -> Finding | None:
    """The ordinal skipped before this one, unless it stands inside a line since the last."""
    if last == 0 and found.style in ("dot", "shi", "half_paren"):
        return None  # a list that begins inside a sentence of prose, not a fault of numbering
    after = opening(paragraphs[index + 1].text) if index + 1 < len(paragraphs) else None
    listed = after is not None and (after.style, after.ordinal) == (found.style, found.ordinal + 1)
    if listed and len(paragraphs[index].text) <= _LABEL_LIMIT:
        return None  # a row of names, as in the first column of a table
    skipped = _spelt(found, found.ordinal - 1)
    if any(skipped in paragraph.text[1:] for paragraph in paragraphs[since:index]):
        return None
    marker = found.marker
    message = f"序号“{marker}”之前缺少第{last + 1}项（ordinal {last + 1} missing before {marker}）"
    return Finding("ordinal_missing", "info", False, message, (marker,), (index,))


def repeated(found: Opening, last: str | None, ordinal: int, index: int, since: int) -> Finding:
    """An ordinal that the open list has had already."""
    kind = "ordinal_repeated" if found.ordinal == ordinal else "ordinal_out_of_order"
    message = f"序号“{found.marker}”与前一项“{last}”重复或倒置（ordinal repeated or out of order）"
    return Finding(kind, "info", False, message, (found.marker,), (since, index))


def _spelt(found: Opening, ordinal: int) -> str:
    """The marker of another item of the same list."""
    if found.style == "circled":
        return chr(ord("①") + ordinal - 1)
    own = str(found.ordinal) if str(found.ordinal) in found.marker else _spell(found.ordinal)
    return found.marker.replace(own, str(ordinal) if own.isdecimal() else _spell(ordinal))


def _spell(ordinal: int) -> str:
    tens, ones = divmod(ordinal, 10)
    high = "" if tens == 0 else ("" if tens == 1 else _HAN_DIGITS[tens - 1]) + "十"
    return high + (_HAN_DIGITS[ones - 1] if ones else "")


def inline_gaps(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """Gaps in 一是…二是… inside one paragraph."""
    for index, paragraph in enumerate(paragraphs):
        if "是" not in paragraph.text:
            continue
        last = None
        for match in _SHI.finditer(paragraph.text):
            ordinal = _HAN_DIGITS.index(match[1]) + 1
            if last is not None and ordinal > last + 1:
                message = f"“{match[1]}是”之前缺少第{last + 1}项（item {last + 1} missing in a run-on list）"
                yield Finding("ordinal_missing", "info", False, message, (f"{match[1]}是",), (index,))
            last = ordinal
