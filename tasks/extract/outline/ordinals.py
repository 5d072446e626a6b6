"""Ordinals that are missing, repeated or out of order: findings, never repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tasks.extract.outline.markers import Opening, opening
from tasks.findings import Rule, Said
from tasks.model import Finding, Paragraph

_SHI = re.compile(r"([一二三四五六七八九十])(?<![^，。；：！？,;:、中）].)是")
_HAN_DIGITS = "一二三四五六七八九十"
_LABEL_LIMIT = 24  # characters of a line that only names something


ORDINAL_MISSING = Rule(
    "ordinal_missing", "info", False, Said("序号缺项", "Ordinal missing"),
    Said("序号“{marker}”之前缺少第{missing}项", "Item {missing} is missing before “{marker}”"),
)  # fmt: skip
ORDINAL_REPEATED = Rule(
    "ordinal_repeated", "info", False, Said("序号重复", "Ordinal repeated"),
    Said("序号“{marker}”与前一项“{last}”重复", "The ordinal “{marker}” repeats “{last}” before it"),
)  # fmt: skip
ORDINAL_OUT_OF_ORDER = Rule(
    "ordinal_out_of_order", "info", False, Said("序号倒置", "Ordinal out of order"),
    Said("序号“{marker}”排在“{last}”之后", "The ordinal “{marker}” stands after “{last}”"),
)  # fmt: skip


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
    return ORDINAL_MISSING.finding((marker,), (index,), marker=marker, missing=last + 1)


def repeated(found: Opening, last: str | None, ordinal: int, index: int, since: int) -> Finding:
    """An ordinal that the open list has had already."""
    rule = ORDINAL_REPEATED if found.ordinal == ordinal else ORDINAL_OUT_OF_ORDER
    return rule.finding((found.marker,), (since, index), marker=found.marker, last=last or "")


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
                marker = f"{match[1]}是"
                yield ORDINAL_MISSING.finding((marker,), (index,), marker=marker, missing=last + 1)
            last = ordinal
