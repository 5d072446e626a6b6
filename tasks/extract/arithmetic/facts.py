"""Relations between indicators: rate and parts, declared bounds, figures that conflict, figures repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tasks.extract.arithmetic.figures import Figure, finding, plain, quotient_fits, unit_of
from tasks.extract.arithmetic.rates import RATE
from tasks.extract.indicators.catalogue import Catalogue
from tasks.findings import Rule, Said, Word
from tasks.model import Finding, IndicatorFact, Quantity

_FULL_MARKS = re.compile(r"(?:总分|满分|总分值)(?:值)?(?:为|是|共)?[：:]?$")
_QUOTIENTS = (("execution_rate", "expenditure_total", "budget_total"),)


CONFLICTING = Rule(
    "conflicting_figures", "warning", False, Said("前后不一", "Stated differently"),
    Said("{label}前后不一：{figures}", "{label} is stated differently: {figures}"),
)  # fmt: skip
RATE_AGREES = replace(
    RATE[0], sentence=Said("{label}相符：{part}÷{whole}={rate}", "{label} agrees: {part}÷{whole}={rate}")
)
RATE_DIFFERS = replace(
    RATE[1],
    sentence=Said(
        "{label}应为{actual}%（{part}÷{whole}），文中为{rate}",
        "{label} should be {actual}% ({part}÷{whole}), the text has {rate}",
    ),
)
BOUND = Rule(
    "bound", "info", True, Said("未超上限", "Within its bound"),
    Said("{label}{figure}不超过{bound}{limit}", "{label} ({figure}) does not exceed {bound} ({limit})"),
)  # fmt: skip
WITHIN_FULL_MARKS = replace(
    BOUND,
    sentence=Said(
        "自评得分{score}不超过满分{full}", "The score {score} does not exceed the full marks {full}"
    ),
)
BOUND_EXCEEDED = Rule(
    "bound_exceeded", "warning", False, Said("超过上限", "Exceeds its bound"),
    Said("{labels}大于{bound}{limit}，请核对", "{labels} above {bound} ({limit}): please check"),
)  # fmt: skip
TASKS_WITHIN_TOTAL = Rule(
    "tasks_within_total", "info", True, Said("经费未超总支出", "Tasks within the total"),
    Said(
        "所列{tasks}项经费合计{added}元，不超过总支出{total}",
        "The {tasks} tasks listed come to {added} yuan, within the total spent ({total})",
    ),
)  # fmt: skip
TASKS_EXCEED_TOTAL = Rule(
    "tasks_exceed_total", "warning", False, Said("经费超过总支出", "Tasks exceed the total"),
    Said(
        "所列{tasks}项经费合计{added}元，超过总支出{total}，请核对",
        "The {tasks} tasks listed come to {added} yuan, above the total spent ({total}): please check",
    ),
)  # fmt: skip


def known_figures(
    indicators: Sequence[IndicatorFact], quantities: Mapping[int, Sequence[Quantity]]
) -> Mapping[str, Figure]:
    """The figure of each indicator that the report states in one way, from the quantities by paragraph."""
    by_start: dict[int, dict[int, Quantity]] = {}
    known: dict[str, Figure] = {}
    for fact in indicators:
        if fact.value_base is None or fact.status == "conflicting":
            continue
        index = fact.paragraph
        if index not in by_start:
            by_start[index] = {quantity.char_start: quantity for quantity in quantities.get(index, ())}
        quantity = by_start[index].get(fact.char_start)
        if quantity is not None:
            unit, start, end = unit_of(quantity), fact.char_start, fact.char_end
            known[fact.indicator] = Figure(quantity, fact.value_base, unit, start, end)
    return known


def relations(
    indicators: Sequence[IndicatorFact], known: Mapping[str, Figure], catalogue: Catalogue
) -> Iterator[Finding]:
    """Checks of indicators against each other."""
    conflicts: dict[str, list[IndicatorFact]] = {}
    for fact in indicators:
        if fact.status == "conflicting":
            conflicts.setdefault(fact.indicator, []).append(fact)
    for name, facts in conflicts.items():
        yield _conflict(name, facts, catalogue)
    yield from _quotients(known, catalogue)
    yield from _bounds(known, catalogue)
    yield from _spent_within_total(known, catalogue)


def _conflict(name: str, facts: Sequence[IndicatorFact], catalogue: Catalogue) -> Finding:
    printed, paragraphs = [f.printed for f in facts], sorted({f.paragraph for f in facts})
    label = catalogue.indicators[name].named
    return CONFLICTING.finding(printed, paragraphs, label=label, figures="、".join(printed))


def _quotients(known: Mapping[str, Figure], catalogue: Catalogue) -> Iterator[Finding]:
    for rate_id, part_id, whole_id in _QUOTIENTS:
        if not {rate_id, part_id, whole_id} <= known.keys() or _stands_in(whole_id, known, catalogue):
            continue
        rate, part, whole = known[rate_id], known[part_id], known[whole_id]
        label = catalogue.indicators[rate_id].named
        shown: dict[str, Word] = {
            "label": label,
            "part": part.shown,
            "whole": whole.shown,
            "rate": rate.shown,
        }
        if quotient_fits(rate.value, rate.half, part, whole):
            yield finding(RATE_AGREES, (rate, part, whole), **shown)
        elif whole.value:
            actual = plain(part.value / whole.value * 100)
            yield finding(RATE_DIFFERS, (rate, part, whole), actual=actual, **shown)


def _bounds(known: Mapping[str, Figure], catalogue: Catalogue) -> Iterator[Finding]:
    """Declared `at_most`: spent against budget, issued against applied for, received against sent.

    What several figures exceed is likely to be wrong itself, and said once.
    """
    exceeding: dict[str, list[str]] = {}
    for name, figure in known.items():
        entry = catalogue.indicators[name]
        for limit_id in (entry.at_most, entry.usually_at_most):
            limit = known.get(limit_id) if limit_id else None
            if limit is None or limit_id is None or limit.quantity is figure.quantity:
                continue
            if _stands_in(limit_id, known, catalogue):
                continue
            if figure.value <= limit.value or figure.value <= limit.value + figure.half + limit.half:
                shown = {"figure": figure.shown, "limit": limit.shown}
                named = {"label": entry.named, "bound": catalogue.indicators[limit_id].named}
                yield finding(BOUND, (figure, limit), **named, **shown)
            elif limit_id == entry.at_most:
                exceeding.setdefault(limit_id, []).append(name)
    for limit_id, names in exceeding.items():
        limit = known[limit_id]
        zh = "、".join(f"{catalogue.indicators[name].zh}{known[name].shown}" for name in names)
        en = ", ".join(f"{catalogue.indicators[name].en} ({known[name].shown})" for name in names)
        used = (*(known[name] for name in names), limit)
        bound, labels = catalogue.indicators[limit_id].named, Said(zh + "均" * (len(names) > 1), en)
        yield finding(BOUND_EXCEEDED, used, labels=labels, bound=bound, limit=limit.shown)


def _stands_in(name: str, known: Mapping[str, Figure], catalogue: Catalogue) -> bool:
    """Whether a figure is lent by another indicator: more than the initial budget may well be spent."""
    lender = known.get(catalogue.indicators[name].falls_back_on or "")
    return lender is not None and lender.quantity is known[name].quantity


def within_full_marks(found: Sequence[Figure], indicators: Sequence[IndicatorFact]) -> Iterator[Finding]:
    """The score against the full marks that the text prints (总分为100分, 满分100分)."""
    full = [f for f in found if f.quantity.kind == "score" and _FULL_MARKS.search(f.lead)]
    scores = {(f.paragraph, f.char_start) for f in indicators if f.indicator == "self_score"} if full else ()
    own = [f for f in found if (f.quantity.paragraph, f.start) in scores] if scores else []
    if own and full and own[0].value <= max(f.value for f in full):
        best = max(full, key=lambda f: f.value)
        yield finding(WITHIN_FULL_MARKS, (own[0], best), score=own[0].shown, full=best.shown)


def _spent_within_total(known: Mapping[str, Figure], catalogue: Catalogue) -> Iterator[Finding]:
    """The sums spent on single tasks, together, against all that was spent."""
    total = known.get("expenditure_total")
    spent = [
        figure
        for name, figure in known.items()
        if (entry := catalogue.indicators[name]).departments
        and entry.kind == "money"
        and entry.part_of is None
    ]
    if total is None or len(spent) < 3:
        return
    added = sum((figure.value for figure in spent), Decimal(0))
    used = (total, *spent)
    rule = TASKS_WITHIN_TOTAL if added <= total.value else TASKS_EXCEED_TOTAL
    yield finding(rule, used, tasks=len(spent), added=plain(added), total=total.shown)
