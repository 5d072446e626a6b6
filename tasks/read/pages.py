"""A page to its lines in reading order: ruled tables to rows, unruled ones by alignment, columns, prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tasks.model import Box, Line, LineKind, Origin
from tasks.read.alignment import Band, columns, tables
from tasks.read.grids import grids, rows, within
from tasks.read.pdf_glyphs import Glyph
from tasks.read.pdf_rules import Rule
from tasks.read.printed import Printed, printed

NOTE = re.compile(r"[（(].*[）)]")
GRAIN = 3.0  # points: places nearer than this are one margin
LONG = 15  # characters: a line long enough to tell where the margin is
INDENTS = 40  # the deepest indent that is shown


class Found(NamedTuple):
    """A line of a page: its text without indent, what it is, and where it stands."""

    text: str
    kind: LineKind
    box: Box
    size: float
    sure: float | None = None  # the confidence of what was recognised, not read
    turned: float = 0.0  # degrees, clockwise, by which the page was turned to be read


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


class Margins(NamedTuple):
    """Where the body of a page begins on the left and ends on the right."""

    left: float
    right: float


def margins(lines: Iterable[Found]) -> Margins | None:
    """The margins that the long lines of a page keep to; None where there is too little of it."""
    body = [line for line in lines if line.kind == "line" and len(line.text) >= LONG]
    if len(body) < 4:
        return None
    lefts = Counter(round(line.box[0] / GRAIN) for line in body)
    left = min(at for at, count in lefts.items() if count >= 0.15 * len(body)) * GRAIN
    rights = sorted(line.box[2] for line in body)
    return Margins(left, rights[int(0.9 * len(rights))])


def indented(line: Found, left: float) -> str:
    """The text of a line behind as many full-width spaces as it stands off the margin."""
    if line.kind != "line":
        return line.text
    spaces = round((line.box[0] - left) / line.size)
    return "　" * min(max(spaces, 0), INDENTS) + line.text


def numbered(found: Sequence[Found], page: int, usual: Margins | None, before: int) -> Iterator[Line]:
    """The lines of a page as the document counts them; `usual` margins are for pages too short to tell."""
    own = margins(found) or usual
    for number, line in enumerate(_whole_titles(found, own) if own else found, start=before + 1):
        text = indented(line, own.left) if own is not None else line.text
        x0, y0, x1, y1 = (round(side, 1) for side in line.box)
        origin: Origin = "text_layer" if line.sure is None else "ocr"
        yield Line(number, text, page, line.kind, (x0, y0, x1, y1), origin, line.sure, line.turned)


def _whole_titles(found: Sequence[Found], own: Margins) -> Iterator[Found]:
    """The lines of a page, a centred title that the margin broke made whole: no text can tell, places do."""
    index = 0
    while index < len(found):
        end = index + 1
        while end < len(found) and _full(found[end - 1], own) and _same_type(found[end - 1], found[end]):
            end += 1
        if index + 1 < end <= index + 3 and _centred(found[end - 1], own):
            yield _joined(found[index:end])
            index = end
        else:
            line = found[index]
            note = NOTE.fullmatch(line.text) and _centred(line, own)
            # A bracketed line set under a title is no part of it, and nothing goes on after it.
            yield line._replace(kind="paragraph") if note else line
            index += 1


def _full(line: Found, own: Margins) -> bool:
    """Whether a line fills the page from margin to margin, and its sentence goes on."""
    width = line.box[2] - line.box[0]
    open_end = line.kind == "line" and line.text[-1] not in "。：；！？:"
    return open_end and width > own.right - own.left - 1.5 * line.size


def _centred(line: Found, own: Margins) -> bool:
    left, right = line.box[0] - own.left, own.right - line.box[2]
    return line.kind == "line" and left > 3 * line.size and abs(left - right) < line.size


def _same_type(a: Found, b: Found) -> bool:
    return b.kind == "line" and abs(a.size - b.size) < 0.1 * a.size and b.box[1] - a.box[1] < 2.5 * a.size


def _joined(lines: Sequence[Found]) -> Found:
    box = (
        min(line.box[0] for line in lines),
        lines[0].box[1],
        max(line.box[2] for line in lines),
        lines[-1].box[3],
    )
    sure = min((line.sure for line in lines if line.sure is not None), default=None)
    text = "".join(line.text for line in lines)
    return Found(text, "paragraph", box, lines[0].size, sure, lines[0].turned)
