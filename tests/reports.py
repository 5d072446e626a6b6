"""Reports made by hand for tests of what comes after extraction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from tasks.check.verdicts import Checked
from tasks.model import (
    Cleaned,
    Edit,
    Evidence,
    Facts,
    Finding,
    Identity,
    IndicatorFact,
    Paragraph,
    Piece,
    Placement,
    RawFile,
    Report,
)

UNCHECKED = Checked((), {})  # a release whose expectations are not what a test is about
TEXT = "全年预算数1200万元，支出数900万元。"
PANYU = Identity(
    title="某区退役军人事务局自评报告", province="广东省", city="广州市", district="番禺区", town=None,
    division_code="440113", division_level="district", department="退役军人事务局",
    department_type="veterans_affairs", entity_scope="department", report_type="self_evaluation",
    fiscal_year=2023, confidence=1.0, evidence=("title",),
)  # fmt: skip


def fact(indicator: str, printed: str, value: int, text: str = TEXT) -> IndicatorFact:
    """An indicator of `text` whose span is found where `printed` stands."""
    start = text.index(printed)
    base, end = Decimal(value * 10_000), start + len(printed)
    return IndicatorFact(
        indicator, Decimal(value), "万元", base, printed, text, 0, start, end, 1.0, "reported"
    )


def report(name: str = "a.txt", text: str = TEXT, budget: int = 1200, **identity: object) -> Report:
    """A published report of one paragraph with a budget and what was spent of it."""
    paragraph = Paragraph(text, 1, (Piece(0, 3, 0, len(text)),))
    edit = Edit("furniture", "- 1 -", 4, 0, 4, 5, None, None, (Evidence("page_number", 1.0),), 1.0)
    finding = Finding("rate_is_quotient", "error", False, "75 % is not 70 %", ("75", "70"), (0,))
    facts = Facts(
        identity=replace(PANYU, **identity),  # type: ignore[arg-type]
        placements=(Placement("body", None, None, "", ()),),
        quantities=(),
        nonquantities=(),
        indicators=(
            fact("budget_total", f"{budget}万元", budget, text),
            fact("expenditure_total", "900万元", 900, text),
        ),
        targets=(),
        findings=(finding,),
    )
    raw = RawFile(sha256(name.encode()).hexdigest(), (name,))
    return Report(raw, "published", None, "text/plain", Cleaned((paragraph,), (edit,), 1), facts)


def quarantined(name: str, reason: str = "empty: the file has no bytes (空文件)") -> Report:
    """A report of a file that could not be read."""
    return Report(RawFile(sha256(name.encode()).hexdigest(), (name,)), "quarantined", reason)
