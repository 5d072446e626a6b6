"""Totals whose parts are told in other paragraphs of the same section, as the catalogue declares them.

基本支出 and 项目支出 are all that is spent, unless the report names a further part (经营支出). That the sum
fails is only said where nothing else can be meant: every figure is plainly read, the parts speak of the same
side (spent, not granted) and fit no other total of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tasks.extract.arithmetic.closing import SUM_OF_PARTS
from tasks.extract.arithmetic.figures import Figure, adds_up, finding, in_print, rough
from tasks.extract.arithmetic.sums import SUM_MISMATCH
from tasks.extract.indicators.catalogue import Catalogue
from tasks.findings import Said
from tasks.model import Finding, IndicatorFact, Paragraph, Placement

_FAR = 12  # paragraphs that a total and its parts stand apart at most
_SURE = 0.7  # confidence of every figure of a sum that is called wrong
_PART = re.compile(r"第[一二三四五六七八九十]+(?:部分|编|篇)")
_DIGIT = re.compile(r"[^\d]{0,6}(?=[\d.]*[1-9])[\d.]")


DECLARED_SUM = replace(
    SUM_OF_PARTS,
    sentence=Said("{total}等于{parts}：{sum}", "{total} is {parts}: {sum}"),
)
DECLARED_MISMATCH = replace(
    SUM_MISMATCH,
    sentence=Said(
        "{total}与{parts}相差{difference}：{sum}", "{total} and {parts} are {difference} apart: {sum}"
    ),
)


def declared_sums(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    indicators: Sequence[IndicatorFact],
    known: Mapping[str, Figure],
    catalogue: Catalogue,
) -> Iterator[Finding]:
    """Every declared whole with all its parts, told in several paragraphs of one section or in one row."""
    for total_id, (part_ids, others) in catalogue.wholes.items():
        if total_id not in known or not known.keys() >= set(part_ids):
            continue
        total, parts = known[total_id], [known[name] for name in part_ids]
        used = [total, *parts]
        if not _together(used, paragraphs, placements) or not any(part.value for part in parts):
            continue
        own = [catalogue.indicators[name] for name in part_ids]
        names = Said("+".join(one.zh for one in own), " + ".join(one.en for one in own))
        label = catalogue.indicators[total_id].named
        expression = f"{total.shown}={'+'.join(part.shown for part in parts)}"
        if adds_up(total, parts):
            yield finding(DECLARED_SUM, used, total=label, parts=names, sum=expression)
        elif (
            _sure(indicators).issuperset((total_id, *part_ids))
            and not any(rough(figure) for figure in used)
            and not any(adds_up(other, parts) for other in known.values())
            and not _named(paragraphs, others)
        ):
            difference = in_print(abs(sum(part.value for part in parts) - total.value), total)
            words = {"total": label, "parts": names}
            yield finding(DECLARED_MISMATCH, used, **words, difference=difference, sum=expression)


def _sure(indicators: Sequence[IndicatorFact]) -> set[str]:
    return {fact.indicator for fact in indicators if fact.confidence >= _SURE}


def _together(
    used: Sequence[Figure], paragraphs: Sequence[Paragraph], placements: Sequence[Placement]
) -> bool:
    """In one row of a table, or in several paragraphs of one chapter: one paragraph has words of its own."""
    places = sorted({figure.quantity.paragraph for figure in used})
    tables = [paragraphs[place].table for place in places]
    if any(tables) or len({(f.quantity.paragraph, f.start) for f in used}) < len(used):
        return len(places) == 1 and all(tables)
    chapters = {_chapter(placements[place].section) for place in places}
    return len(places) > 1 and len(chapters) == 1 and places[-1] - places[0] <= _FAR


def _chapter(section: str) -> str:
    """The outermost heading below the parts that the document is bound of."""
    above = section.split(" › ")
    return next((heading for heading in above if not _PART.match(heading)), section)


def _named(paragraphs: Sequence[Paragraph], words: Sequence[str]) -> bool:
    """Whether the report gives a further part an amount."""
    return any(
        _DIGIT.match(paragraph.text, at + len(word))
        for word in words
        for paragraph in paragraphs
        if (at := paragraph.text.find(word)) >= 0
    )
