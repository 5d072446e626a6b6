"""What one report is read with: the patterns of its department, its type, its year."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tasks.extract.indicators.catalogue import Catalogue
from tasks.extract.indicators.conditions import any_met, met_in
from tasks.extract.indicators.terms import Scanner, for_cells
from tasks.extract.indicators.themes import Theme
from tasks.model import Identity, Placement, Quantity

_BEFORE_CHANGE = 4  # characters before a figure that can make it a change


@dataclass(frozen=True, slots=True)
class Matter:
    """A theme and what the report's identity has to do with it."""

    theme: Theme
    scanner: Scanner
    identity: Identity
    catalogue: Catalogue
    sections: dict[str, int] = field(default_factory=dict)  # what their headings meet, as far as asked

    def met_in(self, placement: Placement) -> int:
        """The conditions that a paragraph of this place meets whatever its words (see `Conditions`).

        Plans and definitions state no results, unless the indicator is at home there.
        """
        roles, catalogue = placement.roles, self.catalogue
        closed = bool(roles) and (
            roles[-1] in catalogue.goal_roles or not catalogue.closed_roles.isdisjoint(roles)
        )
        met = met_in(self.theme.conditions, roles, self.identity.report_type, closed)
        return met | self._named_in(placement.section)

    def _named_in(self, section: str) -> int:
        """The conditions on topics that the headings above meet."""
        if section not in self.sections:
            words = [word for _, _, word in self.theme.in_headings.scan(section)]
            self.sections[section] = any_met(words, self.theme.met_by) & self.theme.topics
        return self.sections[section]

    def for_cells(self) -> Matter:
        """The same for words made of cells, many of which begin with one title."""
        return replace(self, scanner=for_cells(self.scanner))

    def is_level(self, text: str, quantity: Quantity) -> bool:
        """Whether a figure is one of the year: no increase or decrease, and not dated before the year."""
        start = quantity.char_start
        head = text[max(0, start - _BEFORE_CHANGE) : start].rstrip("了约共")
        if head.endswith(self.catalogue.changes):
            return False
        year, end = self.identity.fiscal_year, quantity.period_end
        return quantity.period_basis != "explicit" or end is None or year is None or end.year >= year


def matter_of(identity: Identity, catalogue: Catalogue) -> Matter:
    """What a report of this identity is read with."""
    theme = catalogue.theme(identity.department_type)
    return Matter(theme, theme.scanner, identity, catalogue)
