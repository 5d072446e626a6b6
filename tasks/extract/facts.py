"""All of extraction: a cleaned text to identity, outline, quantities, indicators, targets and findings."""

from collections.abc import Sequence

from tasks.extract.arithmetic.check import check_arithmetic
from tasks.extract.arithmetic.tables import check_tables
from tasks.extract.doubts import doubts
from tasks.extract.grids import read_grids
from tasks.extract.identity.identify import identify
from tasks.extract.indicators.find import find_indicators
from tasks.extract.indicators.serving import best_candidates
from tasks.extract.outline.headings import outline
from tasks.extract.quantities.find import quantities
from tasks.extract.targets import find_targets
from tasks.model import Cleaned, Facts
from tasks.reference import Reference


def extract(cleaned: Cleaned, file_names: Sequence[str], reference: Reference) -> Facts:
    """Everything that a cleaned report says, each part built on those before it."""
    paragraphs = cleaned.paragraphs
    identity = identify(paragraphs, file_names, reference.gazetteer)
    placements, irregular = outline(paragraphs, reference.roles)
    found, others = quantities(paragraphs, identity.fiscal_year, reference.lexicon)
    grids = read_grids(paragraphs, placements)
    served = best_candidates(paragraphs, placements, grids, found, identity, reference.catalogue)
    indicators = find_indicators(served, paragraphs, placements, identity, reference.catalogue)
    targets = find_targets(paragraphs, placements, found)
    sums = check_arithmetic(paragraphs, placements, found, indicators)
    tables = check_tables(paragraphs, grids, found, served, identity, reference.catalogue)
    findings = (*doubts(cleaned.edits), *irregular, *sums, *tables)
    return Facts(identity, placements, found, others, indicators, targets, findings)
