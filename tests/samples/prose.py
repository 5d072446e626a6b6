"""Templates become paragraphs, and every figure that a template names leaves its span in the truth.

A slot is `{name}` for money (or ready text), `{name:unit}` for any other number, and `{a+b:unit}` for a sum.
A slot named like an indicator of the catalogue is a fact of the report. `{name:无}` prints a zero as 无.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter
from typing import Literal, NamedTuple

Value = Decimal | int | str
Kind = Literal["title", "heading", "body", "table", "other"]

INDICATORS = frozenset(
    {
        *("budget_initial", "budget_total", "expenditure_total", "execution_rate"),
        *("general_public_budget", "general_public_expenditure"),
        *("government_fund_budget", "government_fund_expenditure"),
        *(
            "basic_expenditure",
            "project_expenditure",
            "operating_cost",
            "procurement_total",
            "interest_income",
        ),
        *("three_public_budget", "three_public_expenditure", "overseas_travel_expenditure"),
        *("official_vehicle_expenditure", "official_reception_expenditure", "conference_expenditure"),
        *("self_score", "score_management", "score_performance", "grade"),
        *("authorised_posts", "actual_staff", "subordinate_units", "towns_and_streets"),
    }
)


class Block(NamedTuple):
    """One paragraph to be: its kind, its template, and the text indicator it belongs to, if any."""

    kind: Kind
    template: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a report prints money: in which unit, and whether with thousands commas."""

    unit: Literal["万元", "元"] = "万元"
    commas: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """An indicator as it stands in the text: `printed` is `paragraphs[paragraph][start:end]`."""

    indicator: str
    printed: str
    value: str | None  # as printed, without commas; None for a grade
    unit: str | None
    value_base: str | None  # money in 元
    status: Literal["reported", "stated_none"]
    paragraph: int
    start: int
    end: int


def hundredths(value: Decimal) -> Decimal:
    """Round half up to two decimals, as finance offices do."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def fill(
    template: str, values: Mapping[str, Value], style: Style, paragraph: int = 0
) -> tuple[str, list[Fact]]:
    """The text of a template, and the facts in it."""
    text = ""
    facts = []
    for literal, name, unit, _ in Formatter().parse(template):
        text += literal
        if name is None:
            continue
        number, suffix = _printed(_lookup(name, values), unit or "", style)
        if name in INDICATORS:
            facts.append(_fact(name, number, suffix, paragraph, len(text)))
        text += number + suffix
    return text, facts


def _lookup(name: str, values: Mapping[str, Value]) -> Value:
    first, *rest = (values[part] for part in name.split("+"))
    return sum((Decimal(each) for each in rest), Decimal(first)) if rest else first


def _printed(value: Value, unit: str, style: Style) -> tuple[str, str]:
    """A value as (number, unit) characters."""
    if isinstance(value, str):
        return value, ""
    if unit == "无" and not value:
        return "无", ""
    if unit not in ("", "无"):
        return f"{value}", unit
    amount = hundredths(Decimal(value) * (10000 if style.unit == "元" else 1))
    return f"{amount:,}" if style.commas else f"{amount}", style.unit


def _fact(name: str, number: str, suffix: str, paragraph: int, start: int) -> Fact:
    end = start + len(number + suffix)
    if name == "grade":
        return Fact(name, number, None, None, None, "reported", paragraph, start, end)
    if number == "无":
        return Fact(name, number, None, None, None, "stated_none", paragraph, start, end)
    value = Decimal(number.replace(",", ""))
    base = value * 10000 if suffix == "万元" else value
    return Fact(
        name, number + suffix, f"{value}", suffix, f"{hundredths(base)}", "reported", paragraph, start, end
    )
