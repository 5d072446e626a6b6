"""A page to its lines in reading order: ruled tables to rows, unruled ones by alignment, columns, prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasks.model import Box, Line, LineKind, Origin
from tasks.read.alignment import Band, columns, tables
from tasks.read.grids import grids, rows, within
from tasks.read.pdf_glyphs import Glyph
from tasks.read.pdf_rules import Rule
from tasks.read.printed import Printed, printed

LONG = 15  # characters: a line long enough to tell where the margin is
INDENTS = 40  # the deepest indent that is shown


class Found(NamedTuple):
    """A line of a page: its text without indent, what it is, and where it stands."""

    text: str
    kind: LineKind
    box: Box
    size: float
    sure: float | None = None  # the confidence of what was recognised, not read


def read_page(glyphs: Sequence[Glyph], rules: Iterable[Rule]) -> list[Found]:
    """The lines of an upright page from top to bottom, column by column."""
    blocks: list[tuple[float, list[Found]]] = []
    rest = list(glyphs)
    for grid in grids(rules):
        inside = [g for g in rest if within(grid, g)]
        if not inside:
            continue
        rest = [g for g in rest if not within(grid, g)]
        cells = [Found("\t".join(row.cells), "row", row.box, 0.0) for row in rows(grid, inside)]
        blocks.append((grid.ys[0], cells))
    for band in columns(printed(rest), rest):
        blocks += _flow(band)
    blocks.sort(key=lambda block: block[0])
    return [line for _, block in blocks for line in block]


def _flow(band: Band) -> list[tuple[float, list[Found]]]:
    """The blocks of a band: a line each where it runs across the page, one block where it has columns."""
    if len(band.columns) == 1:
        return [(line.box[1], [line]) for line in _lines(band.columns[0])]
    flowing = [line for column in band.columns for line in _lines(column)]
    return [(min(line.box[1] for line in flowing), flowing)]


def _lines(lines: Sequence[Printed]) -> list[Found]:
    found: list[Found] = []
    for part in tables(lines):
        if isinstance(part, Printed):
            found.append(Found(part.text, "line", part.box, part.size))
        else:
            found += [Found("\t".join(row.cells), "row", row.box, 0.0) for row in part]
    return found


def margin(lines: Iterable[Found]) -> float | None:
    """Where the body of a page begins on the left; None where there is too little of it."""
    weight: Counter[int] = Counter()
    for line in lines:
        if line.kind == "line" and len(line.text) >= LONG:
            weight[round(line.box[0] / 3)] += 1
    total = sum(weight.values())
    if total < 4:
        return None
    return min(at for at, count in weight.items() if count >= 0.15 * total) * 3.0


def indented(line: Found, left: float) -> str:
    """The text of a line behind as many full-width spaces as it stands off the margin."""
    if line.kind != "line":
        return line.text
    spaces = round((line.box[0] - left) / line.size)
    return "　" * min(max(spaces, 0), INDENTS) + line.text


def numbered(found: Sequence[Found], page: int, left: float | None, before: int) -> Iterator[Line]:
    """The lines of a page as the document counts them; `left` is the document's margin, for short pages."""
    own = margin(found)
    own = own if own is not None else left
    for number, line in enumerate(found, start=before + 1):
        text = indented(line, own) if own is not None else line.text
        x0, y0, x1, y1 = (round(side, 1) for side in line.box)
        origin: Origin = "text_layer" if line.sure is None else "ocr"
        yield Line(number, text, page, line.kind, (x0, y0, x1, y1), origin, line.sure)
