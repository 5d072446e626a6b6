"""Which quantities serve which indicator: a quantity serves what reads it best.

The core and a department's theme compete apart: one figure may be both a sum of the whole and one of a task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasks.extract.grids import Grid
from tasks.extract.indicators.catalogue import Catalogue
from tasks.extract.indicators.match import in_cells, in_prose
from tasks.extract.indicators.matter import matter_of
from tasks.extract.indicators.readings import Candidate
from tasks.model import Identity, Paragraph, Placement, Quantity

Served = Mapping[str, Sequence[Candidate]]
"""What serves each indicator, best first."""


def best_candidates(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    grids: Sequence[Grid],
    quantities: Sequence[Quantity],
    identity: Identity,
    catalogue: Catalogue,
) -> Served:
    """The quantities that serve each indicator: a quantity serves what reads it best."""
    if identity.report_type in catalogue.closed_reports:
        return {}
    figures: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        figures.setdefault(quantity.paragraph, []).append(quantity)
    matter = matter_of(identity, catalogue)
    found = list(in_prose(paragraphs, placements, figures, matter))
    if grids:  # a cell is read in several ways
        found = _contend([*found, *in_cells(grids, placements, figures, matter)])
    served: dict[str, list[Candidate]] = {}
    for one in found:
        served.setdefault(one.indicator.id, []).append(one)
    for several in served.values():
        if len(several) > 1:
            several.sort(key=_rank)
    return served


def _contend(found: Sequence[Candidate]) -> list[Candidate]:
    """The best readings of each figure, each indicator once."""
    slots = [_slot(one) for one in found]
    best: dict[tuple[int, int, bool], float] = {}
    for one, slot in zip(found, slots, strict=True):
        if slot not in best or best[slot] < one.score:
            best[slot] = one.score
    kept: dict[tuple[object, ...], Candidate] = {}
    for one, slot in zip(found, slots, strict=True):
        if one.score == best[slot]:
            kept.setdefault((*slot, one.indicator.id), one)
    return list(kept.values())


def _slot(candidate: Candidate) -> tuple[int, int, bool]:
    """What competes: readings of one quantity, the core and a department's theme apart."""
    quantity = candidate.quantity
    return quantity.paragraph, quantity.char_start, bool(candidate.indicator.departments)


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    return -candidate.score, candidate.quantity.paragraph, candidate.quantity.char_start
