"""The page of a report: its cleaned text with every figure marked, and the raw lines beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.publish.site import names
from tasks.publish.site.links import indicator_marks
from tasks.publish.site.marks import Segment, Span, segments
from tasks.publish.site.rawlines import Cut, beside, raw_lines, runs
from tasks.publish.site.render import figure, page
from tasks.publish.site.values import Pieces, Row

PERIOD_WORDS = {"as_of": "截至", "cumulative_to": "累计至", "since": "自", "eve_of": "前夕", "at": ""}


@dataclass(frozen=True, slots=True)
class ReportRows:
    """Everything the tables say of one report."""

    report: Row
    paragraphs: Sequence[Row]
    quantities: Sequence[Row]
    nonquantities: Sequence[Row]
    indicators: Sequence[Row]
    targets: Sequence[Row]
    findings: Sequence[Row]
    edits: Sequence[Row]
    pieces: Pieces | None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as drawn: its segments, the raw lines beside it, and what stood above it on the page."""

    number: int
    kind: str
    level: int | None
    page: int | None  # where a new page begins here
    segments: Sequence[Segment]
    raw: Sequence[tuple[int, Sequence[Cut]]]
    above: Sequence[Row]  # furniture set aside between the paragraph before and this one


def report_page(rows: ReportRows, release_id: str) -> bytes:
    """The page as HTML."""
    pieces = _matching(rows.paragraphs, rows.pieces)
    marks = indicator_marks(rows.indicators)
    moves = [m for m in (_move(edit, rows.paragraphs) for edit in rows.edits) if m]
    spans = _spans(rows, marks, moves)
    failing = [f for f in rows.findings if not f["holds"]]
    return page(
        "report.html.j2",
        root="../",
        release_id=release_id,
        report=rows.report,
        blocks=_blocks(rows, pieces, spans),
        cards=_cards(rows, marks, moves, pieces),
        marks=marks,
        moves=moves,
        traced=pieces is not None,
        failing=sorted(failing, key=lambda f: ("error", "warning", "info").index(f["severity"])),
        holding=len(rows.findings) - len(failing),
        targets=rows.targets,
        headings=[p for p in rows.paragraphs if p["kind"] == "heading"],
        counts=_counts(rows),
    )


def _matching(paragraphs: Sequence[Row], pieces: Pieces | None) -> Pieces | None:
    """The pieces where they belong to this very text, and not to a later reading of the same file."""
    if pieces is None or len(pieces) != len(paragraphs):
        return None
    fits = (
        len(row["text"]) == sum(p.length for p in own) for row, own in zip(paragraphs, pieces, strict=True)
    )
    return pieces if all(fits) else None


def _move(edit: Row, paragraphs: Sequence[Row]) -> tuple[Row, Span] | None:
    """A moved fragment and where it stands now; None for other edits."""
    if edit["kind"] != "move" or edit["paragraph"] is None or edit["paragraph"] >= len(paragraphs):
        return None
    text, start = paragraphs[edit["paragraph"]]["text"], edit["offset"] or 0
    for moved in (edit["text"], "".join(edit["text"].split())):
        if moved and text.startswith(moved, start):
            return edit, Span(f"m={edit['edit']}", start, start + len(moved), "m")
    return None


def _spans(
    rows: ReportRows, marks: Iterable[tuple[str, Row]], moves: Iterable[tuple[Row, Span]]
) -> Mapping[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for edit, span in moves:
        found[edit["paragraph"]].append(span)
    for mark, i in marks:
        css = "i text" if i["value"] is None else f"i {i['status']}"
        found[i["paragraph"]].append(Span(mark, i["char_start"], i["char_end"], css))
    for q in rows.quantities:
        span = Span(f"q={q['quantity']}", q["char_start"], q["char_end"], f"q {q['kind']}")
        found[q["paragraph"]].append(span)
    for number, n in enumerate(rows.nonquantities):
        found[n["paragraph"]].append(Span(f"n={number}", n["char_start"], n["char_end"], "n"))
    return found


def _blocks(rows: ReportRows, pieces: Pieces | None, spans: Mapping[int, list[Span]]) -> list[Block]:
    furniture = sorted((e for e in rows.edits if e["kind"] == "furniture"), key=lambda e: e["line_start"])
    lines = raw_lines([p["text"] for p in rows.paragraphs], pieces, furniture) if pieces else {}
    blocks: list[Block] = []
    pageno, reached = None, 0
    for row in rows.paragraphs:
        n = row["paragraph"]
        first = min((p.line for p in pieces[n]), default=0) if pieces else row["raw_line_start"] or 0
        above = [e for e in furniture if reached < e["line_start"] < first]
        reached = max(reached, first)
        wanted = {s.id: (s.start, s.end) for s in spans.get(n, ()) if s.css != "n"}
        raw = beside(lines, pieces[n], wanted) if pieces and pieces[n] else []
        new_page = row["page"] if row["page"] != pageno else None
        pageno = row["page"]
        cut = segments(row["text"], spans.get(n, ()))
        blocks.append(Block(n, row["kind"], row["level"], new_page, cut, raw, above))
    return blocks


def _cards(
    rows: ReportRows,
    marks: Iterable[tuple[str, Row]],
    moves: Iterable[tuple[Row, Span]],
    pieces: Pieces | None,
) -> Row:
    """What the card of each mark shows, by its id; keys are short since there are hundreds a page."""
    cards: Row = {}
    for q in rows.quantities:
        cards[f"q={q['quantity']}"] = _short(
            printed=q["surface"], value=figure(q["value"]) if q["value"] is not None else None,
            unit=q["unit"], base=_base(q), kind=q["kind"], measure=q["measure"], subject=q["subject"],
            period=_period(q), bound=q["bound"], approximate=q["approximate"] or None,
            paragraph=q["paragraph"], start=q["char_start"], end=q["char_end"], raw=_lines(q, pieces),
        )  # fmt: skip
    for mark, i in marks:
        declared = names.indicator(i["indicator"])
        cards[mark] = _short(
            indicator=i["indicator"], zh=declared.zh, en=declared.en, printed=i["printed"],
            value=figure(i["value"]) if i["value"] is not None else None, unit=i["unit"],
            base=figure(i["value_base"]) if i["value_base"] is not None else None, status=i["status"],
            confidence=i["confidence"], paragraph=i["paragraph"], start=i["char_start"],
            end=i["char_end"], raw=_lines(i, pieces),
        )  # fmt: skip
    for number, n in enumerate(rows.nonquantities):
        cards[f"n={number}"] = {"reason": n["reason"], "printed": n["surface"]}
    for edit, span in moves:
        raw = f"{edit['line_start']}–{edit['line_end']}"
        cards[span.id] = {"moved": edit["evidence"], "printed": edit["text"], "raw": raw}
    return cards


def _short(**values: Any) -> Row:
    return {name: value for name, value in values.items() if value is not None}


def _base(q: Row) -> str | None:
    if q["value_base"] is None:
        return None
    high = f"–{figure(q['value_high'])}" if q["value_high"] is not None else ""
    return f"{figure(q['value_base'])}{high} {q['unit_base'] or ''}".strip()


def _period(q: Row) -> str | None:
    start, end = q["period_start"], q["period_end"]
    if start is None and end is None:
        return None
    before = PERIOD_WORDS.get(q["period_basis"] or "", "")
    return before + (str(start) if start == end else f"{start or '…'} – {end or '…'}")


def _lines(row: Row, pieces: Pieces | None) -> str | None:
    """The raw lines of a span, with the characters in them: 45:12–18."""
    if pieces is None:
        return None
    found = runs(pieces[row["paragraph"]], row["char_start"], row["char_end"])
    return ", ".join(f"{run.line}:{run.start + 1}–{run.end}" for run in found[:4]) or None


def _counts(rows: ReportRows) -> Mapping[str, int]:
    named = {"joins": "join", "moves": "move", "furniture": "furniture", "doubts": "doubt"}
    return {name: rows.report[name] or 0 for name in named}
