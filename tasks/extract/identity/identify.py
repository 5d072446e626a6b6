"""Who reports about which year: the one claim that the strongest places make together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

from tasks.extract.identity.choice import FILE, TITLE, Choice, choose_body, choose_place
from tasks.extract.identity.claims import COVER, Claim, claims
from tasks.extract.identity.departments import classify, field_of
from tasks.extract.identity.form import is_blank_form
from tasks.extract.identity.gazetteer import Gazetteer, Genre
from tasks.extract.identity.lines import HANDED_IN, MARKER, find_title, plain
from tasks.extract.identity.place import Place
from tasks.extract.identity.title import TitleParts, read_title, report_type, scope
from tasks.extract.identity.year import Year, fiscal_year
from tasks.model import DivisionLevel, EntityScope, Identity, Paragraph, ReportType

HEAD = 6000  # characters that are read line by line
TAIL_LINES = 8
# A work report is given to the people's congress, whether or not its title was kept.
TO_CONGRESS = re.compile(r"向大会(?:作|报告)(?:政府)?工作|^[^。]{0,60}人民代表大会[^。]{0,20}会议上")
# 名称：| 某局2021年度部门决算 | : the page of a web site says in a field of its own what the title is.
TITLE_FIELD = re.compile(r"[|•（]*(?:文件|信息)?(?:名称|标题)[:：|）]+([^|]{6,})")
# 第二部分 2023年部门决算表: the parts of a document whose title was lost.
PART = re.compile(r"第[一二三四五六七八九十]部分.*(?:19|20)\d\d年")
INSTITUTIONS = {"school", "hospital", "public_institution", "media"}
GOVERNMENT, FINANCE = "人民政府", "财政局"


def identify(paragraphs: Sequence[Paragraph], file_names: Sequence[str], gazetteer: Gazetteer) -> Identity:
    """What title, cover, first paragraphs, body and file name say, in this order; None where they do not.

    The head of the document is read closely, the rest only searched for years and for the names of
    cities that tell same-named districts apart.
    """
    head = _head(paragraphs)
    text = "\n".join(p.text for p in paragraphs)
    where = find_title(head, gazetteer)
    title = read_title("".join(head[i] for i in where), gazetteer) if where else None
    file = cache(lambda: _file_parts(file_names, gazetteer))  # read where the title leaves something open
    kind = _kind(title, None if title and title.report_type else file(), head, gazetteer.genre)
    year = fiscal_year(title, None if title and title.years else file(), head, text, kind, gazetteer.genre)
    said = list(_said(title, TITLE, "title"))
    context = "\n".join((text, *file_names))
    body, place = _choose(said, title, kind, year, context, gazetteer)
    if body.where != "title" or place[0].code is None:  # a title that says it all needs no second witness
        said += [*claims(head, _tail(paragraphs), where, gazetteer), *_said(file(), FILE, "file name")]
        body, place = _choose(said, title, kind, year, context, gazetteer)
    named = body.name is not None or (place[0].code is not None and year.value is not None)
    if kind != "template" and is_blank_form(text, kind != "other", named, gazetteer):
        kind = "template"
    entity_scope = _scope(title, None if title and title.scope else file(), head, body, gazetteer)
    return _identity(title, entity_scope, kind, year, body, place, gazetteer)


def standing(identity: Identity) -> tuple[Literal["published", "template", "quarantined"], str | None]:
    """What becomes of a report under this identity, and why it is not published."""
    if identity.report_type == "template":
        return "template", "template: a blank form without figures (空白模板)"
    reason = undecided(identity)
    return ("quarantined", reason) if reason else ("published", None)


def undecided(identity: Identity) -> str | None:
    """Why a report cannot be published under this identity, in one line; None where it can."""
    if identity.report_type == "template":
        return None
    missing = [
        reason
        for known, reason in (
            (identity.division_code, _no_division(identity)),
            (identity.department, "no department could be established (未能确定部门)"),
            (identity.fiscal_year, "no fiscal year could be established (未能确定年度)"),
        )
        if known is None
    ]
    return f"identity: {'; '.join(missing)}" if missing else None


def _no_division(identity: Identity) -> str:
    """A functional area is known but has no code; a same-named district is printed but not known."""
    if identity.division_level:
        return f"{identity.district} has no division code of its own (该区域无行政区划代码)"
    printed = f" from {identity.district}" if identity.district else ""
    return f"no division could be established{printed} (未能确定行政区划)"


def _head(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The first paragraphs, plain, none empty."""
    lines, read = [], 0
    for paragraph in paragraphs:
        if read > HEAD:
            break
        line = plain(paragraph.text[:HEAD])
        if field := TITLE_FIELD.match(line):
            line = field[1]
        read += len(line)
        if line:
            lines.append(line)
    return lines


def _tail(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [line for p in paragraphs[-TAIL_LINES:] if (line := plain(p.text[:200]))]


def _file_parts(file_names: Sequence[str], gazetteer: Gazetteer) -> TitleParts | None:
    """What the first file name says that says anything; 档案.zip!一.txt is read member first."""
    stems = (PurePosixPath(name.replace("\\", "/").rpartition("!")[2]).stem for name in file_names)
    every = [read_title(stem, gazetteer) for stem in stems]
    return next((p for p in every if p.names or p.years or p.report_type), None)


def _kind(title: TitleParts | None, file: TitleParts | None, head: Sequence[str], genre: Genre) -> ReportType:
    if title and title.report_type:
        return title.report_type
    if any(TO_CONGRESS.search(line) for line in head[:12]):
        return "work_report"
    if file and file.report_type:
        return file.report_type
    parts = (line for line in head if _is_part(line) and genre.core.search(line))
    return report_type(next(parts, "".join(head[:3])[:200]), genre) or "other"


def _is_part(line: str) -> bool:
    """第二部分 2023年部门决算表, or 三、部门预算情况说明: a heading that says what is handed in."""
    return bool(PART.match(line) or (MARKER.match(line) and HANDED_IN.search(line)))


def _choose(
    said: Sequence[Claim],
    title: TitleParts | None,
    kind: ReportType,
    year: Year,
    context: str,
    gazetteer: Gazetteer,
) -> tuple[Choice, tuple[Place, str, float]]:
    body = choose_body(said, _implied(title, kind))
    return body, choose_place(said, body, year.value, context, gazetteer)


def _said(parts: TitleParts | None, weight: float, where: str) -> Iterator[Claim]:
    for named in parts.names if parts else ():
        yield Claim(named, weight, where)


def _implied(title: TitleParts | None, kind: ReportType) -> Choice | None:
    """The body that a genre itself names: a government's own report, and the accounts drawn up for it."""
    if kind == "work_report":
        return Choice(GOVERNMENT, None, "genre: a government's report", 0.9, unless=TITLE)
    if title and title.government_accounts and kind in ("budget", "final_accounts"):
        return Choice(FINANCE, None, "genre: drawn up by the finance bureau", 0.6, unless=COVER)
    return None


def _scope(
    title: TitleParts | None, file: TitleParts | None, head: Sequence[str], body: Choice, gazetteer: Gazetteer
) -> EntityScope | None:
    """What the title says, else the cover, else what is usual for such a body."""
    for said in (title.scope if title else None, file.scope if file else None):
        if said:
            return said
    if body.name is None:
        return None
    found = scope("".join(head[:4])[:120], gazetteer.genre)
    usual: EntityScope = (
        "unit" if classify(gazetteer.departments, body.name) in INSTITUTIONS else "department"
    )
    return found or usual


def _identity(
    title: TitleParts | None,
    entity_scope: EntityScope | None,
    kind: ReportType,
    year: Year,
    body: Choice,
    place: tuple[Place, str, float],
    gazetteer: Gazetteer,
) -> Identity:
    found, place_from, place_sure = place
    known = [
        s
        for s, v in ((place_sure, found.level), (body.confidence, body.name), (year.confidence, year.value))
        if v
    ]
    level: DivisionLevel | None = "town" if body.town else found.level
    return Identity(
        title=title.text if title else None,
        province=found.province,
        city=found.city,
        district=found.district,
        town=body.town,
        division_code=found.code,
        division_level=level,
        department=body.name,
        department_type=classify(gazetteer.departments, body.name, body.town) if body.name else None,
        entity_scope=entity_scope,
        report_type=kind,
        fiscal_year=year.value,
        confidence=round(min(known), 2) if len(known) == 3 else 0.0,
        evidence=tuple(_evidence(body, found, place_from, year, gazetteer)),
    )


def _evidence(body: Choice, place: Place, place_from: str, year: Year, gazetteer: Gazetteer) -> Iterator[str]:
    """One `field: where it was read` each, and what speaks against it."""
    if body.name:
        yield f"department: {body.where}"
    if place_from:
        yield f"division: {place_from}"
    if place.note:
        yield f"division: {place.note}"
    if year.value:
        yield f"fiscal_year: {year.where}"
    field = field_of(gazetteer.departments, body.name) if body.name else None
    if field and year.value and not gazetteer.departments.years[field].cover(year.value):
        yield f"department: bodies were not named {field} in {year.value}"
