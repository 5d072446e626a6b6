"""Reports as rows: dataclasses to the plain values that Arrow takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from tasks.clean.audit import totals
from tasks.model import Cleaned, Edit, Facts, IndicatorFact, Line, Paragraph, Placement, Quantity, Report
from tasks.provenance import locate

Row = dict[str, Any]


def lake_row(report: Report) -> Row:
    """The report's own columns and its nested lists."""
    row: Row = {
        "sha256": report.raw.sha256,
        "report_id": report.raw.report_id,
        "file_names": list(report.raw.file_names),
        "media_type": report.media_type,
        "status": report.status,
        "reason": report.reason,
    }
    if report.cleaned:
        row |= _cleaning(report.cleaned)
    if report.cleaned and report.facts:
        row |= _facts(report.cleaned, report.facts)
    if report.lines:
        row["lines"] = [_place(line) for line in report.lines]
    return row


def _place(line: Line) -> Row:
    x0, y0, x1, y1 = line.box or (None, None, None, None)
    row: Row = {"line": line.number, "page": line.page, "turned": line.turned}
    return row | {
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "origin": line.origin,
        "confidence": line.confidence,
    }


def _cleaning(cleaned: Cleaned) -> Row:
    count = totals(cleaned)
    return {
        "pages": cleaned.pages,
        "characters": sum(len(paragraph.text) for paragraph in cleaned.paragraphs),
        "joins": count.get("join", 0),
        "moves": count.get("move", 0),
        "furniture": count.get("furniture", 0),
        "doubts": count.get("doubt", 0),
        "edits": [_edit(edit) | {"edit": i} for i, edit in enumerate(cleaned.edits)],
    }


def _edit(edit: Edit) -> Row:
    evidence = "; ".join(f"{e.name} {e.weight:+g}" for e in edit.evidence)
    return plain(edit) | {"evidence": evidence}


def _facts(cleaned: Cleaned, facts: Facts) -> Row:
    identity = plain(facts.identity)
    for name in ("confidence", "evidence"):
        identity[f"identity_{name}"] = identity.pop(name)
    paragraphs = zip(cleaned.paragraphs, facts.placements, strict=True)
    return identity | {
        "paragraphs": [_paragraph(p, place) | {"paragraph": i} for i, (p, place) in enumerate(paragraphs)],
        "quantities": [_placed(q, cleaned) | {"quantity": i} for i, q in enumerate(facts.quantities)],
        "nonquantities": [plain(n) for n in facts.nonquantities],
        "indicators": [_placed(fact, cleaned) for fact in facts.indicators],
        "targets": numbered("target", facts.targets),
        "findings": numbered("finding", facts.findings),
    }


def _paragraph(paragraph: Paragraph, placement: Placement) -> Row:
    where = locate(paragraph, 0, len(paragraph.text))
    row = plain(placement)
    del row["roles"]
    return row | {
        "text": paragraph.text,
        "page": paragraph.page,
        "raw_line_start": where.line_start,
        "raw_line_end": where.line_end,
        "pieces": [plain(piece) for piece in paragraph.pieces],
    }


def _placed(value: IndicatorFact | Quantity, cleaned: Cleaned) -> Row:
    """A value with the page and the raw lines of its own span, wherever its paragraph began."""
    paragraph = cleaned.paragraphs[value.paragraph]
    where = locate(paragraph, value.char_start, value.char_end, cleaned.page_starts)
    return plain(value) | {
        "page": where.page,
        "raw_line_start": where.line_start,
        "raw_line_end": where.line_end,
    }


def numbered(name: str, values: Iterable[Any]) -> list[Row]:
    """Rows of dataclass values with their position under `name`."""
    return [plain(value) | {name: i} for i, value in enumerate(values)]


def plain(value: Any) -> Row:
    """A dataclass as a row: decimals as doubles, which keep 15 digits exactly, tuples as lists."""
    return {f.name: _cell(getattr(value, f.name)) for f in fields(value)}


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return list(value)
    assert value is None or isinstance(value, str | int | float | bool | date | Mapping), type(value)
    return value
