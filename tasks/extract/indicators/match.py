"""Candidates: which quantity could be which indicator, by the words around it, with a score.

Long words close to the figure in a section that speaks of the matter score high. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from tasks.extract.indicators.catalogue import Anchored, Catalogue, Indicator, Theme
from tasks.extract.indicators.context import (
    context_score,
    excluded,
    first_after,
    last_before,
    topic_score,
)
from tasks.extract.indicators.tables import Cell, read_blanks, read_cells
from tasks.extract.indicators.terms import Term
from tasks.extract.indicators.words import GAP_COST, Placed, Surroundings, anchors, gap_between, gather, place
from tasks.model import Identity, Paragraph, Placement, Quantity

_AMOUNT = re.compile(r"[.,]\d")  # a number without unit that is an amount, not a code
_WITHOUT_PROSE = ("title", "other", "table")
_NONE = re.compile(r"(?<=[：:为费])无(?=[，,。；;、）)]|$)")
_NOWHERE = Placement("table", None, None, "", ())
_CHAIN_REACH = 40  # between one word of a pattern and the next
_ROLE_BONUS = 2.0
_BARE_SHARE = 0.5  # a cell that takes its unit from the table gives way to prose that prints its own
_BARE_REACH = 1  # and stands right behind its name


class Candidate(NamedTuple):
    """A quantity that may be the indicator; `start` to `end` covers the words that say so."""

    indicator: Indicator
    quantity: Quantity
    score: float
    start: int
    end: int


def candidates(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
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
        figures.sort(key=lambda q: q.char_start)
        told = gather(paragraphs[index].text, placements[index], figures, theme)
        for position in range(len(figures)):
            yield from _of_figure(told, position, theme, identity, catalogue)
    for cell in read_cells(paragraphs, placements, by_paragraph, catalogue.plain(identity.report_type)):
        yield from _of_cell(cell, placements, theme, identity, catalogue)


def blank_candidates(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    identity: Identity,
    catalogue: Catalogue,
) -> Iterator[tuple[int, Candidate]]:
    """What the empty cells of tables would say, with the paragraph of their row.

    In the table of a part only what its title says: 基本支出 in a table of one fund is not that of the whole.
    """
    theme = catalogue.theme(identity.department_type)
    for cell in read_blanks(paragraphs, placements, catalogue.part_titles):
        untitled: set[str] = set()
        if cell.lead:
            bare, moved = cell.text[cell.lead :], _moved(cell.quantity, -cell.lead)
            untitled = {
                one.indicator.id for one in _worded(bare, moved, _NOWHERE, theme, identity, catalogue)
            }
        for one in _of_cell(cell, placements, theme, identity, catalogue):
            if one.indicator.id not in untitled:
                yield cell.printed.paragraph, one


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, char_start=quantity.char_start + by, char_end=quantity.char_end + by)


def _of_cell(
    cell: Cell, placements: Sequence[Placement], theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The readings of a figure in a table, proved by its place in the row.

    One that the title and the heads give without the name of an item is that of the whole, not of the item.
    """
    start, end = cell.printed.char_start, cell.printed.char_end
    found = list(
        _worded(cell.text, cell.quantity, placements[cell.printed.paragraph], theme, identity, catalogue)
    )
    if found and cell.item:
        at, cut = cell.text.index(cell.item), len(cell.item)
        text, moved = cell.text[:at] + cell.text[at + cut :], _moved(cell.quantity, -cut)
        of_whole = {one.indicator.id for one in _worded(text, moved, _NOWHERE, theme, identity, catalogue)}
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
        yield from _readings(told, place(told, position, theme), theme, identity, catalogue)


def _nones(text: str, paragraph: int, like: Quantity) -> Iterator[Quantity]:
    """公务接待费：无 — the word that stands where an amount would."""
    for match in _NONE.finditer(text) if "无" in text else ():
        yield replace(
            like, paragraph=paragraph, char_start=match.start(), char_end=match.end(), surface=match.group(),
            value=Decimal(0), unit=None, kind="money", value_base=Decimal(0), value_high=None, unit_base=None,
            approximate=False, bound=None, qualifier=None, period_basis=None,
        )  # fmt: skip


def _readings(
    told: Surroundings, figure: Placed, theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The patterns whose word stands beside the figure, each read from its nearest word."""
    tried: set[int] = set()
    viable = told.viable
    for term, cost, found in anchors(told, figure, theme):
        for anchored in found:
            key = id(anchored.pattern)
            chance = viable.get(key)
            if chance is None:
                chance = viable[key] = _viable(anchored, told, identity, catalogue)
            if not chance or key in tried:
                continue
            if not _fits(anchored.indicator, figure):
                tried.add(key)
                continue
            candidate = _read(anchored, term, cost, figure, told)
            if candidate:
                tried.add(key)
                yield candidate


def _viable(anchored: Anchored, told: Surroundings, identity: Identity, catalogue: Catalogue) -> bool:
    """Report, section and words of the paragraph leave the pattern a chance."""
    pattern = anchored.pattern
    if pattern.reports and identity.report_type not in pattern.reports:
        return False
    present, section = told.where.keys(), told.placement.section
    for words in pattern.needed:
        if present.isdisjoint(words):
            return False
    for words in pattern.topics:
        if present.isdisjoint(words) and not any(word in section for word in words):
            return False
    return _fits_section(anchored.indicator, told.placement.roles, identity, catalogue)


def _fits(indicator: Indicator, figure: Placed) -> bool:
    """The range fits."""
    quantity = figure.quantity
    value = quantity.value_base if quantity.value_base is not None else quantity.value
    assert value is not None  # quantities without a value were left out
    return (indicator.low is None or value >= indicator.low) and (
        indicator.high is None or value <= indicator.high
    )


def _fits_section(
    indicator: Indicator, roles: tuple[str, ...], identity: Identity, catalogue: Catalogue
) -> bool:
    """Plans and definitions state no results, unless the indicator is at home there."""
    if identity.report_type in indicator.not_reports or not indicator.not_roles.isdisjoint(roles):
        return False
    closed = not catalogue.closed_roles.isdisjoint(roles) or (roles and roles[-1] in catalogue.goal_roles)
    return not closed or not indicator.roles.isdisjoint(roles)


def _read(
    anchored: Anchored, anchor: Term, cost: float, figure: Placed, told: Surroundings
) -> Candidate | None:
    """The pattern read outwards from the figure, or None where it does not fit."""
    pattern, quantity = anchored.pattern, figure.quantity
    bare = quantity.surface[-1].isdigit()
    if bare and (cost > _BARE_REACH * GAP_COST or not _AMOUNT.search(quantity.surface)):
        return None
    start, end = quantity.char_start, quantity.char_end
    score = len(anchor.word) - cost
    before, after = pattern.before, pattern.after
    if before:
        start, before = anchor.start, before[1:]
    else:
        end, after = anchor.end, after[1:]
    for words in before:
        term = last_before(words, start, figure.floor, told)
        if term is None or start - term.end > _CHAIN_REACH:
            return None
        score += len(term.word) - GAP_COST * gap_between(told.text, term.end, start)
        start = term.start
    for words in after:
        term = first_after(words, end, figure.right, told)
        if term is None or term.start - end > _CHAIN_REACH:
            return None
        score += len(term.word) - GAP_COST * (term.start - end)
        end = term.end
    if excluded(pattern, figure, told):
        return None
    added = 0.0
    for words in pattern.context:
        if (part := context_score(words, figure, told)) is None:
            return None
        added += part
    for words in pattern.topics:
        if (part := topic_score(words, start, figure, told)) is None:
            return None
        added += part
    score += added
    if not anchored.indicator.roles.isdisjoint(told.placement.roles):
        score += _ROLE_BONUS
    if bare:
        score *= _BARE_SHARE
    return Candidate(anchored.indicator, quantity, score, start, end)


def _is_change(text: str, quantity: Quantity, catalogue: Catalogue) -> bool:
    """An increase or a decrease is no level."""
    head = text[max(0, quantity.char_start - 4) : quantity.char_start].rstrip("了约共")
    return head.endswith(catalogue.changes)


def _other_year(quantity: Quantity, identity: Identity) -> bool:
    """A figure that the text itself dates before the fiscal year."""
    if quantity.period_basis != "explicit" or quantity.period_end is None or identity.fiscal_year is None:
        return False
    return quantity.period_end.year < identity.fiscal_year
