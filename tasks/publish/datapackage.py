"""The data dictionary: a Frictionless Data Package derived from the declared tables."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from expectations.declaration import Field, Table, tables

FRICTIONLESS = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean",
    "date": "date", "list[string]": "string", "list[integer]": "string",
}  # fmt: skip
SOURCES = (
    {"title": "Performance reports as received, a row each in the table reports (各区部门绩效自评报告)"},
    {"title": "Administrative divisions and their years of validity: data/reference/SOURCES.md (行政区划)"},
)


def datapackage(release_id: str, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The descriptor of a release whose files are `contents` by their path in it."""
    resources = [
        _resource(table, path, contents[path])
        for table in tables().values()
        for path in (f"csv/{table.name}.csv", f"tables/{table.name}.parquet")
        if path in contents
    ]
    return {
        "profile": "data-package",
        "name": "district-yearbook",
        "version": release_id,
        "title": "区县部门绩效年鉴 · District yearbook",
        "description": "Figures of yearly performance reports, each with the line that proves it.",
        "sources": list(SOURCES),
        "resources": resources,
    }


def _resource(table: Table, path: str, data: bytes) -> dict[str, Any]:
    is_csv = path.endswith(".csv")
    common = {
        "name": table.name.replace("_", "-") + ("-csv" if is_csv else ""),
        "path": path,
        "title": table.zh,
        "description": table.en,
        "bytes": len(data),
        "hash": "sha256:" + sha256(data).hexdigest(),
        "schema": _schema(table, is_csv),
    }
    kind = (
        {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8-sig"}
        if is_csv
        else {"format": "parquet"}
    )
    return common | kind | {"profile": "tabular-data-resource" if is_csv else "data-resource"}


def _schema(table: Table, is_csv: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field, is_csv) for field in table.fields],
        "primaryKey": list(table.key),
    }
    shown = {t.name for t in tables().values() if t.csv}
    keys = [r for r in table.references if not is_csv or r.table in shown]
    suffix = "-csv" if is_csv else ""
    if keys:
        schema["foreignKeys"] = [
            {"fields": list(r.fields), "reference": {"resource": r.table + suffix, "fields": list(r.fields)}}
            for r in keys
        ]
    return schema


def _field(field: Field, is_csv: bool) -> dict[str, Any]:
    kind = FRICTIONLESS[field.type] if is_csv or not field.type.startswith("list") else "array"
    constraints: dict[str, Any] = (
        {"required": True} if field.required and not field.type.startswith("list") else {}
    )
    if field.values:
        constraints["enum"] = list(field.values)
    if field.pattern:
        constraints["pattern"] = field.pattern
    found: dict[str, Any] = {"name": field.name, "type": kind, "title": field.zh, "description": field.en}
    return (
        found
        | ({"unit": field.unit} if field.unit else {})
        | ({"constraints": constraints} if constraints else {})
    )
