"""Indicators that are words: the grade, the problems, the measures; and figures stated to be none.

Problems and measures are long: what is printed is the first paragraph under their heading (or what follows
the heading's colon), one span that a person can follow; 无 there is `stated_none`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.themes import Theme
from tasks.extract.whole import Whole
from tasks.model import Identity, IndicatorFact, IndicatorStatus, Paragraph, Placement

_NONE = re.compile(r"(?:暂?无|没有|未发现|不存在)(?:[^，。；]{0,8}(?:问题|措施|意见|建议))?[。.]?$")
_NONE_CORE = re.compile(r"暂?无|没有|未发现|不存在")
_GRADE_LEAD = re.compile(r"等级|等次|评级|评定|结果|结论|自评|评价|情况|绩效")
_OPENING = frozenset('“"‘')
_NIL_LEAD = re.compile(r"没有|未安排|未发生|无")
_BREAK = re.compile(r"[。；;！？!?]")
_THIS_MATTER = re.compile(r"(?:此|该)(?:项|类)")  # what the title of the table says
_NIL_REACH = 14
_LONGEST_TITLE = 40  # characters of a table's title
_GRADE_REACH = 12


def find_texts(
    paragraphs: Sequence[Paragraph], placements: Sequence[Placement], theme: Theme, identity: Identity
) -> Iterator[IndicatorFact]:
    """The text indicators that the report states."""
    whole = Whole(paragraphs)
    for indicator in theme.worded:
        if identity.report_type in indicator.not_reports:
            continue
        if indicator.choices:
            yield from _grade(indicator, whole, paragraphs, placements)
        else:
            yield from _section_text(indicator, paragraphs, placements)
    yield from _nil_statements(whole, paragraphs, placements, theme, identity)


def _section_text(
    indicator: Indicator, paragraphs: Sequence[Paragraph], placements: Sequence[Placement]
) -> Iterator[IndicatorFact]:
    """The first words under the heading with the indicator's role."""
    headed = [
        index
        for index, placement in enumerate(placements)
        if placement.level is not None and not indicator.roles.isdisjoint(placement.roles)
    ]
    if headed:
        span = _span(_narrowest(headed, placements), paragraphs, placements)
        if span:
            at, start, end = span
            text = paragraphs[at].text
            status: IndicatorStatus = "reported"
            if _NONE.fullmatch(text[start:end]):
                core = _NONE_CORE.search(text, start, end)
                assert core is not None  # the core is part of the pattern that matched
                start, end, status = core.start(), core.end(), "stated_none"
            yield _text_fact(indicator, text, at, start, end, 0.9, status)


def _narrowest(headed: Sequence[int], placements: Sequence[Placement]) -> int:
    """The first heading of several, or one below it that tells of less beside this."""
    first = placements[headed[0]]
    for index in headed[1:]:
        if (placements[index].level or 0) <= (first.level or 0):
            break
        if set(placements[index].roles) < set(first.roles):
            return index
    return headed[0]


def _span(
    index: int, paragraphs: Sequence[Paragraph], placements: Sequence[Placement]
) -> tuple[int, int, int] | None:
    """Where the text of the section starts: after the colon of its heading, or the next body paragraph."""
    text = paragraphs[index].text
    if placements[index].kind == "body":
        start = len(placements[index].marker or "")
        colon = re.search(r"[：:。]", text[start:])
        if colon and start + colon.end() < len(text):
            return index, start + colon.end(), len(text)
        return index, start, len(text)
    for at in range(index + 1, len(paragraphs)):
        if placements[at].kind in ("body", "table"):
            return at, 0, len(paragraphs[at].text)
        if (placements[at].level or 0) <= (placements[index].level or 0):
            return None
    return None


def _grade(
    indicator: Indicator,
    whole: Whole,
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
) -> Iterator[IndicatorFact]:
    """A word of the scale of grades shortly after a word of rating; the conclusion's section first."""
    word = _grades(indicator.choices)
    best: tuple[float, int, int, int] | None = None
    for index in whole.having(word):
        text, placement = paragraphs[index].text, placements[index]
        if placement.kind in ("title", "other", "heading"):
            continue
        if not indicator.not_roles.isdisjoint(placement.roles):
            continue
        for match in word.finditer(text):
            start = match.start() - (text[match.start() - 1 : match.start()] in _OPENING)
            score = _grade_score(text, start, match[1])
            if score is not None:
                score += 0 if indicator.roles.isdisjoint(placement.roles) else 3
                best = max(best or (score, -index, *match.span(1)), (score, -index, *match.span(1)))
    if best:
        index, start, end = -best[1], best[2], best[3]
        yield _text_fact(indicator, paragraphs[index].text, index, start, end, 0.9, "reported")


@cache
def _grades(choices: tuple[str, ...]) -> re.Pattern[str]:
    """The words of a scale, the longest first."""
    words = "|".join(sorted(map(re.escape, choices), key=len, reverse=True))
    return re.compile(rf"({words})[”\"’]?(?=[，。；、;,）)：:\s]|等级|等次|档|$)(?!的?项目)")


def _grade_score(text: str, start: int, word: str) -> float | None:
    """How near a word of rating stands before it; None where none does. One character asks for 等级 or 为."""
    lead = text[max(0, start - _GRADE_REACH) : start]
    lead = lead[max((m.end() for m in _BREAK.finditer(lead)), default=0) :]
    found = list(_GRADE_LEAD.finditer(lead))
    if not found:
        return None
    named = found[-1].group() in ("等级", "等次", "评级", "评定", "结果", "结论")
    if len(word) == 1 and not (named or lead.rstrip('“"‘').endswith("为")):
        return None
    return (4.0 if named else 2.0) + len(word) - 0.1 * (len(lead) - found[-1].end())


def _nil_statements(
    whole: Whole,
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    theme: Theme,
    identity: Identity,
) -> Iterator[IndicatorFact]:
    """无政府性基金预算财政拨款支出: the figure is stated to be none."""
    nil = [i for i in theme.nil if identity.report_type not in i.not_reports]
    titles = [
        index
        for index, paragraph in enumerate(paragraphs)
        if paragraph.text.endswith("表") and len(paragraph.text) <= _LONGEST_TITLE
    ]
    for index in whole.having(_NIL_LEAD):
        text = paragraphs[index].text
        if placements[index].kind in ("title", "heading") or "glossary" in placements[index].roles:
            continue
        for lead in _NIL_LEAD.finditer(text):
            following = _BREAK.split(text[lead.end() : lead.end() + 40], maxsplit=1)[0]
            # 无…的，仍保留该表 says what to do if there were none
            if "的，" in following or any(c.isdigit() for c in following):
                continue
            matter = following
            if _THIS_MATTER.match(following):
                last = bisect_right(titles, index)
                matter = paragraphs[titles[last - 1]].text if last else ""
            for indicator in nil if theme.nil_words.search(matter) else ():
                at = min((matter.find(w) for w in indicator.nil if w in matter), default=_NIL_REACH + 1)
                if at <= _NIL_REACH:
                    yield _text_fact(indicator, text, index, lead.start(), lead.end(), 0.8, "stated_none")


def _text_fact(
    indicator: Indicator,
    text: str,
    index: int,
    start: int,
    end: int,
    confidence: float,
    status: IndicatorStatus,
) -> IndicatorFact:
    left = 0
    for stop in _BREAK.finditer(text, 0, start):
        left = stop.end()
    right = _BREAK.search(text, end)
    proof = text[left : right.start() if right else len(text)][:80]
    return IndicatorFact(
        indicator.id,
        None,
        None,
        None,
        text[start:end],
        proof or text[start:end],
        index,
        start,
        end,
        confidence,
        status,
    )
