"""Who reports about which year, put right by a person: entries of `data/reference/identities.csv`.

An entry names the report and the field, repeats what it expects to have been read there (nothing, where
nothing was), and gives what is right with reason and source. One that no longer matches stops the release.
A report held back for its identity alone is published once that is whole. Only the identity changes: the
figures stay as they were read from the text.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from expectations.declaration import tables
from tasks.collect.corrections import CorrectionMismatch, signed
from tasks.extract.identity.departments import classify
from tasks.extract.identity.gazetteer import Gazetteer, load_gazetteer
from tasks.extract.identity.identify import standing
from tasks.extract.identity.place import place_of
from tasks.findings import Rule, Said
from tasks.model import Identity

Row = dict[str, Any]
NAME = "identities.csv"
FIELDS = {
    "division_code": Said("行政区划", "Division"), "fiscal_year": Said("年度", "Year"),
    "department": Said("部门", "Department"), "department_type": Said("部门类型", "Department type"),
    "report_type": Said("报告类型", "Kind of report"),
}  # fmt: skip
NEEDED = ("report_id", "field", "right", "reason", "source")
HELD_BACK = "identity: "  # how the reason begins of a report quarantined for its identity alone


@dataclasses.dataclass(frozen=True, slots=True)
class IdentityCorrection:
    """One field of the identity of a report: what was read, and what is right (the same where confirmed)."""

    report_id: str
    field: str
    read: str
    right: str
    reason: str
    source: str
    by: str = dataclasses.field(default="", compare=False)
    on: str = dataclasses.field(default="", compare=False)  # the day, as YYYY-MM-DD

    @property
    def evidence(self) -> str:
        """What stands among the evidence of the identity."""
        who = ", ".join(part for part in (self.by, self.on) if part)
        read = "confirmed" if self.read == self.right else f"read as {self.read or '—'}, put right"
        return f"{self.field}: {read} by a person{f' ({who})' if who else ''}: {self.reason}; {self.source}"

    @property
    def finding(self) -> Row:
        """The finding that tells a reader of the release who changed what, and why."""
        rule = CONFIRMED if self.read == self.right else PUT_RIGHT
        read = _named(self.field, self.read) if self.read else Said("无", "nothing")
        words = {"right": _named(self.field, self.right), "why": self.reason, "source": self.source}
        return rule.row(
            self.report_id, [self.read, self.right], (), **words, read=read, label=FIELDS[self.field],
            who=signed(self.by, self.on),
        )  # fmt: skip


PUT_RIGHT = Rule(
    "identity_corrected", "info", True, Said("身份经人工更正", "Identity put right"),
    Said(
        "{label}：原读作“{read}”，经人工复核改为“{right}”。理由：{why}；依据：{source}{who}",
        "{label}: read as “{read}”, put right by a person as “{right}”. Why: {why}; source: {source}{who}",
    ),
)  # fmt: skip
CONFIRMED = dataclasses.replace(
    PUT_RIGHT,
    sentence=Said(
        "{label}：经人工核实为“{right}”。理由：{why}；依据：{source}{who}",
        "{label}: confirmed by a person as “{right}”. Why: {why}; source: {source}{who}",
    ),
)


def parse_identities(text: str) -> tuple[IdentityCorrection, ...]:
    """The entries of a CSV text; ValueError names the line that is not one."""
    found: list[IdentityCorrection] = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        if not all(row.get(name) for name in NEEDED):
            raise ValueError(f"identities, line {line}: {', '.join(NEEDED)} are needed")
        if problem := unfit(row["field"], row["right"]):
            raise ValueError(f"identities, line {line}: {problem}")
        what = row["report_id"], row["field"], row["read"] or "", row["right"]
        why = row["reason"], row["source"], row.get("corrected_by") or "", row.get("corrected_on") or ""
        found.append(IdentityCorrection(*what, *why))
    return tuple(found)


def _named(name: str, value: str) -> str:
    """A value as a reader knows it: a division by its code and its name."""
    known = load_gazetteer().divisions.by_code.get(value, ()) if name == "division_code" else ()
    return f"{value} {known[-1].name}" if known else value


def unfit(name: str, value: str) -> str | None:
    """Why a value cannot stand in a field of the identity; None where it can."""
    declared = {f.name: f for f in tables()["reports"].fields}
    if name not in FIELDS:
        return f"{name!r} is none of {', '.join(FIELDS)}"
    if name == "fiscal_year":
        low, high = declared[name].minimum or 0, declared[name].maximum or 0
        in_range = value.isascii() and value.isdecimal() and low <= int(value) <= high
        return None if in_range else f"{value!r} is no year"
    if name == "division_code" and value not in load_gazetteer().divisions.by_code:
        return f"{value!r} is no division code of data/reference"
    if name == "department_type" and value not in load_gazetteer().departments.types:
        return f"{value!r} is no department type of data/reference"
    if name == "report_type" and value not in declared[name].values:
        return f"{value!r} is none of {', '.join(declared[name].values)}"
    return None


def load_identities() -> tuple[IdentityCorrection, ...]:
    """The entries in `data/reference/identities.csv`."""
    return parse_identities(files("data.reference").joinpath(NAME).read_text("utf-8-sig"))


def put_right(reports: Sequence[Row], corrections: Iterable[IdentityCorrection]) -> list[Row]:
    """The rows of `reports` with every identity put right; those of reports not received yet wait.

    Raises `CorrectionMismatch` where a report does not say what its entry expects.
    """
    of: defaultdict[str, list[IdentityCorrection]] = defaultdict(list)
    for correction in corrections:
        of[correction.report_id].append(correction)
    return [
        _righted(row, of[row["report_id"]], load_gazetteer()) if row["report_id"] in of else row
        for row in reports
    ]


def as_text(value: object) -> str:
    """A field as an entry repeats it: nothing where nothing was read."""
    return "" if value is None else str(value)


def _righted(row: Row, corrections: Sequence[IdentityCorrection], gazetteer: Gazetteer) -> Row:
    right: Row = {}
    for c in corrections:
        if row["report_type"] is None or as_text(row[c.field]) != c.read or c.field in right:
            found = "nothing could be read" if row["report_type"] is None else repr(as_text(row[c.field]))
            raise CorrectionMismatch(
                f"the correction of {c.field} of report {c.report_id} expects {c.read!r} once, found {found}"
                f": see data/reference/{NAME} (身份更正与现有识别不符)"
            )
        right[c.field] = int(c.right) if c.field == "fiscal_year" else c.right
    made = row | right
    made |= _place(made, corrections, gazetteer)
    if "department" in right and "department_type" not in right:
        made["department_type"] = classify(gazetteer.departments, made["department"], made["town"])
    made["identity_confidence"] = 1.0
    made["identity_evidence"] = [*(c.evidence for c in corrections), *(row["identity_evidence"] or ())]
    made["identity_by_hand"] = [c.field for c in corrections]
    return made | _standing(made)


def _place(row: Row, corrections: Sequence[IdentityCorrection], gazetteer: Gazetteer) -> Row:
    """The division with those above it as of the right year; nothing to change where none is known."""
    if row["division_code"] is None:
        return {}
    place = place_of(gazetteer.divisions, row["division_code"], row["fiscal_year"])
    if place is None:
        raise CorrectionMismatch(
            f"{row['division_code']} is no division in {row['fiscal_year']}: report {row['report_id']} in "
            f"data/reference/{NAME} ({row['fiscal_year']}年无此行政区划)"
        )
    level = "town" if row["town"] else place.level
    names = {"province": place.province, "city": place.city, "district": place.district}
    return names | {"division_code": place.code, "division_level": level}


def _standing(row: Row) -> Row:
    """What becomes of the report under its right identity."""
    held_back = row["status"] == "quarantined" and (row["reason"] or "").startswith(HELD_BACK)
    if row["status"] not in ("published", "template") and not held_back:
        return {}
    said: Row = {
        f.name: row.get(f.name)
        for f in dataclasses.fields(Identity)
        if f.name not in ("confidence", "evidence")
    }
    status, reason = standing(Identity(**said, confidence=1.0, evidence=()))
    return {"status": status, "reason": reason}
