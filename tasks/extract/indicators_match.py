"""Candidates: which quantity could be which indicator, by the words around it, with a score.

Long words close to the figure in a section that speaks of the matter score high. Nothing is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.indicators_catalogue import Anchored, Catalogue, Indicator, Pattern, Theme, Words
from tasks.extract.indicators_terms import Term
from tasks.model import Identity, Paragraph, Placement, Quantity

_SENTENCE = re.compile(r"[。；;！？!?]")
_CLAUSE = re.compile(r"[。；;！？!?，,]")
_CLAUSE_RIGHT = re.compile(r"[。；;！？!?，,：:]")
_LIST_MARKS = "、，,和与及"  # right before a figure they say that the words before belong to another
_MASK = "\0"
_HARD = re.compile(r"[。；;！？!?]|[，,](?!\d{3})")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_BEFORE_REACH = 12  # characters between the word and the figure, brackets and other figures apart
_AFTER_REACH = 8
_CHAIN_REACH = 40  # between one word of a pattern and the next
_ROLE_BONUS = 2.0
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity that may be the indicator; `start` to `end` covers the words that say so."""

    indicator: Indicator
    quantity: Quantity
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The surroundings of one quantity, gathered once."""

    text: str
    masked: str  # the same with what stands in brackets blotted out
    start: int
    end: int
    terms: Sequence[Term]  # of the whole paragraph, by start
    inside: Sequence[Term]  # of the sentence
    figures: Sequence[Quantity]  # of the paragraph, by start
    headings: str


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
        placement = placements[index]
        if placement.kind in ("title", "other"):
            continue
        figures.sort(key=lambda q: q.char_start)
        text = paragraphs[index].text
        yield from _in_paragraph(text, placement, figures, identity, catalogue, theme)


def _in_paragraph(
    text: str,
    placement: Placement,
    figures: list[Quantity],
    identity: Identity,
    catalogue: Catalogue,
    theme: Theme,
) -> Iterator[Candidate]:
    terms = theme.scanner.scan(text)
    if not terms:
        return
    starts = [t.start for t in terms]
    masked = _BRACKETS.sub(lambda m: _MASK * len(m.group()), text)
    breaks = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    for quantity in figures:
        if quantity.value is None or _is_change(text, quantity, catalogue) or _other_year(quantity, identity):
            continue
        at = bisect_left(breaks, quantity.char_start + 1)
        left, right = breaks[at - 1], breaks[min(at, len(breaks) - 1)]
        inside = terms[bisect_left(starts, left) : bisect_left(starts, right)]
        sentence = _Sentence(text, masked, left, right, terms, inside, figures, placement.section)
        seen: set[int] = set()
        for side, found in _anchors(sentence, quantity, theme):
            for anchored in found:
                reports = anchored.pattern.reports
                if id(anchored.pattern) in seen or (reports and identity.report_type not in reports):
                    continue
                if not _allowed(anchored.indicator, quantity, placement, identity, catalogue):
                    continue
                seen.add(id(anchored.pattern))
                candidate = _read(anchored, side, quantity, sentence, placement)
                if candidate:
                    yield candidate


def _anchors(
    sentence: _Sentence, quantity: Quantity, theme: Theme
) -> Iterator[tuple[str, Sequence[Anchored]]]:
    """Patterns whose word stands beside the figure."""
    for term in reversed(sentence.inside):
        if term.end <= quantity.char_start:
            if term.word in theme.before:
                yield "before", theme.before[term.word]
        elif quantity.char_end <= term.start <= quantity.char_end + _AFTER_REACH and term.word in theme.after:
            yield "after", theme.after[term.word]


def _allowed(
    indicator: Indicator, quantity: Quantity, placement: Placement, identity: Identity, catalogue: Catalogue
) -> bool:
    """Kind, unit, range and section fit."""
    if quantity.kind not in indicator.kinds or identity.report_type in indicator.not_reports:
        return False
    unit = _MAGNITUDE.sub("", quantity.unit or "")
    if indicator.units is not None and indicator.kind == "count" and unit not in indicator.units:
        return False
    roles = placement.roles
    closed = catalogue.closed_roles.intersection(roles) or (roles and roles[-1] in catalogue.goal_roles)
    if (closed and not indicator.roles.intersection(roles)) or indicator.not_roles.intersection(roles):
        return False
    value = quantity.value_base if quantity.value_base is not None else quantity.value
    assert value is not None  # quantities without a value were left out
    return (indicator.low is None or value >= indicator.low) and (
        indicator.high is None or value <= indicator.high
    )


def _read(
    anchored: Anchored, side: str, quantity: Quantity, sentence: _Sentence, placement: Placement
) -> Candidate | None:
    """The pattern read outwards from the figure, or None where it does not fit."""
    pattern = anchored.pattern
    if _excluded(pattern, quantity, sentence):
        return None
    start, end, score = quantity.char_start, quantity.char_end, 0.0
    for number, words in enumerate(pattern.before):
        term = _word_before(words, start, sentence, quantity if number == 0 else None)
        if term is None:
            return None
        score += len(term.word) - 0.15 * _gap(sentence.text, term.end, start)
        start = term.start
    for number, words in enumerate(pattern.after):
        term = _word_after(words, end, sentence, quantity if number == 0 else None)
        if term is None:
            return None
        score += len(term.word) - 0.15 * (term.start - end)
        end = term.end
    for words in pattern.context:
        length = max((len(t.word) for t in sentence.inside if t.word in words), default=0)
        if not length:
            return None
        score += 0.5 * length
    for words in pattern.topics:
        told = _topic(words, start, sentence)
        if told is None:
            return None
        score += told
    if anchored.indicator.roles.intersection(placement.roles):
        score += _ROLE_BONUS
    return Candidate(anchored.indicator, quantity, score, start, end)


def _word_before(words: Words, edge: int, sentence: _Sentence, figure: Quantity | None) -> Term | None:
    """The nearest (then longest) of the words that ends at or before the edge, within reach."""
    best: Term | None = None
    for term in reversed(sentence.inside):
        if term.end > edge or term.word not in words:
            continue
        if best is not None and term.end <= best.start:
            break
        if best is None or len(term.word) > len(best.word):
            best = term
    if best is None:
        return None
    if figure is None:
        return best if edge - best.end <= _CHAIN_REACH else None
    return best if _near_before(best, figure, sentence) else None


def _near_before(term: Term, figure: Quantity, sentence: _Sentence) -> bool:
    """No figure of the same kind between, and little text."""
    if term.end < figure.char_start and sentence.text[figure.char_start - 1] in _LIST_MARKS:
        return False
    between = [q for q in sentence.figures if term.end <= q.char_start and q.char_end <= figure.char_start]
    if any(q.kind == figure.kind and not _bracketed(sentence.text, term.end, q) for q in between):
        return False
    taken = sum(q.char_end - q.char_start for q in between)
    return _gap(sentence.text, term.end, figure.char_start) - taken <= _BEFORE_REACH


def _bracketed(text: str, start: int, figure: Quantity) -> bool:
    between = text[start : figure.char_start]
    return between.count("（") > between.count("）")


def _gap(text: str, start: int, end: int) -> int:
    """Characters between, brackets apart; a clause border counts as four more."""
    if end - start <= 0:
        return 0
    between = _BRACKETS.sub("", text[start:end])
    return len(between) + 4 * len(_HARD.findall(between))


def _word_after(words: Words, edge: int, sentence: _Sentence, figure: Quantity | None) -> Term | None:
    """The nearest (then longest) of the words that starts at or after the edge, within reach."""
    best: Term | None = None
    for term in sentence.inside:
        if term.start < edge or term.word not in words:
            continue
        if best is not None and term.start >= best.end:
            break
        if best is None or len(term.word) > len(best.word):
            best = term
    if best is None:
        return None
    between = sentence.text[edge : best.start]
    if figure is None:
        return best if len(between) <= _CHAIN_REACH else None
    if len(between) > _AFTER_REACH or _CLAUSE.search(between) or "、" in between:
        return None
    crossed = any(q.char_start >= edge and q.char_end <= best.start for q in sentence.figures)
    return None if crossed else best


def _topic(words: Words, start: int, sentence: _Sentence) -> float | None:
    """What a topic adds: most in the sentence, less in the paragraph before, least in the headings."""
    nearest: Term | None = None
    for term in sentence.terms:
        if term.end > start:
            if term.start >= start:
                break
            continue
        if term.word in words:
            nearest = term
    if nearest is not None:
        near = nearest.start >= sentence.start
        return len(nearest.word) * (0.6 if near else 0.4) - 0.01 * (start - nearest.end)
    if any(word in sentence.headings for word in words):
        return 0.3 * max(len(word) for word in words if word in sentence.headings)
    return None


def _excluded(pattern: Pattern, quantity: Quantity, sentence: _Sentence) -> bool:
    """A word that turns the clause, or the paragraph so far, into something else."""
    if any(t.word in pattern.unless_before and t.end <= quantity.char_start for t in sentence.terms):
        return True
    if any(t.word in pattern.unless_sentence and t.end <= quantity.char_start for t in sentence.inside):
        return True
    if not pattern.unless:
        return False
    text = sentence.masked
    borders = _CLAUSE.finditer(text, sentence.start, quantity.char_start)
    left = max((m.end() for m in borders), default=sentence.start)
    right = _CLAUSE_RIGHT.search(text, quantity.char_end)
    end = right.start() if right else len(text)
    return any(
        left <= t.start and t.end <= end and t.word in pattern.unless and text[t.start] != _MASK
        for t in sentence.inside
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
