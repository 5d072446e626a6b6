"""Numerals of every script that reports print, read into exact decimals.

Arabic digits of half and full width with separators, and Chinese numerals written out (三百二十) or by
position (二〇二三). The Chinese reader is ours: cn2an, the well-kept library for it, rejects what reports
print (两千余, 三四, 十几), takes five times as long, and gives no spans; the tests hold ours against it.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = dict(zip("零〇○一二三四五六七八九两", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
MAGNITUDES = {**TENS, **MYRIADS}
CHINESE = "零〇一二三四五六七八九十百千万亿两半"
"""The Chinese characters that the accounting covers, beside Arabic digits of both widths."""

# One character for one, so that offsets in the normalised text are offsets in the printed one.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％＋－／", "0123456789.%+-/")


CAPITALS = "壹贰叁肆伍陆柒捌玖拾佰仟"
_CAPITALS = str.maketrans(CAPITALS, "一二三四五六七八九十百千")
_CAPITAL_AMOUNT = re.compile("[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟零万亿]*(?=[元圆])")
UNUSUAL = "０-９拾佰仟壹贰叁肆柒捌玖"
"""The digits that `plain` makes usual; without 伍 and 陆, of 队伍 and 大陆, which no amount has alone."""
_UNUSUAL = re.compile(f"[{UNUSUAL}]")


def half_width(text: str) -> str:
    """The text with full-width digits and their signs in half width; its length does not change."""
    return text.translate(_HALF_WIDTH)


def plain(text: str) -> str:
    """The text with digits in half width and the capitals of amounts (伍拾万元) in their usual form.

    Its length does not change: places in it are places in the text.
    """
    if not _UNUSUAL.search(text):
        return text
    return half_width(_CAPITAL_AMOUNT.sub(lambda found: found[0].translate(_CAPITALS), text))


def arabic(printed: str) -> Decimal:
    """The value of Arabic digits with thousands separators of either width; raises on anything else."""
    return Decimal(printed.replace(",", "").replace("，", ""))


def magnitude(printed: str) -> int:
    """The factor of a run of magnitude characters (万 10,000; 百万 1,000,000; empty 1)."""
    factor = 1
    for character in printed:
        factor *= MAGNITUDES[character]
    return factor


def chinese(printed: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where the characters form none (三四, 百千, 半百)."""
    if len(printed) == 1:  # as most are
        return _ALONE.get(printed)
    return _positional(printed) if MAGNITUDES.keys().isdisjoint(printed) else _structured(printed)


def _positional(printed: str) -> Decimal | None:
    """Digits one after the other, as years are written; two alone are a range (三四个), not a number."""
    if not printed or any(character not in DIGITS for character in printed):
        return None
    if (len(printed) > 1 and "两" in printed) or (len(printed) == 2 and DIGITS[printed[0]]):
        return None
    return Decimal("".join(str(DIGITS[character]) for character in printed))


def _structured(printed: str) -> Decimal | None:
    """Digits with their magnitudes: below 万 in `section`, the rest in `total`."""
    total = section = 0
    digit: int | None = None
    last = (
        10**9
    )  # the magnitude before, which the next has to be smaller than until 万 or 亿 closes the section
    zero = False
    for character in printed:
        if character in DIGITS:
            if digit:
                return None
            digit, zero = DIGITS[character], zero or not DIGITS[character]
        elif character in TENS:
            if TENS[character] >= last:
                return None
            last = TENS[character]
            section, digit, zero = section + (digit or 1) * last, None, False
        elif character in MYRIADS:
            factor, section = MYRIADS[character], section + (digit or 0)
            if not section and not total:
                section = 1  # 万 alone, as in 近万名
            # 一万亿: the larger magnitude multiplies all that stands before it
            total = (total + section) * factor if total < factor else total + section * factor
            section, digit, last, zero = 0, None, factor, False
        else:
            return None
    if digit:
        section += digit if zero or last > 10**8 else digit * last // 10  # 三百五 is 350, 三百零五 is 305
    return Decimal(total + section)


_ALONE = {
    "半": Decimal("0.5"),
    **{c: _positional(c) for c in DIGITS},
    **{c: _structured(c) for c in MAGNITUDES},
}
