"""Candidates: which quantity could be which indicator, by the words around it, with a score.

Long words close to the figure in a section that speaks of the matter score high. Nothing is decided here.
The words of a paragraph are found once; each figure then looks only at the few words beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from tasks.extract.indicators_catalogue import Anchored, Carried, Catalogue, Indicator, Pattern, Theme, Words
from tasks.extract.indicators_tables import read_cells
from tasks.extract.indicators_terms import Term
from tasks.model import Identity, Paragraph, Placement, Quantity

_SENTENCE = re.compile(r"[。；;！？!?]")
_CLAUSE = re.compile(r"[。；;！？!?，,]")
_CLAUSE_RIGHT = re.compile(r"[。；;！？!?，,：:]")
_AFTER_STOP = re.compile(r"[。；;！？!?，,、]")
_HARD = re.compile(r"[。；;！？!?]|[，,](?!\d{3})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
_AMOUNT = re.compile(r"[.,]\d")  # a number without unit that is an amount, not a code
_WITHOUT_PROSE = ("title", "other", "table")
_NONE = re.compile(r"(?<=[：:为费])无(?=[，,。；;、）)]|$)")
_MASK = "\0"
_LIST_MARKS = "、，,和与及"  # right before a figure they say that the words before belong to another
_BEFORE_REACH = 12  # characters between the word and the figure, brackets and other figures apart
_BEFORE_LIMIT = 48  # the same with everything
_AFTER_REACH = 8
_CHAIN_REACH = 40  # between one word of a pattern and the next
_ROLE_BONUS = 2.0
_GAP_COST = 0.15
_CONTEXT_SHARE = 0.25  # a word elsewhere in the sentence admits a reading more than it proves it
_BARE_SHARE = 0.5  # a cell that takes its unit from the table gives way to prose that prints its own
_BARE_REACH = 1  # and stands right behind its name


class Candidate(NamedTuple):
    """A quantity that may be the indicator; `start` to `end` covers the words that say so."""

    indicator: Indicator
    quantity: Quantity
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph with its words and figures, gathered once."""

    text: str
    masked: str  # the same with what stands in brackets blotted out
    terms: Sequence[Term]  # by start
    starts: Sequence[int]
    where: Mapping[str, Sequence[int]]  # each word's starts
    figures: Sequence[Quantity]  # by start
    breaks: Sequence[int]  # where sentences end
    placement: Placement
    viable: dict[int, bool] = field(default_factory=dict)  # patterns that this paragraph leaves a chance


class _Figure(NamedTuple):
    """One quantity in its sentence."""

    quantity: Quantity
    position: int  # among the figures of the paragraph
    carried: Carried
    left: int  # where its sentence starts
    right: int  # and ends
    floor: int  # words before this place belong to the figure of the same kind before it


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
        told = _gather(paragraphs[index].text, placements[index], figures, theme)
        for position in range(len(figures)):
            yield from _of_figure(told, position, theme, identity, catalogue)
    for cell in read_cells(paragraphs, placements, by_paragraph):
        told = _gather(cell.text, placements[cell.printed.paragraph], [cell.quantity], theme)
        for one in _of_figure(told, 0, theme, identity, catalogue):
            start, end = cell.printed.char_start, cell.printed.char_end
            yield one._replace(quantity=cell.printed, start=start, end=end)


def _of_figure(
    told: _Text, position: int, theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The readings of one figure, unless it is no level of the year."""
    quantity = told.figures[position]
    if quantity.kind not in theme.kinds or quantity.value is None:
        return
    if not _is_change(told.text, quantity, catalogue) and not _other_year(quantity, identity):
        yield from _readings(told, _figure(told, position, theme), theme, identity, catalogue)


def _nones(text: str, paragraph: int, like: Quantity) -> Iterator[Quantity]:
    """公务接待费：无 — the word that stands where an amount would."""
    for match in _NONE.finditer(text) if "无" in text else ():
        yield replace(
            like, paragraph=paragraph, char_start=match.start(), char_end=match.end(), surface=match.group(),
            value=Decimal(0), unit=None, kind="money", value_base=Decimal(0), value_high=None, unit_base=None,
            approximate=False, bound=None, qualifier=None, period_basis=None,
        )  # fmt: skip


def _gather(text: str, placement: Placement, figures: list[Quantity], theme: Theme) -> _Text:
    terms = theme.scanner.scan(text)
    where: dict[str, list[int]] = {}
    for term in terms:
        where.setdefault(term.word, []).append(term.start)
    masked = _BRACKETS.sub(lambda m: _MASK * len(m.group()), text) if "（" in text or "(" in text else text
    breaks = [m.end() for m in _SENTENCE.finditer(text)]
    return _Text(text, masked, terms, [t.start for t in terms], where, figures, breaks, placement)


def _figure(told: _Text, position: int, theme: Theme) -> _Figure:
    quantity = told.figures[position]
    at = bisect_right(told.breaks, quantity.char_start)
    left = told.breaks[at - 1] if at else 0
    right = told.breaks[at] if at < len(told.breaks) else len(told.text)
    unit = _MAGNITUDE.sub("", quantity.unit or "") if quantity.kind == "count" else None
    carried: Carried = (quantity.kind, unit if unit in theme.units else None)
    return _Figure(quantity, position, carried, left, right, _floor(told, position, left))


def _readings(
    told: _Text, figure: _Figure, theme: Theme, identity: Identity, catalogue: Catalogue
) -> Iterator[Candidate]:
    """The patterns whose word stands beside the figure, each read from its nearest word."""
    tried: set[int] = set()
    viable = told.viable
    for term, cost, found in _anchors(told, figure, theme):
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


def _anchors(told: _Text, figure: _Figure, theme: Theme) -> Iterator[tuple[Term, float, Sequence[Anchored]]]:
    """Words beside the figure that a pattern of its kind is anchored on, nearest first, with their cost."""
    quantity, terms = figure.quantity, told.terms
    before = theme.before.get(figure.carried, {})
    floor = max(figure.floor, quantity.char_start - _BEFORE_LIMIT)
    at = bisect_left(told.starts, quantity.char_start)
    near = []
    for index in range(at - 1, -1, -1):
        term = terms[index]
        if term.start < floor:
            break
        if term.end <= quantity.char_start and term.word in before:
            near.append(term)
    near.sort(key=_by_end)
    for term in near:
        gap = _gap_before(told, term, figure)
        if gap is not None:
            yield term, _GAP_COST * gap, before[term.word]
    after = theme.after.get(figure.carried, {})
    ceiling = _ceiling(told, figure)
    for index in range(bisect_left(told.starts, quantity.char_end, at), len(terms)):
        term = terms[index]
        if term.start > ceiling:
            return
        if term.word in after:
            yield term, _GAP_COST * (term.start - quantity.char_end), after[term.word]


def _by_end(term: Term) -> tuple[int, int]:
    """Nearest first, the longest of those that end together before the others."""
    return -term.end, term.start


def _floor(told: _Text, position: int, left: int) -> int:
    """Words before the last figure of the same kind belong to that one, unless it stands in brackets."""
    quantity = told.figures[position]
    bracketed = told.masked[quantity.char_start] == _MASK
    for index in range(position - 1, -1, -1):
        other = told.figures[index]
        if other.char_end <= left:
            break
        if other.kind == quantity.kind and (bracketed or told.masked[other.char_start] != _MASK):
            return other.char_end
    return left


def _ceiling(told: _Text, figure: _Figure) -> int:
    """The last place behind the figure where a word can still belong to it."""
    end = figure.quantity.char_end
    limit = end + _AFTER_REACH
    stop = _AFTER_STOP.search(told.text, end, limit)
    if stop:
        limit = stop.start()
    if figure.position + 1 < len(told.figures):
        limit = min(limit, told.figures[figure.position + 1].char_end - 1)
    return limit


def _gap_before(told: _Text, term: Term, figure: _Figure) -> float | None:
    """How far the figure is from the word, brackets and other figures apart; None if out of reach."""
    start, end = term.end, figure.quantity.char_start
    if start == end:
        return 0.0
    if told.text[end - 1] in _LIST_MARKS:
        return None
    gap = _gap(told.text, start, end)
    index = figure.position - 1
    while gap > _BEFORE_REACH and index >= 0 and told.figures[index].char_start >= start:
        gap -= told.figures[index].char_end - told.figures[index].char_start
        index -= 1
    return gap if gap <= _BEFORE_REACH else None


def _gap(text: str, start: int, end: int) -> int:
    """Characters between, brackets apart; a clause border counts as four more."""
    if end <= start:
        return 0
    between = text[start:end]
    if "（" in between or "(" in between:
        between = _BRACKETS.sub("", between)
    return len(between) + 4 * len(_HARD.findall(between))


def _viable(anchored: Anchored, told: _Text, identity: Identity, catalogue: Catalogue) -> bool:
    """Report, section and words of the paragraph leave the pattern a chance."""
    pattern = anchored.pattern
    if pattern.reports and identity.report_type not in pattern.reports:
        return False
    present, section = told.where.keys(), told.placement.section
    if any(present.isdisjoint(words) for words in pattern.needed):
        return False
    if any(present.isdisjoint(t) and not any(w in section for w in t) for t in pattern.topics):
        return False
    return _fits_section(anchored.indicator, told.placement.roles, identity, catalogue)


def _fits(indicator: Indicator, figure: _Figure) -> bool:
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


def _read(anchored: Anchored, anchor: Term, cost: float, figure: _Figure, told: _Text) -> Candidate | None:
    """The pattern read outwards from the figure, or None where it does not fit."""
    pattern, quantity = anchored.pattern, figure.quantity
    bare = quantity.surface[-1].isdigit()
    if bare and (cost > _BARE_REACH * _GAP_COST or not _AMOUNT.search(quantity.surface)):
        return None
    start, end = quantity.char_start, quantity.char_end
    score = len(anchor.word) - cost
    before, after = pattern.before, pattern.after
    if before:
        start, before = anchor.start, before[1:]
    else:
        end, after = anchor.end, after[1:]
    for words in before:
        term = _last_before(words, start, figure.floor, told)
        if term is None or start - term.end > _CHAIN_REACH:
            return None
        score += len(term.word) - _GAP_COST * _gap(told.text, term.end, start)
        start = term.start
    for words in after:
        term = _first_after(words, end, figure.right, told)
        if term is None or term.start - end > _CHAIN_REACH:
            return None
        score += len(term.word) - _GAP_COST * (term.start - end)
        end = term.end
    added = [_context(words, figure, told) for words in pattern.context]
    added += [_topic(words, start, figure, told) for words in pattern.topics]
    if None in added or _excluded(pattern, figure, told):
        return None
    score += sum(part for part in added if part is not None)
    if not anchored.indicator.roles.isdisjoint(told.placement.roles):
        score += _ROLE_BONUS
    if bare:
        score *= _BARE_SHARE
    return Candidate(anchored.indicator, quantity, score, start, end)


def _last_before(words: Words, edge: int, left: int, told: _Text) -> Term | None:
    """The word that ends last at or before the edge, the longest of those that do."""
    best: Term | None = None
    for word in words:
        starts = told.where.get(word)
        if starts is None:
            continue
        at = bisect_right(starts, edge - len(word)) - 1
        if at < 0 or starts[at] < left:
            continue
        term = Term(starts[at], starts[at] + len(word), word)
        if best is None or (term.end, -term.start) > (best.end, -best.start):
            best = term
    return best


def _first_after(words: Words, edge: int, right: int, told: _Text) -> Term | None:
    """The word that starts first at or after the edge, the longest of those that do."""
    best: Term | None = None
    for word in words:
        starts = told.where.get(word)
        if starts is None:
            continue
        at = bisect_left(starts, edge)
        if at == len(starts) or starts[at] + len(word) > right:
            continue
        term = Term(starts[at], starts[at] + len(word), word)
        if best is None or (term.start, -term.end) < (best.start, -best.end):
            best = term
    return best


def _context(words: Words, figure: _Figure, told: _Text) -> float | None:
    """What a word elsewhere in the sentence adds."""
    lengths = [
        len(word)
        for word in words
        if word in told.where and _inside(told.where[word], figure.left, figure.right)
    ]
    return _CONTEXT_SHARE * max(lengths) if lengths else None


def _inside(starts: Sequence[int], left: int, right: int) -> bool:
    at = bisect_left(starts, left)
    return at < len(starts) and starts[at] < right


def _topic(words: Words, start: int, figure: _Figure, told: _Text) -> float | None:
    """What a topic adds: most in the sentence, less in the paragraph before, least in the headings."""
    nearest = _last_before(words, start, 0, told)
    if nearest is not None:
        share = 0.6 if nearest.start >= figure.left else 0.4
        return len(nearest.word) * share - 0.01 * (start - nearest.end)
    named = [len(word) for word in words if word in told.placement.section]
    return 0.3 * max(named) if named else None


def _excluded(pattern: Pattern, figure: _Figure, told: _Text) -> bool:
    """A word that turns the clause, the sentence or the paragraph so far into something else."""
    start = figure.quantity.char_start
    for words, left, right in (
        (pattern.unless_before, 0, start),
        (pattern.unless_sentence, figure.left, start),
        (pattern.unless_around, figure.left, figure.right),
    ):
        if words and any(_inside(told.where[w], left, right) for w in words if w in told.where):
            return True
    if pattern.unless.isdisjoint(told.where):
        return False
    masked = told.masked
    borders = _CLAUSE.finditer(masked, figure.left, start)
    left = max((m.end() for m in borders), default=figure.left)
    border = _CLAUSE_RIGHT.search(masked, figure.quantity.char_end)
    end = border.start() if border else len(masked)
    return any(
        left <= at and at + len(word) <= end and masked[at] != _MASK
        for word in pattern.unless
        for at in told.where.get(word, ())
    )


def _is_change(text: str, quantity: Quantity, catalogue: Catalogue) -> bool:
    """An increase or a decrease is no level."""
    head = text[max(0, quantity.char_start - 4) : quantity.char_start].rstrip("了约共")
    return head.endswith(catalogue.changes)


def _other_year(quantity: Quantity, identity: Identity) -> bool:
    """A figure that the text itself dates before the fiscal year."""
    if quantity.period_basis != "explicit" or quantity.period_end is None or identity.fiscal_year is None:
        return False
    return quantity.period_end.year < identity.fiscal_year
