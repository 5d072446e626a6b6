"""One figure of one thing in several places, and growth from one place to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from tasks.extract.arithmetic.figures import Figure, finding, quotient_fits
from tasks.findings import Rule, Said
from tasks.model import Finding, Paragraph

_NOUN = re.compile(r"[\u4e00-\u9fff]{1,6}（[\u4e00-\u9fff]{1,4}）")
_LABEL = re.compile(r"([\u4e00-\u9fff“”（）]{4,20})(?:为|是|达到|完成)?[：:]?$")
_LONGEST_LABEL = 23  # characters that it can match
_TOTALS = ("合计", "总计", "总额", "预算数", "决算数", "预算", "决算", "支出", "收入", "经费", "费")
_VERBS = "为是达到完成：:"  # between a label and its figure
_GROWTH = ("增长", "下降")
_AMOUNT = re.compile(r"[.,]\d")  # a cell without unit that is an amount, not a code
_CHANGE = re.compile(r"增加|减少|增长|下降|比|占|涉及")


REPEATED_FIGURE = Rule(
    "repeated_figure", "info", True, Said("多处一致", "Same in several places"),
    Said("“{name}”{figure}，{places}处一致", "“{name}” is {figure} in {places} places alike"),
)  # fmt: skip
GROWTH_BETWEEN = Rule(
    "growth_between", "info", True, Said("前后增长相符", "Growth between places agrees"),
    Said("“{measure}”由{first}到{last}，与{rate}相符", "“{measure}”: {first} to {last}, as {rate} says"),
)  # fmt: skip


def repeats(paragraphs: Sequence[Paragraph], found: Mapping[int, Sequence[Figure]]) -> Iterator[Finding]:
    """Counts with the same noun behind them, amounts with the same label before them, in several paragraphs.

    That they are equal is worth saying; that they differ proves nothing here, for the words around them may.
    """
    told: dict[tuple[str, str], list[Figure]] = {}
    for index, in_paragraph in found.items():
        text = paragraphs[index].text
        bracketed = "（" in text
        for figure in in_paragraph:
            name = None
            if figure.quantity.kind == "money":
                name = _summed(figure)
            elif bracketed and figure.quantity.kind == "count":
                name = _counted(text, figure.quantity.char_end)
            if name and figure.value >= 2:
                told.setdefault((figure.unit, name), []).append(figure)
    for (_, name), figures in told.items():
        if len({f.quantity.paragraph for f in figures}) > 1 and _equal(figures):
            places = len(figures)
            yield finding(REPEATED_FIGURE, figures, name=name, figure=figures[0].shown, places=places)


def growth_between(found: Sequence[Figure]) -> Iterator[Finding]:
    """A level with its rate of growth, and the level it grew from under the same measure elsewhere."""
    grown = {id(figure): rate for figure, rate in pairwise(found) if _grew(figure, rate)}
    if not grown:
        return
    levels: dict[tuple[str, str], list[Figure]] = {}
    for figure in found:
        measure = figure.quantity.measure
        if not measure or figure.quantity.kind not in ("money", "count"):
            continue
        before = levels.setdefault((figure.unit, measure), [])
        if rate := grown.get(id(figure)):
            yield from _agreeing(figure, rate, before)
        before.append(figure)


def _grew(figure: Figure, rate: Figure) -> bool:
    """Whether a figure is followed by the rate at which it grew."""
    return (
        rate.quantity.kind == "percent"
        and rate.quantity.paragraph == figure.quantity.paragraph
        and rate.lead.endswith(_GROWTH)
    )


def _agreeing(figure: Figure, rate: Figure, levels: Iterable[Figure]) -> Iterator[Finding]:
    """The first of the levels told elsewhere that grows to this one at the rate."""
    for base in levels:
        if base.quantity.paragraph == figure.quantity.paragraph or not base.value:
            continue
        change = figure._replace(value=figure.value - base.value, reckoned=figure.half + base.half)
        if quotient_fits(rate.value, rate.half, change, base) and change.value:
            shown = {"first": base.shown, "last": figure.shown, "rate": rate.shown}
            yield finding(
                GROWTH_BETWEEN, [rate, figure, base], measure=figure.quantity.measure or "", **shown
            )
            return


def _counted(text: str, end: int) -> str | None:
    """What is counted before this place, where a bracket shows where its name ends."""
    match = _NOUN.match(text, end)
    return match.group() if match else None


def _summed(figure: Figure) -> str | None:
    """What an amount is of, where its label ends like the name of a sum."""
    lead = figure.lead
    if not lead.rstrip(_VERBS).endswith(_TOTALS):
        return None  # most labels: only the others are worth reading
    if _CHANGE.search(lead) or (figure.shown[-1].isdigit() and not _AMOUNT.search(figure.shown)):
        return None
    label = _LABEL.search(lead, max(0, len(lead) - _LONGEST_LABEL))
    return label[1] if label and label[1].endswith(_TOTALS) else None


def _equal(figures: Sequence[Figure]) -> bool:
    """All the same, within the rounding of the coarser print."""
    first = figures[0]
    return all(abs(f.value - first.value) <= max(f.half, first.half) for f in figures)
