"""Empty cells: what a table would say of an indicator if it did not leave the place for it empty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from tasks.extract.grids import Grid
from tasks.extract.indicators.conditions import any_met
from tasks.extract.indicators.match import NOWHERE, moved_by, named
from tasks.extract.indicators.matter import Matter
from tasks.extract.indicators.tables import Cell, read_blanks
from tasks.extract.indicators.themes import Sides


def named_blanks(grids: Iterable[Grid], wanted: Collection[str], matter: Matter) -> Iterator[tuple[int, str]]:
    """What the empty cells of tables would say of the wanted indicators, with the paragraph of their row.

    In the table of a part only what its title says: 基本支出 in a table of one fund is not that of the whole.
    """
    if not wanted:
        return
    catalogue = matter.catalogue
    cells = list(read_blanks(grids, catalogue.part_titles, catalogue.plain(matter.identity.report_type)))
    if not cells:
        return
    narrow = _narrowed(matter, wanted)
    for cell in _telling(cells, narrow):
        found = list(named(cell.text, cell.quantity, narrow))
        if found and cell.lead:
            untitled = set(named(cell.text[cell.lead :], moved_by(cell.quantity, -cell.lead), narrow))
            found = [name for name in found if name not in untitled]
        yield from ((cell.printed.paragraph, name) for name in found)


def _telling(cells: Iterable[Cell], matter: Matter) -> Iterator[Cell]:
    """The empty cells whose words leave a pattern a chance: few, and the same words are in many cells."""
    known = matter.theme.kinds["money"].before  # nothing stands behind the figure
    anywhere, met_by = matter.met_in(NOWHERE), matter.theme.met_by
    chances: dict[frozenset[str], bool] = {}
    for cell in cells:
        words = frozenset([term[2] for term in matter.scanner.scan(cell.text)])
        if words not in chances:
            met = anywhere | any_met(words, met_by)
            chances[words] = any(
                one.needs & met == one.needs for word in words for one in known.get(word, ())
            )
        if chances[words]:
            yield cell


def _narrowed(matter: Matter, wanted: Collection[str]) -> Matter:
    """The patterns of the wanted indicators for amounts of money, and no others.

    Empty cells are so many that what is dropped in the end anyway is better not read.
    """
    before = {
        word: kept
        for word, anchored in matter.theme.kinds["money"].before.items()
        if (kept := [one for one in anchored if one.indicator.id in wanted])
    }
    theme = replace(matter.theme, kinds={"money": Sides(before, {})})
    return replace(matter, theme=theme).for_cells()
