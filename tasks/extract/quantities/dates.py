"""Dates as reports print them: 2023年度, 2021年1-12月, 3月15日, 2023.12.31, 二〇二三年九月, 前三季度."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.mention import Day, Mention
from tasks.extract.quantities.numerals import chinese

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_TO = r"(?:[-–—－~～]{1,2}|至|到)"

_CALENDAR = re.compile(
    rf"(?:({_YEAR})年)?(?:({_MONTH})(?:月份?)?{_TO})?({_MONTH})月(份)?(?:({_DAY})[日号](?!线|楼))?"
)
_WHOLE_YEAR = re.compile(rf"({_YEAR})年(?:(度)|(前|第)?([1-4一二三四])季度|([上下])半年)?")
_DOTTED = re.compile(rf"({_YEAR})([-./])({_MONTH})\2({_DAY})(?![\d%])日?")
_YEARS = re.compile(rf"({_YEAR})年?{_TO}({_YEAR}|\d\d(?=年))(?!\d)(年?)(度)?")
_JOIN = re.compile(_TO)
_LAST_DAY = re.compile(rf"{_TO}({_DAY})日")
_QUARTER = re.compile(r"(?:([1-4一二三四])(?:至|[-—－~～])第?)?([1-4一二三四])季度")
_CHINESE_YEAR = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年(?:(度)|(十[一二]?|[一二三四五六七八九])月"
    r"(?:(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日)?)?"
)
_CHINESE_MONTH = re.compile(
    r"(十[一二]?|[一二三四五六七八九])月(份|(?:(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日))?(?!刊|饼|嫂)"
)


def read_date(text: str, start: int) -> Mention | None:
    """The date in Arabic digits that begins at `start`, ranges whole; None where there is none."""
    mention = _single(text, start)
    if mention is None or mention.last is not None:
        return mention
    joint = _JOIN.match(text, mention.end)
    if joint is None:
        return mention
    other = _single(text, joint.end())
    first = mention.first
    assert first is not None
    if other is not None and other.first is not None:
        year, month, day = other.first
        mention.last = other.last or (year or first[0], month, day)
        mention.end, mention.value = other.end, None
    elif day_only := _LAST_DAY.match(text, mention.end):
        mention.last, mention.end = (first[0], first[1], int(day_only[1])), day_only.end()
    return mention


def _single(text: str, start: int) -> Mention | None:
    found = _CALENDAR.match(text, start)
    if found:
        return _calendar(start, found)
    found = _YEARS.match(text, start)
    if found:
        year, second = int(found[1]), found[2]
        last = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
        unit = (found[3] + (found[4] or "")) or None
        return (
            _date(start, found.end(), (year, None, None), (last, None, None), unit) if last > year else None
        )
    found = _WHOLE_YEAR.match(text, start)
    if found:
        return _whole_year(start, found)
    found = _DOTTED.match(text, start)
    if found:
        return _date(start, found.end(), (int(found[1]), int(found[3]), int(found[4])), None, "年月日")
    return None


def _calendar(start: int, found: re.Match[str]) -> Mention:
    year = int(found[1]) if found[1] else None
    month, day = int(found[3]), int(found[5]) if found[5] else None
    unit = ("年" if year else "") + "月" + (found[4] or "") + ("日" if day else "")
    if found[2]:
        return _date(start, found.end(), (year, int(found[2]), None), (year, month, day), unit)
    return _date(start, found.end(), (year, month, day), None, unit)


def _whole_year(start: int, found: re.Match[str]) -> Mention:
    year = int(found[1])
    if found[4]:
        return _quarter(start, found.end(), year, found[4], found[3] == "前")
    if found[5]:
        months = (1, 6) if found[5] == "上" else (7, 12)
        return _date(start, found.end(), (year, months[0], None), (year, months[1], None), "年")
    unit = "年度" if found[2] else "年"
    return _date(start, found.end(), (year, None, None), None, unit, Decimal(year))


def _quarter(start: int, end: int, year: int | None, printed: str, from_first: bool) -> Mention:
    number = _number(printed)
    first = 1 if from_first else number * 3 - 2
    return _date(start, end, (year, first, None), (year, number * 3, None), "季度")


def _number(printed: str) -> int:
    return int(printed) if printed.isascii() else "一二三四".index(printed) + 1


def read_quarter(text: str, start: int) -> Mention | None:
    """一季度, 第三季度, 前三季度 or 上半年, at the first numeral; 第, 前 and 上 before it belong to it."""
    before = text[start - 1] if start else ""
    if text.startswith("半年", start) and before in ("上", "下"):
        months = (1, 6) if before == "上" else (7, 12)
        return _date(start - 1, start + 2, (None, months[0], None), (None, months[1], None), "半年")
    found = _QUARTER.match(text, start)
    if not found:
        return None
    mention = _quarter(start - (before in ("第", "前")), found.end(), None, found[2], before == "前")
    if found[1] and mention.first:
        mention.first = (None, _number(found[1]) * 3 - 2, None)
    return mention


def read_chinese_date(text: str, start: int) -> Mention | None:
    """The date in Chinese numerals that begins at `start`: 二〇二三年十二月三十一日, 九月, 八月一日."""
    if found := _CHINESE_YEAR.match(text, start):
        year = int(chinese(found[1].replace("○", "〇")) or 0)
        if not found[3]:
            return _date(start, found.end(), (year, None, None), None, "年" + (found[2] or ""), Decimal(year))
        day = int(chinese(found[4]) or 0) if found[4] else None
        month = int(chinese(found[3]) or 0)
        return _date(start, found.end(), (year, month, day), None, "年月日" if day else "年月")
    if found := _CHINESE_MONTH.match(text, start):
        day = int(chinese(found[3]) or 0) if found[3] else None
        month = int(chinese(found[1]) or 0)
        return _date(start, found.end(), (None, month, day), None, "月日" if day else "月" + (found[2] or ""))
    return None


def _date(
    start: int, end: int, first: Day, last: Day | None, unit: str | None, value: Decimal | None = None
) -> Mention:
    return Mention(start, end, None, "date", value, unit, first=first, last=last)
