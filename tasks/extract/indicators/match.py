"""Candidates: which quantity could be which indicator, by the words around it, with a score.

Long words close to the figure in a section that speaks of the matter score high. What the figures of prose
and of cells say is gathered here; which of it holds is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter

from tasks.extract.grids import Grid
from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.matter import Matter
from tasks.extract.indicators.readings import Candidate, Reading, allowed, best, in_range, readings
from tasks.extract.indicators.tables import Cell, moved, read_cells
from tasks.extract.indicators.words import Placed, Surroundings, gather, placed
from tasks.frozen import changer
from tasks.model import Paragraph, Placement, Quantity

_WITHOUT_PROSE = ("title", "other", "table")
_NONE = re.compile(r"(?<=[：:为费])无(?=[，,。；;、）)]|$)")
_BY_START = attrgetter("char_start")
NOWHERE = Placement("table", None, None, "", ())

Figures = Mapping[int, Sequence[Quantity]]
"""The quantities of each paragraph that has any."""


def in_prose(
    paragraphs: Sequence[Paragraph], placements: Sequence[Placement], figures: Figures, matter: Matter
) -> Iterator[Candidate]:
    """The best readings of every figure in prose."""
    for index, quantities in figures.items():
        if placements[index].kind in _WITHOUT_PROSE or all(q.kind == "date" for q in quantities):
            continue
        text = paragraphs[index].text
        nones = _nones(text, index, quantities[0]) if "无" in text else ()
        in_order = sorted((*quantities, *nones), key=_BY_START)
        for told, figure, found in _read(text, placements[index], in_order, matter):
            yield from best(found, told, figure)


def in_cells(
    grids: Iterable[Grid], placements: Sequence[Placement], figures: Figures, matter: Matter
) -> Iterator[Candidate]:
    """The best readings of every figure in a table."""
    matter = matter.for_cells()
    of_heads: dict[tuple[object, ...], list[Indicator]] = {}
    catalogue = matter.catalogue
    plain = catalogue.plain(matter.identity.report_type)
    for cell in read_cells(grids, figures, plain, catalogue.other_heads):
        yield from _of_cell(cell, placements[cell.printed.paragraph], matter, of_heads)


def _of_cell(
    cell: Cell, placement: Placement, matter: Matter, of_heads: dict[tuple[object, ...], list[Indicator]]
) -> Iterator[Candidate]:
    """The readings of a figure in a table, proved by its place in the row.

    One that the title and the heads give without the name of an item is that of the whole, not of the item.
    What they give alone is the same in every row: it is kept in `of_heads`.
    """
    quantity = cell.quantity
    for told, figure, found in _read(cell.text, placement, [quantity], matter):
        if cell.item:
            at, cut = cell.text.index(cell.item), len(cell.item)
            text = cell.text[:at] + cell.text[at + cut :]
            words = text[: quantity.char_start - cut]
            key = words, quantity.kind, quantity.unit, quantity.surface[-1].isdigit()
            if key not in of_heads:
                of_heads[key] = list(named(text, moved_by(quantity, -cut), matter))
            of_whole = {one.id for one in of_heads[key] if in_range(one, quantity)}
            found = [one for one in found if one.anchored.indicator.id not in of_whole]
        start, end = cell.printed.char_start, cell.printed.char_end
        for one in best(found, told, figure):
            yield one._replace(quantity=cell.printed, start=start, end=end)


def named(text: str, quantity: Quantity, matter: Matter) -> Iterator[Indicator]:
    """Every indicator that words which stand nowhere in the report make of a figure, whatever its value."""
    for told, figure, found in _read(text, NOWHERE, [quantity], matter):
        yield from (one.anchored.indicator for one in found if allowed(one, told, figure))


def _read(
    text: str, placement: Placement, figures: Sequence[Quantity], matter: Matter
) -> Iterator[tuple[Surroundings, Placed, list[Reading]]]:
    """Each figure of a text that has a reading and is a level of the year."""
    told = gather(text, placement, figures, matter)
    for figure in placed(told, matter.theme):
        found = readings(told, figure)
        if found and matter.is_level(text, figure.quantity):
            yield told, figure, found


def moved_by(quantity: Quantity, by: int) -> Quantity:
    """The quantity so many characters farther on."""
    return moved(quantity, quantity.char_start + by, quantity.char_end + by)


_none = changer(
    Quantity, "char_start", "char_end", "surface", "value", "unit", "kind", "value_base", "value_high",
    "unit_base", "approximate", "bound", "qualifier", "period_basis",
)  # fmt: skip


def _nones(text: str, paragraph: int, like: Quantity) -> Iterator[Quantity]:
    """公务接待费：无 — the word that stands where an amount would."""
    zero = Decimal(0)
    for match in _NONE.finditer(text):
        yield _none(
            like, *match.span(), match[0], zero, None, "money", zero, None, None, False, None, None, None
        )
