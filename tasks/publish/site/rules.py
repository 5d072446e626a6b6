"""What the kinds of findings are called, collected from where each is declared beside its check."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from tasks.collect import corrections, disagreement, district_year, identities
from tasks.extract import doubts
from tasks.extract.arithmetic import (
    closing,
    facts,
    lists,
    named_lines,
    plausibility,
    rates,
    repeats,
    sums,
    table_sums,
    tables,
    wholes,
    words,
)
from tasks.extract.outline import ordinals
from tasks.findings import Rule, Said

DECLARED_IN: tuple[ModuleType, ...] = (
    closing, sums, rates, repeats, lists, wholes, words, facts, table_sums, named_lines, tables, plausibility,
    ordinals, doubts, disagreement, district_year, corrections, identities,
)  # fmt: skip


@cache
def rules() -> dict[str, Rule]:
    """Every kind of finding by its id."""
    return {rule.id: rule for module in DECLARED_IN for rule in _of(module)}


def rule_name(rule: str) -> Said:
    """The short name of a kind of finding; the id itself where it is of an older release."""
    known = rules().get(rule)
    return known.name if known else Said(rule, rule)


def _of(module: ModuleType) -> Iterator[Rule]:
    for value in vars(module).values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Rule):
                yield one
