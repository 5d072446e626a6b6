"""Verdicts: what each expectation says of a release, and the rows that fail, by their keys."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from expectations.declaration import Table, tables
from expectations.derived import DERIVED, derived_frames
from expectations.rules import RULES, Rule, reference_rules

Tables = Mapping[str, pa.Table]
EXAMPLES = 20  # failing rows named in a verdict; never the whole frame


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one expectation says of one table; `examples` are keys of failing rows."""

    table: str
    expectation: str
    column: str | None
    severity: str
    success: bool
    checked: int
    failing: int
    examples: tuple[Mapping[str, Any], ...]
    zh: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """The verdict as it stands in `verdicts.json`."""
        return asdict(self) | {"examples": [dict(e) for e in self.examples]}


class CriticalFailure(Exception):  # noqa: N818 - named for what happened
    """A release that must not be published; holds the verdicts that say why."""

    def __init__(self, failed: Sequence[Verdict]) -> None:
        super().__init__(f"{len(failed)} critical expectation(s) failed; nothing was published")
        self.failed = tuple(failed)


class BrokenExpectation(Exception):  # noqa: N818
    """An expectation that could not be evaluated: a defect of ours, never a verdict on the data."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdicts, and what the library itself says of every table (failing keys capped)."""

    verdicts: tuple[Verdict, ...]
    raw: Mapping[str, Any]


def check(release: Tables, previous: Tables | None = None) -> list[Verdict]:
    """Every declared expectation on every table; `CriticalFailure` is for the caller to raise."""
    return list(validate(release, previous).verdicts)


def validate(release: Tables, previous: Tables | None = None) -> Checked:
    """The verdicts with the raw results; `previous` are the tables of the release before."""
    frames = {name: frame(table) for name, table in release.items()}
    declared = tables()
    checked, rules = [*declared.values()], [*reference_rules(declared.values()), *RULES]
    if as_declared(release):
        before = previous if previous and as_declared(previous) else {}
        frames |= derived_frames(frames, {name: frame(table) for name, table in before.items()})
        checked += DERIVED
    else:
        rules = []  # they count on the declared columns; what is wrong with these is critical by itself
    sound = {t.name: sound_columns(t, release[t.name]) for t in declared.values()}
    source = quiet_source()
    results = {
        table.name: (
            table,
            _result(
                source,
                table,
                frames,
                [r for r in rules if r.table == table.name],
                sound.get(table.name, set()),
            ),
        )
        for table in checked
    }
    verdicts = (
        v for name, (table, result) in results.items() for v in _verdicts(table, result, len(frames[name]))
    )
    return Checked(tuple(verdicts), {name: r.to_json_dict() for name, (_, r) in results.items()})


def as_declared(release: Tables) -> bool:
    """Whether every declared table is there with its declared columns and types."""
    return all(sound_columns(t, release[t.name]) == {f.name for f in t.fields} for t in tables().values())


def sound_columns(declared: Table, table: pa.Table) -> set[str]:
    """The declared columns that are there with the declared type."""
    types = {f.name: f.type for f in table.schema}
    return {f.name for f in declared.fields if types.get(f.name) == f.arrow.type}


def require(verdicts: Iterable[Verdict]) -> None:
    """Raise `CriticalFailure` where a critical expectation failed."""
    failed = [v for v in verdicts if not v.success and v.severity == "critical"]
    if failed:
        raise CriticalFailure(failed)


def frame(table: pa.Table) -> pd.DataFrame:
    """A table as pandas validates it: integers and booleans stay what they are beside nulls."""
    nullable = {pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
    validated: pd.DataFrame = table.to_pandas(types_mapper=nullable.get)
    return validated


def _result(
    source: Any,
    table: Table,
    frames: Mapping[str, pd.DataFrame],
    rules: Sequence[Rule],
    sound: Collection[str],
) -> Any:
    from expectations.suites import rule_column, suite  # Great Expectations takes seconds to import

    columns = {rule_column(rule): rule.check(frames) for rule in rules}
    validated = frames[table.name].assign(**columns)
    result_format = {
        "result_format": "SUMMARY",
        "unexpected_index_column_names": [name for name in table.key if name in validated],
        "partial_unexpected_count": EXAMPLES,
    }
    asset = source.add_dataframe_asset(table.name)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": validated})
    return batch.validate(suite(table, rules, validated.columns, sound), result_format=result_format)


def _verdicts(table: Table, result: Any, rows: int) -> list[Verdict]:
    found = [_verdict(table, one, rows) for one in result.results]
    return sorted(found, key=lambda v: (v.expectation, v.column or ""))


def quiet_source() -> Any:
    """A data source of Great Expectations that prints nothing: no progress bars, no notes of its own."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # This module raises its own logger to INFO when it is imported, whatever the program asked for.
    logging.getLogger(ProgressBarsConfig.__module__).setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_pandas("release")


def _verdict(table: Table, result: Any, rows: int) -> Verdict:
    config, found = result.expectation_config, result.result
    column = config.kwargs.get("column")
    if not found and not result.success and config.type != "expect_column_to_exist":
        raise BrokenExpectation(f"{table.name}.{column}: {config.type}: {result.exception_info}")
    examples = tuple(_plain(e, table.key) for e in found.get("partial_unexpected_index_list") or ())
    failing = int(found.get("unexpected_count") or (0 if result.success else rows))
    meta = config.meta
    return Verdict(
        table=table.name,
        expectation=meta.get("rule", config.type),
        column=None if "rule" in meta else column,
        severity=meta["severity"],
        success=bool(result.success),
        checked=int(found.get("element_count", rows)),
        failing=failing,
        examples=examples,
        zh=meta["zh"],
        en=meta["en"],
    )


def _plain(example: Mapping[str, Any], key: Sequence[str]) -> dict[str, Any]:
    """The key of a failing row in plain Python values."""
    values = ((name, example.get(name)) for name in key)
    return {name: None if pd.isna(v) else getattr(v, "item", lambda v=v: v)() for name, v in values}
