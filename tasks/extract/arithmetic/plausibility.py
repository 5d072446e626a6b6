"""What a careful reader would raise without reckoning: wording that cannot be right, blanks unfilled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tasks.findings import Rule, Said
from tasks.model import Finding, Paragraph, Placement, Quantity

_PLACEHOLDER = re.compile(r"[XＸ×]{2,}|[某]{2}(?=[局委办区县市])|部门名称|单位名称|（填写[^）]*）|_{3,}")
# A year carried out is told beside the budget of the next: 2025年预算执行情况和2026年预算草案.
_HEADING_YEAR = re.compile(
    r"(20\d{2})年?度?(?:部门|单位|本级)?(?:整体)?(?P<matter>预算(?!执行)|决算|支出绩效)"
)
_YEAR_END = re.compile(r"截[至止](20\d{2})年12月31日")
_DOUBLED = re.compile(r"([。，；、：！？])\1")
_HEADS = re.compile(r"总?人数[^，。；\d]{0,6}$")
_NO_VALUE = re.compile(r"率(?:为|：|:)?\s*[—-]+\s*[%％]")
_ENTRY_MARK = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[、.．])"
)
_QUOTES = '“”"（）()'
_BLANK = re.compile(rf"[\s{_QUOTES}]|[.．…·]+\d*$")
_SLIPS = 3
_EXACT = re.compile(r"\d*[1-9]余")


PLACEHOLDER = Rule(
    "placeholder", "warning", False, Said("占位未填", "Placeholder left"),
    Said("标题中有未填写的占位文字“{text}”", "A heading still holds the placeholder “{text}”"),
)  # fmt: skip
YEAR_CONFLICT = Rule(
    "year_conflict", "error", False, Said("年度不一", "Years differ"),
    Said("标题写{other}年度，其余标题为{year}年度", "A heading says {other}, the others say {year}"),
)  # fmt: skip
YEAR_END = replace(
    YEAR_CONFLICT,
    severity="warning",
    sentence=Said("“{date}”不是{year}年度末", "“{date}” is not the end of {year}"),
)
MISSING_TABLE = Rule(
    "missing_table", "error", False, Said("缺表", "Table missing"),
    Said("目录列有“{name}”，正文中没有", "The contents list “{name}”, the document lacks it"),
)  # fmt: skip
DOUBLED_PUNCTUATION = Rule(
    "doubled_punctuation", "info", False, Said("标点重复", "Doubled punctuation"),
    Said("标点重复“{marks}”", "Doubled punctuation “{marks}”"),
)  # fmt: skip
RATE_WITHOUT_VALUE = Rule(
    "rate_without_value", "info", False, Said("比率无数值", "Rate without a value"),
    Said("“{text}”没有数值，分母或为零", "“{text}” has no value: its base may be zero"),
)  # fmt: skip
UNIT_MISMATCH = Rule(
    "unit_mismatch", "info", False, Said("人数与人次混用", "Persons in person-times"),
    Said("名为人数，单位却是人次：{figure}", "A number of persons is counted in person-times: {figure}"),
)  # fmt: skip
FALSE_PRECISION = Rule(
    "false_precision", "info", False, Said("精确数又称余", "Exact yet “more than”"),
    Said("精确到个位又称“余”：{figure}", "Exact to the last digit, and yet “more than”: {figure}"),
)  # fmt: skip


def implausible(
    paragraphs: Sequence[Paragraph], placements: Sequence[Placement], quantities: Sequence[Quantity]
) -> Iterator[Finding]:
    """Findings on wording, in reading order by kind."""
    yield from _placeholders(paragraphs, placements)
    yield from _years(paragraphs, placements)
    yield from _missing_entries(paragraphs, placements)
    yield from _printed(paragraphs)
    yield from _figures(paragraphs, quantities)


def _placeholders(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> Iterator[Finding]:
    """XX局, 部门名称 in a title or heading: the form was not filled in."""
    for index, placement in enumerate(placements):
        if placement.kind not in ("title", "heading"):
            continue
        match = _PLACEHOLDER.search(paragraphs[index].text)
        if match:
            yield PLACEHOLDER.finding((match.group(),), (index,), text=match.group())


def _years(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> Iterator[Finding]:
    """A heading of another year than those of the same matter, and a year end that is not the report's."""
    named = [
        (index, match[1], match["matter"])
        for index, placement in enumerate(placements)
        if placement.kind in ("title", "heading", "other")
        for match in _HEADING_YEAR.finditer(paragraphs[index].text)
    ]
    for matter in dict.fromkeys(matter for _, _, matter in named):
        told = [(index, year) for index, year, of in named if of == matter]
        year = _usual(year for _, year in told)
        for index, other in told if year else ():
            if other != year:
                yield YEAR_CONFLICT.finding((other, str(year)), (index,), other=other, year=str(year))
    year = _usual(year for _, year, _ in named)
    for index, paragraph in enumerate(paragraphs) if year else ():
        for match in _YEAR_END.finditer(paragraph.text) if "截" in paragraph.text else ():
            if match[1] < str(year):
                values = (match.group(), str(year))
                yield YEAR_END.finding(values, (index,), date=match.group(), year=str(year))


def _usual(years: Iterable[str]) -> str | None:
    """The year of more than half of several headings."""
    counted = Counter(years)
    most = counted.most_common(1)
    return most[0][0] if counted.total() > 1 and most[0][1] * 2 > counted.total() else None


def _missing_entries(paragraphs: Sequence[Paragraph], placements: Sequence[Placement]) -> Iterator[Finding]:
    """Tables that the contents list and the document lacks: named only inside another's longer name."""
    listed = [
        (index, _BLANK.sub("", _ENTRY_MARK.sub("", paragraphs[index].text)))
        for index, placement in enumerate(placements)
        if placement.kind == "other" and _ENTRY_MARK.match(paragraphs[index].text)
    ]
    tables = [(index, name) for index, name in listed if name.endswith("表") and "年度" not in name]
    if len(tables) < 3:
        return
    rest = _without_blanks(paragraphs[listed[-1][0] + 1 :])
    missing = []
    for index, name in sorted(tables, key=lambda entry: -len(entry[1])):
        if name in rest:
            rest = rest.replace(name, "\0")  # claimed: a shorter name inside it is not there
        else:
            missing.append((index, name))
    if len(missing) * 2 <= len(
        tables
    ):  # where most are missing, the tables are published in a file of their own
        for index, name in missing:
            yield MISSING_TABLE.finding((name,), (index,), name=name)


def _without_blanks(paragraphs: Sequence[Paragraph]) -> str:
    """The text without what entries are compared without, each paragraph apart."""
    whole = "".join("\0".join([paragraph.text for paragraph in paragraphs]).split())
    for mark in _QUOTES:
        whole = whole.replace(mark, "")
    return whole


def _printed(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    whole = "\n".join([paragraph.text for paragraph in paragraphs])
    if _DOUBLED.search(whole):  # most reports have none
        doubled = [(i, m.group()) for i, p in enumerate(paragraphs) for m in _DOUBLED.finditer(p.text)]
        if len(doubled) <= _SLIPS:  # more than slips of the pen are the doing of the text layer
            for index, marks in doubled:
                yield DOUBLED_PUNCTUATION.finding((marks,), (index,), marks=marks)
    for index, paragraph in enumerate(paragraphs) if _NO_VALUE.search(whole) else ():
        if match := _NO_VALUE.search(paragraph.text):
            yield RATE_WITHOUT_VALUE.finding((match.group(),), (index,), text=match.group())


def _figures(paragraphs: Sequence[Paragraph], quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """人数 counted in 人次; 3603余 exact to the last digit and more than that."""
    for quantity in quantities:
        place, shown = (quantity.paragraph,), (quantity.surface,)
        if quantity.unit == "人次":
            lead = paragraphs[quantity.paragraph].text[max(0, quantity.char_start - 12) : quantity.char_start]
            if _HEADS.search(lead):
                yield UNIT_MISMATCH.finding(shown, place, figure=quantity.surface)
        if quantity.approximate and _EXACT.match(quantity.surface) and len(quantity.surface) > 4:
            yield FALSE_PRECISION.finding(shown, place, figure=quantity.surface)
