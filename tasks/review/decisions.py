"""From the filled queue to entries of data/reference: every row checked, all of them or none.

A row without a decision, or with `later`, is left for another day. `right` and `wrong` become a correction
of a value or of the identity of a report, `withdraw` a withdrawal; each needs its reason, its source and the
person who decided.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from tasks.collect.corrections import Correction, Withdrawal
from tasks.collect.identities import IdentityCorrection
from tasks.publish.csv_safe import number
from tasks.review.identities import MARK, decided
from tasks.review.sheets import DECISIONS

Row = Mapping[str, Any]
Why = tuple[str, str, str, str]  # reason, source, who decided, and when
NEEDED = ("reason", "source", "reviewer")
_SAID = {
    "正确": "right",
    "现值正确": "right",
    "有误": "wrong",
    "更正": "wrong",
    "撤下": "withdraw",
    "撤回": "withdraw",
    "暂缓": "later",
}
_VALUE = re.compile(r"(-?\d+(?:\.\d+)?)(亿|万|千)?(元|%|[^\d.%\s]{0,3})")
_SCALES = {None: 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SLIP = 1000  # a right value so many times as large or small, written without its unit, is a slip of the unit


class RefusedReview(Exception):  # noqa: N818 - named for what happened
    """Rows that cannot be taken, one sentence each; nothing of the file was taken."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the filled rows say: corrections and withdrawals, each with who decided."""

    corrections: tuple[Correction, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    identities: tuple[IdentityCorrection, ...] = ()
    left: int = 0  # rows without a decision


@dataclass(frozen=True, slots=True)
class Current:
    """What the rows are held against: the release, the entries there are, and the day of today."""

    indicators: Sequence[Row]
    reports: Sequence[Row]
    corrections: Sequence[Correction] = ()
    identities: Sequence[IdentityCorrection] = ()
    day: str = ""


def decide(rows: Iterable[tuple[int, Mapping[str, str]]], current: Current) -> Decided:
    """What the rows of a filled queue decide, against the current release.

    Raises `RefusedReview` with every row that is half filled in, contradicts another or matches no more.
    """
    facts = {_key(fact): fact for fact in current.indicators}
    here = {report["report_id"]: report for report in current.reports}
    values: Made[Correction] = Made({(c.report_id, c.indicator): c for c in current.corrections})
    identities: Made[IdentityCorrection] = Made({(c.report_id, c.field): c for c in current.identities})
    withdrawals: dict[str, Withdrawal] = {}
    problems: list[str] = []
    left = 0
    for line, row in rows:
        decision = _SAID.get(row.get("decision", ""), row.get("decision", "").lower())
        if decision in ("", "later"):
            left += 1
            problems += _half_filled(line, row) if not decision else []
            continue
        problem = _lacking(row, decision)
        report_id, _, about = row["key"].partition("/")
        why = row["reason"], row["source"], row["reviewer"], current.day
        if not problem and report_id not in here:
            problem = "its report is not in the current release (报告不在当前版本中)"
        if not problem and decision == "withdraw":
            withdrawals[report_id] = Withdrawal(report_id, *why)
        elif not problem and about == MARK:
            problem = _identified(here[report_id], row, why, identities)
        elif not problem:
            made = _correction(row, decision, facts.get(row["key"]), why)
            name = report_id, row.get("indicator", "")
            problem = made if isinstance(made, str) else values.take(name, made, "corrections.csv")
        if problem:
            problems.append(f"line {line}, {row['key']}: {problem}")
    if problems:
        raise RefusedReview(problems)
    every = tuple(withdrawals.values())
    return Decided(tuple(values.made.values()), every, tuple(identities.made.values()), left)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """Entries by what they are about: those there were before, and those made now."""

    before: Mapping[tuple[str, str], T]
    made: dict[tuple[str, str], T] = field(default_factory=dict)

    def take(self, name: tuple[str, str], entry: T, file: str) -> str:
        """Adds an entry; why not, where one says otherwise. What was decided before stays as it is."""
        if name in self.before:
            same = self.before[name] == entry
            return "" if same else f"corrected before, in {file}: change that entry (已有更正记录)"
        if self.made.setdefault(name, entry) != entry:
            return "another row decides the same otherwise (同一事项有两个不同判断)"
        return ""


def _identified(report: Row, row: Mapping[str, str], why: Why, identities: Made[IdentityCorrection]) -> str:
    """Adds what a row says of the identity of its report; why not, where it cannot be taken."""
    entries = decided(report, row.get("right_value", ""), why)
    if isinstance(entries, str):
        return entries
    taken = (identities.take((entry.report_id, entry.field), entry, "identities.csv") for entry in entries)
    return next(filter(None, taken), "")


def _key(fact: Row) -> str:
    return f"{fact['report_id']}/{fact['indicator']}/{fact['paragraph']}/{fact['char_start']}"


def _half_filled(line: int, row: Mapping[str, str]) -> list[str]:
    """Something was written, but nothing decided."""
    filled = [name for name in ("right_value", *NEEDED) if row.get(name)]
    if not filled:
        return []
    return [f"line {line}, {row['key']}: {', '.join(filled)} filled in, decision empty (已填写但未作判断)"]


def _lacking(row: Mapping[str, str], decision: str) -> str:
    if decision not in DECISIONS:
        return f"decision {decision!r} is none of {', '.join(DECISIONS)} (判断取值有误)"
    missing = [name for name in NEEDED if not row.get(name)]
    if decision == "wrong" and not row.get("right_value"):
        missing.insert(0, "right_value")
    if missing:
        return f"{', '.join(missing)} missing (未填写完整)"
    if decision == "right" and row.get("right_value"):
        return "the value is called right, and another one given (判断为正确却另填数值)"
    return ""


def _correction(row: Mapping[str, str], decision: str, fact: Row | None, why: Why) -> Correction | str:
    """The correction, or why there can be none."""
    if not row.get("indicator"):
        return (
            "this row names no figure that could be put right: leave it, or withdraw the report; where its "
            "place, department or year is wrong, say so in a row with the key <report>/identity "
            "(此行没有可更正的数值)"
        )
    if fact is None or fact["printed"] != row.get("printed"):
        return f"the release no longer has {row.get('printed')!r} there (当前版本中已无此值)"
    if fact["value_base"] is None:
        return "only figures can be corrected (只能更正数值)"
    value = fact["value_base"] if decision == "right" else _value(row["right_value"], fact)
    if isinstance(value, str):
        return value
    where = fact["report_id"], fact["indicator"], fact["paragraph"], fact["printed"]
    return Correction(*where, value, *why)


def _value(text: str, fact: Row) -> float | str:
    """The right value in the base unit; a slip of the unit is asked about, not guessed."""
    plain = text.replace(",", "").replace("，", "").replace("％", "%").replace(" ", "")
    match = _VALUE.fullmatch(plain)
    if match is None:
        return f"right_value {text!r} is no number (正确数值不是数字)"
    value = Decimal(match[1]) * _SCALES[match[2]]
    old = Decimal(repr(fact["value_base"]))
    unmarked = not match[2] and not match[3]
    if unmarked and value and old and not Decimal(1) / _SLIP < abs(value / old) < _SLIP:
        return f"right_value {text!r} is far from {number(float(old))}: write its unit (请注明单位)"
    if match[3] == "%" and fact["unit"] and "%" not in fact["unit"].replace("％", "%"):
        return f"right_value {text!r} is a rate, the figure is none (单位不符)"
    return float(value)


def appended(text: str, rows: Iterable[Sequence[str]]) -> str:
    """A CSV text of data/reference with more rows at its end."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return text + ("" if text.endswith("\n") else "\n") + out.getvalue()


def correction_rows(decided: Decided) -> list[list[str]]:
    """Rows of corrections.csv."""
    return [
        [c.report_id, c.indicator, str(c.paragraph), c.printed, number(c.value_base), *_why(c)]
        for c in decided.corrections
    ]


def identity_rows(decided: Decided) -> list[list[str]]:
    """Rows of identities.csv."""
    return [[c.report_id, c.field, c.read, c.right, *_why(c)] for c in decided.identities]


def withdrawal_rows(decided: Decided) -> list[list[str]]:
    """Rows of withdrawals.csv."""
    return [[w.report_id, *_why(w)] for w in decided.withdrawals]


def _why(entry: Correction | IdentityCorrection | Withdrawal) -> Why:
    return entry.reason, entry.source, entry.by, entry.on
