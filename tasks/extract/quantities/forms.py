"""Forms of Chinese numerals that their next character tells: percentages, parts, sessions, halves, dates."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.dates import read_chinese_date, read_quarter
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.numerals import DIGITS, chinese
from tasks.extract.quantities.units import with_unit

TELLING = frozenset("分届中半季月年至")
"""The characters after a run of Chinese numerals for which `read_form` has to be asked."""

_PERCENT = re.compile(
    "百分之([零〇一二三四五六七八九十百两]{1,8}(?:点[零〇一二三四五六七八九]{1,8})?|[0-9]{1,9}(?:[.][0-9]{1,9})?)"
)
_PART = re.compile("([二三四五六七八九十百千万]{1,8})分之([一二三四五六七八九十两]{1,8})")
_PLENUM = "[一二三四五六七八九]中"
_SESSION = re.compile(
    f"[二三四五六七八九十一]{{1,3}}届(?:(?:{_PLENUM}(?:[、和及]|全会)?)+|[一二三四五六七八九十]{{1,3}}次)"
    f"|(?:{_PLENUM}[、和及]){{0,8}}{_PLENUM}全会"
)


def read_form(text: str, start: int, lexicon: Lexicon) -> Mention | None:
    """百分之五, 三分之一, 十九届四中全会, 半年, 一季度 or 九月 at `start`; None for any other number."""
    if found := _PERCENT.match(text, start):
        value = _percent(found[1])
        return Mention(start, found.end(), None, "percent", value, "%", value, "%")
    if session := _SESSION.match(text, start):
        return Mention(start, session.end(), "proper_name_ordinal")
    if found := _PART.match(text, start):
        return _part(start, found)
    if quarter := read_quarter(text, start):
        return quarter
    if text[start] == "半" or text.startswith("一半", start):
        return _half(text, start, lexicon)
    return read_chinese_date(text, start)


def _percent(printed: str) -> Decimal | None:
    if printed[0].isascii():
        return Decimal(printed)
    whole, _, part = printed.partition("点")
    value = chinese(whole)
    if value is None or not part:
        return value
    return value + Decimal("0." + "".join(str(DIGITS[character]) for character in part))


def _part(start: int, found: re.Match[str]) -> Mention:
    """三分之一 has no exact decimal, and so no value; 四分之一 is 0.25."""
    whole, part = chinese(found[1]), chinese(found[2])
    exact = part / whole if whole and part and (part * 10**6) % whole == 0 else None
    return Mention(start, found.end(), None, "ratio", exact, None, exact)


def _half(text: str, start: int, lexicon: Lexicon) -> Mention | None:
    if text.startswith("一半", start):
        return Mention(start, start + 2, None, "ratio", Decimal("0.5"), None, Decimal("0.5"))
    mention = with_unit(text, start, start + 1, Decimal("0.5"), lexicon, chinese=True)
    return mention if mention and mention.kind == "duration" else None
