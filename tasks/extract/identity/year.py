"""The fiscal year: the one the figures are about, which is not the one of publishing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.extract.identity.gazetteer import Genre
from tasks.extract.identity.title import TitleParts, arabic_years
from tasks.model import ReportType

REVIEWED = re.compile(
    r"((?:19|20)\d\d)年(?:政府)?(?:主要)?(?:工作|经济社会发展)(?:的)?(?:主要)?(?:回顾|情况|总结)"
)
HELD = re.compile(r"((?:19|20)\d\d)年\d{1,2}月\d{1,2}日.{0,6}在.{2,40}(?:大会|会议)")
COVER_YEAR = re.compile(r"[（]?((?:19|20)\d\d)(?:年度?|年度）)[）]?$")
# What a year is compared with is not what is reported: 较2019年决算减少. The word before the year is looked
# at last: a search that begins with the year's digits passes over all else in one step.
NAMED_YEAR = re.compile(
    r"((?:19|20)\d\d)(?<![比较与同和].{4})年?度?[，,]?(?:[省市区县镇]本?级|本级|[（(]?本?部门|[（(]?本?单位[)）]?|我局|全年){0,3}"
    r"(?:决算|(?:年初)?预算|收入|支出|收支|财政拨款|一般公共预算|整体支出|绩效|项目支出|履职|[“‘]?三公)"
)
ANY_YEAR = re.compile(r"((?:19|20)\d\d)(?<![比较与同].{4})年")
# 第二部分 2018年度部门决算情况说明: what the parts of accounts and budgets are named for.
PART_YEAR = re.compile(
    r"第[一二三四五六七八九十]+部分[：:]?.{0,30}?((?:19|20)\d\d)年?度?.{0,12}(?:决算|预算)"
)
COVER_LINES = 12
ENOUGH, CLEARLY = 2, 1.5  # mentions, and how far the first must lead the second


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year, where it was read, and how sure that place is."""

    value: int | None
    where: str
    confidence: float


def fiscal_year(
    title: TitleParts | None,
    file: TitleParts | None,
    lines: Sequence[str],
    text: str,
    kind: ReportType,
    genre: Genre,
) -> Year:
    """The year by the strongest place that shows one; `lines` is the head, `text` all of it."""
    if kind == "work_report":
        return _reviewed(title, file, lines, text)
    for parts, where, confidence in ((title, "title", 0.98), (file, "file name", 0.8)):
        if where == "file name" and (found := _in_document(lines, text, genre)):
            return found
        if parts and parts.years:
            return Year(_of_several(parts.years, kind), where, confidence)
    return _by_count(ANY_YEAR.findall(text), "years in the text", 0.6) or Year(None, "", 0.0)


def _reviewed(title: TitleParts | None, file: TitleParts | None, lines: Sequence[str], text: str) -> Year:
    """A work report looks back: the year it reviews, or the one before it was given."""
    head = arabic_years("\n".join(lines))
    if held := HELD.search(head):
        return Year(int(held[1]) - 1, "date of the congress", 0.98)
    if reviewed := REVIEWED.search(text):
        return Year(int(reviewed[1]), "heading of the review", 0.95)
    for parts, where in ((title, "title"), (file, "file name")):
        if parts and parts.years:
            return Year(parts.years[0] - 1, f"{where}, the year before", 0.85)
    return Year(None, "", 0.0)


def _of_several(years: Sequence[int], kind: ReportType) -> int:
    """A budget looks ahead (2023年预算执行和2024年预算), everything else back."""
    return max(years) if kind == "budget" else years[0]


def _in_document(lines: Sequence[str], text: str, genre: Genre) -> Year | None:
    """A field, a cover line, or the headings and sentences that name the accounts of a year."""
    head = arabic_years("\n".join(lines))
    if field := genre.year_label.search(f"\n{head}"):
        return Year(int(field[3]), f"field {field[1]}", 0.95)
    for line in lines:
        if part := PART_YEAR.match(line):
            return Year(int(part[1]), "heading of a part", 0.9)
    for line in lines[:COVER_LINES]:
        if cover := COVER_YEAR.match(arabic_years(line)):
            return Year(int(cover[1]), "cover line", 0.95)
    named = NAMED_YEAR.findall(text)
    return _by_count(named, "headings and text", 0.85) or _only(named, text)


def _only(named: Sequence[str], text: str) -> Year | None:
    """The one year that a short text names, where it speaks of no later one."""
    every = ANY_YEAR.findall(text)
    named = named or every
    if len(set(named)) != 1 or named[0] < max(every, default=named[0]):
        return None
    return Year(int(named[0]), "the one year named", 0.7)


def _by_count(years: Sequence[str], where: str, confidence: float) -> Year | None:
    """The year that is named most, if it leads clearly."""
    ranked = Counter(years).most_common(2)
    if not ranked or ranked[0][1] < ENOUGH:
        return None
    if len(ranked) == 2 and ranked[0][1] < CLEARLY * ranked[1][1]:
        return None
    return Year(int(ranked[0][0]), where, confidence)
