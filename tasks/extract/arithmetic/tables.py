"""Tables against prose: figures that differ, and tables emptied of what prose tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasks.extract.arithmetic.figures import half_step, with_unit
from tasks.extract.arithmetic.ledger import ledgers_of
from tasks.extract.arithmetic.named_lines import named_lines
from tasks.extract.arithmetic.table_sums import table_sums
from tasks.extract.grids import Grid
from tasks.extract.indicators.blanks import named_blanks
from tasks.extract.indicators.catalogue import Catalogue
from tasks.extract.indicators.find import Served
from tasks.extract.indicators.matter import matter_of
from tasks.extract.indicators.readings import Candidate
from tasks.model import Finding, Identity, Paragraph, Quantity

_AS_WELL = 0.8  # share of the best score with which another cell reads as the indicator, too


def check_tables(
    paragraphs: Sequence[Paragraph],
    grids: Sequence[Grid],
    quantities: Sequence[Quantity],
    served: Served,
    identity: Identity,
    catalogue: Catalogue,
) -> tuple[Finding, ...]:
    """What tables say otherwise than prose or than themselves, and what they leave empty that prose tells."""
    if not grids:
        return ()
    prose: dict[str, Quantity] = {}
    cells: dict[str, list[Candidate]] = {}
    for name, found in served.items():
        for one in found:  # best first
            if paragraphs[one.quantity.paragraph].table:
                cells.setdefault(name, []).append(one)
            else:
                prose.setdefault(name, one.quantity)
    ledgers = ledgers_of(grids, quantities)
    lacking = {name for name, told in prose.items() if told.value_base and name not in cells}
    blanks = named_blanks(grids, lacking, matter_of(identity, catalogue))
    return (
        *_differing(prose, cells, catalogue),
        *_at_odds(prose, cells, grids, catalogue),
        *_emptied(prose, blanks, catalogue),
        *table_sums(ledgers),
        *named_lines(paragraphs, quantities, ledgers),
    )


def _differing(
    prose: Mapping[str, Quantity], cells: Mapping[str, Sequence[Candidate]], catalogue: Catalogue
) -> Iterator[Finding]:
    """Figures of tables that no rounding makes those of the prose."""
    for name, told in prose.items():
        cell = _clear(cells.get(name, ()))
        if cell is None or _agree(told, cell):
            continue
        label, shown = catalogue.indicators[name].zh, with_unit(cell)
        message = f"“{label}”表中为{shown}，文中为{told.surface}（table and text differ）"
        places = tuple(sorted({told.paragraph, cell.paragraph}))
        yield Finding("table_prose_mismatch", "warning", False, message, (cell.surface, told.surface), places)


def _at_odds(
    prose: Mapping[str, Quantity],
    cells: Mapping[str, Sequence[Candidate]],
    grids: Sequence[Grid],
    catalogue: Catalogue,
) -> Iterator[Finding]:
    """A table that gives otherwise what two other places, tables or prose, give alike."""
    table_of = {row.paragraph: number for number, grid in enumerate(grids) for row in grid.rows}
    for name, found in cells.items():
        clear = [one.quantity for one in found if one.score >= _AS_WELL * found[0].score]
        told = [*clear, *([prose[name]] if name in prose else ())]
        for odd in clear:
            alike = [one for one in told if _agree(odd, one)]
            others = [one for one in told if not _agree(odd, one)]
            tables = {table_of.get(one.paragraph) for one in others}
            if len(alike) > 1 or len(tables) < 2 or table_of.get(odd.paragraph) in tables:
                continue
            if all(_agree(others[0], one) for one in others):
                label, shown = catalogue.indicators[name].zh, with_unit(odd)
                message = (
                    f"“{label}”此表为{shown}，另{len(others)}处为{with_unit(others[0])}（tables differ）"
                )
                places = tuple(sorted({odd.paragraph, *(one.paragraph for one in others)}))
                values = (odd.surface, others[0].surface)
                yield Finding("tables_differ", "warning", False, message, values, places)


def _clear(found: Sequence[Candidate]) -> Quantity | None:
    """The figure that the tables give, None where several cells read as well and differ."""
    if not found:
        return None
    best = found[0].quantity
    rivals = (one.quantity for one in found if one.score >= _AS_WELL * found[0].score)
    return best if all(_agree(best, rival) for rival in rivals) else None


def _agree(one: Quantity, other: Quantity) -> bool:
    """Equal but for one last digit of the coarser print; figures of other kinds are not compared."""
    if one.unit_base != other.unit_base or one.value_base is None or other.value_base is None:
        return True
    difference = abs(one.value_base - other.value_base)
    return not difference or difference <= 2 * max(half_step(one), half_step(other))


def _emptied(
    prose: Mapping[str, Quantity], blanks: Iterable[tuple[int, str]], catalogue: Catalogue
) -> Iterator[Finding]:
    """Empty cells where the table would say what prose gives an amount for, and no other cell says it."""
    said: set[str] = set()
    for index, name in blanks:
        if name in said:
            continue
        said.add(name)
        told = prose[name]
        label = catalogue.indicators[name].zh
        message = f"表中没有“{label}”的数字，文中为{told.surface}（the table is empty, the text is not）"
        places = tuple(sorted({told.paragraph, index}))
        yield Finding("table_empty", "warning", False, message, (told.surface,), places)
