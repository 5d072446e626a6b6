"""Tables as `expectations/tables/*.yaml` declare them; schemas, suites and dictionaries derive from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
import yaml

from tasks.extract.indicators.catalogue import load_catalogue
from tasks.extract.indicators.indicator import Indicator

ARROW: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list[string]": pa.list_(pa.string()),
    "list[integer]": pa.list_(pa.int32()),
}
PYTHON: Mapping[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool, "date": date}
# The unit of an indicator as the last word of its column; scores, counts and texts say it in their name.
UNIT_SUFFIX: Mapping[str, str] = {"元": "_yuan", "%": "_pct"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its type, what may stand in it, and what it means in both languages."""

    name: str
    type: str
    zh: str
    en: str
    required: bool = False
    unit: str | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    of: str | None = None  # "report": repeated from the report in a table nested in it

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field, its descriptions and unit in the metadata."""
        meta = {"zh": self.zh, "en": self.en} | ({"unit": self.unit} if self.unit else {})
        return pa.field(self.name, ARROW[self.type], nullable=not self.required, metadata=meta)


@dataclass(frozen=True, slots=True)
class Reference:
    """Fields whose values must exist in another table under the same names."""

    fields: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """One published table."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    fields: tuple[Field, ...]
    references: tuple[Reference, ...] = ()
    nested: str | None = None  # the list of a report it is made from
    csv: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the published table."""
        return pa.schema([field.arrow for field in self.fields], metadata={"zh": self.zh, "en": self.en})


def declare(raw: Mapping[str, Any], core: tuple[Indicator, ...]) -> Table:
    """A table from its YAML; where it says so, the core indicators become columns of it."""
    fields = [Field(name=name, **_field(spec)) for name, spec in raw["fields"].items()]
    if place := raw.get("core_indicators"):
        at = next(i for i, field in enumerate(fields) if field.name == place.removeprefix("after ")) + 1
        fields[at:at] = [indicator_column(indicator) for indicator in core]
    references = tuple(Reference(tuple(r["fields"]), r["table"]) for r in raw.get("references", ()))
    return Table(
        raw["name"], raw["zh"], raw["en"], tuple(raw["key"]), tuple(raw["sort"]),
        tuple(fields), references, raw.get("nested"), raw.get("csv", False),
    )  # fmt: skip


def _field(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {**spec, "values": tuple(spec.get("values", ()))}


def indicator_column(indicator: Indicator) -> Field:
    """The column of `district_year` that holds a core indicator."""
    name = indicator.id + UNIT_SUFFIX.get(indicator.unit or "", "")
    kind = "string" if indicator.kind == "text" else "number"
    minimum = 0.0 if indicator.unit == "元" else None
    return Field(name, kind, indicator.zh, indicator.en, unit=indicator.unit, minimum=minimum)


@cache
def tables() -> dict[str, Table]:
    """Every declared table by name, parents before the tables that refer to them."""
    core = tuple(i for i in load_catalogue().indicators.values() if i.core)
    found = (
        declare(yaml.safe_load(entry.read_text("utf-8")), core)
        for entry in files("expectations.tables").iterdir()
        if entry.name.endswith(".yaml")
    )
    order = {"reports": 0, "paragraphs": 1}
    return {t.name: t for t in sorted(found, key=lambda t: (order.get(t.name, 2), t.name))}
