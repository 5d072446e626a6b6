"""Every file of the site, from what it is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow.compute as pc

from tasks.publish.site import grids
from tasks.publish.site.explorer import cells, district_pages, indicator_pages
from tasks.publish.site.grouped import Grouped
from tasks.publish.site.quality import quality_page
from tasks.publish.site.render import asset, page
from tasks.publish.site.report_page import ReportRows, report_files
from tasks.publish.site.review import review_grid
from tasks.publish.site.values import Row, SiteInput
from tasks.review import sheets
from tasks.review.queue import review_queue

FOLDER = "report/"
ASSETS = ("site.css", "site.js")
BY_REPORT = (
    "paragraphs", "quantities", "nonquantities", "indicators", "targets", "findings", "edits", "lines",
)  # fmt: skip
SEVERITY = {"error": 0, "warning": 1, "info": 2}


def site_files(given: SiteInput) -> dict[str, bytes]:
    """The site as files by their path in the release; `report/index.html` is where one begins."""
    return dict(each_file(given))


def each_file(given: SiteInput) -> Iterator[tuple[str, bytes]]:
    """The same one by one, so that a large site need not fit into memory."""
    return ((FOLDER + path, data) for path, data in _files(given))


def _files(given: SiteInput) -> Iterator[tuple[str, bytes]]:
    reports: list[Row] = given.tables["reports"].to_pylist()
    headline: list[Row] = given.tables["district_year"].to_pylist()
    found = given.tables["findings"]
    failing: list[Row] = found.filter(pc.invert(found["holds"])).to_pylist()
    failing.sort(key=lambda f: (SEVERITY[f["severity"]], f["report_id"], f["finding"]))
    for name in ASSETS:
        yield f"assets/{name}", asset(name)
    yield "index.html", quality_page(given, reports, headline, failing)
    yield from _grids(given, reports, headline, failing)
    shown = {row["report_id"] for row in headline}
    values = cells(row for row in given.tables["indicators"].to_pylist() if row["report_id"] in shown)
    yield from district_pages(headline, values, given.release_id)
    yield from indicator_pages(headline, values, given.release_id)
    yield from _report_pages(given, reports)


def _grids(
    given: SiteInput, reports: list[Row], headline: list[Row], failing: list[Row]
) -> Iterator[tuple[str, bytes]]:
    known = {row["report_id"]: row for row in reports}
    items = review_queue(given.tables) if given.queue is None else given.queue
    review = review_grid(items, given.tables["indicators"])
    failed = Counter(f["report_id"] for f in failing)
    whole = (
        ("table", "地区年度", "Districts and years", grids.headline_grid(headline), "district_year",
         "每行一个地区、年度、部门和报告类型；点按数值查看原文。",
         "One row per district, year, department and kind of report; each value leads to its line."),
        ("reports", "报告", "Reports", grids.reports_grid(reports, failed), "reports",
         "收到的每一个原始文件，以及它的去向。", "Every raw file received, and what became of it."),
        ("findings", "未成立的核查", "Checks that fail", grids.findings_grid(failing, known), "findings",
         "报告内容前后不一、加总不符等，最严重的在前。",
         "Where a report contradicts itself, the worst first."),
        ("review", "复核", "Review queue", review, "",
         "最值得人工核对的在前，与 review.xlsx 各行相同；填好后用 yearbook review 收回。",
         "What is doubtful, worst first: the rows of review.xlsx, to fill in for yearbook review."),
    )  # fmt: skip
    for name, zh, en, data, table, lead_zh, lead_en in whole:
        paths = (f"csv/{table}.csv", f"tables/{table}.parquet") if table else (sheets.XLSX, sheets.CSV)
        files = [(path, path.rpartition("/")[2]) for path in paths]
        yield f"{name}.html", page(
            "grid.html.j2", root="", here=f"{name}.html", release_id=given.release_id, name=name, zh=zh,
            en=en, lead_zh=lead_zh, lead_en=lead_en, data=data, files=files,
        )  # fmt: skip


def _report_pages(given: SiteInput, reports: list[Row]) -> Iterator[tuple[str, bytes]]:
    grouped = {name: Grouped(given.tables[name]) for name in BY_REPORT}
    for report in reports:
        report_id = report["report_id"]
        rows = {name: table.of(report_id) for name, table in grouped.items()}
        whole = ReportRows(report, **rows, pieces=given.pieces(report_id))
        yield from report_files(whole, given.release_id, given.pictures)
