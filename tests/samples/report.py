"""A report as data, and what is true of it: identity, clean paragraphs, indicators, targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from string import Formatter
from typing import Any, Literal

from .bureaus.bureau import Aim, Bureau
from .bureaus.education import EDUCATION
from .bureaus.health import HEALTH
from .bureaus.veterans import VETERANS
from .bureaus.water import WATER
from .figures import Accounts, account_values
from .forms import FORMS, Pick
from .forms.pick import MEASURES, PROBLEMS
from .forms.targeted import actual_printed, goal_printed
from .layout import Layout
from .prose import Fact, Kind, Style, Value, fill

BUREAUS = {bureau.name: bureau for bureau in (VETERANS, WATER, EDUCATION, HEALTH)}


@dataclass(frozen=True, slots=True)
class Place:
    """A county-level division: official names, GB/T 2260 code, and how many towns and streets it has."""

    province: str
    city: str | None  # none in municipalities and where a province governs the county itself
    district: str
    code: str
    towns: int = 12

    @property
    def printed(self) -> str:
        """As its bureaus print it: a 区 behind its city, a county or county-level city alone."""
        above = self.city or self.province
        return above + self.district if self.district.endswith("区") else self.district


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that makes one raw file."""

    file: str
    place: Place
    bureau: Bureau
    year: int
    form: str
    accounts: Accounts
    works: Mapping[str, Value]
    pick: Pick = field(default_factory=Pick)
    style: Style = field(default_factory=Style)
    layout: Layout = field(default_factory=Layout)
    scope: Literal["department", "unit"] = "department"
    misprints: Mapping[str, Decimal] = field(default_factory=dict)  # printed instead of what is right
    contradiction: str | None = None  # what the misprints break, in words
    supersedes: str | None = None  # the file of the version before this one


@dataclass(frozen=True, slots=True)
class Truth:
    """What reading a report must find: `paragraphs` in reading order, without white space in prose.

    Table rows keep one space between their cells. `main_problems` and `improvement_measures` are
    positions in `paragraphs`. Amounts are exact decimals as text.
    """

    file: str
    identity: dict[str, Any]
    kinds: tuple[Kind, ...]
    paragraphs: tuple[str, ...]
    indicators: tuple[Fact, ...]
    main_problems: tuple[int, ...]
    improvement_measures: tuple[int, ...]
    targets: tuple[dict[str, Any], ...]
    contradiction: str | None = None
    supersedes: str | None = None


def values_of(report: Report) -> dict[str, Value]:
    """Every slot that this report's templates may name."""
    mark = "（本级）" if report.scope == "unit" else ""
    entity = report.place.printed + report.bureau.name
    values = {
        **report.works,
        **account_values(report.accounts),
        **report.misprints,
        "year": str(report.year),
        "next_year": str(report.year + 1),
        "signed_month": "3",
        "signed_day": str(10 + report.year % 10),
        "area": report.place.district[-1],
        "towns_and_streets": report.place.towns,
        "entity": entity + mark,
        "entity_plain": entity,
        "scope": "单位" if report.scope == "unit" else "部门",
    }
    names = report.bureau.units[: int(report.accounts["units"])]
    listed = "、".join(report.place.district + name for name in names)
    return values | {"unit_names": listed, "unit_list": f"：{listed}" if listed else ""}


def compose(report: Report) -> Truth:
    """The clean text of a report and everything that is true of it."""
    values = values_of(report)
    blocks = FORMS[report.form](report.bureau, report.pick)
    filled = [fill(block.template, values, report.style, n) for n, block in enumerate(blocks)]
    paragraphs = tuple(text for text, _ in filled)
    positions = {
        role: tuple(n for n, block in enumerate(blocks) if block.role == role)
        for role in (PROBLEMS, MEASURES)
    }
    kinds = tuple(block.kind for block in blocks)
    return Truth(
        file=report.file,
        identity=_identity(report, paragraphs[kinds.index("title")]),
        kinds=kinds,
        paragraphs=paragraphs,
        indicators=tuple(fact for _, facts in filled for fact in facts),
        main_problems=positions[PROBLEMS],
        improvement_measures=positions[MEASURES],
        targets=_targets(report, values) if report.form == "targeted" else (),
        contradiction=report.contradiction,
        supersedes=report.supersedes,
    )


def _identity(report: Report, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "province": report.place.province,
        "city": report.place.city,
        "district": report.place.district,
        "town": None,
        "division_code": report.place.code,
        "division_level": "district",
        "department": report.bureau.name,
        "department_type": report.bureau.type_id,
        "entity_scope": report.scope,
        "report_type": "self_evaluation",
        "fiscal_year": report.year,
    }


def _targets(report: Report, values: Mapping[str, Value]) -> tuple[dict[str, Any], ...]:
    return tuple(_target(aim, values, report.style) for aim in report.bureau.aims)


def _target(aim: Aim, values: Mapping[str, Value], style: Style) -> dict[str, Any]:
    goal, actual = _number(goal_printed(aim), values), _number(actual_printed(aim), values)
    exact = aim.pattern == "{}"
    return {
        "project": aim.project,
        "indicator": aim.indicator,
        "target_printed": fill(goal_printed(aim), values, style)[0],
        "actual_printed": fill(actual_printed(aim), values, style)[0],
        "met": None if goal is None or actual is None else actual == goal if exact else actual >= goal,
    }


def _number(template: str, values: Mapping[str, Value]) -> Decimal | None:
    """The number that a goal or its outcome states, if it states one."""
    literal, name, *_ = next(iter(Formatter().parse(template.lstrip("≥不少于"))))
    text = str(values[name]) if name else literal.rstrip("%以上人次户期对座处")
    return Decimal(text) if text.replace(".", "").isdecimal() else None
