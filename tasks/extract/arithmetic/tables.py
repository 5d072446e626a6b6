"""Tables against prose: figures that differ, and tables emptied of what prose tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasks.extract.arithmetic.figures import half_step, with_unit
from tasks.extract.arithmetic.ledger import ledgers_of
from tasks.extract.arithmetic.named_lines import TABLE_PROSE_MISMATCH, named_lines
from tasks.extract.arithmetic.table_sums import table_sums
from tasks.extract.grids import Grid
from tasks.extract.indicators.blanks import named_blanks
from tasks.extract.indicators.catalogue import Catalogue
from tasks.extract.indicators.matter import matter_of
from tasks.extract.indicators.readings import Candidate
from tasks.extract.indicators.serving import Served
from tasks.findings import Rule, Said, Word
from tasks.model import Finding, Identity, Paragraph, Quantity

_AS_WELL = 0.8  # share of the best score with which another cell reads as the indicator, too


TABLES_DIFFER = Rule(
    "tables_differ", "warning", False, Said("各表不一", "Tables differ"),
    Said(
        "{label}此表为{odd}，另{places}处为{other}",
        "{label} is {odd} in this table and {other} in {places} other places",
    ),
)  # fmt: skip
TABLE_EMPTY = Rule(
    "table_empty", "warning", False, Said("表中空缺", "Empty in the table"),
    Said(
        "表中没有{label}的数字，文中为{told}",
        "The table leaves {label} empty, the text has {told}",
    ),
)  # fmt: skip


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
        places, shown = sorted({told.paragraph, cell.paragraph}), (cell.surface, told.surface)
        label = catalogue.indicators[name].named
        words = {"told": told.surface, "cell": with_unit(cell)}
        yield TABLE_PROSE_MISMATCH.finding(shown, places, label=label, **words)


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
                places = sorted({odd.paragraph, *(one.paragraph for one in others)})
                words: dict[str, Word] = {
                    "odd": with_unit(odd),
                    "other": with_unit(others[0]),
                    "places": len(others),
                }
                values, label = (odd.surface, others[0].surface), catalogue.indicators[name].named
                yield TABLES_DIFFER.finding(values, places, label=label, **words)


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
        label, places = catalogue.indicators[name].named, sorted({told.paragraph, index})
        yield TABLE_EMPTY.finding((told.surface,), places, label=label, told=told.surface)
