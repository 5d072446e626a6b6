"""One figure of one thing in several places, and growth from one place to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tasks.extract.arithmetic.figures import Figure, finding, quotient_fits
from tasks.model import Finding, Paragraph

_NOUN = re.compile(r"[\u4e00-\u9fff]{1,6}（[\u4e00-\u9fff]{1,4}）")
_LABEL = re.compile(r"([\u4e00-\u9fff“”（）]{4,20})(?:为|是|达到|完成)?[：:]?$")
_LONGEST_LABEL = 23  # characters that it can match
_TOTAL = re.compile(r"(?:合计|总计|总额|预算数|决算数|预算|决算|支出|收入|经费|费)$")
_GROWTH = re.compile(r"(?:同比|预计)?(?:增长|下降)$")
_AMOUNT = re.compile(r"[.,]\d")  # a cell without unit that is an amount, not a code
_CHANGE = re.compile(r"增加|减少|增长|下降|比|占|涉及")


def repeats(paragraphs: Sequence[Paragraph], found: Sequence[Figure]) -> Iterator[Finding]:
    """Counts with the same noun behind them, amounts with the same label before them, in several paragraphs.

    That they are equal is worth saying; that they differ proves nothing here, for the words around them may.
    """
    told: dict[tuple[str, str], list[Figure]] = {}
    for figure in found:
        name = _thing(paragraphs[figure.quantity.paragraph].text, figure)
        if name and figure.value >= 2:
            told.setdefault((figure.unit, name), []).append(figure)
    for (_, name), figures in told.items():
        if len({f.quantity.paragraph for f in figures}) > 1 and _equal(figures):
            places = len(figures)
            message = f"“{name}”{figures[0].shown}，{places}处一致（same figure in {places} places）"
            yield finding("repeated_figure", "info", True, message, figures)


def growth_between(found: Sequence[Figure]) -> Iterator[Finding]:
    """A level with its rate of growth, and the level it grew from under the same measure elsewhere."""
    levels: dict[tuple[str, str], list[Figure]] = {}
    for figure, rate in zip_longest(found, found[1:]):
        measure = figure.quantity.measure
        if not measure or figure.quantity.kind not in ("money", "count"):
            continue
        key = figure.unit, measure
        grown = rate is not None and rate.quantity.kind == "percent" and _GROWTH.search(rate.lead)
        if rate is not None and grown and rate.quantity.paragraph == figure.quantity.paragraph:
            for base in levels.get(key, ()):
                if base.quantity.paragraph == figure.quantity.paragraph or not base.value:
                    continue
                change = Figure(
                    figure.quantity, figure.value - base.value, "", "", 0, figure.half + base.half
                )
                if quotient_fits(rate.value, rate.half, change, base) and change.value:
                    message = (
                        f"“{measure}”由{base.shown}到{figure.shown}，与{rate.shown}相符（growth agrees）"
                    )
                    yield finding("growth_between", "info", True, message, [rate, figure, base])
                    break
        levels.setdefault(key, []).append(figure)


def _thing(text: str, figure: Figure) -> str | None:
    """What is counted or summed, where a rule can see where its name ends."""
    if figure.quantity.kind == "count":
        match = _NOUN.match(text, figure.end)
        return match.group() if match else None
    code = figure.shown[-1].isdigit() and not _AMOUNT.search(figure.shown)
    if figure.quantity.kind != "money" or code or _CHANGE.search(figure.lead):
        return None
    label = _LABEL.search(figure.lead, max(0, len(figure.lead) - _LONGEST_LABEL))
    return label[1] if label and _TOTAL.search(label[1]) else None


def _equal(figures: Sequence[Figure]) -> bool:
    """All the same, within the rounding of the coarser print."""
    first = figures[0]
    return all(abs(f.value - first.value) <= max(f.half, first.half) for f in figures)
