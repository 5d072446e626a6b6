"""Relations between indicators: rate and parts, declared bounds, figures that conflict, figures repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tasks.extract.arithmetic.figures import Figure, finding, plain, quotient_fits, unit_of
from tasks.extract.indicators.catalogue import Catalogue
from tasks.model import Finding, IndicatorFact, Quantity

_FULL_MARKS = re.compile(r"(?:总分|满分|总分值)(?:值)?(?:为|是|共)?[：:]?$")
_QUOTIENTS = (("execution_rate", "expenditure_total", "budget_total"),)


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
            known[fact.indicator] = Figure(quantity, fact.value_base, unit_of(quantity), "", 0)
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
    label = catalogue.indicators[name].zh
    message = f"“{label}”前后不一：{'、'.join(f.printed for f in facts)}（the report states it differently）"
    paragraphs = tuple(sorted({f.paragraph for f in facts}))
    return Finding(
        "conflicting_figures", "warning", False, message, tuple(f.printed for f in facts), paragraphs
    )


def _quotients(known: Mapping[str, Figure], catalogue: Catalogue) -> Iterator[Finding]:
    for rate_id, part_id, whole_id in _QUOTIENTS:
        if not {rate_id, part_id, whole_id} <= known.keys() or _stands_in(whole_id, known, catalogue):
            continue
        rate, part, whole = known[rate_id], known[part_id], known[whole_id]
        label = catalogue.indicators[rate_id].zh
        if quotient_fits(rate.value, rate.half, part, whole):
            message = f"{label}相符：{part.shown}÷{whole.shown}={rate.shown}（rate agrees）"
            yield finding("rate", "info", True, message, (rate, part, whole))
        elif whole.value:
            actual = plain(part.value / whole.value * 100)
            message = (
                f"{label}应为{actual}%（{part.shown}÷{whole.shown}），文中为{rate.shown}"
                f"（rate does not agree with its figures）"
            )
            yield finding("rate_mismatch", "error", False, message, (rate, part, whole))


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
            label, bound = f"{entry.zh}{figure.shown}", f"{catalogue.indicators[limit_id].zh}{limit.shown}"
            if figure.value <= limit.value or figure.value <= limit.value + figure.half + limit.half:
                message = f"{label}不超过{bound}（within its bound）"
                yield finding("bound", "info", True, message, (figure, limit))
            elif limit_id == entry.at_most:
                exceeding.setdefault(limit_id, []).append(name)
    for limit_id, names in exceeding.items():
        limit = known[limit_id]
        labels = "、".join(f"{catalogue.indicators[name].zh}{known[name].shown}" for name in names)
        bound = f"{catalogue.indicators[limit_id].zh}{limit.shown}"
        message = f"{labels}{'均' if len(names) > 1 else ''}大于{bound}，请核对（exceeds its bound）"
        used = (*(known[name] for name in names), limit)
        yield finding("bound_exceeded", "warning", False, message, used)


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
        message = f"自评得分{own[0].shown}不超过满分{best.shown}（within full marks）"
        yield finding("bound", "info", True, message, (own[0], best))


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
    if added <= total.value:
        message = (
            f"所列{len(spent)}项经费合计{plain(added)}元，不超过总支出{total.shown}（tasks within total）"
        )
        yield finding("tasks_within_total", "info", True, message, used)
    else:
        message = (
            f"所列{len(spent)}项经费合计{plain(added)}元，超过总支出{total.shown}，请核对"
            f"（tasks exceed the total）"
        )
        yield finding("tasks_exceed_total", "warning", False, message, used)
