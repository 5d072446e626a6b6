"""How a paragraph opens: list marker, its style and ordinal, and the heading it may hold.

Shapes of the genre: 第一部分, 一、, （一）, 1., （1）, 1）, ①, and the run-on 一是. `RANK` is the order in
which writers nest them; it only breaks ties, the levels themselves come from the context (see `outline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tasks.frozen import quick

Style = Literal["part", "han", "han_paren", "dot", "paren", "half_paren", "circled", "shi", "bare"]
Form = Literal["heading", "run_in", "numbered", "glued"]

RANK: dict[Style, int] = {
    "bare": 0,
    "part": 0,
    "han": 1,
    "han_paren": 2,
    "dot": 3,
    "paren": 4,
    "half_paren": 5,
    "circled": 6,
    "shi": 7,
}

_HAN = "一二三四五六七八九十"
_ORDINALS = {numeral: number for number, numeral in enumerate(_HAN, 1)}
# Not 十二三, which counts nothing.
_NUMERAL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MARKER = re.compile(
    rf"(?P<part>第(?:{_NUMERAL}|\d{{1,3}})(?:部分|章|篇|节))[、：:．.]?"
    rf"|(?P<han>{_NUMERAL})[、．]"
    rf"|[（(](?P<han_paren>{_NUMERAL})[）)][、.．]?"
    # "1.2023年…" is item 1; "1.5亿元" is a number.
    r"|(?P<dot>\d{1,2})(?:、|[.．](?!\d)|[.．](?=\d{4}年))"
    r"|[（(](?P<paren>\d{1,2})[）)][、.．]?"
    r"|(?P<half_paren>\d{1,2})[）)]"
    r"|(?P<circled>[①-⑳])"
    rf"|(?P<shi>[{_HAN}])是(?!否)"
)
_GLUED = re.compile(
    rf"[。；！？]((?:[（(][{_HAN}]{{1,3}}[）)]|[{_HAN}]{{1,3}}、)([^，。；：！？,;:、（）]{{3,30}}))。?$"
)
_TAIL = 48  # characters at the end of a paragraph in which a glued heading can stand
_SENTENCE_END = re.compile(r"[。；;！？!?]")
_LABEL_END = re.compile(r"[：:]")
_CLAUSE_END = re.compile(r"[，,]")
_HEADING_LIMIT = 60  # characters of an own-line heading; longer lines are sentences
_RUN_IN_LIMIT = 42
_YEAR_DIGITS = 5  # of a year and an ordinal
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Opening:
    """The list marker that opens a paragraph; the text proper starts at `end`."""

    style: Style
    ordinal: int
    marker: str
    end: int


_new = quick(Opening)


def opening(text: str) -> Opening | None:
    """The marker at the start of the paragraph, if it has one."""
    match = _MARKER.match(text)
    if match is None or match.lastgroup is None:
        return None
    style: Style = match.lastgroup  # type: ignore[assignment]  # the groups are named for the styles
    return _new(style, _ordinal(match[style]), match[0], match.end())


def glued(text: str) -> tuple[Opening, str] | None:
    """The heading that ends a paragraph of another section, its line break lost: …稳定。（三）收支情况。"""
    match = _GLUED.search(text[-_TAIL:])
    found = opening(match[1]) if match else None
    return (found, match[2]) if match and found else None


def form(text: str, start: int, followed_by_body: bool) -> tuple[Form, str | None]:
    """Whether the text after the marker is a heading of its own line, runs into the body, or only numbers it.

    Returns the form and the title: the heading, the first sentence of a run-in, the label before a colon.
    A closing 。 on a line of its own is a heading's only where a body or a list of another kind follows.
    """
    rest = text[start:]
    end = _SENTENCE_END.search(rest)
    label = _LABEL_END.search(rest)
    own_line = (end is None or end.end() == len(rest)) and not (label and label.end() < len(rest))
    topic = own_line and len(rest) <= _HEADING_LIMIT and (end is None or followed_by_body)
    if topic and _titular(rest, end is not None):
        return "heading", _bare(rest)
    opened = (
        end is not None and end.end() < len(rest) and end.group() == "。" and end.start() <= _RUN_IN_LIMIT
    )
    if end is not None and opened and not (label and label.start() < end.start()):
        return "run_in", rest[: end.start()]
    if label and label.start() <= _RUN_IN_LIMIT and not (end and end.start() < label.start()):
        named = rest[: label.start()]
        return "numbered", None if _CLAUSE_END.search(named) else named
    return "numbered", None


def _titular(line: str, closed: bool) -> bool:
    """Headings state a topic: no figures but a year; those that end in 。 are short."""
    return len(_DIGIT.findall(line)) <= _YEAR_DIGITS and not (closed and len(line) > _RUN_IN_LIMIT)


def _bare(text: str) -> str:
    return text.rstrip("。：:；;")


def _ordinal(numeral: str) -> int:
    """1 for 一, 11 for 十一, 第三章 and ③ alike."""
    if numeral in _ORDINALS:  # as most are
        return _ORDINALS[numeral]
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    core = numeral.strip("第部分章篇节")
    if core.isdecimal():
        return int(core)
    tens, ten, ones = core.rpartition("十")
    if not ten:
        return _HAN.index(core[-1]) + 1
    high = _HAN.index(tens) + 1 if tens else 1
    return high * 10 + (_HAN.index(ones) + 1 if ones else 0)
