"""Addresses within the site: every link of a value is made here, and lands on a mark of a report page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.publish.site.values import Row

SAFE = re.compile(r"[^0-9A-Za-z_-]")


def report_page(report_id: str) -> str:
    """The page of a report."""
    return f"r/{_safe(report_id)}.html"


def report_part(report_id: str, part: int) -> str:
    """A part of the page of a long report; the first has the address of the report."""
    return report_page(report_id) if part == 1 else f"r/{_safe(report_id)}.{part}.html"


def picture(report_id: str, page: int) -> str:
    """The picture of a page of a report."""
    return f"p/{_safe(report_id)}-{page}.png"


def district_page(code: str) -> str:
    """The page of a division."""
    return f"d/{_safe(code)}.html"


def indicator_page(indicator: str) -> str:
    """The page of an indicator."""
    return f"i/{_safe(indicator)}.html"


def quantity_mark(report_id: str, quantity: int) -> str:
    """The mark of a quantity."""
    return f"{report_page(report_id)}#q={quantity}"


def paragraph_mark(report_id: str, paragraph: int) -> str:
    """A paragraph."""
    return f"{report_page(report_id)}#p={paragraph}"


def indicator_marks(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """The id of the mark of each indicator row of one report: its name, and a number from the second on."""
    seen: dict[str, int] = {}
    marks: list[tuple[str, Row]] = []
    for row in rows:
        name = _safe(row["indicator"])
        seen[name] = seen.get(name, 0) + 1
        marks.append((f"i={name}" if seen[name] == 1 else f"i={name}.{seen[name]}", row))
    return marks


def indicator_mark(report_id: str, indicator: str) -> str:
    """The first mark of an indicator in a report."""
    return f"{report_page(report_id)}#i={_safe(indicator)}"


def _safe(name: str) -> str:
    return SAFE.sub("_", name)
