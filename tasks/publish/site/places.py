"""Where values stand on the pictures of their pages: boxes in percent, drawn over the picture.

The box of a line is measured, that of a figure within it estimated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.publish.site.estimates import share
from tasks.publish.site.links import picture
from tasks.publish.site.rawlines import runs
from tasks.publish.site.values import Pieces, Row
from tasks.read.pictures import Drawn, Picture, Wanted

MOST = 40  # pictures of one report: with the most that one may weigh, less than half of what a page may
MARGIN = 1.5  # points around a box, so that it does not touch the print

Box = tuple[float, float, float, float]  # left, top, width, height in percent of the picture


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a picture: the id of its mark, and its boxes: of its whole lines where none is estimated."""

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
    figures: Mapping[str, Mapping[int, Box]] | None = None  # by mark and raw line: what was estimated
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


@dataclass(frozen=True, slots=True)
class Print:
    """The print of a report: provenance, the text and the place of its raw lines, its rows of tables."""

    pieces: Pieces | None
    texts: Mapping[int, str]
    lines: Sequence[Row]
    rows: frozenset[int]  # paragraphs that are rows of tables


def sheets_of(
    report_id: str,
    marks: Sequence[tuple[str, Row]],
    others: Sequence[tuple[str, Row]],
    read: Print,
    drawn: Drawn,
    left_out: int,
) -> Sheets:
    """The pages with the boxes of their indicators; of `others`, values too, the cards show the boxes."""
    pictures = {found.page: found for found in drawn.pictures}
    shown = [row for row in read.lines if row["page"] in pictures]
    boxes = {row["line"]: (row["page"], _box(row, pictures[row["page"]])) for row in shown}
    places = {row["line"]: (row, pictures[row["page"]]) for row in shown}
    figures = {mark: own for mark, row in (*marks, *others) if (own := _estimated(row, read, places))}
    spots: defaultdict[int, list[Spot]] = defaultdict(list)
    for mark, row in marks:
        found: defaultdict[int, list[Box]] = defaultdict(list)
        own = figures.get(mark, {})
        for number in lines_of(row, read.pieces):
            if number in boxes:
                found[boxes[number][0]].append(own.get(number, boxes[number][1]))
        for page, placed in found.items():
            spots[page].append(Spot(mark, row, tuple(placed)))
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
    return Sheets(sheets, boxes, figures, drawn.reason, left_out)


def _estimated(row: Row, read: Print, places: Mapping[int, tuple[Row, Picture]]) -> dict[int, Box]:
    """The box of a value on each of its lines, as far as it can be estimated."""
    if read.pieces is None or row["paragraph"] in read.rows:
        return {}
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for run in runs(read.pieces[row["paragraph"]], row["char_start"], row["char_end"]):
        columns[run.line] += run.start, run.end
    found: dict[int, Box] = {}
    for number, ends in columns.items():
        stretch = share(read.texts.get(number, ""), min(ends), max(ends))
        if stretch and number in places:
            line, on = places[number]
            left, right = (line["x0"] + part * (line["x1"] - line["x0"]) for part in stretch)
            found[number] = _box(line | {"x0": left, "x1": right}, on, 0.0)
    return found


def _box(row: Row, on: Picture, beside: float = MARGIN) -> Box:
    left, top = max(0.0, row["x0"] - beside), max(0.0, row["y0"] - MARGIN)
    right, bottom = min(on.width, row["x1"] + beside), min(on.height, row["y1"] + MARGIN)
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
