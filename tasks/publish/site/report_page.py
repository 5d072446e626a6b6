"""The page of a report: its cleaned text with every figure marked, and the raw lines beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tasks.publish.site import names
from tasks.publish.site.cards import cards, with_boxes
from tasks.publish.site.links import indicator_marks, report_part
from tasks.publish.site.marks import Span
from tasks.publish.site.parts import Part, elsewhere, parts
from tasks.publish.site.places import MOST, Print, Sheets, lines_of, sheets_of, wanted_pages
from tasks.publish.site.rawlines import raw_lines
from tasks.publish.site.render import page
from tasks.publish.site.report_text import Text, blocks
from tasks.publish.site.values import PicturesOf, Pieces, Row

DECIDED = ("corrected", "identity_corrected")  # findings that say what a person decided
LISTED = 1000  # rows of a list on the page; the tables of the release have them all


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
    lines: Sequence[Row]
    pieces: Pieces | None


def report_files(rows: ReportRows, release_id: str, pictures: PicturesOf) -> Iterator[tuple[str, bytes]]:
    """The page of a report, in several parts where it is very long, and the pictures it shows."""
    pieces = _matching(rows.paragraphs, rows.pieces)
    marks = indicator_marks(rows.indicators)
    moves = [m for m in (_move(edit, rows.paragraphs) for edit in rows.edits) if m]
    sheets, files = _sheets(rows, marks, pieces, pictures)
    yield from files
    furniture = sorted((e for e in rows.edits if e["kind"] == "furniture"), key=lambda e: e["line_start"])
    text = Text(rows.paragraphs, furniture, pieces, _spans(rows, marks, moves))
    known = cards(rows.quantities, marks, rows.nonquantities, moves, pieces)
    if sheets.boxes:
        known = with_boxes(known, _shown_lines(rows, marks, pieces, sheets), sheets.figures or {})
    found = list(parts(blocks(text), known))
    report_id = rows.report["report_id"]
    shared = {
        "root": "../", "release_id": release_id, "report": rows.report, "traced": pieces is not None,
        "addresses": [report_part(report_id, n).removeprefix("r/") for n in range(1, len(found) + 1)],
        "elsewhere": elsewhere(found) if len(found) > 1 else None, "sheets": sheets,
        "sheet_data": {s.page: [f"../{s.address}", s.width, s.height, s.slant] for s in sheets.sheets},
    }  # fmt: skip
    for number, part in enumerate(found, start=1):
        more = _first(rows, marks, len(moves)) if number == 1 else {"marks": [], "headings": []}
        drawn = {"number": number, "text": _html(part), "cards": part.cards, "boxes": _boxes(part, sheets)}
        yield report_part(report_id, number), page("report.html.j2", **shared, **more, **drawn)


def _html(part: Part) -> Markup:
    return Markup("".join(block.html for block in part.blocks))  # every text in it was escaped


def _first(rows: ReportRows, marks: Sequence[tuple[str, Row]], moves: int) -> Row:
    """What stands above the text, on the first part alone."""
    failing = [f for f in rows.findings if not f["holds"]]
    named = {"joins": "join", "moves": "move", "furniture": "furniture", "doubts": "doubt"}
    return {
        "marks": sorted(marks, key=lambda mark: names.place_of(mark[1]["indicator"])),
        "moves": moves,
        "failing": sorted(failing, key=lambda f: ("error", "warning", "info").index(f["severity"])),
        "holding": len(rows.findings) - len(failing),
        "decided": [f for f in rows.findings if f["rule"] in DECIDED],
        "targets": rows.targets,
        "headings": [p for p in rows.paragraphs if p["kind"] == "heading"],
        "counts": {name: rows.report[name] or 0 for name in named},
        "listed": LISTED,
    }


def _sheets(
    rows: ReportRows, marks: Sequence[tuple[str, Row]], pieces: Pieces | None, pictures: PicturesOf
) -> tuple[Sheets, list[tuple[str, bytes]]]:
    """The pages that hold indicators, and their pictures as files."""
    wanted = wanted_pages(marks, pieces, rows.lines)
    if not wanted:
        return Sheets(), []
    drawn = pictures(rows.report["sha256"], wanted[:MOST])
    left_out = max(0, len(wanted) - MOST)
    furniture = [edit for edit in rows.edits if edit["kind"] == "furniture"]
    texts = raw_lines([p["text"] for p in rows.paragraphs], pieces, furniture) if pieces else {}
    table_rows = frozenset(p["paragraph"] for p in rows.paragraphs if p["kind"] == "table")
    read = Print(pieces, texts, rows.lines, table_rows)
    sheets = sheets_of(rows.report["report_id"], marks, _quantities(rows), read, drawn, left_out)
    files = [(s.address, p.png) for s, p in zip(sheets.sheets, drawn.pictures, strict=True)]
    return sheets, files


def _shown_lines(
    rows: ReportRows, marks: Sequence[tuple[str, Row]], pieces: Pieces | None, sheets: Sheets
) -> Mapping[str, Sequence[int]]:
    """For each value the raw lines that a picture shows."""
    shown = sheets.boxes or {}
    values = [*marks, *_quantities(rows)]
    return {mark: [n for n in lines_of(row, pieces) if n in shown] for mark, row in values}


def _quantities(rows: ReportRows) -> list[tuple[str, Row]]:
    """Every quantity with the id of its mark."""
    return [(f"q={q['quantity']}", q) for q in rows.quantities]


def _boxes(part: Part, sheets: Sheets) -> Mapping[int, Sequence[float]]:
    """Page and box of every raw line that a card of this part names."""
    wanted = {number for card in part.cards.values() for number in card.get("lines", ())}
    return {n: (at[0], *at[1]) for n, at in (sheets.boxes or {}).items() if n in wanted}


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
