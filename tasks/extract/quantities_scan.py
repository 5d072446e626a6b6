"""Every numeral of a paragraph, read once: left to right, each as a quantity or as no quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from string import ascii_letters

from tasks.extract.nonquantities import (
    code_at,
    hotline_at,
    latin_at,
    marker_at,
    opening_marker,
    quoted_spans,
    slogan_at,
    word_at,
)
from tasks.extract.numerals import DIGITS, chinese, magnitude, plain
from tasks.extract.quantities_dates import read_chinese_date, read_date, read_quarter
from tasks.extract.quantities_lexicon import Lexicon, Unit
from tasks.extract.quantities_mention import Mention
from tasks.extract.quantities_units import read_tail, speaks_of, unit_at, with_unit

_NUMERAL = re.compile("[0-9零〇一二三四五六七八九十百千万亿两半]")
_QUOTES = re.compile('[“"‘「『＂]')
_RUN = re.compile(r"[0-9]+(?:[.,，][0-9]+)*+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+")
_GROUPED_WIDE = re.compile(r"[0-9]{1,3}(?:，[0-9]{3})+(?:\.[0-9]+)?")
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SUM = re.compile(r"[0-9]+(?:[+＋][0-9]+)++")
_PRODUCT = re.compile(r"([0-9]+(?:\.[0-9]+)?)[×xX*✕]([0-9]+(?:\.[0-9]+)?)")
_RATIO = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]+)?(?:\s?[:：∶]\s?[0-9]{1,3}(?:\.[0-9]+)?)++(?![0-9年月日万亿元%％个.])"
)
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])[:：][0-5][05](?![0-9:：])")
_FRACTION = re.compile(r"([0-9]{1,3})/([0-9]{1,4})(?![0-9/])")
_RANGE = re.compile(r"(?:[-–—－~～]{1,2}|至|到)([0-9]+(?:\.[0-9]+)?)(?![0-9]|[-–—－][0-9])")
_HYPHENS = re.compile(r"[0-9]+(?:[-—－][0-9]+){2,}+")
_QUOTED_CODE = re.compile(r"[0-9]+(?:[+＋.×xX/-][0-9]+)*+(?=[”\"’」』])")
_MISSING = re.compile(r"(?<![-—－─])[-—－─]{1,4}[%％]")
_DATE_MARKS = frozenset("年月日-–—－~～至到./")
_RANGE_MARKS = frozenset("-–—－~～至到")
_MARK_ENDS = frozenset("、.．)）")
_OPENING_QUOTES = frozenset('“"‘「『')
_TELLING_BEFORE = _OPENING_QUOTES | frozenset("第〔[【（(-/_=+") | frozenset(ascii_letters)
_TELLING_AFTER = _DATE_MARKS | _MARK_ENDS | frozenset("+＋×xX*✕:：∶号〕]】") | frozenset(ascii_letters)
_SHORTEST_CODE = 7  # digits in a row that may be a telephone number
_SIGNS = frozenset("-−－")
_SIGNED_AFTER = frozenset("长降为率幅速额差值比加 \t　（(：:|")
_RUN_CHINESE = re.compile("[零〇○一二三四五六七八九十百千万亿两几]+")
_PERCENT = re.compile(
    r"百分之([零〇一二三四五六七八九十百两]+(?:点[零〇一二三四五六七八九]+)?|[0-9]+(?:\.[0-9]+)?)"
)
_PART = re.compile("([二三四五六七八九十百千万]+)分之([一二三四五六七八九十两]+)")
_SESSION = re.compile(
    "[二三四五六七八九十一]{1,3}届(?:(?:[一二三四五六七八九]中(?:[、和及]|全会)?)+|[一二三四五六七八九十]{1,3}次)|(?:[一二三四五六七八九]中[、和及])*[一二三四五六七八九]中全会"
)
_APPROXIMATE = re.compile("([一二三四五六七八九两])([二三四五六七八九])")
_EACH = re.compile("每(?:半?年|季度?|月|周|天|日|旬)$")
_PHASE_AFTER = (
    "工程",
    "项目",
    "建设",
    "扩建",
    "改造",
    "用地",
    "基础",
    "等",
    "）",
    "、",
    "及",
    "已",
    "全面",
    "达到",
    "投入",
    "绿化",
)
_ENUMERATED = frozenset("，、：:,是要")
_BEFORE_CLAUSE = frozenset("。；;，,：:、！？ 　\t\n")
_LABELS = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class _Reading:
    """A paragraph being read: its normalised text and how far it is read."""

    text: str
    lexicon: Lexicon
    quotes: Sequence[tuple[int, int]]
    opening: int
    table_unit: Unit | None
    times: int  # the table's magnitude: 万 in 单位：万元
    table: bool
    floor: int = 0  # end of the mention before
    broken: int = 0  # end of a run of digits and commas that is no number as a whole


def scan(
    text: str, lexicon: Lexicon, table: bool = False, unit: tuple[Unit, int] | None = None
) -> list[Mention]:
    """Every numeral of the text in mentions that do not overlap, in order.

    In a table's row `unit` is the unit and magnitude that its head declares for bare numbers.
    """
    text = plain(text)
    quotes = quoted_spans(text) if _QUOTES.search(text) else ()
    reading = _Reading(
        text, lexicon, quotes, opening_marker(text), unit[0] if unit else None, unit[1] if unit else 1, table
    )
    mentions: list[Mention] = []
    found = _NUMERAL.search(text)
    while found:
        start = found.start()
        mention = _read(reading, start)
        mentions.append(mention)
        reading.floor = mention.end
        found = _NUMERAL.search(text, mention.end)
    if "%" in text or "％" in text:
        mentions = _with_missing(text, mentions)
    _lend_units(text, mentions)
    return mentions


def _read(reading: _Reading, start: int) -> Mention:
    if start < reading.opening:
        text = reading.text
        left = len(text) - len(text.lstrip())
        return Mention(left, reading.opening, "list_marker")
    if reading.text[start].isascii():
        return _read_arabic(reading, start)
    return _read_chinese(reading, start)


# --- Arabic digits -----------------------------------------------------------------------------------


def _read_arabic(reading: _Reading, start: int) -> Mention:
    text = reading.text
    run = (_PIECE if start < reading.broken else _RUN).match(text, start)
    assert run is not None
    end, printed = run.end(), run[0]
    before, after = text[start - 1] if start else "", text[end : end + 1]
    telling = after in _TELLING_AFTER or before in _TELLING_BEFORE
    if telling or len(printed) >= _SHORTEST_CODE or not printed.isdigit():
        if special := _marked(reading, start, end, before, after):
            return special
        if not printed.isdigit() and not _whole(text, printed, end, reading.lexicon):
            if printed.count(".") > 1 and "," not in printed and "，" not in printed:
                return Mention(start, end, "version_or_section_number")
            reading.broken = end
            piece = _PIECE.match(text, start)
            assert piece is not None
            end = piece.end()
    return _number(reading, start, end)


def _marked(reading: _Reading, start: int, end: int, before: str, after: str) -> Mention | None:
    """What the characters beside the digits make of them: list markers, dates, codes, ordinals, ratios."""
    text, lexicon, floor = reading.text, reading.lexicon, reading.floor
    if after in _MARK_ENDS and (marker := marker_at(text, start, floor)):
        return marker
    if before in _OPENING_QUOTES and (code := _QUOTED_CODE.match(text, start)):
        return hotline_at(text, start, code.end(), lexicon) or _quoted_code(text, start, code.end())
    if (after in _DATE_MARKS or text.find(".", start, end) > 0) and (date := read_date(text, start)):
        return date
    if code_like := code_at(text, start, floor, lexicon):
        return code_like
    if before == "第" and start > floor:
        printed = text[start:end]
        return _ordinal(reading, start, end, Decimal(printed) if printed.isdigit() else None)
    return _special(reading, start, end, after)


def _whole(text: str, run: str, end: int, lexicon: Lexicon) -> bool:
    """Whether digits, points and commas are one number; full-width commas group thousands only in money."""
    if _GROUPED.fullmatch(run):
        return True
    if not _GROUPED_WIDE.fullmatch(run):
        return False
    unit = unit_at(text, read_tail(text, end)[2], lexicon)
    return "." in run or (unit is not None and unit.kind == "money")


def _quoted_code(text: str, start: int, end: int) -> Mention:
    """“9.30” is a date, “1310” and “1+16+275” are names made of figures."""
    month, _, day = text[start:end].partition(".")
    if day.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and len(day) <= 2:
        return Mention(start, end, None, "date", None, "月日", first=(None, int(month), int(day)))
    return Mention(start, end, None, "identifier")


def _special(reading: _Reading, start: int, end: int, after: str) -> Mention | None:
    """Sums, products, ratios, fractions, hotlines and names with Latin letters."""
    text, lexicon = reading.text, reading.lexicon
    if after in ("+", "＋") and (found := _SUM.match(text, start)):
        return Mention(start, found.end(), None, "identifier")
    if after in ("×", "x", "X", "*", "✕") and after and (found := _PRODUCT.match(text, start)):
        product = with_unit(text, start, found.end(), Decimal(found[1]) * Decimal(found[2]), lexicon)
        return product or Mention(start, found.end(), None, "other", Decimal(found[1]) * Decimal(found[2]))
    if after in (":", "：", "∶") and after:
        if text[start - 1 : start] not in ("比", "为", "例") and (found := _CLOCK.match(text, start)):
            return Mention(start, found.end(), "clock_time")
        if found := _RATIO.match(text, start):
            return Mention(start, found.end(), None, "ratio")
    if after == "/" and (found := _FRACTION.match(text, start)) and int(found[2]):
        whole, rest = divmod(int(found[1]) * 10**6, int(found[2]))
        value = Decimal(whole).scaleb(-6).normalize() if not rest else None
        return Mention(start, found.end(), None, "ratio", value, None, value)
    if after in ("-", "—", "－") and (found := _HYPHENS.match(text, start)):
        return Mention(start, found.end(), "code")
    if after.isascii() and after.isalpha() and unit_at(text, end, lexicon) is None:
        return latin_at(text, start, end)
    return None


def _number(reading: _Reading, start: int, end: int) -> Mention:
    text, lexicon = reading.text, reading.lexicon
    value = Decimal(text[start:end].replace(",", "").replace("，", ""))
    if text[end : end + 1] in _RANGE_MARKS and (upper := _RANGE.match(text, end)):
        ranged = with_unit(text, start, upper.end(), value, lexicon)
        if ranged and ranged.base is not None and Decimal(upper[1]) > value:
            ranged.high = (
                ranged.base / value * Decimal(upper[1]) if value else _scaled(ranged, upper[1], lexicon)
            )
            return ranged
    mention = with_unit(text, start, end, value, lexicon)
    if mention is None:
        return _bare(reading, start, end, value)
    if text[mention.end : mention.end + 1] in _RANGE_MARKS and (upper := _RANGE.match(text, mention.end)):
        _extend(text, mention, upper, lexicon)
    signed = start > reading.floor and text[start - 1] in _SIGNS
    if signed and mention.value is not None and (start == 1 or text[start - 2] in _SIGNED_AFTER):
        mention.start, mention.value = start - 1, -mention.value
        mention.base = -mention.base if mention.base is not None else None
    return mention


def _scaled(mention: Mention, printed: str, lexicon: Lexicon) -> Decimal:
    """The upper end of a range that begins at nought, in the base unit."""
    unit = mention.unit or ""
    times = "".join(character for character in unit if character in "十百千万亿")
    known = unit_at(unit[len(times) :], 0, lexicon)
    return Decimal(printed) * magnitude(times) * (known.factor if known else 1)


def _extend(text: str, mention: Mention, upper: re.Match[str], lexicon: Lexicon) -> None:
    """90%-95%, 10万-20万元: the second number has a unit of its own, and it is of the same base."""
    other = with_unit(text, upper.start(1), upper.end(), Decimal(upper[1]), lexicon)
    if other is None or other.base is None or mention.base is None:
        return
    implied = mention.unit is not None and mention.unit == (other.unit or "")[: len(mention.unit)]
    if (other.unit_base != mention.unit_base and not implied) or other.base <= mention.base:
        return
    mention.end, mention.high, mention.unit = other.end, other.base, other.unit
    mention.kind, mention.unit_base = other.kind, other.unit_base


def _bare(reading: _Reading, start: int, end: int, value: Decimal) -> Mention:
    """A number with no unit: what stands before it, or the table's head, says what it is."""
    text, lexicon = reading.text, reading.lexicon
    printed = text[start:end]
    if hotline := hotline_at(text, start, end, lexicon):
        return hotline
    if text.endswith(lexicon.identifier, 0, start) and printed.isdigit():
        return Mention(start, end, None, "identifier", value, None, value)
    if reading.table:
        return _cell(reading, start, end, value)
    if len(printed) == 3 and printed.endswith(".0"):
        return Mention(start, end, "version_or_section_number")
    if len(printed) == 4 and printed.isdigit() and printed[:2] in ("19", "20"):
        return Mention(start, end, None, "date", value, None, first=(int(printed), None, None))
    if speaks_of(lexicon.score, text[max(0, start - 8) : start], min(start, 8)):
        return Mention(start, end, None, "score", value, None, value, "分")
    return Mention(start, end, None, "other", value, None, value, bare=True)


def _cell(reading: _Reading, start: int, end: int, value: Decimal) -> Mention:
    """A bare number in a row: a code or a row's number before the first label, an amount after it."""
    text, unit = reading.text, reading.table_unit
    printed = text[start:end]
    code = printed.isdigit() and (len(printed) <= 3 or printed[0] == "0" or len(printed) in (5, 7))
    if code and not _LABELS.search(text, 0, start) and _LABELS.search(text, end):
        return Mention(start, end, "classification_code")
    sign = -1 if start and text[start - 1] in _SIGNS and start > reading.floor else 1
    begin = start - 1 if sign < 0 else start
    if unit is None:
        return Mention(begin, end, None, "other", value * sign, None, value * sign, bare=True)
    base = value * sign * reading.times * unit.factor
    return Mention(begin, end, None, unit.kind, value * sign, None, base, unit.base)


# --- Chinese numerals --------------------------------------------------------------------------------


def _read_chinese(reading: _Reading, start: int) -> Mention:
    text, lexicon, floor = reading.text, reading.lexicon, reading.floor
    if reading.quotes:
        slogan = slogan_at(text, start, reading.quotes, lexicon)
        if slogan and slogan.start >= floor:
            return slogan
    if marker := marker_at(text, start, floor):
        return marker
    word = word_at(text, start, floor, lexicon)
    before = text[start - 1] if start > floor else ""
    if before == "第" and not (word and word.text[0] == "第"):
        run = _RUN_CHINESE.match(text, start)
        end = run.end() if run else start + 1  # 第半: no ordinal, and no run
        return read_quarter(text, start) or _ordinal(reading, start, end, chinese(text[start:end]))
    if word and word.offset:
        return Mention(start - word.offset, start - word.offset + len(word.text), word.reason)
    quantity = _chinese_quantity(reading, start)
    if word and (quantity is None or quantity.end <= start - word.offset + len(word.text)):
        return Mention(start - word.offset, start - word.offset + len(word.text), word.reason)
    if quantity:
        return quantity
    run = _RUN_CHINESE.match(text, start)
    end = run.end() if run else start + 1
    return Mention(start, end, _why_not(text, start, end, lexicon))


def _why_not(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    if text[end : end + 1] == "大":
        return "named_concept"  # 三大攻坚战
    if not text[start:end].strip("十百千万亿") and unit_at(text, end, lexicon):
        return "unit_without_number"  # 单位：万元
    return "unlisted_word"


def _chinese_quantity(reading: _Reading, start: int) -> Mention | None:
    text, lexicon = reading.text, reading.lexicon
    if found := _PERCENT.match(text, start):
        value = _percent(found[1])
        return Mention(start, found.end(), None, "percent", value, "%", value, "%")
    if session := _SESSION.match(text, start):
        return Mention(start, session.end(), "proper_name_ordinal")
    if found := _PART.match(text, start):
        whole, part = chinese(found[1]), chinese(found[2])
        exact = part / whole if whole and part and (part * 10**6) % whole == 0 else None
        return Mention(start, found.end(), None, "ratio", exact, None, exact)
    if text[start] == "半" or text.startswith("一半", start):
        return read_quarter(text, start) or _half(text, start, lexicon)
    if date := read_quarter(text, start) or read_chinese_date(text, start):
        return date
    return _chinese_number(reading, start)


def _percent(printed: str) -> Decimal | None:
    if printed[0].isascii():
        return Decimal(printed)
    whole, _, part = printed.partition("点")
    value = chinese(whole)
    if value is None or not part:
        return value
    return value + Decimal("0." + "".join(str(DIGITS[character]) for character in part))


def _half(text: str, start: int, lexicon: Lexicon) -> Mention | None:
    if text.startswith("一半", start):
        return Mention(start, start + 2, None, "ratio", Decimal("0.5"), None, Decimal("0.5"))
    mention = with_unit(text, start, start + 1, Decimal("0.5"), lexicon, chinese=True)
    return mention if mention and mention.kind == "duration" else None


def _chinese_number(reading: _Reading, start: int) -> Mention | None:
    text, lexicon = reading.text, reading.lexicon
    run = _RUN_CHINESE.match(text, start)
    assert run is not None
    printed = run[0]
    vague = text[start - 1 : start] in ("数", "几") and printed[0] in "十百千万亿" and start > reading.floor
    if printed[0] in "百千万亿" and not vague and not _counted(text, start, run.end(), lexicon):
        return None
    head = printed.rstrip("万亿")
    end = start + len(head) if head and not ("万" in head or "亿" in head) else run.end()
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
    if text.startswith(_PHASE_AFTER, end):
        return False
    return speaks_of(lexicon.counting_verbs, text[max(0, start - 10) : start], min(start, 10))


def _once_each(text: str, start: int, end: int) -> Mention | None:
    """每月一研判: once a month."""
    if text[start:end] == "一" and _EACH.search(text[max(0, start - 3) : start]):
        return Mention(start, end, None, "other", Decimal(1), None, Decimal(1))
    return None


def _ordinal(reading: _Reading, start: int, end: int, value: Decimal | None) -> Mention:
    """第二届, 第1名; without a unit it numbers a point of a list or is part of a name (第一中学)."""
    text, lexicon = reading.text, reading.lexicon
    unit = unit_at(text, end, lexicon)
    if unit and unit.zh not in ("人", "中心", "方", "路", "村", "镇", "街", "校", "院", "市", "县"):
        close = end + len(unit.zh)
        return Mention(start - 1, close, None, "ordinal", value, unit.zh, value, unit.zh)
    following = text[end : end + 1]
    if following in _ENUMERATED and following:
        before = text[start - 2] if start > 1 else "。"
        if before in _BEFORE_CLAUSE:
            return Mention(start - 1, end, "enumerator")
    if not following or following in "，。；、）)！？的”" or value is None:
        return Mention(start - 1, end, None, "ordinal", value, None, value)
    return Mention(start - 1, end, "proper_name_ordinal")


# --- the whole paragraph -----------------------------------------------------------------------------


def _with_missing(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with every percentage that is printed as dashes: ——%."""
    missing = [
        Mention(found.start(), found.end(), None, "percent", None, "%", None, "%")
        for found in _MISSING.finditer(text)
    ]
    if not missing:
        return mentions
    taken = {mention.end for mention in mentions if mention.reason is None}
    missing = [mention for mention in missing if mention.start not in taken]
    return sorted([*mentions, *missing], key=lambda mention: mention.start)


def _lend_units(text: str, mentions: list[Mention]) -> None:
    """In 3、5和7名 and in 98件（11，8，39）bare numbers are of the kind of their neighbour."""
    for index in range(len(mentions) - 2, -1, -1):
        mention, after = mentions[index], mentions[index + 1]
        if mention.bare and _lends(after) and text[mention.end : after.start] in _BETWEEN:
            _lend(mention, after)
    for before, mention in pairwise(mentions):
        if mention.bare and _lends(before) and text[before.end : mention.start] in _BETWEEN_OPEN:
            _lend(mention, before)


_BETWEEN = frozenset("、，,和与及或；;") | {"和", "以及"}
_BETWEEN_OPEN = _BETWEEN | {"（", "("}


def _lends(mention: Mention) -> bool:
    return (
        mention.reason is None
        and not mention.bare
        and mention.unit_base is not None
        and mention.kind != "date"
    )


def _lend(mention: Mention, lender: Mention) -> None:
    factor = Decimal(1)
    if lender.base is not None and lender.value:
        factor = lender.base / lender.value
    mention.kind, mention.unit_base, mention.bare = lender.kind, lender.unit_base, False
    mention.base = mention.value * factor if mention.value is not None else None
