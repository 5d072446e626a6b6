"""The declared catalogue of indicators: what each is, and how reports phrase it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tasks.extract.indicators.indicator import Indicator, ValueKind
from tasks.extract.indicators.patterns import parse_pattern
from tasks.extract.indicators.themes import Theme, theme_of


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every declared indicator, and the themes by department type (None: the core alone)."""

    indicators: Mapping[str, Indicator]
    themes: Mapping[str | None, Theme]
    changes: tuple[str, ...]  # words before a figure that make it a change, not a level
    closed_reports: frozenset[str]  # reports of whole districts and blank forms: no department's figures
    closed_roles: frozenset[str]  # sections whose figures are plans or definitions, at any depth
    goal_roles: frozenset[str]  # the same where they are the innermost role
    other_heads: frozenset[str]  # heads of columns that are of another year
    plain_heads: Mapping[str, frozenset[str]]  # heads that only announce a figure, by report type; "" for all
    wholes: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]  # total: its parts, words of further ones
    part_titles: frozenset[str]  # words of titles whose tables show a part of the whole

    def plain(self, report_type: str) -> frozenset[str]:
        """Heads of tables that say no more than that a figure follows, in reports of this type."""
        return self.plain_heads.get("", frozenset()) | self.plain_heads.get(report_type, frozenset())

    def theme(self, department_type: str | None) -> Theme:
        """The indicators of a department: its own and the core, or the core alone."""
        return self.themes.get(department_type, self.themes[None])


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of data/reference/indicators.yaml and the themes beside it."""
    base = _read("indicators.yaml")
    folder = files("data.reference")
    themes = [_read(f.name) for f in sorted(folder.iterdir(), key=lambda f: f.name) if _is_theme(f.name)]
    entries = [*base["indicators"]]
    words = dict(base["words"])
    for theme in themes:
        entries += [theme.get("defaults", {}) | entry for entry in theme["indicators"]]
        words |= theme.get("words", {})
    return catalogue(entries, words, base)


def _is_theme(name: str) -> bool:
    return name.startswith("indicators_") and name.endswith(".yaml")


def catalogue(
    entries: Iterable[Mapping[str, Any]], words: Mapping[str, str], base: Mapping[str, Any]
) -> Catalogue:
    """A catalogue from its declaration; raises ValueError on an entry that cannot work."""
    indicators: dict[str, Indicator] = {}
    for entry in entries:
        one = _indicator(entry, words, base)
        if one.id in indicators:
            raise ValueError(f"indicator {one.id} is declared twice")
        indicators[one.id] = one
    departments = {None, *(d for i in indicators.values() for d in i.departments)}
    themes = {
        d: theme_of([i for i in indicators.values() if not i.departments or d in i.departments])
        for d in departments
    }
    return Catalogue(
        indicators=indicators,
        themes=themes,
        changes=tuple(base["changes"]),
        closed_reports=frozenset(base["closed_reports"]),
        closed_roles=frozenset(base["closed_roles"]),
        goal_roles=frozenset(base["goal_roles"]),
        other_heads=frozenset(base.get("other_heads", ())),
        plain_heads={kind: frozenset(words) for kind, words in base.get("plain_heads", {}).items()},
        wholes={
            total: (tuple(entry["parts"]), tuple(entry.get("unless", ())))
            for total, entry in base.get("wholes", {}).items()
        },
        part_titles=frozenset(base.get("part_titles", ())),
    )


def _indicator(entry: Mapping[str, Any], words: Mapping[str, str], base: Mapping[str, Any]) -> Indicator:
    kind: ValueKind = entry.get("kind", "money")
    low, high = entry.get("range", (0, None))
    dimension = entry.get("dimension", kind)
    units = entry.get("units", base["dimensions"].get(dimension))
    unit = entry.get("unit") or base["units"].get(dimension) or _first(entry.get("units"))
    return Indicator(
        id=entry["id"], zh=entry["zh"], en=entry["en"], kind=kind,
        unit=unit, dimension=dimension,
        units=frozenset(units) if units else None,
        patterns=tuple(parse_pattern(p, words) for p in entry.get("patterns", ())),
        roles=frozenset(entry.get("roles", ())),
        not_roles=frozenset(entry.get("not_roles", ())), not_reports=frozenset(entry.get("not_reports", ())),
        low=None if low is None else Decimal(str(low)), high=None if high is None else Decimal(str(high)),
        aggregation=entry.get("aggregation", "mean" if kind in ("percent", "score") else "sum"),
        departments=tuple(entry.get("departments", ())), core=bool(entry.get("core", False)),
        at_most=entry.get("at_most"),
        usually_at_most=entry.get("usually_at_most"), part_of=entry.get("part_of"),
        choices=tuple(entry.get("choices", ())), nil=frozenset(entry.get("nil", ())),
        falls_back_on=entry.get("falls_back_on"), example=entry["example"],
    )  # fmt: skip


def _first(units: Sequence[str] | None) -> str:
    """The unit that people count in, where only the printed ones are declared; none for a text."""
    return units[0] if units else ""


def _read(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files("data.reference").joinpath(name).read_bytes(), Loader=loader)
