"""What patterns ask of a paragraph before any wording is read, as bits of one number.

A paragraph meets conditions by its words, by its section and by the report that it stands in. Each condition
has a bit of its own, so that one step tells whether all that a pattern needs is met: nearly all patterns that
are anchored on a word of the paragraph fall here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from tasks.extract.indicators.indicator import Indicator
from tasks.extract.indicators.patterns import Pattern, Words
from tasks.model import ReportType

K = TypeVar("K")
Section = tuple[Words, Words, Words]  # roles, not_roles and not_reports of an indicator


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """The conditions of all patterns that apply to a department, each with its bit."""

    groups: dict[Words, int] = field(default_factory=dict)  # one of these words in the paragraph
    topics: dict[Words, int] = field(default_factory=dict)  # the same, or in the headings above it
    barred: dict[Words, int] = field(default_factory=dict)  # one of these words is there: look where
    reports: dict[Words, int] = field(default_factory=dict)  # a report of one of these types
    sections: dict[Section, int] = field(default_factory=dict)  # a section that may state the indicator
    homes: dict[Words, int] = field(default_factory=dict)  # a section that speaks for the indicator

    def needs(self, indicator: Indicator, pattern: Pattern) -> int:
        """All that must be met before the pattern is worth reading."""
        bits = self._bit(self.sections, (indicator.roles, indicator.not_roles, indicator.not_reports))
        for words in pattern.needed:
            bits |= self._bit(self.groups, words)
        for words in pattern.topics:
            bits |= self._bit(self.topics, words)
        return bits | (self._bit(self.reports, pattern.reports) if pattern.reports else 0)

    def bars(self, pattern: Pattern) -> int:
        """Met where a word that can forbid the pattern stands in the paragraph."""
        return self._bit(self.barred, pattern.barred) if pattern.barred else 0

    def home(self, indicator: Indicator) -> int:
        """Met in a section that speaks for the indicator."""
        return self._bit(self.homes, indicator.roles) if indicator.roles else 0

    def by_word(self) -> Mapping[str, int]:
        """What each word meets where it stands in a paragraph."""
        met: dict[str, int] = {}
        for groups in (self.groups, self.topics, self.barred):
            for words, bit in groups.items():
                for word in words:
                    met[word] = met.get(word, 0) | bit
        return met

    def by_section(self, roles: tuple[str, ...], report: ReportType, closed: bool) -> int:
        """What a section of these roles meets; in a `closed` one only what is at home there is stated."""
        met = sum(bit for words, bit in self.reports.items() if report in words)
        met |= sum(bit for words, bit in self.homes.items() if not words.isdisjoint(roles))
        for (own, others, not_reports), bit in self.sections.items():
            if report not in not_reports and others.isdisjoint(roles):
                met |= 0 if closed and own.isdisjoint(roles) else bit
        return met

    def _bit(self, kind: dict[K, int], key: K) -> int:
        if key not in kind:
            words = len(self.groups) + len(self.topics) + len(self.barred) + len(self.reports)
            kind[key] = 1 << (words + len(self.sections) + len(self.homes))
        return kind[key]


@lru_cache(maxsize=4096)
def met_in(conditions: Conditions, roles: tuple[str, ...], report: ReportType, closed: bool) -> int:
    """`by_section`, kept: roles are declared words, and sections have the same few of them over and over."""
    return conditions.by_section(roles, report, closed)


def any_met(words: Iterable[str], met_by: Mapping[str, int]) -> int:
    """The conditions that one of the words meets."""
    met = 0
    for word in words:
        met |= met_by.get(word, 0)
    return met
