"""Candidates: which quantity could be which indicator, by the words around it, with a score.

Long words close to the figure in a section that speaks of the matter score high. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from tasks.extract.grids import Grid
from tasks.extract.indicators.catalogue import Carried, Catalogue, Theme
from tasks.extract.indicators.readings import Candidate, may_tell, readings
from tasks.extract.indicators.tables import Cell, moved, read_blanks, read_cells
from tasks.extract.indicators.terms import for_cells
from tasks.extract.indicators.words import Surroundings, gather, place
from tasks.model import Identity, Paragraph, Placement, Quantity

_WITHOUT_PROSE = ("title", "other", "table")
_NONE = re.compile(r"(?<=[：:为费])无(?=[，,。；;、）)]|$)")
_AMOUNT: Carried = ("money", None)  # what stands in an empty cell
_BY_START = attrgetter("char_start")
_NOWHERE = Placement("table", None, None, "", ())


def candidates(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    grids: Iterable[Grid],
    quantities: Sequence[Quantity],
    identity: Identity,
    catalogue: Catalogue,
) -> Iterator[Candidate]:
    """Every reading of every quantity as an indicator of the department."""
    theme = catalogue.theme(identity.department_type)
    by_paragraph: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        by_paragraph.setdefault(quantity.paragraph, []).append(quantity)
    for index, figures in by_paragraph.items():
        if placements[index].kind in _WITHOUT_PROSE or all(q.kind == "date" for q in figures):
            continue
        figures += _nones(paragraphs[index].text, index, figures[0])
        figures.sort(key=_BY_START)
        told = gather(paragraphs[index].text, placements[index], figures, theme)
        for position in range(len(figures)):
            yield from _of_figure(told, position, theme, identity, catalogue)
    theme = replace(theme, scanner=for_cells(theme.scanner))
    for cell in read_cells(grids, by_paragraph, catalogue.plain(identity.report_type)):
        yield from _of_cell(cell, placements[cell.printed.paragraph], theme, identity, catalogue)


def blank_candidates(
    grids: Iterable[Grid], wanted: Collection[str], identity: Identity, catalogue: Catalogue
) -> Iterator[tuple[int, Candidate]]:
    """What the empty cells of tables would say of the wanted indicators, with the paragraph of their row.

    In the table of a part only what its title says: 基本支出 in a table of one fund is not that of the whole.
    """
    plain = catalogue.plain(identity.report_type)
    cells = list(read_blanks(grids, catalogue.part_titles, plain)) if wanted else ()
    if not cells:
        return
    theme = _narrowed(catalogue.theme(identity.department_type), wanted)
    for cell in _telling(cells, theme, identity, catalogue):
        found = list(_of_cell(cell, _NOWHERE, theme, identity, catalogue))
        untitled: set[str] = set()
        if found and cell.lead:
            bare, shown = cell.text[cell.lead :], _moved(cell.quantity, -cell.lead)
            untitled = {
                one.indicator.id for one in _worded(bare, shown, _NOWHERE, theme, identity, catalogue)
            }
        yield from ((cell.printed.paragraph, one) for one in found if one.indicator.id not in untitled)


def _telling(cells: Iterable[Cell], theme: Theme, identity: Identity, catalogue: Catalogue) -> Iterator[Cell]:
    """The empty cells whose words leave a pattern a chance: few, and the same words are in many cells."""
    known = theme.before[_AMOUNT]  # nothing stands behind the figure
    chances: dict[frozenset[str], bool] = {}
    for cell in cells:
        words = frozenset([term[2] for term in theme.scanner.scan(cell.text)])
        if words not in chances:
            chances[words] = may_tell(words, known, _NOWHERE, identity, catalogue)
        if chances[words]:
            yield cell


def _narrowed(theme: Theme, wanted: Collection[str]) -> Theme:
    """The theme with the patterns of the wanted indicators for amounts of money, and no others.

    Empty cells are so many that what is dropped in the end anyway is better not read.
    """
    before, after = (
        {
            word: kept
            for word, anchored in side.get(_AMOUNT, {}).items()
            if (kept := tuple(one for one in anchored if one.indicator.id in wanted))
        }
        for side in (theme.before, theme.after)
    )
    words = for_cells(theme.scanner)
    return replace(theme, before={_AMOUNT: before}, after={_AMOUNT: after}, scanner=words)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return moved(quantity, quantity.char_start + by, quantity.char_end + by)


def _of_cell(
    cell: Cell, placement: Placement, theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The readings of a figure in a table, proved by its place in the row.

    One that the title and the heads give without the name of an item is that of the whole, not of the item.
    """
    start, end = cell.printed.char_start, cell.printed.char_end
    found = list(_worded(cell.text, cell.quantity, placement, theme, identity, catalogue))
    if found and cell.item:
        at, cut = cell.text.index(cell.item), len(cell.item)
        text, shown = cell.text[:at] + cell.text[at + cut :], _moved(cell.quantity, -cut)
        of_whole = {one.indicator.id for one in _worded(text, shown, _NOWHERE, theme, identity, catalogue)}
        found = [one for one in found if one.indicator.id not in of_whole]
    for one in found:
        yield one._replace(quantity=cell.printed, start=start, end=end)


def _worded(
    text: str,
    quantity: Quantity,
    placement: Placement,
    theme: Theme,
    identity: Identity,
    catalogue: Catalogue,
) -> Iterator[Candidate]:
    """The readings of one figure in words made of a cell."""
    return _of_figure(gather(text, placement, [quantity], theme), 0, theme, identity, catalogue)


def _of_figure(
    told: Surroundings, position: int, theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The readings of one figure, unless it is no level of the year."""
    quantity = told.figures[position]
    if quantity.kind not in theme.kinds or quantity.value is None:
        return
    if not _is_change(told.text, quantity, catalogue) and not _other_year(quantity, identity):
        yield from readings(told, place(told, position, theme), theme, identity, catalogue)


def _nones(text: str, paragraph: int, like: Quantity) -> Iterator[Quantity]:
    """公务接待费：无 — the word that stands where an amount would."""
    for match in _NONE.finditer(text) if "无" in text else ():
        yield replace(
            like, paragraph=paragraph, char_start=match.start(), char_end=match.end(), surface=match.group(),
            value=Decimal(0), unit=None, kind="money", value_base=Decimal(0), value_high=None, unit_base=None,
            approximate=False, bound=None, qualifier=None, period_basis=None,
        )  # fmt: skip


def _is_change(text: str, quantity: Quantity, catalogue: Catalogue) -> bool:
    """An increase or a decrease is no level."""
    head = text[max(0, quantity.char_start - 4) : quantity.char_start].rstrip("了约共")
    return head.endswith(catalogue.changes)


def _other_year(quantity: Quantity, identity: Identity) -> bool:
    """A figure that the text itself dates before the fiscal year."""
    if quantity.period_basis != "explicit" or quantity.period_end is None or identity.fiscal_year is None:
        return False
    return quantity.period_end.year < identity.fiscal_year
