"""Provinces, cities and counties with their codes and years, and how one became another."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "city", "district"]

OPEN = 9999  # still in force
GRACE = 1  # years by which a printed name may outlive its end, or run ahead of its beginning
SUFFIXES = ("自治区", "地区", "省", "市", "县", "区", "州", "盟", "旗")
MUNICIPALITY = "市"  # a province that is itself a city: its districts have no city between


@dataclass(frozen=True, slots=True)
class Division:
    """One name of one code; `first` and `last` are the years at whose end it was in force."""

    code: str
    name: str
    short: str
    level: Level
    first: int
    last: int
    successor: str

    def in_force(self, year: int) -> bool:
        """Whether the name stood at the end of the year."""
        return self.first <= year <= self.last


@dataclass(frozen=True, slots=True)
class Divisions:
    """Every division, found by name, by stem (provinces and cities: 广州 for 广州市) and by code."""

    by_name: Mapping[str, tuple[Division, ...]]
    by_stem: Mapping[str, tuple[Division, ...]]
    by_code: Mapping[str, tuple[Division, ...]]
    before: Mapping[
        tuple[str, str, int], Division
    ]  # what became the division with this code, name and first year
    heads: frozenset[str]  # first two characters of all names, to look no further where none can begin
    lengths: tuple[int, ...]  # of names, longest first


def read_divisions(rows: Iterable[str]) -> Divisions:
    """The index over the lines of `divisions.csv`."""
    reader = csv.reader(rows)
    next(reader)
    every = [
        Division(code, name, short, level, int(first), int(last or OPEN), heir)  # type: ignore[arg-type]
        for code, name, short, level, first, last, heir in reader
    ]
    return index(every)


def index(every: Iterable[Division]) -> Divisions:
    """Divisions, findable."""
    names, stems, codes = defaultdict(list), defaultdict(list), defaultdict(list)
    for d in every:
        codes[d.code].append(d)
        for name in {d.name, d.short} - {""}:
            names[name].append(d)
        stems[stem(d.name)].append(d)
    before = {}
    for d in (d for group in codes.values() for d in group if d.successor):
        for heir in codes[d.successor]:
            if heir.first == d.last + 1:
                before[heir.code, heir.name, heir.first] = d
    return Divisions(
        by_name={name: tuple(found) for name, found in names.items()},
        by_stem={name: tuple(found) for name, found in stems.items() if len(name) > 1},
        by_code={code: tuple(found) for code, found in codes.items()},
        before=before,
        heads=frozenset(name[:2] for name in names) | frozenset(name[:2] for name in stems if len(name) > 1),
        lengths=tuple(sorted({len(name) for name in names}, reverse=True)),
    )


def stem(name: str) -> str:
    """广州 for 广州市: what is left without the suffix of the level."""
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.endswith(suffix)), name)


def name_at(divisions: Divisions, text: str, start: int) -> str | None:
    """The longest name of a division that begins at `start`."""
    if text[start : start + 2] not in divisions.heads:
        return None
    for length in divisions.lengths:
        name = text[start : start + length]
        if len(name) == length and name in divisions.by_name:
            return name
    return None


def as_of(divisions: Divisions, division: Division, year: int) -> Division | None:
    """The same place in another year: itself, what it became, or what it had been.

    A name with no heir is still taken in the year after its end, and a new one in the year before its
    beginning: a report is printed under the name of the day it is written.
    """
    if division.in_force(year):
        return division
    step = _later if year > division.last else _earlier
    found = step(divisions, division)
    if found is not None:
        return as_of(divisions, found, year)
    near = year - division.last if year > division.last else division.first - year
    return division if near <= GRACE else None


def _later(divisions: Divisions, division: Division) -> Division | None:
    heirs = divisions.by_code.get(division.successor, ())
    return next((heir for heir in heirs if heir.first == division.last + 1), None)


def _earlier(divisions: Divisions, division: Division) -> Division | None:
    return divisions.before.get((division.code, division.name, division.first))


def above(divisions: Divisions, division: Division, year: int) -> tuple[Division | None, Division | None]:
    """The province and the city over a division; no city over those that a province leads itself."""
    province = _standing(divisions, division.code[:2] + "0000", year)
    city = _standing(divisions, division.code[:4] + "00", year)
    if division.level == "district" and city is None and province and province.name.endswith(MUNICIPALITY):
        city = province
    return province, city


def _standing(divisions: Divisions, code: str, year: int) -> Division | None:
    same = divisions.by_code.get(code, ())
    return next((d for d in same if d.in_force(year)), same[-1] if same else None)


def names_above(divisions: Divisions, division: Division) -> Iterator[str]:
    """Every name that the province and the city over a division have had, with short forms and stems."""
    for code in {division.code[:2] + "0000", division.code[:4] + "00"} - {division.code}:
        for d in divisions.by_code.get(code, ()):
            yield from {d.name, d.short or stem(d.name)}
