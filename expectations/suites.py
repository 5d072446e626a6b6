"""Suites: for every declared table the expectations that its declaration implies, and its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from great_expectations import ExpectationSuite
from great_expectations import expectations as gxe

from expectations.declaration import Field, Table
from expectations.rules import Rule

PANDAS_TYPE = {"string": "str", "integer": "int32", "number": "float64", "boolean": "bool", "date": "date"}


def suite(
    table: Table, rules: Iterable[Rule], columns: Collection[str], sound: Collection[str]
) -> ExpectationSuite:
    """The expectations of one table that has these columns; those of rules look at the column named for it.

    Of a declared column that is not there only its absence is told, of one that is not `sound` its type.
    """
    found = [*_table(table, columns), *_fields(table, columns, sound), *_rules(rules)]
    return ExpectationSuite(table.name, expectations=found)


def rule_column(rule: Rule) -> str:
    """The column of the validated frame that holds whether the rule holds."""
    return f"rule: {rule.name}"


def _table(table: Table, columns: Collection[str]) -> Iterator[Any]:
    if not set(table.key) <= set(columns):
        return
    meta = _meta("critical", "主键唯一", "The key is unique")
    if len(table.key) == 1:
        yield gxe.ExpectColumnValuesToBeUnique(column=table.key[0], meta=meta)
    else:
        yield gxe.ExpectCompoundColumnsToBeUnique(column_list=list(table.key), meta=meta)


def _fields(table: Table, columns: Collection[str], sound: Collection[str]) -> Iterator[Any]:
    for field in table.fields:
        yield gxe.ExpectColumnToExist(
            column=field.name, meta=_meta("critical", "列存在", "The column exists")
        )
        if field.name in columns:
            yield from _type(field)
        if field.name in sound:
            yield from _values(field)


def _type(field: Field) -> Iterator[Any]:
    if field.type in PANDAS_TYPE:
        meta = _meta("critical", "类型正确", "The type is as declared")
        yield gxe.ExpectColumnValuesToBeOfType(column=field.name, type_=PANDAS_TYPE[field.type], meta=meta)


def _values(field: Field) -> Iterator[Any]:
    name = field.name
    if field.required:
        meta = _meta("critical", "不为空", "There is a value")
        yield gxe.ExpectColumnValuesToNotBeNull(column=name, meta=meta)
    if field.values:
        meta = _meta("critical", "取值在规定集合内", "The value is one of those declared")
        yield gxe.ExpectColumnValuesToBeInSet(column=name, value_set=list(field.values), meta=meta)
    if field.pattern:
        meta = _meta("critical", "格式正确", "The value has the declared form")
        yield gxe.ExpectColumnValuesToMatchRegex(column=name, regex=field.pattern, meta=meta)
    if field.minimum is not None or field.maximum is not None:
        meta = _meta("error", "在合理范围内", "The value lies in the declared range")
        yield gxe.ExpectColumnValuesToBeBetween(
            column=name, min_value=field.minimum, max_value=field.maximum, meta=meta
        )


def _rules(rules: Iterable[Rule]) -> Iterator[Any]:
    for rule in rules:
        meta = _meta(rule.severity, rule.zh, rule.en) | {"rule": rule.name}
        yield gxe.ExpectColumnValuesToBeInSet(column=rule_column(rule), value_set=[True], meta=meta)


def _meta(severity: str, zh: str, en: str) -> dict[str, str]:
    return {"severity": severity, "zh": zh, "en": en}
