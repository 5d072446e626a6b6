"""Every numeral of a report: a quantity with what it measures and when, or set aside with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.quantities.amounts import Tail
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.measures import Words, measured
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.numerals import magnitude
from tasks.extract.quantities.periods import NOWHEN, Period, Timeline, year_period
from tasks.extract.quantities.rows import Passage, spaced
from tasks.extract.quantities.scan import scan
from tasks.extract.quantities.units import unit_at
from tasks.frozen import quick
from tasks.model import NonQuantity, Paragraph, Quantity

_UNIT_LINE = re.compile(r"单\s*位[:：]\s*(?:人民币)?([十百千万亿]*)(?=[元人个户项辆])")
_CHAPTER = re.compile("[一二三四五六七八九十]{1,3}、")
_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_LONGEST_HEADING = 40
_TIMELESS = frozenset(("identifier", "duration"))
_AGES = frozenset(("岁", "周岁", "周年"))
_MARKERS = frozenset(("list_marker", "enumerator"))
_new_quantity, _new_nonquantity = quick(Quantity), quick(NonQuantity)


@dataclass(slots=True)
class _Context:
    """What the paragraphs before say of the next: the unit of a table, the year of a chapter."""

    unit: Tail | None = None
    chapter_year: int | None = None


def quantities(
    paragraphs: Sequence[Paragraph], fiscal_year: int | None, lexicon: Lexicon
) -> tuple[tuple[Quantity, ...], tuple[NonQuantity, ...]]:
    """All quantities and all numerals that are none; together they cover every numeral character once.

    Figures without a date hold for `fiscal_year`, or for the year that their chapter's heading names.

    Each step goes over the whole report before the next begins: a processor that does one thing over and
    over is quicker by a tenth than one that takes many in turn.
    """
    passages = [*_passages(paragraphs, fiscal_year, lexicon)]
    periods = [_periods(passage, lexicon) for passage in passages]
    found: list[Quantity] = []
    others: list[NonQuantity] = []
    for passage, times in zip(passages, periods, strict=True):
        _tell(passage, times, lexicon, found, others)
    return tuple(found), tuple(others)


def _passages(
    paragraphs: Sequence[Paragraph], fiscal_year: int | None, lexicon: Lexicon
) -> Iterator[Passage]:
    """Every paragraph that has numerals, read."""
    context = _Context()
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        _follow(context, text, paragraph.table, lexicon)
        table = paragraph.table or (context.unit is not None and "，" not in text and "。" not in text)
        scanned, gaps = spaced(paragraph) if table else (text, ())
        mentions = scan(scanned, lexicon, table, context.unit if table else None)
        if mentions:
            yield Passage(index, text, scanned, gaps, mentions, context.chapter_year or fiscal_year)


def _follow(context: _Context, text: str, table: bool, lexicon: Lexicon) -> None:
    """A line 单位：万元 rules the rows below it, a heading with a year its chapter."""
    if "位" in text and (line := _UNIT_LINE.search(text)):
        unit = unit_at(text, line.end(), lexicon)
        context.unit = Tail(unit, magnitude(line[1]) * unit.factor) if unit else None
    elif context.unit is not None and not table and "。" in text:
        context.unit = None
    if len(text) <= _LONGEST_HEADING and _CHAPTER.match(text) and "。" not in text:
        year = _YEAR.search(text)
        context.chapter_year = int(year[1]) if year else None


def _periods(passage: Passage, lexicon: Lexicon) -> Iterable[Period]:
    """The period of each mention; without a date or a word of time it is the year's."""
    text, mentions, year = passage.text, passage.mentions, passage.year
    implicit = year_period(year)
    told = lexicon.times.search(text) is not None
    if not told and "date" not in [mention.kind for mention in mentions]:
        return [implicit] * len(mentions)
    times = [found.start() for found in lexicon.times.finditer(text)] if told else []
    timeline = Timeline(text, lexicon, year, implicit, times[::-1])
    return [NOWHEN if mention.reason else timeline.period(mention) for mention in mentions]


def _tell(
    passage: Passage,
    periods: Iterable[Period],
    lexicon: Lexicon,
    found: list[Quantity],
    others: list[NonQuantity],
) -> None:
    """What each mention comes to: a quantity with the words around it, or none."""
    text = passage.text
    backwards = text[::-1]
    before: Quantity | None = None
    floor = 0
    for mention, period in zip(passage.mentions, periods, strict=True):
        if mention.reason is not None:
            others.append(_set_aside(passage, mention, mention.reason))
            floor = mention.end if mention.reason in _MARKERS else floor
            continue
        if before is not None and text.find("。", floor, mention.start) >= 0:
            before = None
        words = measured(text, backwards, mention, floor, before, lexicon)
        quantity = _quantity(passage, mention, words, period)
        found.append(quantity)
        if mention.kind != "date":
            before = quantity
        floor = words[-1]


def _set_aside(passage: Passage, mention: Mention, reason: str) -> NonQuantity:
    start, end = passage.place(mention)
    return _new_nonquantity(passage.index, start, end, passage.printed[start:end], reason)


def _quantity(passage: Passage, mention: Mention, words: Words, period: Period) -> Quantity:
    first, last, basis = NOWHEN if mention.kind in _TIMELESS and _holds_at_no_time(mention) else period
    approximate, bound, qualifier, measure, subject, _ = words
    start, end = passage.place(mention)
    return _new_quantity(  # in the order of its fields: naming them costs as much as all the rest
        passage.index,
        start,
        end,
        passage.printed[start:end],
        mention.value,
        mention.unit,
        mention.kind,
        mention.base,
        mention.high,
        mention.unit_base,
        approximate,
        bound,
        qualifier,
        measure,
        subject,
        first,
        last,
        basis,
    )


def _holds_at_no_time(mention: Mention) -> bool:
    """The number of an annex, an age and an anniversary."""
    return mention.kind == "identifier" or mention.unit in _AGES
