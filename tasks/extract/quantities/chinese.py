"""Numbers in Chinese numerals, told apart from the many words that hold one."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.dates import read_quarter
from tasks.extract.quantities.forms import TELLING, read_form
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention, Reading
from tasks.extract.quantities.nonquantities import marker_at, slogan_at, word_at
from tasks.extract.quantities.numerals import DIGITS, chinese
from tasks.extract.quantities.ordinals import read_ordinal
from tasks.extract.quantities.units import speaks_of, unit_at, with_unit
from tasks.extract.quantities.vocabulary import Word

_RUN = re.compile("[零〇○一二三四五六七八九十百千万亿两几]+")
_LONGEST_RUN = 20
_MARK_ENDS = frozenset("、.．）)是要则来")
_APPROXIMATE = re.compile("([一二三四五六七八九两])([二三四五六七八九])")
_EACH = re.compile("每(?:半?年|季度?|月|周|天|日|旬)$")


def read_chinese(reading: Reading, start: int) -> Mention:
    """The mention around the Chinese numeral at `start`; words may begin before it."""
    text, lexicon, floor = reading.text, reading.lexicon, reading.floor
    run = _RUN.match(text, start)
    end = run.end() if run else start + 1  # 半 is no part of a run
    if reading.quotes:
        slogan = slogan_at(text, start, reading.quotes, lexicon)
        if slogan and slogan.start >= floor:
            return slogan
    if text[end : end + 1] in _MARK_ENDS and (marker := marker_at(text, start, floor)):
        return marker
    word = word_at(text, start, floor, lexicon)
    if start > floor and text[start - 1] == "第" and not (word and word.text[0] == "第"):
        return read_quarter(text, start) or read_ordinal(reading, start, end, chinese(text[start:end]))
    if word and word.offset:
        return _set_aside(word, start)
    if text[end : end + 1] in ("：", ":") and text.endswith(lexicon.numbered, 0, start):
        return Mention(start, end, "enumerator")
    quantity = _quantity(reading, start, end)
    if word and (quantity is None or quantity.end <= start + len(word.text)):
        return _set_aside(word, start)
    return quantity or Mention(start, end, _why_not(text, start, end, lexicon))


def _set_aside(word: Word, start: int) -> Mention:
    start -= word.offset
    return Mention(start, start + len(word.text), word.reason)


def _why_not(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    if text[end : end + 1] == "大":
        return "named_concept"  # 三大攻坚战
    if not text[start:end].strip("十百千万亿") and unit_at(text, end, lexicon):
        return "unit_without_number"  # 单位：万元
    return "unlisted_word"


def _quantity(reading: Reading, start: int, end: int) -> Mention | None:
    text, lexicon = reading.text, reading.lexicon
    if text[end : end + 1] in TELLING and (form := read_form(text, start, lexicon)):
        return form
    if text[start] == "半":
        return read_form(text, start, lexicon)
    return _number(reading, start, end)


def _number(reading: Reading, start: int, run_end: int) -> Mention | None:
    text, lexicon = reading.text, reading.lexicon
    printed = text[start:run_end]
    if len(printed) > _LONGEST_RUN:
        return None
    if text[run_end : run_end + 1] not in lexicon.counted and printed[-1] not in "万亿":
        return _once_each(text, start, run_end)  # nothing that it could count
    vague = text[start - 1 : start] in ("数", "几") and printed[0] in "十百千万亿" and start > reading.floor
    if printed[0] in "百千万亿" and not vague and not _counted(text, start, run_end, lexicon):
        return None
    head = printed.rstrip("万亿")
    end = start + len(head) if head and not ("万" in head or "亿" in head) else run_end
    value, high = _value(text[start:end])
    if value is None and "几" not in printed and not vague:
        return None
    begin = start - 1 if vague else start
    mention = with_unit(text, begin, end, None if vague else value, lexicon, chinese=True)
    if mention is None or (mention.unit is None and not mention.infix):
        return _once_each(text, start, end) if mention is None else None
    if mention.unit in ("万", "亿", "元"):
        return None  # 一万 with nothing counted and 三元 are parts of names
    if vague or "几" in printed:
        mention.infix = mention.infix or "几"
    if high is not None and mention.base is not None and value:
        mention.high = mention.base / value * high
    if mention.unit == "期" and not _is_counted_period(text, start, mention.end, lexicon):
        mention.kind = "ordinal"
    return mention


def _value(printed: str) -> tuple[Decimal | None, Decimal | None]:
    """The value of a Chinese numeral, and the upper one of 三四 or 二三十."""
    value = chinese(printed)
    found = _APPROXIMATE.search(printed)
    if value is not None or not found:
        return value, None
    left, right = printed[: found.start()], printed[found.end() :]
    if DIGITS[found[2]] - DIGITS[found[1]] not in (1, 2):
        return None, None
    return chinese(left + found[1] + right), chinese(left + found[2] + right)


def _counted(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """百, 千 and 万 alone are numbers only beside a word of degree: 近万名, 百余家."""
    if text[end : end + 1] in ("余", "多"):
        return True
    if not start:
        return False
    return text.endswith(lexicon.degree, 0, start) or any(
        cue.bound and text.endswith(cue.text, 0, start) for cue in lexicon.before.get(text[start - 1], ())
    )


def _is_counted_period(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    if text.startswith(lexicon.phase_after, end):
        return False
    return speaks_of(lexicon.counting_verbs, text[max(0, start - 10) : start], min(start, 10))


def _once_each(text: str, start: int, end: int) -> Mention | None:
    """每月一研判: once a month."""
    if text[start:end] == "一" and _EACH.search(text[max(0, start - 3) : start]):
        return Mention(start, end, None, "other", Decimal(1), None, Decimal(1))
    return None
