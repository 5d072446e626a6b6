"""What a reviewer answers to a doubt about a report: its right place, year, department and kind.

An answer names fields in Chinese or English, 地区=番禺区；年度=2023; what it leaves out stays as read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tasks.collect.identities import IdentityCorrection, as_text, unfit
from tasks.extract.identity.divisions import Divisions, name_at
from tasks.extract.identity.gazetteer import load_gazetteer
from tasks.extract.identity.place import locate, place_of
from tasks.publish.site import names

Row = Mapping[str, Any]
MARK = "identity"  # the key of the row: <report>/identity
ANSWERS = {
    "地区": "division_code", "行政区划": "division_code", "district": "division_code",
    "年度": "fiscal_year", "year": "fiscal_year", "部门": "department", "部门类型": "department_type",
    "报告类型": "report_type", "type": "report_type",
}  # fmt: skip
ASKED = ("division_code", "fiscal_year", "department")  # without one of them no report is published
_PART = re.compile(r"([^=＝]+)[=＝](.+)")


def as_read(report: Row) -> str:
    """The identity of a report as the sheet shows it, and as an answer is written."""
    names_above = dict.fromkeys(as_text(report[level]) for level in ("province", "city", "district"))
    place = "".join(names_above) or "？"  # a municipality is its own city and said once
    kind = names.word(report["report_type"]).zh if report["report_type"] else "？"
    said = {
        "地区": place, "年度": report["fiscal_year"] or "？", "部门": report["department"] or "？",
        "部门类型": names.department(report["department_type"]).zh if report["department_type"] else "？",
        "报告类型": kind,
    }  # fmt: skip
    return "；".join(f"{name}={value}" for name, value in said.items())


def decided(report: Row, answer: str, why: tuple[str, str, str, str]) -> tuple[IdentityCorrection, ...] | str:
    """The entries that an answer makes, or why it makes none; an empty one confirms what was read.

    `why` is reason, source, who and when.
    """
    if report["report_type"] is None:
        return "nothing of this file could be read (文件未能读取)"
    right = _right(report, answer) if answer else {name: as_text(report[name]) for name in ASKED}
    if isinstance(right, str):
        return right
    if not all(right.values()):
        return "what could not be read cannot be confirmed: decide wrong, and say what is right (身份不全)"
    if answer and all(as_text(report[name]) == value for name, value in right.items()):
        return "this is what the release says already (与现有识别相同)"
    changed = {n: v for n, v in right.items() if not answer or as_text(report[n]) != v}
    entries = ((name, as_text(report[name]), value) for name, value in changed.items())
    return tuple(IdentityCorrection(report["report_id"], *entry, *why) for entry in entries)


def _right(report: Row, answer: str) -> dict[str, str] | str:
    given: dict[str, str] = {}
    for part in filter(None, re.split(r"[;；\n]", answer)):
        match = _PART.fullmatch("".join(part.split()))
        name = match and ANSWERS.get(match[1], match[1] if match[1] in ANSWERS.values() else None)
        if not match or not name:
            known = "、".join(n for n in ANSWERS if not n.isascii())
            return f"{part.strip()!r} is none of {known} followed by = (写法：地区=…；年度=…)"
        given[name] = match[2]
    year = given.get("fiscal_year", "").removesuffix("年") or as_text(report["fiscal_year"])
    read = {name: _value(name, value, year) for name, value in given.items()}
    for name, value in read.items():
        if problem := unfit(name, value):
            return f"{given[name]!r}: {problem} (无法识别)"
    return read


def _value(name: str, text: str, year: str) -> str:
    """An answer as it is stored; what is not known stays as it was written, for `unfit` to refuse."""
    if name == "division_code":
        return _code(text, int(year) if year.isdecimal() else None) or text
    if name == "fiscal_year":
        return text.removesuffix("年")
    if name == "report_type":
        return names.key_of(text) or text
    return names.department_of(text) or text if name == "department_type" else text


def _code(text: str, year: int | None) -> str | None:
    """The code of 广东省广州市番禺区, 番禺区 or 440113 in the year; None where it is none or several."""
    divisions = load_gazetteer().divisions
    if text.isdecimal():
        place = place_of(divisions, text, year)
    else:
        chain = _chain(divisions, text)
        place = locate(divisions, chain, year, "") if chain else None
    return place.code if place else None


def _chain(divisions: Divisions, text: str) -> list[str] | None:
    """The names of divisions that a text is made of, and nothing else."""
    chain, start = [], 0
    while start < len(text):
        name = name_at(divisions, text, start)
        if name is None:
            return None
        chain.append(name)
        start += len(name)
    return chain
