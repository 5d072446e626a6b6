"""Places, bodies and kinds of report as one value, read from `data/reference`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tasks.extract.identity.departments import Departments, build_departments
from tasks.extract.identity.divisions import Divisions, read_divisions
from tasks.model import ReportType


@dataclass(frozen=True, slots=True)
class Rule:
    """A title that `any_of` finds and `none_of` does not is of this type."""

    type: ReportType
    any_of: re.Pattern[str]
    none_of: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Genre:
    """The words by which titles and covers are told from what they are about."""

    rules: tuple[Rule, ...]
    core: re.Pattern[str]
    run: re.Pattern[str]  # genre words one after another
    reporter_labels: tuple[str, ...]  # strongest first
    reporter_label: re.Pattern[str]  # groups: the label, its colon if any, what follows
    year_label: re.Pattern[str]
    scope_unit: re.Pattern[str]
    scope_department: re.Pattern[str]
    government_accounts: re.Pattern[str]
    area: re.Pattern[str]  # a functional area with its own name
    page: re.Pattern[str]  # a line of the page around the report
    blanks: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that identity is read by."""

    divisions: Divisions
    departments: Departments
    genre: Genre
    heads: frozenset[str]  # first two characters of every name of a place or body


@cache
def load_gazetteer() -> Gazetteer:
    """What `data/reference` declares, read once a process."""
    folder = files("data.reference")
    with (folder / "divisions.csv").open(encoding="utf-8") as rows:
        divisions = read_divisions(rows)
    departments = build_departments(_declared((folder / "departments.yaml").read_bytes()))
    genre = build_genre(_declared((folder / "report_types.yaml").read_bytes()))
    return Gazetteer(divisions, departments, genre, divisions.heads | departments.heads)


def build_genre(declared: Mapping[str, Any]) -> Genre:
    """What `report_types.yaml` declares, as patterns."""
    rules = (Rule(r["type"], re.compile(r["any"]), _maybe(r.get("not"))) for r in declared["rules"])
    core = _either(declared["genre_core"])
    return Genre(
        rules=tuple(rules),
        core=re.compile(core),
        run=re.compile(f"(?:{_either(declared['genre_words'])})+"),
        reporter_labels=tuple(declared["reporter_labels"]),
        reporter_label=_label(declared["reporter_labels"], r"([一-鿿（）、]{2,60})", bare=True),
        year_label=_label(declared["year_labels"], r"（?((?:19|20)\d\d)年?度?(?![年\d])"),
        scope_unit=re.compile(declared["scope_unit"]),
        scope_department=re.compile(declared["scope_department"]),
        government_accounts=re.compile(declared["government_accounts"]),
        area=re.compile(f"[^\\W\\d_局委院校府厅的和、]{{1,8}}?(?:{_either(declared['functional_areas'])})"),
        page=re.compile(
            f"^[•·◆■]|^[（|>]*(?:{_either(declared['page_labels'])})|{_either(declared['page_foot'])}"
        ),
        blanks=re.compile(declared["blanks"]),
    )


def _label(words: Iterable[str], value: str, bare: bool = False) -> re.Pattern[str]:
    """`预算单位（盖章）：…`: a label at the start of a line or cell, its colon or border, and the value.

    It is searched for in text that begins with a line break.
    Where `bare`, cells may have run together and the colon may be missing.
    """
    # Forms of the budget system print the code of a unit before its name: 219001-某镇人民政府.
    colon = r"((?:[:：|]\n?)?)(?:\d{3,12}[-－])?" if bare else r"([:：|]\n?)"
    return re.compile(rf"[\n，。；（）|]({_either(words)})(?:（[^）\n]{{1,8}}）)?）?{colon}{value}")


def _declared(data: bytes) -> Any:
    """YAML by the compiled loader where the library has it: the plain one takes ten times as long."""
    return yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _maybe(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
