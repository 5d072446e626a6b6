"""Trends on a fixed panel: the units that report in every year shown, beside whoever reported in each.

Coverage grows over the years, and a mean over whoever happened to report measures coverage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tasks.publish.site.values import Row

Unit = tuple[str, str, str]
MIN_YEARS = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a trend: the median of the panel and of all reports, and how many reports these are."""

    year: int
    panel: float | None
    everyone: float
    reports: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A column over the years; `units` report it in each of `years`."""

    column: str
    years: tuple[int, ...]
    units: int
    points: tuple[Point, ...]


def unit(row: Row) -> Unit:
    """What reports every year: one kind of department of one division, in one kind of report."""
    return row["division_code"], row["department_type"], row["report_type"]


def trend(rows: Iterable[Row], column: str) -> Trend:
    """The medians of a column by year, on the panel that keeps the most reports."""
    values: defaultdict[int, dict[Unit, float]] = defaultdict(dict)
    for row in rows:
        if row[column] is not None:
            values[row["fiscal_year"]][unit(row)] = row[column]
    years = _window(values)
    units = _present(values, years)
    points = tuple(
        Point(
            year,
            median(values[year][u] for u in units) if year in years and units else None,
            median(values[year].values()),
            len(values[year]),
        )
        for year in sorted(values)
    )
    return Trend(column, years, len(units), points)


def _present(values: Mapping[int, Mapping[Unit, float]], years: Sequence[int]) -> set[Unit]:
    return set.intersection(*(set(values[year]) for year in years)) if years else set()


def _window(values: Mapping[int, Mapping[Unit, float]]) -> tuple[int, ...]:
    """The run of consecutive years with the most values on one panel; later runs win a tie."""
    best: tuple[int, tuple[int, ...]] = (0, ())
    for first in sorted(values):
        years: tuple[int, ...] = ()
        common: set[Unit] | None = None
        year = first
        while year in values:
            common = set(values[year]) if common is None else common & set(values[year])
            years = (*years, year)
            if len(years) >= MIN_YEARS:
                best = max(best, (len(common) * len(years), years))
            year += 1
    return best[1] if best[0] else ()
