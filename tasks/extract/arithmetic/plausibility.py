"""What a careful reader would raise without reckoning: wording that cannot be right, blanks unfilled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
            message = f"标题中有未填写的占位文字“{match.group()}”（placeholder left in a heading）"
            yield Finding("placeholder", "warning", False, message, (match.group(),), (index,))


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
                message = f"标题写{other}年度，其余标题为{year}年度（heading of another year）"
                yield Finding("year_conflict", "error", False, message, (other, str(year)), (index,))
    year = _usual(year for _, year, _ in named)
    for index, paragraph in enumerate(paragraphs) if year else ():
        for match in _YEAR_END.finditer(paragraph.text) if "截" in paragraph.text else ():
            if match[1] < str(year):
                message = f"“{match.group()}”不是{year}年度末（as-of date of another year）"
                values = (match.group(), str(year))
                yield Finding("year_conflict", "warning", False, message, values, (index,))


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
            message = f"目录列有“{name}”，正文中没有（listed in the contents, absent from the document）"
            yield Finding("missing_table", "error", False, message, (name,), (index,))


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
                message = f"标点重复“{marks}”（doubled punctuation）"
                yield Finding("doubled_punctuation", "info", False, message, (marks,), (index,))
    for index, paragraph in enumerate(paragraphs) if _NO_VALUE.search(whole) else ():
        if match := _NO_VALUE.search(paragraph.text):
            message = f"“{match.group()}”没有数值，分母或为零（rate without a value）"
            yield Finding("rate_without_value", "info", False, message, (match.group(),), (index,))


def _figures(paragraphs: Sequence[Paragraph], quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """人数 counted in 人次; 3603余 exact to the last digit and more than that."""
    for quantity in quantities:
        place, shown = (quantity.paragraph,), (quantity.surface,)
        if quantity.unit == "人次":
            lead = paragraphs[quantity.paragraph].text[max(0, quantity.char_start - 12) : quantity.char_start]
            if _HEADS.search(lead):
                message = f"名为人数，单位却是人次：{quantity.surface}（persons counted in person-times）"
                yield Finding("unit_mismatch", "info", False, message, shown, place)
        if quantity.approximate and _EXACT.match(quantity.surface) and len(quantity.surface) > 4:
            message = f"精确到个位又称“余”：{quantity.surface}（exact to the unit, yet “more than”）"
            yield Finding("false_precision", "info", False, message, shown, place)
