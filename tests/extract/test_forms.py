"""Accounts, budgets and evaluations in the forms of several places and bureaus, each with its core figures.

The texts in `forms/` are our own; what each states is listed in `facts.csv`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tests.extract.reading import read

FORMS = Path(__file__).parent / "forms"


def facts() -> dict[tuple[str, str, int], dict[str, str]]:
    """What each form states: the printed value by indicator."""
    found: dict[tuple[str, str, int], dict[str, str]] = defaultdict(dict)
    with (FORMS / "facts.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            form = row["form"], row["report_type"], int(row["fiscal_year"])
            found[form][row["indicator"]] = row["printed"]
    return found


@pytest.mark.parametrize(("form", "stated"), facts().items(), ids=[name for name, *_ in facts()])
def test_every_core_figure_of_a_form_is_read_and_no_error_invented(form, stated):
    name, report_type, year = form
    found = read((FORMS / f"{name}.txt").read_text("utf-8"), report_type, None, year)
    told = {fact.indicator: fact.printed for fact in found.indicators}
    assert {name: told.get(name) for name in stated} == stated
    assert "conflicting" not in [fact.status for fact in found.indicators]
    assert not [f.message for f in found.findings if not f.holds and f.severity != "info"]
