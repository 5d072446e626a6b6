"""The harmonised facts of a report: each indicator with the span that proves it.

An indicator takes the best of the quantities that serve it. Where another figure reads as well, both are
published as conflicting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from tasks.extract.indicators.catalogue import Catalogue
from tasks.extract.indicators.readings import Candidate
from tasks.extract.indicators.serving import Served
from tasks.extract.indicators.text import find_texts
from tasks.frozen import quick
from tasks.model import Identity, IndicatorFact, IndicatorStatus, Paragraph, Placement, Quantity

_CLAUSE_END = re.compile(r"[。；;！？!?，,](?:(?<!,)|(?!\d{3}))")  # no comma between thousands
_CLAUSE_START = re.compile(rf"(?s:.*){_CLAUSE_END.pattern}")
_PART = re.compile(r"其中|包括|[（(][^）)]*$")
_TIE = 0.93  # a rival with this share of the best score says something else just as clearly
_EVIDENCE_LIMIT = 80
_EVIDENCE_REACH = 30  # characters before the span
_new_fact = quick(IndicatorFact)
_STAND_IN = 0.6  # confidence of a value taken from the indicator that stands in


def find_indicators(
    served: Served,
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    identity: Identity,
    catalogue: Catalogue,
) -> tuple[IndicatorFact, ...]:
    """What the report states of the catalogue, in its order; what is absent is not in the report."""
    if identity.report_type in catalogue.closed_reports:
        return ()
    facts: dict[str, list[IndicatorFact]] = {
        name: decided for name, found in served.items() if (decided := list(_decide(found, paragraphs)))
    }
    theme = catalogue.theme(identity.department_type)
    for fact in find_texts(paragraphs, placements, theme, identity):
        facts.setdefault(fact.indicator, [fact])
    for indicator in theme.lent:
        stand_in = facts.get(indicator.falls_back_on or "", ())
        if indicator.id not in facts and stand_in:
            facts[indicator.id] = [
                replace(fact, indicator=indicator.id, confidence=_STAND_IN) for fact in stand_in
            ]
    return tuple([fact for name in sorted(facts, key=theme.ranks.__getitem__) for fact in facts[name]])


def _decide(found: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> Iterator[IndicatorFact]:
    """The best reading, and every rival that says another value as clearly."""
    best = found[0]
    if len(found) == 1:
        yield _fact(best, "reported", _confidence(best, 0.0), paragraphs)
        return
    rivals = [one for one in found[1:] if not _same(one.quantity, best.quantity)]
    equals = [one for one in rivals if one.score >= _TIE * best.score]
    distinct = list(_distinct(_wholes([best, *equals], paragraphs)))
    if len(distinct) > 1 and best.indicator.kind == "count" and _listed(distinct, paragraphs):
        return
    status: IndicatorStatus = "conflicting" if len(distinct) > 1 else "reported"
    runner_up = rivals[0].score if rivals else 0.0
    for one in distinct:
        yield _fact(one, status, _confidence(one, runner_up), paragraphs)


def _wholes(found: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> Iterator[Candidate]:
    """Those that are not told as a part of another: 编制27名，其中事业编制20名 states one total."""
    for one in found:
        if not any(_is_part(one.quantity, of.quantity, paragraphs) for of in found):
            yield one


def _is_part(one: Quantity, of: Quantity, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the one stands behind 其中 in the sentence of the other, or in brackets behind it."""
    if one.paragraph != of.paragraph or one.char_start <= of.char_end or not _no_more(one, of):
        return False
    between = paragraphs[one.paragraph].text[of.char_end : one.char_start]
    return _PART.search(between) is not None and "。" not in between


def _listed(found: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether one sentence counts part by part, 行政编制…，实有20人；事业编制…，实有9人, and no total."""
    first, last = (pick((one.quantity for one in found), key=_place_of) for pick in (min, max))
    text = paragraphs[first.paragraph].text
    return first.paragraph == last.paragraph and "。" not in text[first.char_end : last.char_start]


def _place_of(quantity: Quantity) -> tuple[int, int]:
    return quantity.paragraph, quantity.char_start


def _no_more(one: Quantity, of: Quantity) -> bool:
    a, b = one.value_base, of.value_base
    return a is None or b is None or a <= b


def _distinct(found: Iterable[Candidate]) -> Iterator[Candidate]:
    kept: list[Candidate] = []
    for one in found:
        if not any(_same(one.quantity, other.quantity) for other in kept):
            kept.append(one)
            yield one


def _same(one: Quantity, other: Quantity) -> bool:
    """Equal, or equal within the rounding of the coarser print (元 against 万元)."""
    a, b = one.value_base, other.value_base
    if a is None or b is None:
        return one.value == other.value
    return a == b or abs(a - b) <= max(_half_step(one), _half_step(other))


def _half_step(quantity: Quantity) -> Decimal:
    """Half of the last printed digit, in base units."""
    if quantity.value is None or not quantity.value_base:
        return Decimal(0)
    exponent = quantity.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    digits = re.sub(r"[^\d.]", "", quantity.surface)
    printed = len(digits.partition(".")[2]) if "." in digits else places
    if quantity.value == 0 or quantity.kind != "money":
        return Decimal(0)
    return Decimal(1).scaleb(-printed) / 2 * (quantity.value_base / quantity.value)


def _confidence(one: Candidate, runner_up: float) -> float:
    """High for long words beside the figure; lower the closer a rival comes."""
    base = min(0.98, 0.7 + 0.04 * one.score)
    if not runner_up:
        return round(base, 2)
    closeness = max(0.0, min(1.0, runner_up / one.score)) if one.score > 0 else 0.0
    return round(base - 0.3 * closeness**2, 2)


def _fact(
    one: Candidate, status: IndicatorStatus, confidence: float, paragraphs: Sequence[Paragraph]
) -> IndicatorFact:
    quantity = one.quantity
    text = paragraphs[quantity.paragraph].text
    printed = text[quantity.char_start : quantity.char_end]
    none = printed == "无"
    return _new_fact(
        one.indicator.id,
        None if none else quantity.value,
        quantity.unit,
        None if none else _base(quantity),
        printed,
        evidence(text, one.start, one.end),
        quantity.paragraph,
        quantity.char_start,
        quantity.char_end,
        max(0.05, confidence),
        "stated_none" if none else status,
    )


def _base(quantity: Quantity) -> Decimal | None:
    return quantity.value_base if quantity.value_base is not None else quantity.value


def evidence(text: str, start: int, end: int) -> str:
    """The clause around a span, at most 80 characters and never less than the span."""
    left = max(0, start - _EVIDENCE_REACH)
    before = _CLAUSE_START.match(text, left, start)
    left = before.end() if before else left
    right = _CLAUSE_END.search(text, end)
    close = right.start() if right else len(text)
    if close - left > _EVIDENCE_LIMIT:
        left, close = max(left, start - 10), min(close, max(end, start + _EVIDENCE_LIMIT))
    return text[left:close]
