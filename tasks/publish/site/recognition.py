"""How sure the recognition of scans is: by report, as a histogram, and the worst pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from expectations.bounds import load_bounds
from tasks.publish.site import plots
from tasks.publish.site.values import Row

WORST = 8  # pages named


def recognition(lines: pa.Table, paragraphs: pa.Table, reports: Mapping[str, Row]) -> Row | None:
    """What the page says of recognised lines; None where nothing was recognised."""
    found = lines.filter(pc.is_valid(lines["confidence"]))
    if not found.num_rows:
        return None
    below = load_bounds().recognition["unsure_below"]
    names, pages = found["report_id"].to_pylist(), found["page"].to_pylist()
    unsure = pc.less(found["confidence"], below).to_pylist()
    of_report, of_page = Counter(names), Counter(zip(names, pages, strict=True))
    bad_reports, bad_pages = Counter[str](), Counter[tuple[str, int]]()
    for name, page, bad in zip(names, pages, unsure, strict=True):
        bad_reports[name] += bad
        bad_pages[name, page] += bad
    listed = [
        _counted(reports[name], lines, bad_reports[name])
        for name, lines in of_report.items()
        if name in reports
    ]
    listed.sort(key=lambda r: (-r["share"], r["report_id"]))
    worst = [
        _counted(reports[name], of_page[name, page], bad) | {"page": page}
        for (name, page), bad in bad_pages.items()
        if bad and name in reports
    ]
    worst.sort(key=lambda p: (-p["share"], p["report_id"], p["page"]))
    return {
        "reports": listed,
        "lines": found.num_rows,
        "below": below,
        "pages": [page | {"mark": _mark(page, found, paragraphs)} for page in worst[:WORST]],
        "svg": plots.recognition_plot(found["confidence"].to_pylist(), below),
    }


def _mark(page: Row, lines: pa.Table, paragraphs: pa.Table) -> str:
    """The paragraph that holds the least sure line of a page; nothing where it was furniture."""
    own = lines.filter(
        pc.and_(pc.equal(lines["report_id"], page["report_id"]), pc.equal(lines["page"], page["page"]))
    )
    least = min(own.to_pylist(), key=lambda row: (row["confidence"], row["line"]))["line"]
    rows = paragraphs.filter(pc.equal(paragraphs["report_id"], page["report_id"])).to_pylist()
    inside = [
        r["paragraph"]
        for r in rows
        if r["raw_line_start"] and r["raw_line_start"] <= least <= r["raw_line_end"]
    ]
    return f"#p={inside[0]}" if inside else ""


def _counted(report: Row, lines: int, unsure: int) -> Row:
    share = unsure / lines
    known = {"report_id": report["report_id"], "file_name": report["file_name"]}
    return known | {"lines": lines, "unsure": unsure, "share": share}
