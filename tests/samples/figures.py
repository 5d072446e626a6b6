"""A report's figures: what is declared or drawn, and everything that follows from it by arithmetic."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from .bureaus.bureau import Bureau
from .prose import Value, hundredths

YEARS = (2021, 2022, 2023)
COUNTS = ("posts", "staff", "units", "offices", "projects")
Accounts = Mapping[str, Decimal]  # in 万元, scores in points, and the COUNTS


def declared_accounts() -> dict[str, dict[str, Decimal]]:
    """The accounts of every sample, by key; money in 万元."""
    with Path(__file__).with_name("accounts.csv").open(encoding="utf-8", newline="") as source:
        return {row.pop("key"): {k: Decimal(v) for k, v in row.items()} for row in csv.DictReader(source)}


def drawn_accounts(rng: Random) -> dict[str, Decimal]:
    """Invented accounts that add up, large enough to have paid for all the works."""

    def share(of: Decimal, low: float, high: float) -> Decimal:
        return hundredths(of * Decimal(str(round(rng.uniform(low, high), 4))))

    size = hundredths(Decimal(str(round(10 ** rng.uniform(4.9, 5.7), 2))))
    spent = share(size, 0.82, 1)
    basic = share(spent, 0.12, 0.5)
    fund = share(size, 0.01, 0.08) if rng.random() < 0.7 else Decimal(0)
    vehicle, reception = share(size, 0.0005, 0.002), share(size, 0.0001, 0.0006)
    posts = rng.randint(24, 900)
    return {
        "budget_initial": share(size, 0.88, 0.99),
        "general_budget": size,
        "fund_budget": fund,
        "general_spent": spent,
        "fund_spent": share(fund, 0.85, 1),
        "basic": basic,
        "personnel": share(basic, 0.8, 0.93),
        "operating_cost": share(basic, 0.01, 0.05),
        "overseas_budget": Decimal(0),
        "overseas": Decimal(0),
        "vehicle_budget": vehicle,
        "vehicle": share(vehicle, 0.7, 1),
        "reception_budget": reception,
        "reception": share(reception, 0.3, 1),
        "conference": share(size, 0.0001, 0.0008),
        "goods": share(spent, 0.005, 0.04),
        "works": share(spent, 0, 0.08),
        "services": share(spent, 0.01, 0.05),
        "interest": share(size, 0.00005, 0.0004),
        "posts": Decimal(posts),
        "staff": Decimal(posts - rng.randint(0, posts // 12)),
        "units": Decimal(rng.randint(2, 3)),
        "offices": Decimal(rng.randint(5, 12)),
        "projects": Decimal(rng.randint(8, 50)),
        "management": Decimal(rng.randint(300, 395)) / 10,
        "performance": Decimal(rng.randint(500, 595)) / 10,
    }


def account_values(accounts: Accounts) -> dict[str, Value]:
    """Every figure that a form may name, derived from the accounts."""
    a = accounts
    budget = a["general_budget"] + a["fund_budget"]
    spent = a["general_spent"] + a["fund_spent"]
    score = a["management"] + a["performance"]
    public_budget = a["overseas_budget"] + a["vehicle_budget"] + a["reception_budget"]
    counts = {name: int(a[name]) for name in COUNTS}
    return {
        **a,
        **counts,
        "budget_total": budget,
        "expenditure_total": spent,
        "execution_rate": percent(spent, budget),
        "carried": budget - spent,
        "general_public_budget": a["general_budget"],
        "general_share": percent(a["general_budget"], budget),
        "fund_share": percent(a["fund_budget"], budget),
        "general_public_expenditure": a["general_spent"],
        "government_fund_budget": a["fund_budget"],
        "government_fund_expenditure": a["fund_spent"],
        "basic_expenditure": a["basic"],
        "public": a["basic"] - a["personnel"],
        "project_expenditure": spent - a["basic"],
        "three_public_budget": public_budget,
        "three_public_expenditure": a["overseas"] + a["vehicle"] + a["reception"],
        "overseas_travel_expenditure": a["overseas"],
        "official_vehicle_expenditure": a["vehicle"],
        "official_reception_expenditure": a["reception"],
        "conference_expenditure": a["conference"],
        "procurement_total": a["goods"] + a["works"] + a["services"],
        "interest_income": a["interest"],
        "authorised_posts": counts["posts"],
        "actual_staff": counts["staff"],
        "subordinate_units": counts["units"],
        "self_score": score,
        "score_management": a["management"],
        "score_performance": a["performance"],
        "grade": "优秀" if score >= 90 else "良好",
        "guests": int(a["reception"] * 10),
        "checked_rate": Decimal(60 + counts["projects"] % 30),
        "sme_rate": Decimal(70 + counts["offices"] * 2),
    }


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """A rate in percent, to two decimals."""
    return hundredths(part / whole * 100)


def work_values(bureau: Bureau, year: int) -> dict[str, Value]:
    """The figures of a bureau's works, as declared for a year of the samples."""
    return {name: _exact(series[YEARS.index(year)]) for name, series in bureau.figures.items()}


def drawn_work_values(bureau: Bureau, rng: Random) -> dict[str, Value]:
    """The figures of a declared year at another size."""
    return scaled(work_values(bureau, rng.choice(YEARS)), Decimal(rng.randint(700, 1300)) / 1000)


def scaled(values: Mapping[str, Value], factor: Decimal) -> dict[str, Value]:
    """All figures made larger or smaller alike, so that no part outgrows its whole; rates stay."""
    return {
        name: value if name.endswith("_rate") else _scaled(value, factor) for name, value in values.items()
    }


def _exact(value: int | str) -> Value:
    return Decimal(value) if isinstance(value, str) else value


def _scaled(value: Value, factor: Decimal) -> Value:
    if isinstance(value, int):
        return max(1, int(value * factor))
    assert isinstance(value, Decimal)
    return (value * factor).quantize(value, ROUND_HALF_UP)
