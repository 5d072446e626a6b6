"""Relations between indicators: rate and parts, declared bounds, figures that conflict, figures repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tasks.extract.arithmetic_figures import Figure, finding, half_step, plain, quotient_fits, unit_of
from tasks.extract.indicators_catalogue import Catalogue
from tasks.model import Finding, IndicatorFact, Quantity

_QUOTIENTS = (("execution_rate", "expenditure_total", "budget_total"),)


def relations(
    indicators: Sequence[IndicatorFact], quantities: Sequence[Quantity], catalogue: Catalogue
) -> Iterator[Finding]:
    """Checks of indicators against each other."""
    by_place = {(q.paragraph, q.char_start): q for q in quantities}
    known: dict[str, Figure] = {}
    conflicts: dict[str, list[IndicatorFact]] = {}
    for fact in indicators:
        if fact.status == "conflicting":
            conflicts.setdefault(fact.indicator, []).append(fact)
        quantity = by_place.get((fact.paragraph, fact.char_start))
        if fact.value_base is not None and quantity is not None:
            known.setdefault(
                fact.indicator,
                Figure(quantity, fact.value_base, half_step(quantity), unit_of(quantity), "", 0),
            )
    for name, facts in conflicts.items():
        yield _conflict(name, facts, catalogue)
        known.pop(name, None)
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
        if not {rate_id, part_id, whole_id} <= known.keys():
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
    """Declared `at_most`: spent against budget, issued against applied for, received against sent."""
    for name, figure in known.items():
        limit_id = catalogue.indicators[name].at_most
        if limit_id is None or limit_id not in known:
            continue
        limit = known[limit_id]
        labels = (
            f"{catalogue.indicators[name].zh}{figure.shown}",
            f"{catalogue.indicators[limit_id].zh}{limit.shown}",
        )
        if figure.value <= limit.value + figure.half + limit.half:
            message = f"{labels[0]}不超过{labels[1]}（within its bound）"
            yield finding("bound", "info", True, message, (figure, limit))
        else:
            message = f"{labels[0]}大于{labels[1]}，请核对（exceeds its bound）"
            yield finding("bound_exceeded", "warning", False, message, (figure, limit))


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
