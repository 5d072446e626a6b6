"""Rates against the figures they are made from: shares, completion, execution, growth, average growth.

Each shape is known by its words; the rate must be the quotient within the rounding of what is printed. A rate
is called wrong only where the text itself names both its numerator and its denominator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tasks.extract.arithmetic.figures import Figure, finding, plain, quotient_fits, rough
from tasks.model import Finding

_SHARE = re.compile(r"[，,（(]?占(?:比|比为|总数的|总额的|合计的|总支出的|总收入的)?")
_LIST_START = re.compile(r"其中|主要用于|包括|按[^，。]{0,12}分")
_COMPLETION = re.compile(r"(?:完成|占|为)(?P<base>年初|全年|调整|调整后)?预算(?:数|安排)?的?$")
_RATE = re.compile(
    r"(?:执行率|完成率|支出率|到位率|支付率|使用率|支出进度|执行进度|发放率)(?:为|达到|达|是)?[：:]?$"
)
_GROWTH = re.compile(r"(?:增长|下降|上升|增幅|降幅|增加|减少|降低|提高)(?:了|为|达)?$")
_AMOUNT = re.compile(r"(?P<way>增加|减少|下降|增长|上升|多|少|降低|提高)(?:了)?$")
_COMPARED = re.compile(r"比|较|同比|相比")
_AVERAGE = re.compile(
    r"由(?:(?P<first>\d{4})年的?)?(?P<a>[\d.,]+)[^\d，。；]{0,6}(?:增加|增长|提高|上升|提升|发展)到"
    r"(?:(?P<last>\d{4})年的?)?(?P<b>[\d.,]+)[^\d，。；]{0,6}[，,]年均(?:增长|递增|增速)(?:为|达)?(?P<rate>[\d.]+)[%％]"
    r"|(?P<last2>\d{4})年[^，。；]{0,30}?(?P<b2>\d[\d.,]*)[^\d，。；]{0,6}[，,]比(?P<first2>\d{4})年(?:增加|增长)"
    r"(?P<more>\d[\d.,]*)[^\d，。；]{0,6}[，,]年均(?:增长|递增|增速)(?:为|达)?(?P<rate2>[\d.]+)[%％]"
)
_LOOK_BACK = 40  # figures before a rate that it can be made from
_FALLS = ("减少", "下降", "少", "降低")
_SENTENCE = re.compile(r"[。！？]")
_BUDGET = re.compile(r"(?P<base>年初|全年|调整后?|)预算(?:数|安排)?(?:为|是)?[：:]?$")
_FINAL = re.compile(r"(?:决算|决算数|支出数|执行数|实际支出)(?:为|是)?[：:]?$")


def rates(text: str, found: Sequence[Figure]) -> Iterator[Finding]:
    """Every rate of a paragraph that can be checked."""
    for position, rate in enumerate(found):
        if rate.quantity.kind != "percent":
            continue
        if _SHARE.fullmatch(rate.lead):
            yield from _share(text, rate, _before(found, position))
        elif completion := _COMPLETION.search(rate.lead):
            yield from _completion(rate, _before(found, position), completion["base"] or "")
        elif _RATE.search(rate.lead):
            yield from _quotient(text, rate, _before(found, position))
        elif _GROWTH.search(rate.lead):
            yield from _growth(text, rate, _before(found, position))
    yield from _average_growth(text, found)


def _before(found: Sequence[Figure], position: int) -> list[Figure]:
    """The figures that a rate can be made from."""
    depth = found[position].depth
    return [f for f in found[max(0, position - _LOOK_BACK) : position] if f.depth == depth]


def _share(text: str, rate: Figure, before: Sequence[Figure]) -> Iterator[Finding]:
    """占 p%: the part just named against the total whose list it stands in."""
    amounts = [f for f in before if f.quantity.kind != "percent"]
    if len(amounts) < 2:
        return
    part = amounts[-1]
    whole = _list_total(text, part, [f for f in amounts[:-1] if f.unit == part.unit])
    if whole is None or whole.value == 0 or part.end + 3 < rate.start - len(rate.lead):
        return
    yield from _verdict(rate, part, whole, "share", "占比")


def _list_total(text: str, part: Figure, candidates: Sequence[Figure]) -> Figure | None:
    """The figure before 其中 (or 主要用于) in the part's sentence."""
    for figure in reversed(candidates):
        between = text[figure.end : part.start]
        if _LIST_START.search(between[:16]) and not _SENTENCE.search(between):
            return figure
    return None


def _completion(rate: Figure, before: Sequence[Figure], named: str) -> Iterator[Finding]:
    """完成年初预算的 p%: 决算 over the budget named; that another budget fits is a fault of its own."""
    finals = [f for f in before if _FINAL.search(f.lead)]
    budgets = [(m["base"], f) for f in before if (m := _BUDGET.search(f.lead))]
    if not finals or not budgets:
        return
    final = finals[-1]
    named_budgets = [f for base, f in budgets if not named or base.startswith(named)]
    if not named_budgets:
        return
    budget = named_budgets[-1]
    if budget.value == 0 and final.value == 0:
        return
    if quotient_fits(rate.value, rate.half, final, budget):
        yield from _verdict(rate, final, budget, "completion_rate", "完成率")
        return
    for base, other in budgets:
        if other is not budget and quotient_fits(rate.value, rate.half, final, other):
            message = (
                f"“完成{named}预算的{rate.shown}”实为{final.shown}÷{other.shown}，分母是{base}预算而非{named}预算{budget.shown}"
                f"（the rate is on another budget than it says）"
            )
            yield finding("rate_denominator", "error", False, message, [rate, final, other, budget])
            return
    yield from _verdict(rate, final, budget, "completion_rate", "完成率")


def _quotient(text: str, rate: Figure, before: Sequence[Figure]) -> Iterator[Finding]:
    """A named rate after two figures: the later over the earlier. Only reported where it fits."""
    amounts = [f for f in before if f.quantity.kind in ("money", "count")]
    for part, whole in zip(amounts[::-1], amounts[-2::-1], strict=False):
        if part.quantity.kind != whole.quantity.kind or _SENTENCE.search(text, whole.end, rate.start):
            return
        if whole.value and part.value <= whole.value and quotient_fits(rate.value, rate.half, part, whole):
            yield from _verdict(rate, part, whole, "rate", "比率")
            return


def _growth(text: str, rate: Figure, before: Sequence[Figure]) -> Iterator[Finding]:
    """L … 比上年增加 x，增长 p%: x over L - x (L + x where it fell)."""
    amounts = [f for f in before if f.quantity.kind in ("money", "count")]
    if len(amounts) < 2:
        return
    change = amounts[-1]
    # 支出9万元，较预算减少2万元，较上年减少1万元: what changed is the 9, not the 2
    level = next((f for f in amounts[-2::-1] if not _is_change(f)), None)
    if level is None or "其中" in text[level.end : change.start]:
        return
    way = _AMOUNT.search(change.lead)
    if way is None or change.unit != level.unit or rate.start - change.end > 8 or rough(change):
        return
    if not _COMPARED.search(change.lead) or len(_SENTENCE.findall(text[level.end : change.start])) > 1:
        return
    fell = way["way"] in _FALLS
    base = level.value + change.value if fell else level.value - change.value
    half = level.half + change.half
    if base <= half:
        message = f"基期为零，{rate.shown}没有意义（growth on a base of zero is undefined）"
        yield finding("rate_undefined", "warning", False, message, [rate, change, level])
        return
    reference = Figure(level.quantity, base, level.unit, "", level.depth, half)
    holds = quotient_fits(abs(rate.value), rate.half, change, reference)
    actual = plain(change.value / base * 100)
    if holds:
        message = f"增减额与增减率相符：{change.shown}、{rate.shown}（change and rate agree）"
        yield finding("growth_rate", "info", True, message, [rate, change, level])
    else:
        message = (
            f"{level.shown}、增减{change.shown}，应为{actual}%，文中为{rate.shown}"
            f"（change and rate do not agree）"
        )
        yield finding("growth_rate_mismatch", "error", False, message, [rate, change, level])


def _is_change(figure: Figure) -> bool:
    """比上年减少2万元 is no level that could have changed itself."""
    return bool(_AMOUNT.search(figure.lead) and _COMPARED.search(figure.lead))


def _average_growth(text: str, found: Sequence[Figure]) -> Iterator[Finding]:
    """由2010年的 A 增加到2015年的 B，年均增长 p%; or B，比2010年增加 x. Years told once hold on."""
    years: tuple[str, str] | None = None
    for match in _AVERAGE.finditer(text) if "年均" in text else ():
        years = _years(match) or years
        rate = next((f for f in found if f.start == match.start("rate" if match["rate"] else "rate2")), None)
        if years is None or rate is None or int(years[1]) <= int(years[0]):
            continue
        last = _number(match["b"] or match["b2"])
        first = _number(match["a"]) if match["a"] else last - _number(match["more"])
        if first <= 0:
            continue
        actual = ((last / first) ** (Decimal(1) / (int(years[1]) - int(years[0]))) - 1) * 100
        holds = abs(actual - rate.value) <= rate.half * 2
        rule = "average_growth" if holds else "average_growth_mismatch"
        message = (
            f"{years[0]}—{years[1]}年年均增长应为{plain(actual)}%，文中{rate.shown}（average yearly growth）"
        )
        used = [f for f in found if match.start() <= f.start < match.end() and f.quantity.kind != "percent"]
        yield finding(rule, "info" if holds else "warning", holds, message, [rate, *used])


def _years(match: re.Match[str]) -> tuple[str, str] | None:
    first, last = match["first"] or match["first2"], match["last"] or match["last2"]
    return (first, last) if first and last else None


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", "").rstrip("."))


def _verdict(rate: Figure, part: Figure, whole: Figure, rule: str, label: str) -> Iterator[Finding]:
    """The rate against part / whole, rounding allowed."""
    if any(rough(f) for f in (rate, part, whole)) and not quotient_fits(rate.value, rate.half, part, whole):
        return
    used = [rate, part, whole]
    if quotient_fits(rate.value, rate.half, part, whole):
        yield finding(
            rule, "info", True, f"{label}相符：{part.shown}÷{whole.shown}={rate.shown}（rate agrees）", used
        )
    elif whole.value:
        actual = plain(part.value / whole.value * 100)
        message = (
            f"{label}应为{actual}%（{part.shown}÷{whole.shown}），文中为{rate.shown}（rate does not agree）"
        )
        yield finding(f"{rule}_mismatch", "error", False, message, used)
