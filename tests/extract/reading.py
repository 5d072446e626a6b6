"""What the tests of this folder read with: the real parts, on short texts of the genre."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.extract.arithmetic.check import check_arithmetic
from tasks.extract.arithmetic.tables import check_tables
from tasks.extract.grids import read_grids
from tasks.extract.indicators.catalogue import load_catalogue
from tasks.extract.indicators.find import find_indicators
from tasks.extract.indicators.serving import best_candidates
from tasks.extract.outline.headings import outline
from tasks.extract.outline.roles import load_section_roles
from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.extract.targets import find_targets
from tasks.model import (
    Finding,
    Identity,
    IndicatorFact,
    Paragraph,
    Piece,
    Placement,
    Quantity,
    ReportType,
    Target,
)


@dataclass(frozen=True)
class Read:
    """A text with everything that these stages say of it."""

    paragraphs: tuple[Paragraph, ...]
    placements: tuple[Placement, ...]
    quantities: tuple[Quantity, ...]
    indicators: tuple[IndicatorFact, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]

    def fact(self, indicator: str) -> IndicatorFact | None:
        """The one fact of an indicator, None where the text has none."""
        found = [fact for fact in self.indicators if fact.indicator == indicator]
        assert len(found) < 2, found
        return found[0] if found else None

    def failed(self) -> list[str]:
        """The rules that fail, of those that reckon."""
        return [f.rule for f in self.findings if not f.holds]

    def held(self) -> list[str]:
        """The rules that hold."""
        return [f.rule for f in self.findings if f.holds]


def read(
    text: str,
    report_type: ReportType = "self_evaluation",
    department_type: str | None = "veterans_affairs",
    fiscal_year: int = 2023,
) -> Read:
    """A text, one paragraph a line, read by the real stages."""
    paragraphs = tuple(_paragraph(line, number) for number, line in enumerate(text.splitlines(), 1) if line)
    return read_paragraphs(paragraphs, report_type, department_type, fiscal_year)


def read_table(*rows: str, prose: str = "") -> Read:
    """A table, its cells set apart by tabs, and a paragraph of prose after it."""
    table = tuple(_paragraph(row, number, table=True) for number, row in enumerate(rows, 1))
    return read_paragraphs((*table, *([_paragraph(prose, len(rows) + 1)] if prose else [])))


def _paragraph(text: str, line: int, table: bool = False) -> Paragraph:
    return Paragraph(text, 1, (Piece(0, line, 0, len(text)),), table)


def read_paragraphs(
    paragraphs: tuple[Paragraph, ...],
    report_type: ReportType = "self_evaluation",
    department_type: str | None = "veterans_affairs",
    fiscal_year: int = 2023,
) -> Read:
    placements, irregular = outline(paragraphs, load_section_roles())
    found, _ = quantities(paragraphs, fiscal_year, load_lexicon())
    who = identity_of(report_type, department_type, fiscal_year)
    grids = read_grids(paragraphs, placements)
    served = best_candidates(paragraphs, placements, grids, found, who, load_catalogue())
    facts = find_indicators(served, paragraphs, placements, who, load_catalogue())
    return Read(
        paragraphs,
        placements,
        found,
        facts,
        find_targets(paragraphs, placements, found),
        (
            *irregular,
            *check_arithmetic(paragraphs, placements, found, facts),
            *check_tables(paragraphs, grids, found, served, who, load_catalogue()),
        ),
    )


def identity_of(
    report_type: ReportType, department_type: str | None = None, fiscal_year: int | None = None
) -> Identity:
    """The identity of a report of which no more is known."""
    nobody = (None,) * 8
    return Identity(*nobody, department_type, None, report_type, fiscal_year, 1.0, ())
