"""Districts that stand inside a body's own name, where no place before the name says so."""

from __future__ import annotations

import re

from tasks.extract.identity.departments import classify
from tasks.extract.identity.divisions import OPEN, Division
from tasks.extract.identity.gazetteer import Gazetteer

BRANCH_OF = re.compile(r"局([^局]{2,6})分局$")
STEM_LENGTHS = (4, 3, 2)


def district_in(body: str, outer: str, gazetteer: Gazetteer) -> str | None:
    """The district of 公安局某某区分局, of 公安局某某分局, or of 某某第一中学校, a school of `outer`.

    A stem counts only if one district of today's in the outer place has it.
    """
    branch = BRANCH_OF.search(body)
    if branch and branch[1] in gazetteer.divisions.by_name:
        return branch[1]
    if branch:
        return _only(_districts(branch[1], outer, gazetteer))
    if classify(gazetteer.departments, body) != "school":
        return None
    stems = (body[:length] for length in STEM_LENGTHS if len(body) >= length + 2)
    return next((d for stem in stems if (d := _only(_districts(stem, outer, gazetteer)))), None)


def _districts(stem: str, outer: str, gazetteer: Gazetteer) -> set[str]:
    found = gazetteer.divisions.by_stem.get(stem, ())
    return {d.name for d in found if _is_under(d, outer, gazetteer)}


def _is_under(division: Division, outer: str, gazetteer: Gazetteer) -> bool:
    if division.level == "province" or division.last < OPEN:
        return False
    over = (division.code[:2] + "0000", division.code[:4] + "00")
    return any(d.code in over for d in gazetteer.divisions.by_name.get(outer, ()))


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None
