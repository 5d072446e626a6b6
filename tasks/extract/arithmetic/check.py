"""The reckoning of a report: every total, rate and comparison that its own words allow to be checked.

Findings that hold are published like those that fail: they say what was checked. Precision comes first; where
the text does not say what belongs together, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from tasks.extract.arithmetic.facts import known_figures, relations, within_full_marks
from tasks.extract.arithmetic.figures import Figure, figures
from tasks.extract.arithmetic.lists import itemised
from tasks.extract.arithmetic.plausibility import implausible
from tasks.extract.arithmetic.rates import rates
from tasks.extract.arithmetic.repeats import growth_between, repeats
from tasks.extract.arithmetic.sums import breakdowns
from tasks.extract.arithmetic.wholes import declared_sums
from tasks.extract.arithmetic.words import directions
from tasks.extract.indicators.catalogue import Catalogue, load_catalogue
from tasks.model import Finding, IndicatorFact, Paragraph, Placement, Quantity

_BY_START = attrgetter("char_start")


def check_arithmetic(
    paragraphs: Sequence[Paragraph],
    placements: Sequence[Placement],
    quantities: Sequence[Quantity],
    indicators: Sequence[IndicatorFact],
    catalogue: Catalogue | None = None,
) -> tuple[Finding, ...]:
    """Every check that the report's words announce, holding or failing; each said once."""
    by_paragraph: dict[int, list[Quantity]] = {}
    for quantity in quantities:
        by_paragraph.setdefault(quantity.paragraph, []).append(quantity)
    checked: list[Finding] = []
    told: dict[int, list[Figure]] = {}
    for index in sorted(by_paragraph):
        text = paragraphs[index].text
        found = told[index] = figures(text, sorted(by_paragraph[index], key=_BY_START))
        if len(found) > 1 and placements[index].kind not in ("title", "table"):
            checked += breakdowns(text, found)
            checked += rates(text, found)
            checked += directions(text, found)
    catalogue = catalogue or load_catalogue()
    known = known_figures(indicators, by_paragraph)
    checked += relations(indicators, known, catalogue)
    checked += declared_sums(paragraphs, placements, indicators, known, catalogue)
    figures_in_order = [figure for found in told.values() for figure in found]
    checked += within_full_marks(figures_in_order, indicators)
    checked += itemised(paragraphs, placements, told)
    checked += repeats(paragraphs, told)
    checked += growth_between(figures_in_order)
    checked += implausible(paragraphs, placements, quantities)
    return tuple(_once(checked))


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """One finding a matter: the same rule on the same figures of the same paragraphs is said once."""
    seen: set[tuple[str, tuple[str, ...], tuple[int, ...]]] = set()
    for finding in findings:
        key = finding.rule, finding.values, finding.paragraphs
        if key not in seen:
            seen.add(key)
            yield finding
