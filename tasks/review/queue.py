"""The review queue: what is doubtful in a release, worst first, one row for each thing to decide.

A figure stands in one row however many reasons there are to doubt it. What no figure can put right (a report
whose place is uncertain, a sentence out of place) stands in a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.findings import Said, apart
from tasks.review.identities import MARK, as_read

Row = dict[str, Any]
UNSURE = 0.75  # below this confidence an indicator or an identity is worth a look
CONFLICT = 0.2
SETTLED = ("superseded", "withdrawn")  # another version stands for it, or nobody takes it from here
WEIGHTS = {"error": 0.0, "warning": 0.3}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: a figure of a report, or (without an indicator) something about the report."""

    key: str  # report/indicator/paragraph/first character: never a number or a date to a spreadsheet
    weight: float  # the smaller the worse
    why: str
    why_en: str
    report_id: str
    file_name: str
    place: str
    fiscal_year: int | None
    department: str
    indicator: str
    label: str
    paragraph: int | None
    page: int | None
    raw_line: int | None
    printed: str
    value_base: float | None
    unit_base: str
    evidence: str
    finding: int | None = None  # the check that fails, where no figure of the report is named in it


def review_queue(release: Mapping[str, pa.Table]) -> list[Item]:
    """Everything in a release that a person should look at, worst first."""
    reports = {
        row["report_id"]: row for row in release["reports"].to_pylist() if row["status"] not in SETTLED
    }
    failing = release["findings"].filter(
        pc.and_(pc.invert(release["findings"]["holds"]), pc.is_in(release["findings"]["severity"], _SEVERE))
    )
    by_report: dict[str, list[Row]] = defaultdict(list)
    for finding in failing.to_pylist():
        by_report[finding["report_id"]].append(finding)
    facts: dict[str, list[Row]] = defaultdict(list)
    for fact in _doubtful(release["indicators"], list(by_report)):
        facts[fact["report_id"]].append(fact)
    found = [
        item
        for report_id in sorted(reports)
        for item in _of_report(reports[report_id], facts[report_id], by_report[report_id])
    ]
    return sorted(found, key=lambda item: (item.weight, item.report_id, item.paragraph or 0))


_SEVERE = pa.array(sorted(WEIGHTS))


def figure_key(fact: Row) -> str:
    """The key of the item about a row of `indicators`."""
    return f"{fact['report_id']}/{fact['indicator']}/{fact['paragraph']}/{fact['char_start']}"


def _doubtful(indicators: pa.Table, failing: list[str]) -> list[Row]:
    """Figures that conflict or are unsure, and those of reports with findings."""
    low = pc.less(indicators["confidence"], UNSURE)
    conflict = pc.equal(indicators["status"], "conflicting")
    of_findings = pc.is_in(indicators["report_id"], pa.array(failing, pa.string()))
    open_still = pc.and_(
        pc.not_equal(indicators["status"], "corrected"), pc.is_valid(indicators["value_base"])
    )
    rows: list[Row] = indicators.filter(
        pc.and_(open_still, pc.or_(of_findings, pc.or_(low, conflict)))
    ).to_pylist()
    return rows


def _of_report(report: Row, facts: Iterable[Row], findings: list[Row]) -> Iterator[Item]:
    named: set[int] = set()
    for fact in facts:
        why: list[tuple[float, Said]] = []
        if fact["status"] == "conflicting":
            why.append((CONFLICT, Said("前后不一", "the report states it differently")))
        elif fact["confidence"] < UNSURE:
            sure = f"{fact['confidence']:g}"
            why.append((fact["confidence"], Said(f"置信度{sure}", f"unsure: confidence {sure}")))
        for number, finding in enumerate(findings):
            if fact["paragraph"] in finding["paragraphs"] and fact["printed"] in finding["values"]:
                why.append((WEIGHTS[finding["severity"]], _said(finding)))
                named.add(number)
        if why and fact["status"] != "corrected":  # what a person decided is settled, its findings with it
            yield _figure(report, fact, why)
    for number, finding in enumerate(findings):
        if number not in named:
            yield _check(report, finding)
    yield from _identity(report)


def _identity(report: Row) -> Iterator[Item]:
    """A report that could not be placed, or was placed with little to show for it."""
    if report["status"] == "quarantined" and (report["reason"] or "").startswith("identity"):
        yield _doubted(report, 0.1, apart(report["reason"]))
    confidence = report.get("identity_confidence")
    if report["status"] == "published" and confidence is not None and confidence < UNSURE:
        read = "; ".join(report.get("identity_evidence") or ())
        why = Said(f"身份置信度{confidence:g}：{read}", f"identity unsure, confidence {confidence:g}: {read}")
        yield _doubted(report, confidence, why)


def _doubted(report: Row, weight: float, why: Said) -> Item:
    """A row that asks who reports about which year, with what was read, as it is answered."""
    about = _about(report, MARK, weight, why, None, report["title"] or "")
    return replace(about, label="报告身份", evidence=as_read(report))


def _figure(report: Row, fact: Row, why: list[tuple[float, Said]]) -> Item:
    declared = load_catalogue().indicators.get(fact["indicator"])
    worst_first = sorted(why)
    told = dict.fromkeys(reason for _, reason in worst_first)
    return Item(
        figure_key(fact), worst_first[0][0], " | ".join(reason.zh for reason in told),
        " | ".join(reason.en for reason in told), *_whose(report), fact["indicator"],
        declared.zh if declared else fact["indicator"], fact["paragraph"], fact["page"],
        fact["raw_line_start"], fact["printed"], fact["value_base"],
        declared.unit if declared else "", fact["evidence"],
    )  # fmt: skip


def _check(report: Row, finding: Row) -> Item:
    """A check that fails and names no figure."""
    paragraph = finding["paragraphs"][0] if finding["paragraphs"] else None
    weight = WEIGHTS[finding["severity"]] + 0.05  # after the figures that can be put right
    printed, number = "; ".join(finding["values"]), finding["finding"]
    about = _about(report, f"finding:{number}", weight, _said(finding), paragraph, printed)
    return replace(about, finding=number)


def _about(report: Row, what: str, weight: float, why: Said, paragraph: int | None, printed: str) -> Item:
    key = f"{report['report_id']}/{what}"
    return Item(
        key, weight, why.zh, why.en, *_whose(report), "", "", paragraph, None, None, printed, None, "", ""
    )


def _said(finding: Row) -> Said:
    """The sentence of a finding; releases of old have it in one language alone."""
    return Said(finding["message"], finding.get("message_en") or finding["message"])


def _whose(report: Row) -> tuple[str, str, str, int | None, str]:
    place = "".join(dict.fromkeys(report[level] or "" for level in ("province", "city", "district", "town")))
    names = report["file_name"], place, report["fiscal_year"], report["department"] or ""
    return report["report_id"], *names
