"""List and heading markers with their ordinals: 一、 （一） 1. （1） ① 一是 第一 and their like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_CN = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# One named group a style; a number followed by another digit is a decimal, not a marker.
_MARKER = re.compile(
    rf"(?P<section>{_CN})、|[（(](?P<part>{_CN})[)）]|(?P<item>\d{{1,2}})[.．、](?![\d%％])|[（(](?P<point>\d{{1,2}})[)）]"
    rf"|(?P<ring>[{_CIRCLED}])|(?P<chapter>第{_CN}[章节部分条编篇]+)|(?P<first>第{_CN})[，、：是]|(?P<run>{_CN})(?:是|要)"
    rf"|(?P<bullet>[-—–]{{1,4}}(?!\d+[^\d年]|.*[-—–]$)|[•●■◆▪])"
)
STARTS = frozenset("一二三四五六七八九十（(0123456789第-—–•●■◆▪０１２３４５６７８９" + _CIRCLED)
# Styles that number paragraphs; the others (一是, 第一，) as often run on inside one.
STANDING = frozenset({"section", "part", "item", "point", "chapter", "bullet"})


class Marker(NamedTuple):
    """The numbering style, the ordinal (0 where the style has none), and its length in characters."""

    style: str
    ordinal: int
    length: int


def chinese(numeral: str) -> int:
    """The value of a Chinese numeral up to 99 (十 is 10, 二十三 is 23)."""
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def marker(text: str) -> Marker | None:
    """The marker a text opens with."""
    if text[:1] not in STARTS:
        return None
    found = _MARKER.match(text)
    if found is None:
        return None
    style = str(found.lastgroup)
    return _read(style, found[style], found.end())


@lru_cache(maxsize=1024)
def _read(style: str, numeral: str, length: int) -> Marker:
    return Marker(style, _ordinal(style, numeral), length)


def _ordinal(style: str, numeral: str) -> int:
    if style == "bullet":
        return 0
    if style == "ring":
        return _CIRCLED.index(numeral) + 1
    if style in ("item", "point"):
        return int(numeral)
    return chinese(numeral.strip("第章节部分条编篇"))
