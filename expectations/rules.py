"""Rules over whole rows and over several tables, as people who know the matter would write them.

A rule takes the frames of a release and gives one boolean a row of its table: True where it holds or
does not apply. The suites validate that column, so verdicts, keys and caps are the same as for any other
expectation.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from expectations.bounds import load_bounds
from expectations.declaration import Reference, Table
from tasks.model import Severity

Frames = Mapping[str, pd.DataFrame]
Check = Callable[[Frames], "pd.Series[bool]"]
DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
LEAP = 2024  # where no year is printed, February may have 29 days
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


def within_bounds_of_last_year(column: str) -> Check:
    """Whether a value is within its declared bounds of the same unit's value the year before."""
    low, high = load_bounds().year_on_year[column]

    def check(frames: Frames) -> pd.Series[bool]:
        quotient = _quotient(frames["district_year"], column)
        return quotient.isna() | quotient.between(low, high)

    return check


def no_unit_slip(frames: Frames) -> pd.Series[bool]:
    """Whether no amount is thousands of times last year's, or of what it is a part of."""
    rows, slip = frames["district_year"], load_bounds().unit_slip
    holds = pd.Series(True, index=rows.index)
    budget = rows["budget_total_yuan"].replace(0, float("nan"))
    spent = rows["expenditure_total_yuan"].replace(0, float("nan"))
    for quotient in (
        *(_quotient(rows, column) for column in ("budget_total_yuan", "expenditure_total_yuan")),
        spent / budget,
    ):
        holds &= quotient.isna() | quotient.between(1 / slip, slip)
    return holds


def _quotient(rows: pd.DataFrame, column: str) -> pd.Series[float]:
    unit = ["division_code", "department_type", "report_type"]
    key = [*unit, "fiscal_year"]
    last = rows[[*key, column]].assign(fiscal_year=rows["fiscal_year"] + 1).drop_duplicates(key)
    last_year = rows[key].merge(last, on=key, how="left")[column]
    return rows[column] / pd.Series(last_year.to_numpy(), index=rows.index).replace(0, float("nan"))


def enough_rows(frames: Frames) -> pd.Series[bool]:
    """Whether no table lost more of its rows than declared."""
    bounds, counts = load_bounds().rows, frames["row_counts"]
    judged = counts["rows_before"].fillna(0) >= bounds["at_least"]
    return ~judged | (counts["rows"] >= counts["rows_before"].fillna(0) * bounds["too_few"])


def not_too_many_rows(frames: Frames) -> pd.Series[bool]:
    """Whether no table grew by more than declared."""
    bounds, counts = load_bounds().rows, frames["row_counts"]
    judged = counts["rows_before"].fillna(0) >= bounds["at_least"]
    return ~judged | (counts["rows"] <= counts["rows_before"].fillna(0) * bounds["too_many"])


def no_missing_year(frames: Frames) -> pd.Series[bool]:
    """Whether a unit that reports has no year left out between its first and its last."""
    expected = frames["coverage"]
    return expected["present"] | expected["present_before"]


def still_there(frames: Frames) -> pd.Series[bool]:
    """Whether what the release before had is still there."""
    expected = frames["coverage"]
    return expected["present"] | ~expected["present_before"]


def share_within(column: str) -> Check:
    """Whether a share of a report's characters is within its declared bound."""

    def check(frames: Frames) -> pd.Series[bool]:
        rows = frames["text_quality"]
        return rows[column] <= load_bounds().text[column] * rows["characters"]

    return check


def recognition_is_sure(frames: Frames) -> pd.Series[bool]:
    """Whether no more of the recognised lines of a report are unsure than declared."""
    rows = frames["text_quality"]
    return rows["unsure"] <= load_bounds().recognition["unsure"] * rows["recognised"]


def date_exists(frames: Frames) -> pd.Series[bool]:
    """Whether a date printed with its day stands in the calendar."""
    rows = frames["quantities"]
    dates = rows["surface"].where(rows["kind"] == "date", "")
    return _series(rows, (_in_calendar(surface) for surface in dates))


def _in_calendar(surface: str) -> bool:
    found = DAY.search(surface)
    if not found:
        return True
    year, month, day = int(found["year"] or LEAP), int(found["month"]), int(found["day"])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def period_runs_forward(frames: Frames) -> pd.Series[bool]:
    """Whether no period ends before it begins."""
    rows = frames["quantities"]
    pairs = zip(rows["period_start"], rows["period_end"], strict=True)
    return _series(rows, (pd.isna(start) or pd.isna(end) or start <= end for start, end in pairs))


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
    Rule("date_exists", "quantities", "warning", date_exists,
         "日期在日历上存在", "A date stands in the calendar"),
    Rule("period_runs_forward", "quantities", "error", period_runs_forward,
         "期间的起日不晚于止日", "A period does not end before it begins"),
    Rule("rate_is_quotient", "district_year", "error", rate_is_quotient,
         "预算执行率等于支出除以预算（按末位舍入）", "The rate is spending over budget, to its last digit"),
    Rule("rate_is_plausible", "district_year", "error", rate_is_plausible,
         "预算执行率在合理范围内", "The rate lies between 0 and 200 percent"),
    Rule("no_unit_slip", "district_year", "error", no_unit_slip,
         "金额与上年、与预算相比没有元与万元之误", "No amount is off by a slip between 元 and 万元"),
    *(
        Rule(f"year_on_year {column}", "district_year", "warning", within_bounds_of_last_year(column),
             f"与上年相比在规定范围内（{column}）", f"Within bounds of the year before: {column}")
        for column in load_bounds().year_on_year
    ),
    Rule("enough_rows", "row_counts", "critical", enough_rows,
         "行数没有比上一版本骤减", "No table lost too many of its rows since the release before"),
    Rule("not_too_many_rows", "row_counts", "warning", not_too_many_rows,
         "行数没有比上一版本骤增", "No table grew too much since the release before"),
    Rule("no_missing_year", "coverage", "warning", no_missing_year,
         "首末年度之间没有缺年", "No year is missing between the first and the last of a unit"),
    Rule("still_there", "coverage", "error", still_there,
         "上一版本有的地区年度仍在", "What the release before had is still there"),
    Rule("moved", "text_quality", "warning", share_within("moved"),
         "归位片段占比在规定范围内", "No more of the text was moved than declared"),
    Rule("doubts", "text_quality", "warning", share_within("doubts"),
         "存疑处密度在规定范围内", "No more places are in doubt than declared"),
    Rule("unaccounted", "text_quality", "error", share_within("unaccounted"),
         "每个数字都已归入数量或说明原因", "Every digit is in a quantity or set aside with a reason"),
    Rule("recognised", "text_quality", "warning", recognition_is_sure,
         "扫描件识别置信度低的行不超过规定占比", "No more recognised lines are unsure than declared"),
    Rule("illegible", "text_quality", "error", share_within("illegible"),
         "文本没有乱码", "The text is legible: it was decoded with the right code page"),
)  # fmt: skip
