"""What follows a number: 余 and 多, magnitudes, the unit, and whether the neighbouring words lend one."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.amounts import MAGNITUDE, TAIL_STARTS
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.numerals import magnitude
from tasks.extract.quantities.vocabulary import Unit

_TAIL = re.compile(rf"([余多几来]?)((?:{MAGNITUDE}|十(?=[余多]?[万亿]))?)([余多]?)")
_PER = re.compile(
    r"(?:[/／]每?(?:平方米|平方公里|公里|小时|课时|学时|学期|人次|万人|[人月年天日次户亩吨个辆台名位家件米班户头只季周度㎡]))+"
)
_AFTER_LOOSE = frozenset("，。；、）)！？：;, 　\t”")
_AFTER_MONEY = _AFTER_LOOSE | frozenset("（(用的等和及以")
_LOOK_BACK = 40  # characters of the clause before a bare number that may say what it is


def read_tail(text: str, end: int) -> tuple[str, str, int]:
    """(余 or 多, magnitude, where they end) right after a number; empty strings where there are none."""
    if text[end : end + 1] not in TAIL_STARTS:
        return "", "", end
    found = _TAIL.match(text, end)
    assert found is not None
    return found[1] + found[3], found[2], found.end()


def unit_at(text: str, start: int, lexicon: Lexicon, chinese: bool = False) -> Unit | None:
    """The longest unit that begins at `start` and is not the head of another word (部 in 部门)."""
    for unit in lexicon.units.get(text[start : start + 1], ()):
        zh = unit.zh
        if text.startswith(zh, start) and (unit.chinese or not chinese):
            if text[start + len(zh) : start + len(zh) + 1] not in unit.not_before:
                return unit
            if start + len(zh) >= len(text):
                return unit
    return None


def per_end(text: str, end: int) -> int:
    """Where a rate's denominator (元/月, 元/人) ends; `end` itself where there is none."""
    if text[end : end + 1] not in ("/", "／"):
        return end
    found = _PER.match(text, end)
    return found.end() if found else end


def with_unit(
    text: str, start: int, end: int, value: Decimal | None, lexicon: Lexicon, chinese: bool = False
) -> Mention | None:
    """The number read from `start` to `end` with what follows it; None where no unit follows."""
    infix, times, after = read_tail(text, end)
    unit = unit_at(text, after, lexicon, chinese)
    if unit is None and after > end:  # 多 and 来 may begin the next word, as may a magnitude (千瓦)
        return _without_unit(text, start, end, value, lexicon, (infix, times, after))
    if unit is None:
        return None
    if unit.zh in ("个", "年", "天") and (split := _split(text, start, after, value, unit, lexicon)):
        return split
    return _measured(text, start, after, value, unit, times, infix)


def _split(
    text: str, start: int, after: int, value: Decimal | None, unit: Unit, lexicon: Lexicon
) -> Mention | None:
    """3个多月, 两个半小时, 一年半: 多 or 半 stands inside the unit or after it."""
    middle = after + len(unit.zh)
    inside = text[middle : middle + 1]
    if inside not in ("多", "半") or value is None:
        return None
    if unit.zh == "个":
        whole = unit_at("个" + text[middle + 1 : middle + 4], 0, lexicon)
        if whole is None or whole.kind != "duration":
            return None
        unit, end = whole, middle + len(whole.zh)
    elif inside == "半":
        end = middle + 1
    else:
        return None
    if inside == "半":
        value += Decimal("0.5")
    infix = "多" if inside == "多" else ""
    return Mention(start, end, None, unit.kind, value, unit.zh, value * unit.factor, unit.base, infix=infix)


def _measured(
    text: str, start: int, after: int, value: Decimal | None, unit: Unit, times: str, infix: str
) -> Mention:
    end = per_end(text, after + len(unit.zh))
    per = text[after + len(unit.zh) : end]
    base = None if value is None else value * magnitude(times) * unit.factor if times else value * unit.factor
    return Mention(
        start, end, None, unit.kind, value, times + unit.zh + per, base, unit.base + per, infix=infix
    )


def _without_unit(
    text: str, start: int, end: int, value: Decimal | None, lexicon: Lexicon, tail: tuple[str, str, int]
) -> Mention | None:
    """80万, 两千余: the unit is left to be understood, 元 where the clause speaks of money."""
    infix, times, after = tail
    if not times:
        if text[after : after + 1] in _AFTER_LOOSE or after == len(text):
            return Mention(start, after, None, "count", value, None, value, None, infix=infix)
        return None
    if after - len(infix) - len(times) < end:  # pragma: no cover - the tail holds nothing else
        return None
    base = None if value is None else value * magnitude(times)
    closed = text[after : after + 1] in _AFTER_MONEY or after == len(text)
    if closed and speaks_of(lexicon.money, text, start):
        return Mention(start, after, None, "money", value, times, base, "元", infix=infix)
    return Mention(start, after, None, "count", value, times, base, None, infix=infix)


def speaks_of(words: tuple[str, ...], text: str, start: int) -> bool:
    """Whether the clause before `start` holds one of the words."""
    left = max(text.rfind("。", 0, start), start - _LOOK_BACK, 0)
    clause = text[left:start]
    return any(word in clause for word in words)
