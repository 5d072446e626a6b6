"""Rates against the figures they are made from: shares, completion, execution, growth, average growth.

Each shape is known by its words; the rate must be the quotient within the rounding of what is printed. A rate
is called wrong only where the text itself names both its numerator and its denominator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tasks.extract.arithmetic.figures import Figure, finding, plain, quotient_fits, rough
from tasks.findings import Rule, Said
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


def of_rate(rule: str, called: Said) -> tuple[Rule, Rule]:
    """The rules for a kind of rate: it agrees with the figures it is made from, or it does not."""
    agrees = Said(
        f"{called.zh}相符：{{part}}÷{{whole}}={{rate}}",
        f"The {called.en} agrees: {{part}}÷{{whole}}={{rate}}",
    )
    differs = Said(
        f"{called.zh}应为{{actual}}%（{{part}}÷{{whole}}），文中为{{rate}}",
        f"The {called.en} should be {{actual}}% ({{part}}÷{{whole}}), the text has {{rate}}",
    )
    names = (
        Said(f"{called.zh}相符", f"{called.en.capitalize()} agrees"),
        Said(f"{called.zh}不符", f"{called.en.capitalize()} does not agree"),
    )
    return Rule(rule, "info", True, names[0], agrees), Rule(
        f"{rule}_mismatch", "error", False, names[1], differs
    )


SHARE = of_rate("share", Said("占比", "share"))
COMPLETION = of_rate("completion_rate", Said("完成率", "completion rate"))
RATE = of_rate("rate", Said("比率", "rate"))
BUDGETS = {
    "": Said("预算", "budget"), "年初": Said("年初预算", "initial budget"),
    "全年": Said("全年预算", "full-year budget"), "调整": Said("调整预算", "adjusted budget"),
    "调整后": Said("调整后预算", "adjusted budget"),
}  # fmt: skip
RATE_DENOMINATOR = Rule(
    "rate_denominator", "error", False, Said("完成率分母有误", "Rate on another budget"),
    Said(
        "“完成{named}的{rate}”实为{final}÷{other}，分母是{base}而非{named}{budget}",
        "{rate}, told as a share of the {named} ({budget}), is {final}÷{other}: of the {base}",
    ),
)  # fmt: skip
RATE_UNDEFINED = Rule(
    "rate_undefined", "warning", False, Said("基期为零", "Growth from zero"),
    Said("基期为零，{rate}没有意义", "Growth on a base of zero means nothing: {rate}"),
)  # fmt: skip
GROWTH_RATE = Rule(
    "growth_rate", "info", True, Said("增减率相符", "Growth agrees"),
    Said("增减额与增减率相符：{change}、{rate}", "The change and its rate agree: {change}, {rate}"),
)  # fmt: skip
GROWTH_RATE_MISMATCH = Rule(
    "growth_rate_mismatch", "error", False, Said("增减率不符", "Growth does not agree"),
    Said(
        "{level}、增减{change}，应为{actual}%，文中为{rate}",
        "{level} after a change of {change} is a change of {actual}%, the text has {rate}",
    ),
)  # fmt: skip
AVERAGE_GROWTH = Rule(
    "average_growth", "info", True, Said("年均增长相符", "Average growth agrees"),
    Said(
        "{first}—{last}年年均增长{actual}%，与文中{rate}相符",
        "Average yearly growth {first}–{last} is {actual}%, as the text has it: {rate}",
    ),
)  # fmt: skip
AVERAGE_GROWTH_MISMATCH = Rule(
    "average_growth_mismatch", "warning", False, Said("年均增长不符", "Average growth does not agree"),
    Said(
        "{first}—{last}年年均增长应为{actual}%，文中为{rate}",
        "Average yearly growth {first}–{last} should be {actual}%, the text has {rate}",
    ),
)  # fmt: skip


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
    yield from _verdict(rate, part, whole, SHARE)


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
        yield from _verdict(rate, final, budget, COMPLETION)
        return
    for base, other in budgets:
        if other is not budget and quotient_fits(rate.value, rate.half, final, other):
            used = [rate, final, other, budget]
            shown = {"final": final.shown, "other": other.shown, "budget": budget.shown, "rate": rate.shown}
            yield finding(RATE_DENOMINATOR, used, named=BUDGETS[named], base=BUDGETS[base], **shown)
            return
    yield from _verdict(rate, final, budget, COMPLETION)


def _quotient(text: str, rate: Figure, before: Sequence[Figure]) -> Iterator[Finding]:
    """A named rate after two figures: the later over the earlier. Only reported where it fits."""
    amounts = [f for f in before if f.quantity.kind in ("money", "count")]
    for part, whole in zip(amounts[::-1], amounts[-2::-1], strict=False):
        if part.quantity.kind != whole.quantity.kind or _SENTENCE.search(text, whole.end, rate.start):
            return
        if whole.value and part.value <= whole.value and quotient_fits(rate.value, rate.half, part, whole):
            yield from _verdict(rate, part, whole, RATE)
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
    if base == 0:
        yield finding(RATE_UNDEFINED, [rate, change, level], rate=rate.shown)
    if base <= half:  # so small that rounding may be all of it
        return
    reference = level._replace(value=base, reckoned=half)
    holds = quotient_fits(abs(rate.value), rate.half, change, reference)
    actual = plain(change.value / base * 100)
    if holds:
        yield finding(GROWTH_RATE, [rate, change, level], change=change.shown, rate=rate.shown)
    else:
        shown = {"level": level.shown, "change": change.shown, "rate": rate.shown}
        yield finding(GROWTH_RATE_MISMATCH, [rate, change, level], actual=actual, **shown)


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
        rule = AVERAGE_GROWTH if holds else AVERAGE_GROWTH_MISMATCH
        shown = {"first": years[0], "last": years[1], "actual": plain(actual), "rate": rate.shown}
        used = [f for f in found if match.start() <= f.start < match.end() and f.quantity.kind != "percent"]
        yield finding(rule, [rate, *used], **shown)


def _years(match: re.Match[str]) -> tuple[str, str] | None:
    first, last = match["first"] or match["first2"], match["last"] or match["last2"]
    return (first, last) if first and last else None


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", "").rstrip("."))


def _verdict(rate: Figure, part: Figure, whole: Figure, rules: tuple[Rule, Rule]) -> Iterator[Finding]:
    """The rate against part / whole, rounding allowed; `rules` for one that agrees and one that does not."""
    if any(rough(f) for f in (rate, part, whole)) and not quotient_fits(rate.value, rate.half, part, whole):
        return
    used = [rate, part, whole]
    shown = {"part": part.shown, "whole": whole.shown, "rate": rate.shown}
    if quotient_fits(rate.value, rate.half, part, whole):
        yield finding(rules[0], used, **shown)
    elif whole.value:
        yield finding(rules[1], used, actual=plain(part.value / whole.value * 100), **shown)
