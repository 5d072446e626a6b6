"""Bodies that report: their types under their names over the years, and how such names are built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
BRANCHES = ("分局", "机关")  # beside the endings of its type, any body may have these

# 县委组织部, 区纪委, 市教育局: the level a body belongs to, before its own name.
LEVEL = re.compile(r"^[省市区县州旗]")
PARTY = re.compile(r"^(?:(?:中国共产党|中共).{2,12}?)?[省市区县州旗]?委(?:员会)?(?=.)")
PLACE = re.compile(r"^.{1,6}?(?:[省市区县州旗镇乡]|街道)")


@dataclass(frozen=True, slots=True)
class Years:
    """The years in which a name was given to bodies; a year of grace lies on both sides."""

    first: int
    last: int

    def cover(self, year: int) -> bool:
        """Whether a body could be so named in the year."""
        return self.first - 1 <= year <= self.last + 1


@dataclass(frozen=True, slots=True)
class Departments:
    """The declared types, ready for `classify`, and the grammar of names."""

    whole: tuple[tuple[str, str], ...]  # (complete name, type), longest first within declared order
    fields: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]]
    """(Field, type, endings) by the field's first character, longest first."""
    endings: tuple[tuple[str, str], ...]  # (ending, type), longest first
    every_whole: tuple[str, ...]  # the names alone, to see at once that none fits
    names: Mapping[str, tuple[str, ...]]  # every field and complete name by its first character
    years: Mapping[str, Years]
    heads: frozenset[str]  # first two characters of every field and complete name
    strong: re.Pattern[str]  # the end of a name in prose
    more: re.Pattern[str]  # what may still follow it
    weak: re.Pattern[str]  # the end of a name that fills its line
    prefixes: re.Pattern[str]
    placeholders: re.Pattern[str]
    types: frozenset[str]


def build_departments(declared: Mapping[str, Any]) -> Departments:
    """What `departments.yaml` declares, in the order that matching needs."""
    types, bodies, ends = declared["types"], declared["bodies"], declared["endings"]
    fields = [
        (name, t["id"], (*bodies[t.get("bodies", "bureau")], *BRANCHES))
        for t in types
        for name in t.get("names", ())
    ]
    spans = {
        name: _years(span)
        for t in types
        for key in ("names", "whole")
        for name, span in t.get(key, {}).items()
    }
    whole = tuple((name, t["id"]) for t in types for name in _longest(t.get("whole", ())))
    return Departments(
        whole=whole,
        fields=_by_first(sorted(fields, key=lambda row: -len(row[0])), lambda row: row[0]),
        endings=tuple(
            sorted(((e, t["id"]) for t in types for e in t.get("endings", ())), key=lambda row: -len(row[0]))
        ),
        every_whole=tuple(name for name, _ in whole),
        names=_by_first(spans, lambda name: name),
        years=spans,
        heads=frozenset(name[:2] for name in spans),
        strong=re.compile(_either(ends["strong"])),
        more=re.compile(_either(ends["more"])),
        weak=re.compile(f"(?:{_either([*ends['weak'], *ends['strong']])})$"),
        prefixes=re.compile(_either(declared["prefixes"])),
        placeholders=re.compile(_either(declared["placeholders"])),
        types=frozenset(t["id"] for t in types),
    )


def classify(departments: Departments, name: str, town: str | None = None) -> str | None:
    """The type of a body by its name without places; `town` says that it is that of a town."""
    if town and name.endswith(("政府", "镇", "乡", "苏木")):
        return "town_government"
    for form in (PARTY.sub("", name), name, LEVEL.sub("", name), name[_after_place(name) :]):
        found = _by_whole(departments, form) or _by_field(departments, form)
        if found:
            return found
    return next((kind for ending, kind in departments.endings if name.endswith(ending)), None)


def _after_place(name: str) -> int:
    """Where the body begins behind a place that no list has: 某某县|教育局."""
    found = PLACE.search(name)
    return found.end() if found else 0


def is_field(departments: Departments, name: str) -> bool:
    """Whether the name says what the body does, and not only that it is one (该局, 分局)."""
    return bool(_by_whole(departments, name) or _by_field(departments, name))


def field_of(departments: Departments, name: str) -> str | None:
    """The field of work or complete name that `classify` went by."""
    return max((n for n in departments.names.get(name[:1], ()) if name.startswith(n)), key=len, default=None)


def _by_whole(departments: Departments, name: str) -> str | None:
    every = departments.every_whole
    if not (name.startswith(every) or name.endswith(every)):
        return None
    return next(kind for whole, kind in departments.whole if name.startswith(whole) or name.endswith(whole))


def _by_field(departments: Departments, name: str) -> str | None:
    for field, kind, endings in departments.fields.get(name[:1], ()):
        if name.startswith(field) and name.endswith(endings):
            return kind
    return None


def _by_first(items: Iterable[T], name: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    """Items by the first character of their name, in the order given."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(name(item)[0], []).append(item)
    return {first: tuple(group) for first, group in groups.items()}


def _years(span: str) -> Years:
    first, _, last = span.partition("-")
    return Years(int(first or 0), int(last or 9999))


def _longest(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _either(words: Iterable[str]) -> str:
    """A pattern of alternatives, longest first so that the longest wins."""
    return "|".join(map(re.escape, _longest(words)))
