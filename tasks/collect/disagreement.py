"""What a version of a report states otherwise than the version before it: a correction, or a false copy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.findings import Rule, Said, Word

Row = dict[str, Any]
Values = frozenset[Any]
FEW = 0.1  # of all amounts: what two readings of one text in different formats may differ by
SHOWN = 6  # figures that the sentence names; `values` has all of them


COUNTED = Said(
    "较先前版本{earlier}，{shared}个指标中{changed}个不同，正文{amounts}个金额中{alone}个只见于其一{shown}",
    "{changed} of {shared} figures differ from version {earlier}, and {alone} of {amounts} amounts in the "
    "text stand in one of the two alone{shown}",
)
NAME = Said("与先前版本比对", "Against the version before")
AGREE = Rule(
    "versions_agree", "info", True, NAME,
    Said(f"{COUNTED.zh}，基本一致", f"A later version: {COUNTED.en}"),
)  # fmt: skip
DIFFER = Rule(
    "versions_agree", "warning", False, NAME,
    Said(
        f"{COUNTED.zh}；请核对何者为准并撤下另一份",
        f"A later version: {COUNTED.en}; check which of the two is genuine and withdraw the other",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two versions of one report, and where their figures differ."""

    later: str
    earlier: str
    shared: int  # indicators that both state
    changed: tuple[tuple[str, str], ...]  # of those the indicator, and "before → after"
    amounts: int  # amounts of money in the text of both
    alone: int  # those of them that stand in one alone

    @property
    def holds(self) -> bool:
        """Whether the versions say the same, as far as a reader can tell."""
        return not self.changed and self.alone <= FEW * self.amounts

    @property
    def finding(self) -> Row:
        """The finding on the later version, for a person who has to decide which of the two is genuine."""
        known = load_catalogue().indicators
        named = [(known[i].named if i in known else Said(i, i), values) for i, values in self.changed[:SHOWN]]
        more = "; …" if len(self.changed) > SHOWN else ""
        zh, en = ("; ".join(f"{name[n]} {values}" for name, values in named) for n in (0, 1))
        shown = Said(f"（{zh}{more}）", f" ({en}{more})") if self.changed else ""
        counts = {"changed": len(self.changed), "shared": self.shared, "alone": self.alone}
        values = [f"{indicator}: {said}" for indicator, said in self.changed]
        rule = AGREE if self.holds else DIFFER
        words: dict[str, Word] = {"earlier": self.earlier, "amounts": self.amounts, "shown": shown}
        return rule.row(self.later, [self.earlier, *values], (), **counts, **words)


def disagreements(
    before: Mapping[str, str], indicators: pa.Table, quantities: pa.Table
) -> list[Disagreement]:
    """For each later version (key) how it differs from the one before it (value)."""
    ids = pa.array(sorted({*before, *before.values()}), pa.string())
    figures = _figures(indicators.filter(pc.is_in(indicators["report_id"], ids)))
    amounts = _amounts(quantities.filter(pc.is_in(quantities["report_id"], ids)))
    return [
        _compared(later, earlier, (figures[earlier], figures[later]), (amounts[earlier], amounts[later]))
        for later, earlier in sorted(before.items())
    ]


def _compared(
    later: str,
    earlier: str,
    figures: tuple[Mapping[str, Values], Mapping[str, Values]],
    amounts: tuple[Counter[Any], Counter[Any]],
) -> Disagreement:
    old, new = figures
    shared = sorted(old.keys() & new.keys())
    changed = tuple((i, f"{_said(old[i])} → {_said(new[i])}") for i in shared if old[i] != new[i])
    alone = (amounts[0] - amounts[1]) + (amounts[1] - amounts[0])
    both = amounts[0] | amounts[1]
    return Disagreement(later, earlier, len(shared), changed, both.total(), alone.total())


def _figures(indicators: pa.Table) -> defaultdict[str, dict[str, Values]]:
    """For each report the values of its indicators that have one."""
    found: defaultdict[str, dict[str, Values]] = defaultdict(dict)
    for row in indicators.select(["report_id", "indicator", "value_base"]).to_pylist():
        if row["value_base"] is not None:
            values = found[row["report_id"]]
            values[row["indicator"]] = values.get(row["indicator"], frozenset()) | {row["value_base"]}
    return found


def _amounts(quantities: pa.Table) -> defaultdict[str, Counter[Any]]:
    """For each report the amounts of money in its text, in 元."""
    found: defaultdict[str, Counter[Any]] = defaultdict(Counter)
    money = quantities.filter(pc.equal(quantities["kind"], "money")).select(["report_id", "value_base"])
    for row in money.to_pylist():
        found[row["report_id"]][row["value_base"]] += 1
    return found


def _said(values: Values) -> str:
    return " / ".join(f"{value:,.15g}" for value in sorted(values))
