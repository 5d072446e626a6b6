"""Numbers in Arabic digits: first what the characters beside them say, then the number and its unit."""

from __future__ import annotations

import re
from decimal import Decimal

from tasks.extract.quantities.amounts import (
    DATE_MARKS,
    MARK_ENDS,
    OPENING_QUOTES,
    SIGNS,
    TELLING_AFTER,
    TELLING_BEFORE,
)
from tasks.extract.quantities.bare import read_bare, read_cell
from tasks.extract.quantities.dates import read_date, read_quarter
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention, Reading
from tasks.extract.quantities.nonquantities import code_at, hotline_at, latin_at, marker_at
from tasks.extract.quantities.numerals import arabic
from tasks.extract.quantities.ordinals import read_ordinal
from tasks.extract.quantities.ranges import RANGE_MARKS, read_range, widen
from tasks.extract.quantities.units import read_tail, unit_at, with_unit

_RUN = re.compile(r"[0-9]+(?:[.,，][0-9]+)*+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+")
_GROUPED_WIDE = re.compile(r"[0-9]{1,3}(?:，[0-9]{3})+(?:\.[0-9]+)?")
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SUM = re.compile(r"[0-9]+(?:[+＋][0-9]+)++")
_PRODUCT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)[×xX*✕]([0-9]{1,9}(?:\.[0-9]{1,9})?)(?![0-9])")
_RATIO = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]+)?(?:\s?[:：∶]\s?[0-9]{1,3}(?:\.[0-9]+)?)++(?![0-9年月日万亿元%％个.])"
)
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])[:：][0-5][05](?![0-9:：])")
_FRACTION = re.compile(r"([0-9]{1,3})/([0-9]{1,4})(?![0-9/])")
_HYPHENS = re.compile(r"[0-9]+(?:[-—－][0-9]+){2,}+")
_QUOTED_CODE = re.compile(r"[0-9]+(?:[+＋.×xX/-][0-9]+)*+(?=[”\"’」』])")
_MONTH_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_LONGEST_NUMBER = 20  # characters of an amount; more are an account or a card
_SHORTEST_CODE = 7  # digits in a row that may be a telephone number
_SIGNED_AFTER = frozenset("长降为率幅速额差值比加 \t　（(：:|")


def read_plain(reading: Reading, found: re.Match[str]) -> Mention | None:
    """The plain amount, or the cell that is a bare number; None where the number needs a closer look."""
    start, end = found.span()
    if start < reading.broken:
        return None
    first, rest, tail = found.groups()
    value = Decimal((first + rest).replace(",", ""))
    if not tail:
        alone = reading.table and (not start or reading.text[start - 1].isspace())
        return read_cell(reading, start, end, value) if alone else None
    known = reading.lexicon.amounts.tails.get(tail)
    if known is None:
        return None
    unit, factor = known
    return Mention(start, end, None, unit.kind, value, tail, value * factor, unit.base)


def read_arabic(reading: Reading, start: int) -> Mention:
    """The mention that begins with the digit at `start`, or one character before it."""
    text = reading.text
    run = (_PIECE if start < reading.broken else _RUN).match(text, start)
    assert run is not None
    end, printed = run.end(), run[0]
    if len(printed) > _LONGEST_NUMBER and printed.isdigit():
        return Mention(start, end, "code")
    if _is_telling(text, start, end, printed) and (special := _marked(reading, start, end)):
        return special
    if not printed.isdigit() and not _whole(text, printed, end, reading.lexicon):
        if printed.count(".") > 1 and "," not in printed and "，" not in printed:
            return Mention(start, end, "version_or_section_number")
        reading.broken = end
        first = _PIECE.match(text, start)
        end = first.end() if first else start + 1
    if end - start > _LONGEST_NUMBER:
        return Mention(start, end, "code")
    return _number(reading, start, end)


def _is_telling(text: str, start: int, end: int, printed: str) -> bool:
    """Whether the characters beside the digits, their points or their length may make more of them."""
    if text[end : end + 1] in TELLING_AFTER or (start and text[start - 1] in TELLING_BEFORE):
        return True
    return len(printed) >= _SHORTEST_CODE and (printed.isdigit() or printed.count(".") > 1)


def _marked(reading: Reading, start: int, end: int) -> Mention | None:
    """What the characters beside the digits make of them: list markers, dates, codes, ordinals, ratios."""
    text, lexicon, floor = reading.text, reading.lexicon, reading.floor
    before, after = text[start - 1] if start else "", text[end : end + 1]
    if after in MARK_ENDS and (marker := marker_at(text, start, floor)):
        return marker
    if before in OPENING_QUOTES and (code := _QUOTED_CODE.match(text, start)):
        return hotline_at(text, start, code.end(), lexicon) or _quoted_code(text, start, code.end())
    if (after in DATE_MARKS or text.count(".", start, end) == 2) and (date := _date(text, start)):
        return date
    if code_like := code_at(text, start, floor, lexicon):
        return code_like
    if before == "第" and start > floor:
        printed = text[start:end]
        return read_ordinal(reading, start, end, Decimal(printed) if printed.isdigit() else None)
    return _special(reading, start, end, after)


def _date(text: str, start: int) -> Mention | None:
    return read_date(text, start) or read_quarter(text, start)


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
    day = _MONTH_DAY.fullmatch(text, start, end)
    if day and 1 <= int(day[1]) <= 12 and 1 <= int(day[2]) <= 31:
        return Mention(start, end, None, "date", None, "月日", first=(None, int(day[1]), int(day[2])))
    return Mention(start, end, None, "identifier")


def _special(reading: Reading, start: int, end: int, after: str) -> Mention | None:
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
        if text.endswith(lexicon.numbered, 0, start):
            return Mention(start, end, "enumerator")
    if after == "/" and (found := _FRACTION.match(text, start)) and int(found[2]):
        whole, rest = divmod(int(found[1]) * 10**6, int(found[2]))
        value = Decimal(whole).scaleb(-6).normalize() if not rest else None
        return Mention(start, found.end(), None, "ratio", value, None, value)
    if after in ("-", "—", "－") and (found := _HYPHENS.match(text, start)):
        return Mention(start, found.end(), "code")
    if after.isascii() and after.isalpha() and unit_at(text, end, lexicon) is None:
        return latin_at(text, start, end)
    return None


def _number(reading: Reading, start: int, end: int) -> Mention:
    text, lexicon = reading.text, reading.lexicon
    printed = text[start:end]
    value = Decimal(printed) if printed.isdigit() else arabic(printed)
    if text[end : end + 1] in RANGE_MARKS and (ranged := read_range(text, start, end, value, lexicon)):
        return ranged
    mention = with_unit(text, start, end, value, lexicon)
    if mention is None:
        return read_bare(reading, start, end, value)
    if text[mention.end : mention.end + 1] in RANGE_MARKS:
        widen(text, mention, lexicon)
    if start > reading.floor and text[start - 1] in SIGNS:
        _sign(text, mention)
    return mention


def _sign(text: str, mention: Mention) -> None:
    """A dash after a word that a value follows (率, 增长) is a minus; elsewhere it joins words."""
    before = mention.start - 2
    if mention.value is not None and (before < 0 or text[before] in _SIGNED_AFTER):
        mention.start, mention.value = mention.start - 1, -mention.value
        mention.base = -mention.base if mention.base is not None else None
