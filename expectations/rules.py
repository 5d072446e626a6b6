"""Rules over whole rows and over several tables, as people who know the matter would write them.

A rule takes the frames of a release and gives one boolean a row of its table: True where it holds or
does not apply. The suites validate that column, so verdicts, keys and caps are the same as for any other
expectation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from expectations.declaration import Reference, Table
from tasks.model import Severity

Frames = Mapping[str, pd.DataFrame]
Check = Callable[[Frames], "pd.Series[bool]"]
MAX_RATE_PCT = 200.0  # a year's spending beyond twice its budget is a slip of unit, not a year


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check on every row of one table."""

    name: str
    table: str
    severity: Severity | str
    check: Check
    zh: str
    en: str


def slices_verbatim(table: str, printed: str) -> Check:
    """Whether each value's span cuts exactly its printed form out of the cited paragraph."""

    def check(frames: Frames) -> pd.Series[bool]:
        rows = frames[table]
        text = frames["paragraphs"].set_index(["report_id", "paragraph"])["text"].to_dict()
        keys = zip(rows["report_id"], rows["paragraph"], strict=True)
        spans = zip(keys, rows["char_start"], rows["char_end"], rows[printed], strict=True)
        return _series(rows, (text.get(key, "")[start:end] == shown for key, start, end, shown in spans))

    return check


def refers(table: str, reference: Reference) -> Check:
    """Whether each row's reference leads to a row of the other table."""

    def check(frames: Frames) -> pd.Series[bool]:
        names = list(reference.fields)
        there = set(frames[reference.table][names].itertuples(index=False, name=None))
        rows = frames[table]
        return _series(rows, (key in there for key in rows[names].itertuples(index=False, name=None)))

    return check


def rate_is_quotient(frames: Frames) -> pd.Series[bool]:
    """Whether a printed execution rate is spending over budget, to its last printed digit."""
    rows = frames["district_year"]
    columns = ("execution_rate_pct", "expenditure_total_yuan", "budget_total_yuan")
    return _series(rows, (_rate_holds(*v) for v in zip(*(rows[c] for c in columns), strict=True)))


def _rate_holds(rate: float, spent: float, budget: float) -> bool:
    if pd.isna(rate) or pd.isna(spent) or pd.isna(budget) or budget == 0:
        return True
    decimals = -int(Decimal(repr(float(rate))).as_tuple().exponent)
    return abs(spent / budget * 100 - rate) <= 0.5 * 10.0**-decimals + 1e-6


def rate_is_plausible(frames: Frames) -> pd.Series[bool]:
    """Whether an execution rate lies where rates can lie."""
    rate = frames["district_year"]["execution_rate_pct"]
    return rate.isna() | rate.between(0, MAX_RATE_PCT)


def _series(rows: pd.DataFrame, values: Iterable[bool]) -> pd.Series[bool]:
    return pd.Series(list(values), index=rows.index, dtype=bool)


def reference_rules(tables: Iterable[Table]) -> list[Rule]:
    """The rules that follow from the declared references."""
    return [
        Rule(
            f"{'+'.join(reference.fields)} exists in {reference.table}",
            table.name,
            "critical",
            refers(table.name, reference),
            f"引用的{reference.table}存在",
            f"The row of {reference.table} exists",
        )
        for table in tables
        for reference in table.references
    ]


RULES: tuple[Rule, ...] = (
    Rule("slices_verbatim", "quantities", "critical", slices_verbatim("quantities", "surface"),
         "数量与原文片段逐字相符", "The span of a quantity cuts out exactly what is printed"),
    Rule("slices_verbatim", "indicators", "critical", slices_verbatim("indicators", "printed"),
         "指标与原文片段逐字相符", "The span of an indicator cuts out exactly what is printed"),
    Rule("rate_is_quotient", "district_year", "error", rate_is_quotient,
         "预算执行率等于支出除以预算（按末位舍入）", "The rate is spending over budget, to its last digit"),
    Rule("rate_is_plausible", "district_year", "error", rate_is_plausible,
         "预算执行率在合理范围内", "The rate lies between 0 and 200 percent"),
)  # fmt: skip
