"""Numerals that count nothing: list markers, words, quoted slogans, document numbers, hotlines, codes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.vocabulary import Word

_CN = "一二三四五六七八九十"
_OPENING = re.compile(
    rf"\s*(?:[（(〔【]\s*(?:[{_CN}百]{{1,4}}|[0-9]{{1,3}})\s*[）)〕】][、.．，]?"
    rf"|[{_CN}]{{1,4}}(?:[、.．，:：]|(?=\s))"
    r"|[0-9]{1,3}(?:[、)）]|[.．](?!\d)|[.．](?=(?:19|20)\d\d年|\d{1,2}月))"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){2,3}(?!\d)[、.．]?"
    rf"|第[{_CN}百零0-9]{{1,5}}(?:部分|章|节|条|编|篇|款)(?![的规之]))"
)
_BRACKETED = re.compile(rf"(?:[{_CN}]{{1,3}}|\d{{1,2}})[）)][、.．]?")
_INLINE = re.compile(rf"(?:[{_CN}]{{1,3}}|\d{{1,2}})[、.．](?!\d|\s|[{_CN}]{{1,3}}、)")
_ENUMERATOR = re.compile(rf"[{_CN}]{{1,2}}(?:是(?!一[，。、])|要(?!务)|则(?![，。])|来(?=[，说]))")
_STOPS = frozenset("。；;！!？?：:，,、）)”』》…\t 　\n")
_ENDS = frozenset("。；;！!？?：:”』》\t 　\n）)")
_QUOTE = re.compile(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|＂[^＂]*＂")
_LONGEST_SLOGAN = 20
_DOCUMENT = re.compile(r"\d{4}[〕\]】）)]\s*第?\s*\d+\s*号|\d{1,4}号(?=[）)]?(?:文件|文|令|公告|通知))")
_PHONE = re.compile(
    r"(?:0\d{2,3}[-—－]\d{7,8}|1[3-9]\d{9}|[48]00[-—－]\d{3,4}[-—－]\d{3,4}|[2-8]\d{7})(?!\d)"
)
_LATIN = re.compile(r"[0-9A-Za-z]+(?:[-.+/_=][0-9A-Za-z]+)*")
_LONGEST_NAME = 20


def quoted_spans(text: str) -> Sequence[tuple[int, int]]:
    """The spans in quotation marks, marks included, in order."""
    return [match.span() for match in _QUOTE.finditer(text)]


def opening_marker(text: str) -> int:
    """Where the list marker that opens the paragraph ends; 0 where it opens with none."""
    found = _OPENING.match(text)
    return found.end() if found else 0


def marker_at(text: str, start: int, floor: int) -> Mention | None:
    """A list marker within a paragraph: （二）, 1. after a full stop, 一是."""
    before = text[start - 1] if start else ""
    if before in ("（", "(") and start > floor and (found := _BRACKETED.match(text, start)):
        return Mention(start - 1, found.end(), "list_marker")
    if (before in _ENDS or not before) and (found := _INLINE.match(text, start)):
        return Mention(start, found.end(), "list_marker")
    found = _ENUMERATOR.match(text, start)
    if found and (text[found.end() - 1] == "是" or before in _STOPS or not before):
        return Mention(start, found.end(), "enumerator")
    return None


def slogan_at(text: str, start: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon) -> Mention | None:
    """The short phrase in quotation marks around a Chinese numeral: a name or a slogan, never a count.

    A phrase that prints Arabic digits as well is read like prose: those count.
    """
    index = bisect_right(quotes, (start, len(text))) - 1
    if index < 0 or quotes[index][1] <= start:
        return None
    left, right = quotes[index]
    inner = text[left + 1 : right - 1]
    if len(inner) > _LONGEST_SLOGAN or "。" in inner or any("0" <= character <= "9" for character in inner):
        return None
    word = next((word for word in lexicon.words.get(inner[:2], ()) if word.text == inner), None)
    return Mention(left, right, word.reason if word else "quoted_slogan_or_named_concept")


def word_at(text: str, start: int, floor: int, lexicon: Lexicon) -> Word | None:
    """The longest listed word whose first numeral stands at `start`."""
    best: Word | None = None
    words = lexicon.words
    for key in (text[start - 1 : start + 1] if start > floor else "", text[start : start + 2]):
        for word in words.get(key, ()):
            begin = start - word.offset
            if begin >= floor and text.startswith(word.text, begin):
                if best is None or len(word.text) - word.offset > len(best.text) - best.offset:
                    best = word
                break
    return best


def code_at(text: str, start: int, floor: int, lexicon: Lexicon) -> Mention | None:
    """Arabic digits that name or number something: 〔2023〕12号, 12345热线, 4G, a telephone number."""
    before = text[start - 1] if start else ""
    if found := _DOCUMENT.match(text, start):
        if before in "〔[【（(" and before:
            return Mention(start - 1 if start > floor else start, found.end(), "document_number")
        if found[0].endswith("号"):
            return Mention(start, found.end(), "document_number")
    if start > floor and (name := _named(text, start, floor)):
        return name
    if found := _PHONE.match(text, start):
        following = text[found.end() : found.end() + 1]
        if not following or following in "，。；、）)（( 　\t\n":
            return Mention(start, found.end(), "telephone_number")
    return None


def _named(text: str, start: int, floor: int) -> Mention | None:
    """Digits in a Latin name, taken whole: PM2.5, X-200, K12+300."""
    left = start
    if text[left - 1] in "-/_=+.":
        left -= 1
    while left > max(floor, start - _LONGEST_NAME) and text[left - 1].isascii() and text[left - 1].isalpha():
        left -= 1
    if left >= start - 1 and not text[left].isalpha():
        return None
    found = _LATIN.match(text, start)
    return Mention(left, found.end(), "model_or_name") if found else None


def hotline_at(text: str, start: int, end: int, lexicon: Lexicon) -> Mention | None:
    """A number that people call, where the words beside it say so."""
    if text[start:end] not in lexicon.hotlines:
        return None
    if text.startswith(lexicon.hotline_after, end) or text.endswith(lexicon.hotline_before, 0, start):
        return Mention(start, end, "hotline")
    if start and text[start - 1] in '“"‘' and text[end : end + 1] in ("”", '"', "’"):
        return Mention(start, end, "hotline")
    return None


def latin_at(text: str, start: int, end: int) -> Mention | None:
    """Digits with Latin letters on: 4G, 5A级, 3D, H1N1."""
    following = text[end : end + 1]
    if not (following.isascii() and following.isalpha()):
        return None
    found = _LATIN.match(text, start)
    assert found is not None
    return Mention(start, found.end(), "model_or_name")
