"""The shape of a bureau's own material, which every form of report draws on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Series = tuple[int, int, int] | tuple[str, str, str]  # of three years; a string is an exact decimal


class Work(NamedTuple):
    """A piece of the year's work: its headline and what was done."""

    title: str
    text: str


class Issue(NamedTuple):
    """A problem and the measure that answers it."""

    problem: str
    detail: str
    measure: str
    action: str


class Aim(NamedTuple):
    """A performance target: `goal` and `actual` name figures, or are text that cannot be compared."""

    project: str
    indicator: str
    pattern: str  # how the goal is printed: ≥{}, 不少于{}, {}以上, {}
    goal: str
    actual: str
    unit: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everything that a report says of one kind of bureau; `{area}` is 区, 县 or 市."""

    name: str
    type_id: str
    duties: str
    units: tuple[str, ...]  # names of subordinate units, most important first
    goals: str
    works: tuple[Work, ...]
    effects: tuple[str, ...]
    issues: tuple[Issue, ...]
    aims: tuple[Aim, ...]
    figures: dict[str, Series]
