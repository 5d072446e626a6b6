"""Pages of districts (their years side by side) and of indicators (districts ranked, year by year)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.publish.site.links import district_page, indicator_marks, indicator_page, report_page
from tasks.publish.site.panel import Unit, unit
from tasks.publish.site.render import page
from tasks.publish.site.values import Row

MAX_RANKED = 1500  # rows of one indicator page, the latest years first; all of them are in the CSV
SPARK = (90, 22)  # size of a small trend, pixels


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a unit in a year, and the address of its mark; several where the report conflicts."""

    value: float | None
    printed: str
    href: str
    status: str


Cells = Mapping[tuple[str, str], Sequence[Cell]]  # (report id, indicator)


def cells(indicators: Iterable[Row]) -> Cells:
    """Every indicator value by report and indicator; rows come grouped by report."""
    found: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
    by_report: defaultdict[str, list[Row]] = defaultdict(list)
    for row in indicators:
        by_report[row["report_id"]].append(row)
    for report_id, rows in by_report.items():
        for mark, row in indicator_marks(rows):
            cell = Cell(row["value_base"], row["printed"], f"{report_page(report_id)}#{mark}", row["status"])
            found[report_id, row["indicator"]].append(cell)
    return found


def district_pages(headline: Sequence[Row], values: Cells, release_id: str) -> Iterator[tuple[str, bytes]]:
    """A page for each division that has a row in the headline."""
    by_code: defaultdict[str, list[Row]] = defaultdict(list)
    for row in headline:
        by_code[row["division_code"]].append(row)
    for code, rows in by_code.items():
        units: defaultdict[Unit, dict[int, Row]] = defaultdict(dict)
        for row in rows:
            units[unit(row)][row["fiscal_year"]] = row
        sections = [_section(years, values) for _, years in sorted(units.items())]
        last = max(rows, key=lambda row: row["fiscal_year"])
        yield (
            district_page(code),
            page("district.html.j2", root="../", release_id=release_id, place=last, sections=sections),
        )


def _section(years: Mapping[int, Row], values: Cells) -> Row:
    order = sorted(years)
    catalogue = load_catalogue().indicators
    own = [name for name in catalogue if any((years[y]["report_id"], name) in values for y in order)]
    lines = [_line(name, [years[y]["report_id"] for y in order], values) for name in own]
    core = [line for line in lines if catalogue[line["indicator"]].core]
    other = [line for line in lines if not catalogue[line["indicator"]].core]
    return {"years": [years[y] for y in order], "core": core, "other": other}


def _line(indicator: str, reports: Sequence[str], values: Cells) -> Row:
    found = [values.get((report_id, indicator), ()) for report_id in reports]
    series = [c[0].value if len(c) == 1 else None for c in found]
    return {
        "indicator": indicator,
        "unit": load_catalogue().indicators[indicator].unit,
        "cells": found,
        "spark": spark(series),
    }


def spark(series: Sequence[float | None]) -> str | None:
    """The points of a small line over the years; None where there are fewer than two."""
    known = [(i, v) for i, v in enumerate(series) if v is not None]
    if len(known) < 2:
        return None
    low, high = min(v for _, v in known), max(v for _, v in known)
    width, height = SPARK
    step = (width - 6) / (len(series) - 1)
    tall = (height - 6) / (high - low) if high > low else 0.0
    level = height / 2 if high == low else height - 3
    return " ".join(f"{3 + i * step:.1f},{level - (v - low) * tall:.1f}" for i, v in known)


def indicator_pages(headline: Sequence[Row], values: Cells, release_id: str) -> Iterator[tuple[str, bytes]]:
    """A page for each indicator that some headline report states, and the list of them all."""
    order = sorted(headline, key=lambda row: -row["fiscal_year"])
    listed: list[Row] = []
    for name, declared in load_catalogue().indicators.items():
        rows = [(row, c) for row in order for c in values.get((row["report_id"], name), ())]
        if not rows:
            continue
        listed.append({"indicator": name, "core": declared.core, "stated": len(rows), "unit": declared.unit})
        listed[-1]["years"] = sorted({row["fiscal_year"] for row, _ in rows})
        listed[-1]["departments"] = declared.departments
        years = _ranked(rows[:MAX_RANKED])
        yield indicator_page(name), page(
            "indicator.html.j2", root="../", release_id=release_id, indicator=name, declared=declared,
            years=years, left_out=max(0, len(rows) - MAX_RANKED), here="indicators.html",
        )  # fmt: skip
    yield (
        "indicators.html",
        page("indicators.html.j2", root="", release_id=release_id, listed=listed, here="indicators.html"),
    )


def _ranked(rows: Sequence[tuple[Row, Cell]]) -> list[Row]:
    by_year: defaultdict[int, list[tuple[Row, Cell]]] = defaultdict(list)
    for row, cell in rows:
        by_year[row["fiscal_year"]].append((row, cell))
    return [_year(year, found) for year, found in by_year.items()]


def _year(year: int, found: Sequence[tuple[Row, Cell]]) -> Row:
    def rank(item: tuple[Row, Cell]) -> Any:
        value = item[1].value
        return (value is None, -(value or 0), item[0]["division_code"])

    most = max((cell.value or 0 for _, cell in found), default=0) or 1
    rows = [
        {"row": row, "cell": cell, "share": max(0.0, (cell.value or 0) / most * 100)}
        for row, cell in sorted(found, key=rank)
    ]
    return {"year": year, "rows": rows, "numeric": any(cell.value is not None for _, cell in found)}
