"""Of many claims, the body and the place that report: field by field, and consistent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.extract.identity.claims import Claim
from tasks.extract.identity.departments import Departments, classify, is_field
from tasks.extract.identity.gazetteer import Gazetteer
from tasks.extract.identity.place import Place, locate

TITLE, FILE = 100.0, 10.0
TEXT = 20.0  # claims below this weight are of the text: many count for more, but never as much as a cover
TEXT_CEILING = 28.0
MENTIONED = 8.0  # as far as mere mentions lead
ENOUGH = 10.0  # a file name, or one sentence of which it is the subject
LINES_OF_GOVERNMENT = ("speaker line", "congress line", "cover line")
AGREED = 3  # names in the text that must agree on a place when nothing else names one
SURE = ((TITLE, 0.98), (35.0, 0.95), (30.0, 0.92), (12.0, 0.88), (0.0, 0.7))


@dataclass(frozen=True, slots=True)
class Choice:
    """The body that reports: its name without places, its town, and where it was read."""

    name: str | None
    town: str | None
    where: str
    confidence: float
    unless: float = 0.0  # the weight of a claim that goes before what a genre implies


def choose_body(said: Sequence[Claim], implied: Choice | None) -> Choice:
    """The body with the weightiest claims; what the genre implies only where none is named well."""
    scores: dict[str, float] = defaultdict(float)
    best: dict[str, Claim] = {}
    for claim in said:
        if claim.named.body:
            body = claim.named.body
            best.setdefault(body, claim)
            scores[body] = _added(scores[body], claim.weight)
    name = max(scores, key=lambda body: scores[body], default=None)
    if implied and (name is None or scores[name] < implied.unless):
        town = next((c.named.town for c in said if c.where in LINES_OF_GOVERNMENT and c.named.town), None)
        return replace(implied, town=town)
    if name is None or scores[name] < ENOUGH:
        return Choice(None, None, "", 0.0)
    named = [c for c in said if c.named.body == name]
    town = next((c.named.town for c in named if c.named.town), None)
    return Choice(name, town, best[name].where, _sure(best[name].weight))


def _added(score: float, weight: float) -> float:
    """More of the text adds up to a ceiling; a line of its own said twice hardly counts for more."""
    if weight < TEXT:
        return max(score, min(score + weight, TEXT_CEILING if max(score, weight) >= ENOUGH else MENTIONED))
    return max(score, weight) + 0.5


def choose_place(
    said: Sequence[Claim], body: Choice, year: int | None, context: str, gazetteer: Gazetteer
) -> tuple[Place, str, float]:
    """The place of the strongest chain, made more exact by weaker ones that lie within it.

    Gives the place, where it was read, and how sure that is.
    """
    place, where, sure = Place(), "", 0.0
    for claim in _ranked(said, body, gazetteer.departments):
        found = locate(gazetteer.divisions, claim.named.chain, year, context)
        if place.level is None and place.district is None:
            place, where, sure = found, claim.where, _sure(claim.weight)
        elif _within(found, place):
            place, where = found, f"{claim.where}, within the {where}"
    return place, where, sure


def _ranked(said: Sequence[Claim], body: Choice, departments: Departments) -> Iterator[Claim]:
    """Chains that can speak for the reporter: title, the same body, lines of their own, file name."""
    placed = [c for c in said if c.named.chain]
    strong = [c for c in placed if c.weight >= TITLE]
    same = [c for c in placed if c.named.body and _same_body(c.named.body, body.name, departments)]
    lines = [c for c in placed if TEXT <= c.weight < TITLE and c not in same]
    ranked = (
        strong + [c for c in same if c not in strong] + lines + [c for c in placed if c.where == "file name"]
    )
    yield from ranked or _unanimous(placed)


def _same_body(one: str, other: str | None, departments: Departments) -> bool:
    """财政局 and 区财政局, 人民政府 and 人民政府办公室, 住房保障和房产管理局 and 房产管理局."""
    if other is None:
        return False
    if one.endswith(other) or other.endswith(one) or one.startswith(other):
        return True
    if _shortened(one, other):
        return True
    return is_field(departments, one) and classify(departments, one) == classify(departments, other)


def _shortened(one: str, other: str) -> bool:
    """南山卫生中心 for 南山社区卫生服务中心: a short form keeps how the name begins and ends."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return short[:2] == long[:2] and short[-2:] == long[-2:] and all(c in rest for c in short)


def _unanimous(placed: Sequence[Claim]) -> Sequence[Claim]:
    """What every name in the text agrees on, if there are enough of them."""
    inner = {c.named.chain[-1] for c in placed}
    return placed[:1] if len(inner) == 1 and len(placed) >= AGREED else ()


def _within(inner: Place, outer: Place) -> bool:
    """Whether a place makes another more exact: a district of that city, a city of that province."""
    if inner.code is None or inner.level == outer.level:
        return bool(inner.code and outer.code is None and inner.district == outer.district)
    if outer.code is None or outer.level == "district":
        return False
    return inner.code.startswith(outer.code[:2] if outer.level == "province" else outer.code[:4])


def _sure(weight: float) -> float:
    return next(sure for floor, sure in SURE if weight >= floor)
