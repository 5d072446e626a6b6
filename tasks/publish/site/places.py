"""Where values stand on the pictures of their pages: boxes in percent, drawn over the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.publish.site.links import picture
from tasks.publish.site.rawlines import runs
from tasks.publish.site.values import Pieces, Row
from tasks.read.pictures import Drawn, Picture, Wanted

MOST = 40  # pictures of one report: with the most that one may weigh, less than half of what a page may
MARGIN = 1.5  # points around a box, so that it does not touch the print

Box = tuple[float, float, float, float]  # left, top, width, height in percent of the picture


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a picture: the id of its mark, and the boxes of its lines."""

    mark: str
    row: Row
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is shown: its picture, the slant of its print in degrees, and the values on it."""

    page: int
    address: str
    width: float
    height: float
    slant: float
    spots: tuple[Spot, ...]

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """Every box once, with the first value in it: several values may stand on one line."""
        first = {box: spot.mark for spot in reversed(self.spots) for box in spot.boxes}
        return [(mark, box) for box, mark in first.items()]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a report that are shown, the boxes of their lines, and why there are not more."""

    sheets: tuple[Sheet, ...] = ()
    boxes: Mapping[int, tuple[int, Box]] | None = None  # by raw line: page and box
    reason: str | None = None
    left_out: int = 0


def wanted_pages(marks: Iterable[tuple[str, Row]], pieces: Pieces | None, lines: Sequence[Row]) -> Wanted:
    """The pages that hold indicators, in their order, each with the quarter turns that set it upright."""
    known = {row["line"]: row for row in lines}
    pages = {
        known[number]["page"]: round(known[number]["turned"] / 90) % 4
        for _, row in marks
        for number in lines_of(row, pieces)
        if number in known
    }
    return sorted(pages.items())


def lines_of(row: Row, pieces: Pieces | None) -> list[int]:
    """The raw lines of a value, in reading order."""
    if pieces is None:
        return []
    found = runs(pieces[row["paragraph"]], row["char_start"], row["char_end"])
    return list(dict.fromkeys(run.line for run in found))


def sheets_of(
    report_id: str,
    marks: Sequence[tuple[str, Row]],
    pieces: Pieces | None,
    lines: Sequence[Row],
    drawn: Drawn,
    left_out: int,
) -> Sheets:
    """The pages with the boxes of their indicators."""
    pictures = {found.page: found for found in drawn.pictures}
    shown = [row for row in lines if row["page"] in pictures]
    boxes = {row["line"]: (row["page"], _box(row, pictures[row["page"]])) for row in shown}
    spots: defaultdict[int, list[Spot]] = defaultdict(list)
    for mark, row in marks:
        found: defaultdict[int, list[Box]] = defaultdict(list)
        for number in lines_of(row, pieces):
            if number in boxes:
                found[boxes[number][0]].append(boxes[number][1])
        for page, own in found.items():
            spots[page].append(Spot(mark, row, tuple(own)))
    slants = {row["page"]: _slant(row["turned"]) for row in shown}
    sheets = tuple(
        Sheet(
            p.page,
            picture(report_id, p.page),
            p.width,
            p.height,
            slants.get(p.page, 0.0),
            tuple(spots[p.page]),
        )
        for p in drawn.pictures
    )
    return Sheets(sheets, boxes, drawn.reason, left_out)


def _box(row: Row, on: Picture) -> Box:
    left, top = max(0.0, row["x0"] - MARGIN), max(0.0, row["y0"] - MARGIN)
    right, bottom = min(on.width, row["x1"] + MARGIN), min(on.height, row["y1"] + MARGIN)
    wide, high = 100 / on.width, 100 / on.height
    return (
        round(left * wide, 2),
        round(top * high, 2),
        round(max(0.0, right - left) * wide, 2),
        round(max(0.0, bottom - top) * high, 2),
    )


def _slant(turned: float) -> float:
    """The degrees, clockwise, by which print slants on a picture set upright by quarter turns."""
    return round(90 * round(turned / 90) - turned, 3)
