"""Every file of the site, from what it is made from."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.publish.site.grouped import Grouped
from tasks.publish.site.links import report_page as report_address
from tasks.publish.site.render import asset
from tasks.publish.site.report_page import ReportRows, report_page
from tasks.publish.site.values import Row, SiteInput

FOLDER = "report/"
ASSETS = ("site.css", "site.js")
BY_REPORT = ("paragraphs", "quantities", "nonquantities", "indicators", "targets", "findings", "edits")


def site_files(given: SiteInput) -> dict[str, bytes]:
    """The site as files by their path in the release; `report/index.html` is where one begins."""
    return {FOLDER + path: data for path, data in _files(given)}


def _files(given: SiteInput) -> Iterator[tuple[str, bytes]]:
    for name in ASSETS:
        yield f"assets/{name}", asset(name)
    yield from _report_pages(given)


def _report_pages(given: SiteInput) -> Iterator[tuple[str, bytes]]:
    grouped = {name: Grouped(given.tables[name]) for name in BY_REPORT}
    reports: list[Row] = given.tables["reports"].to_pylist()
    for report in reports:
        report_id = report["report_id"]
        rows = {name: table.of(report_id) for name, table in grouped.items()}
        whole = ReportRows(report, **rows, pieces=given.pieces(report_id))
        yield report_address(report_id), report_page(whole, given.release_id)
