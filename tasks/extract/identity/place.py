"""From places as printed to the division as of the fiscal year; what stays ambiguous stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.extract.identity.divisions import OPEN, Division, Divisions, above, as_of, names_above, stem
from tasks.model import DivisionLevel

LATEST = 2100  # stands for "today" where no year is known


@dataclass(frozen=True, slots=True)
class Place:
    """A division with those above it, or as much of it as is known, and why no more."""

    province: str | None = None
    city: str | None = None
    district: str | None = None
    code: str | None = None
    level: DivisionLevel | None = None
    note: str | None = None


def locate(divisions: Divisions, chain: Sequence[str], year: int | None, context: str) -> Place:
    """The place that a chain of names (outermost first) means in a year.

    Same-named places are told apart by the names above them, in the chain or anywhere in `context`.
    """
    inner = next((i for i in reversed(range(len(chain))) if _known(divisions, chain[i])), None)
    if inner is None:
        return Place(district=chain[-1], note=f"{chain[-1]} is in no list of divisions") if chain else Place()
    found = _candidates(divisions, chain[inner], chain[:inner], year)
    if len(found) > 1:
        found = _by_context(divisions, found, context)
    printed = chain[inner]
    if len(found) != 1:
        why = "stands for several divisions" if found else "was no division"
        return Place(district=printed, note=f"{printed} {why}{f' in {year}' if year else ''}")
    place = _placed(divisions, found[0], year)
    if inner < len(chain) - 1:  # a functional area within the last division that is known
        area = chain[-1]
        return Place(place.province, place.city, area, None, "district", f"{area} has no code of its own")
    return place


def place_of(divisions: Divisions, code: str, year: int | None) -> Place | None:
    """The division with a code, as of a year; None where it was none then."""
    then = (as_of(divisions, d, year or LATEST) for d in divisions.by_code.get(code, ()))
    found = next((d for d in then if d is not None), None)
    return _placed(divisions, found, year) if found else None


def _known(divisions: Divisions, name: str) -> bool:
    return name in divisions.by_name or name in divisions.by_stem


def _candidates(divisions: Divisions, name: str, outer: Sequence[str], year: int | None) -> list[Division]:
    """Divisions of the name as of the year that lie under every outer name; those then so named go first."""
    named = divisions.by_name.get(name) or [
        d for d in divisions.by_stem.get(name, ()) if d.level != "district"
    ]
    exact: dict[str, Division] = {}
    shifted: dict[str, Division] = {}
    for d in named:
        if all(_under(divisions, d, o) for o in outer):
            then = as_of(divisions, d, year) if year else (d if d.last == OPEN else None)
            if then is not None:
                (exact if then == d and (year is None or d.in_force(year)) else shifted)[then.code] = then
    return list((exact or shifted).values())


def _under(divisions: Divisions, division: Division, outer: str) -> bool:
    over = set(names_above(divisions, division))
    return outer in over or stem(outer) in over


def _by_context(divisions: Divisions, found: Sequence[Division], context: str) -> list[Division]:
    """Those whose city or province is named in the context, if that singles one out."""
    scores = {d.code: sum(name in context for name in set(names_above(divisions, d))) for d in found}
    best = max(scores.values())
    return [d for d in found if scores[d.code] == best] if best else list(found)


def _placed(divisions: Divisions, division: Division, year: int | None) -> Place:
    province, city = above(divisions, division, year or LATEST)
    name = division.name
    return Place(
        province=name if division.level == "province" else province.name if province else None,
        city=name
        if division.level == "city"
        else city.name
        if city and division.level == "district"
        else None,
        district=name if division.level == "district" else None,
        code=division.code,
        level=division.level,
    )
