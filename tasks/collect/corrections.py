"""What people put right: corrections of values and withdrawals of reports, from `data/reference`.

A correction names the report and the place, repeats what it expects to find printed there, and gives the
right value with reason and source. The text is never changed: `printed` stays as it is, the value beside it
is the person's. One that no longer matches stops the release, so that none is carried along by mistake.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.findings import Rule, Said

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """The right value of an indicator (money in 元, rates in percent), printed wrongly or read wrongly."""

    report_id: str
    indicator: str
    paragraph: int
    printed: str
    value_base: float
    reason: str
    source: str
    by: str = field(default="", compare=False)
    on: str = field(default="", compare=False)  # the day, as YYYY-MM-DD

    @property
    def finding(self) -> Row:
        """The finding that tells a reader of the release who changed what, and why."""
        known = load_catalogue().indicators.get(self.indicator)
        words = {"printed": self.printed, "value": f"{self.value_base:,.15g}", "why": self.reason}
        return CORRECTED.row(
            self.report_id, [self.printed], [self.paragraph], **words, source=self.source,
            label=known.named if known else self.indicator, who=signed(self.by, self.on),
        )  # fmt: skip


def signed(*who: str) -> Said:
    """Who decided and when, in brackets; nothing where nobody said."""
    known = [part for part in who if part]
    return Said(f"（{'，'.join(known)}）", f" ({', '.join(known)})") if known else Said("", "")


CORRECTED = Rule(
    "corrected", "info", True, Said("人工更正", "Put right by a person"),
    Said(
        "{label}：原文“{printed}”，经人工复核取{value}。理由：{why}；依据：{source}{who}",
        "{label}: printed “{printed}”, put right by a person as {value}. Why: {why}; source: {source}{who}",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A report that must not be published, and why."""

    report_id: str
    reason: str
    source: str
    by: str = field(default="", compare=False)
    on: str = field(default="", compare=False)


class CorrectionMismatch(Exception):  # noqa: N818 - named for what happened
    """A correction that does not find what it expects."""


def parse_corrections(text: str) -> tuple[Correction, ...]:
    """The corrections of a CSV text; ValueError names the line that is not one."""
    found: list[Correction] = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            paragraph, value = int(row["paragraph"]), float(row["value_base"])
            if not (
                row["report_id"] and row["indicator"] and row["printed"] and row["reason"] and row["source"]
            ):
                raise ValueError("report_id, indicator, printed, reason and source are needed")
        except (TypeError, ValueError) as error:
            raise ValueError(f"corrections, line {line}: {error}") from error
        names = (row["report_id"], row["indicator"])
        why = (row["reason"], row["source"], row.get("corrected_by") or "", row.get("corrected_on") or "")
        found.append(Correction(*names, paragraph, row["printed"], value, *why))
    return tuple(found)


def parse_withdrawals(text: str) -> tuple[Withdrawal, ...]:
    """The withdrawals of a CSV text; ValueError names the line that is not one."""
    found: list[Withdrawal] = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        if not (row["report_id"] and row["reason"] and row["source"]):
            raise ValueError(f"withdrawals, line {line}: report_id, reason and source are needed")
        found.append(Withdrawal(row["report_id"], row["reason"], row["source"]))
    return tuple(found)


def load_corrections() -> tuple[Correction, ...]:
    """The corrections in `data/reference/corrections.csv`."""
    return parse_corrections(files("data.reference").joinpath("corrections.csv").read_text("utf-8-sig"))


def load_withdrawals() -> tuple[Withdrawal, ...]:
    """The withdrawals in `data/reference/withdrawals.csv`."""
    return parse_withdrawals(files("data.reference").joinpath("withdrawals.csv").read_text("utf-8-sig"))


def withdraw(reports: Sequence[Row], withdrawals: Iterable[Withdrawal]) -> list[Row]:
    """The reports, those withdrawn marked as such with the reason."""
    reasons = {w.report_id: f"withdrawn: {w.reason}; {w.source} (已撤回)" for w in withdrawals}
    return [
        row | {"status": "withdrawn", "reason": reasons[row["report_id"]]}
        if row["report_id"] in reasons
        else row
        for row in reports
    ]


def correct(indicators: Sequence[Row], corrections: Iterable[Correction], known: Iterable[str]) -> list[Row]:
    """The rows of `indicators` with every correction made.

    A correction of a report that is not among the `known` ones waits for it; `CorrectionMismatch` where the
    report is here and the value is not. Of a conflicting pair the corrected one stays.
    """
    rows, here = list(indicators), set(known)
    for correction in corrections:
        if correction.report_id in here:
            rows = _corrected(rows, correction)
    return rows


def _corrected(rows: list[Row], correction: Correction) -> list[Row]:
    place = (correction.report_id, correction.indicator, correction.paragraph, correction.printed)
    hits = [r for r in rows if (r["report_id"], r["indicator"], r["paragraph"], r["printed"]) == place]
    if len(hits) != 1:
        where = f"once in report {place[0]}, paragraph {place[2]}, and finds it {len(hits)} times"
        raise CorrectionMismatch(f"the correction of {place[1]} expects {place[3]!r} {where}")
    right = hits[0] | {"value_base": correction.value_base, "status": "corrected", "confidence": 1.0}
    others = [r for r in rows if (r["report_id"], r["indicator"]) != place[:2]]
    return [*others, right]
