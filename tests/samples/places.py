"""Every county-level division of a year, as a place that a synthetic report can come from."""

from __future__ import annotations

import csv
from pathlib import Path

from .report import Place

DIVISIONS = Path(__file__).parents[2] / "data" / "reference" / "divisions.csv"


def places(year: int) -> list[Place]:
    """The counties, districts and county-level cities in force at the end of a year, by code."""
    with DIVISIONS.open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if _in_force(row, year)]
    names = {row["code"]: row["name"] for row in rows}
    return [
        Place(
            province=names[f"{row['code'][:2]}0000"],
            city=names.get(f"{row['code'][:4]}00"),
            district=row["name"],
            code=row["code"],
        )
        for row in rows
        if row["level"] == "district"
    ]


def _in_force(row: dict[str, str], year: int) -> bool:
    return int(row["valid_from"]) <= year <= int(row["valid_to"] or year)
