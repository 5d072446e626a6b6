"""The grammar of names: [中共] place, place, ... [town] body, read from a given position."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tasks.extract.identity.branch import district_in
from tasks.extract.identity.departments import classify, is_field
from tasks.extract.identity.divisions import OPEN, name_at
from tasks.extract.identity.gazetteer import Gazetteer

# A body's own name: no punctuation but the 、 of long names, no word that makes a clause of it.
BODY = r"[^\W\d_的是在向由为被把将从等我各该此了]"
HAN_WORD = re.compile(rf"{BODY}+")
TOWN = re.compile(rf"({BODY}{{1,9}}?(?:镇|乡|苏木))(?=人民政府|政府|党委|人大)")
SUBDISTRICT = re.compile(rf"(?:人民政府)?(?:驻)?(({BODY}{{1,9}}?街道)办(?:事处)?)")
BRANCH = "分局"
# 甲新区管理委员会教育局: the committee is the area's government, the bureau reports.
MANAGED = re.compile(r"(?:管理委员会|管委会)(?=[^\W\d_]{2,}(?:局|中心|学校|办公室)$)")
LEVEL = re.compile(r"^[省市区县州旗](?=..)")
BELOW = re.compile(r"[省市区县州旗镇乡村]|街道|苏木|社区")
COMMITTEE = re.compile(r"委(?!员会)")
TOWN_ALONE = re.compile(rf"{BODY}{{1,9}}(?:镇|乡|街道|苏木)$")
# What may follow a name that a title piece consists of.
TRAILING = re.compile(r"^(系统|部门|单位|机关|本级|本部|关于|对|的|汇总|及所属单位|及下属单位|公开|概况)*$")
REACH = 34  # characters within which a body's name must end


@dataclass(frozen=True, slots=True)
class Named:
    """A body and its places as printed, outermost first; either may be missing."""

    chain: tuple[str, ...]
    town: str | None
    body: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far a name has been read."""

    chain: tuple[str, ...]
    town: str | None
    at: int


def name_from(text: str, start: int, gazetteer: Gazetteer) -> Named | None:
    """The name in running prose that begins at `start`: its body must end in a way no other word does.

    Without a place it must also say what the body does: 教育局 may be meant, 该局 never is.
    """
    prefix = gazetteer.departments.prefixes.match(text, start)
    places = _places(text, prefix.end() if prefix else start, gazetteer)
    end = _body_end(text, places, gazetteer)
    if end is None:
        return None
    named = _named(text, start, prefix is not None, places, end)
    if named.body is None or _is_blank(named.body, gazetteer):
        return None
    if not named.chain and not is_field(gazetteer.departments, LEVEL.sub("", named.body)):
        return None
    return _without_level(_with_district(named, gazetteer), gazetteer)


def name_of(text: str, gazetteer: Gazetteer) -> Named | None:
    """The name that a title piece, a cover line or a filled field consists of; None if it is no name.

    A piece that names only places is a name without a body.
    """
    found = name_from(text, 0, gazetteer)
    if found and TRAILING.match(text[found.end :]):
        return found
    return _whole(text, gazetteer, found if found and found.chain else None)


def _whole(text: str, gazetteer: Gazetteer, shorter: Named | None) -> Named | None:
    """A name that fills the text by a weaker ending, or `shorter`, which something else follows."""
    prefix = gazetteer.departments.prefixes.match(text)
    places = _places(text, prefix.end() if prefix else 0, gazetteer)
    rest = text[places.at :]
    if TRAILING.match(rest) and places.chain:
        return Named(places.chain, places.town, None, 0, len(text))
    if places.chain and TOWN_ALONE.match(rest):
        return Named(places.chain, rest, rest, 0, len(text))
    trimmed = re.sub(r"(?:系统|部门|单位|机关|关于)+$", "", rest)
    if not _is_whole_body(trimmed, gazetteer):
        return shorter or (Named(places.chain, None, None, 0, places.at) if places.chain else None)
    named = _named(text, 0, prefix is not None, places, places.at + len(trimmed))
    return _without_level(_with_district(named, gazetteer), gazetteer)


def _is_whole_body(text: str, gazetteer: Gazetteer) -> bool:
    known = gazetteer.departments
    return bool(
        2 <= len(text) <= REACH
        and HAN_WORD.fullmatch(text)
        and known.weak.search(text)
        and not _is_blank(text, gazetteer)
    )


def _is_blank(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a placeholder stands where the name should: XX局, 部门名称."""
    return bool(gazetteer.departments.placeholders.search(text) or gazetteer.genre.blanks.search(text))


def _places(text: str, at: int, gazetteer: Gazetteer) -> _Reading:
    """Divisions one after another, then a functional area, then a town."""
    chain: list[str] = []
    while (
        name := name_at(gazetteer.divisions, text, at) or _stem_at(text, at, gazetteer, not chain)
    ) is not None:
        chain.append(name)
        at += len(name)
    if not chain and (stemmed := _stem_of_body(text, at, gazetteer)):
        chain.append(stemmed[0])
        at += stemmed[1]
    area = gazetteer.genre.area.match(text, at) if chain else None
    if area:  # 高新区 in 某市高新区, but 某某高新区 whole where the stem of the city is part of it
        by_stem = chain[-1] not in gazetteer.divisions.by_name
        chain.append(chain[-1] + area[0] if by_stem else area[0])
        at = area.end()
    town = TOWN.match(text, at)
    return _Reading(tuple(chain), town[1], town.end()) if town else _Reading(tuple(chain), None, at)


def _stem_at(text: str, at: int, gazetteer: Gazetteer, outermost: bool) -> str | None:
    """长沙 in 长沙岳麓区, 苏州 in 苏州工业园区: a stem counts only before such a name."""
    if text[at : at + 2] in gazetteer.divisions.heads:
        for length in (4, 3, 2):
            found = gazetteer.divisions.by_stem.get(text[at : at + length], ())
            if any(d.level != "district" for d in found) and (
                name_at(gazetteer.divisions, text, at + length)
                or (outermost and gazetteer.genre.area.match(text, at + length))
            ):
                return text[at : at + length]
    return None


def _stem_of_body(text: str, at: int, gazetteer: Gazetteer) -> tuple[str, int] | None:
    """汶川县 and the length of its stem for 汶川教育局: what follows must be a body that needs no more words.

    Not where several places have the stem, or where it begins a field of work itself: 公安局 is no 公安县.
    """
    known, divisions = gazetteer.departments, gazetteer.divisions
    if text[at : at + 2] not in divisions.heads:
        return None
    for length in (4, 3, 2):
        stem = text[at : at + length]
        alike = [d for d in divisions.by_stem.get(stem, ()) if d.last == OPEN]
        names = {d.name for d in alike if d.level != "district"} or {d.name for d in alike}
        if len(names) != 1 or any(n.startswith(stem) for n in known.names.get(stem[0], ())):
            continue
        if BELOW.match(text, at + length):
            continue  # 龙潭镇人民政府 is that of a town, wherever 龙潭区 lies
        ending = known.strong.search(text, at + length, at + length + REACH)
        if ending and is_field(known, text[at + length : ending.end()]):
            return names.pop(), length
    return None


def _body_end(text: str, places: _Reading, gazetteer: Gazetteer) -> int | None:
    """Where the body's name ends, at its first strong ending and what may follow that."""
    office = SUBDISTRICT.match(text, places.at)
    if office:
        return office.end()
    word = HAN_WORD.match(text, places.at, places.at + REACH)
    ending = gazetteer.departments.strong.search(text, places.at, word.end()) if word else None
    if ending is None or (ending.start() == places.at and ending[0] in ("局", "中心", "委员会", "办公室")):
        return None if ending is None or not places.chain else _committee_end(ending, places)
    end = ending.end()
    while (more := gazetteer.departments.more.match(text, end)) is not None:
        end = more.end()
    district = name_at(gazetteer.divisions, text, end)
    if district and text.startswith(BRANCH, end + len(district)):
        end += len(district) + len(BRANCH)
    return end


def _committee_end(ending: re.Match[str], places: _Reading) -> int | None:
    """某县委员会 is whole after a place (a committee of the Party, the League, ...); 某县局 is not."""
    return ending.end() if ending[0] == "委员会" and places.chain else None


def _named(text: str, start: int, prefixed: bool, places: _Reading, end: int) -> Named:
    """Cut the body's own name out of what was read."""
    managed = MANAGED.match(text, places.at, end)
    office = SUBDISTRICT.match(text, places.at)
    if office and office.end() == end:
        return Named(places.chain, office[2], office[1], start, end)
    cut = managed.end() if managed else places.at
    if COMMITTEE.match(text, cut):  # 甲区|区委组织部 keeps the 区
        cut -= 1
    elif text.startswith("委员会", cut):  # 共青团某县委员会 is one name
        cut = start
    return Named(places.chain, places.town, text[cut:end], start, end)


def _with_district(named: Named, gazetteer: Gazetteer) -> Named:
    """The name with the district that its body bears at the end of its chain."""
    if named.body is None or not named.chain or named.town:
        return named
    inside = district_in(named.body, named.chain[-1], gazetteer)
    return replace(named, chain=(*named.chain, inside)) if inside else named


def _without_level(named: Named, gazetteer: Gazetteer) -> Named:
    """水务局 for 县水务局, where what is left is a body of its own; 市场监督管理局 stays as it is."""
    body = named.body or ""
    bare = LEVEL.sub("", body)
    known = gazetteer.departments
    if (
        named.chain
        or bare == body
        or body[1] == "委"
        or is_field(known, body)
        or classify(known, bare) is None
    ):
        return named
    return Named((), named.town, bare, named.start, named.end)
