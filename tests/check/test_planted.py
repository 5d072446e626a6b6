"""Fifty planted defects of ten kinds: each is caught by the expectation or finding meant for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from tasks.check.verdicts import Verdict, check
from tests.releases import Made, release_of
from tests.samples.report import Place
from tests.samples.synthetic import PLACES, generate

YEARS = (2020, 2021, 2022)
BUREAU = "水利局"
ORDER = PLACES[:7]
Tables = dict[str, pa.Table]
# What a report must say for all defects to have a place in it.
NEEDED = (r"全年预算数[\d.,]+万?元，其中一般公共预算", r"预算执行率\d", r"年12月31日")


@cache
def text_of(place: Place, year: int) -> str:
    """A clean report, a paragraph a line."""
    for seed in range(40):
        text = "\n".join(generate(place, BUREAU, year, seed)[1].paragraphs)
        if all(re.search(pattern, text) for pattern in NEEDED):
            return text
    raise AssertionError("no such form among 40 reports")


def name_of(place: Place, year: int) -> str:
    return f"{place.printed}{BUREAU}_{year}.txt"


def clean_texts() -> dict[str, str]:
    return {name_of(p, y): text_of(p, y) for p in ORDER for y in YEARS}


def made(texts: dict[str, str]) -> Made:
    return release_of({name: text.encode() for name, text in texts.items()})


@cache
def clean_release() -> Made:
    return made(clean_texts())


def reports_named(tables: Any) -> dict[str, str]:
    return {row["report_id"]: row["file_name"] for row in tables["reports"].to_pylist()}


def failing_findings(tables: Any, *rules: str) -> set[str]:
    """The files of which a finding of one of these rules fails."""
    names = reports_named(tables)
    return {
        names[f["report_id"]] for f in tables["findings"].to_pylist() if not f["holds"] and f["rule"] in rules
    }


def failing_rows(verdicts: list[Verdict], table: str, expectation: str) -> list[dict[str, Any]]:
    return [dict(e) for v in verdicts if (v.table, v.expectation) == (table, expectation) for e in v.examples]


def units(rows: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(row["division_code"], row["fiscal_year"]) for row in rows}


# --- the defects that a report's own text can have ---------------------------------------------------


def less(match: re.Match[str]) -> str:
    return f"{match[1]}{float(match[2].replace(',', '')) * 0.9:.2f}{match[3]}"


def wrong_sum(text: str) -> str:
    return re.sub(r"(全年预算数)([\d.,]+)(万?元，其中一般公共预算)", less, text, count=1)


def wrong_rate(text: str) -> str:
    return re.sub(r"(预算执行率)(\d+)", lambda m: f"{m[1]}{int(m[2]) - 9}", text)


def unit_slip(text: str) -> str:
    other = {"元": "万元", "万元": "元"}
    return re.sub(r"(全年预算数[\d.,]+)(万?元)", lambda m: m[1] + other[m[2]], text, count=1)


def impossible_date(text: str) -> str:
    return re.sub(r"(\d{4})年12月31日", r"\1年2月30日", text, count=1)


def garbled(text: str) -> str:
    lines = text.split("\n")
    broken = "\n".join(lines[-4:]).encode().decode("latin-1")  # UTF-8 read with a western code page
    return "\n".join([*lines[:-4], broken])


PLANTS: dict[str, tuple[Callable[[str], str], int]] = {
    "wrong sum": (wrong_sum, 0),
    "wrong rate": (wrong_rate, 1),
    "unit slip": (unit_slip, 2),
    "impossible date": (impossible_date, 3),
    "garbled text": (garbled, 4),
}


def planted(kind: str) -> list[tuple[str, str]]:
    """Five reports of one district and the next, each with one defect of this kind."""
    plant, at = PLANTS[kind]
    places = [ORDER[at], ORDER[(at + 1) % 5]]
    keys = [(places[0], y) for y in YEARS] + [(places[1], y) for y in YEARS[:2]]
    found = [(name_of(p, y), plant(text_of(p, y))) for p, y in keys]
    assert all(text != clean_texts()[name] for name, text in found), kind
    return found


@cache
def spoilt(kind: str) -> Made:
    return made(clean_texts() | dict(planted(kind)))


def caught(kind: str, made_of: Made) -> set[str]:
    """The files that the finding or the rule meant for this kind accuses."""
    from expectations.derived import derived_frames
    from expectations.rules import RULES
    from tasks.check.verdicts import frame

    tables = made_of.tables
    if kind == "wrong sum":
        # A total above its parts may have others that 其中 leaves out; one below them cannot be right.
        return failing_findings(tables, "sum_of_parts", "part_exceeds_total")
    frames = {name: frame(table) for name, table in tables.items()}
    frames |= derived_frames(frames, {})
    names = reports_named(tables)
    wanted = {
        "wrong rate": ("rate_is_quotient",),
        # An amount that no bureau can have is not taken at all, and the rate then tells what is wrong.
        "unit slip": ("no_unit_slip", "rate_is_quotient"),
        "impossible date": ("date_exists",),
        "garbled text": ("illegible",),
    }[kind]
    rules = [rule for rule in RULES if rule.name in wanted]
    return {names[i] for rule in rules for i in frames[rule.table][~rule.check(frames)]["report_id"]}


@pytest.mark.parametrize("kind", PLANTS)
def test_a_defect_in_a_text_is_caught_and_no_clean_report_accused(kind: str) -> None:
    expected = {name for name, _ in planted(kind)}
    found = caught(kind, spoilt(kind))
    assert expected <= found
    neighbours = {name for name in found - expected if kind != "unit slip"}
    assert not neighbours
    assert not caught(kind, clean_release())


# --- the defects that only a release can have --------------------------------------------------------


@cache
def clean_verdicts() -> list[Verdict]:
    return check(clean_release().tables, clean_release().tables)


def test_a_clean_release_is_accused_of_nothing() -> None:
    # The generator draws each year's size anew, so that bounds between years are left out of this.
    failed = [v for v in clean_verdicts() if not v.success and not v.expectation.startswith("year_on_year")]
    assert not [(v.table, v.expectation, v.examples[:2]) for v in failed if v.severity != "warning"]
    assert not failing_findings(clean_release().tables, "sum_of_parts", "rate_mismatch", "part_exceeds_total")


def test_five_missing_years_and_five_vanished_districts_are_named() -> None:
    gaps = [(place, 2021) for place in ORDER[:5]]
    kept = {n: t for n, t in clean_texts().items() if n not in {name_of(p, y) for p, y in gaps}}
    tables = made(kept).tables
    missing = failing_rows(check(tables), "coverage", "no_missing_year")
    assert units(missing) == {(place.code, 2021) for place in ORDER[:5]}
    # The same five are gone against the release before, which had them; nothing else is.
    against = check(tables, clean_release().tables)
    assert units(failing_rows(against, "coverage", "still_there")) == {(p.code, 2021) for p in ORDER[:5]}


def test_five_vanished_districts_are_named() -> None:
    gone = {name_of(p, y) for p in ORDER[:5] for y in YEARS}
    tables = made({n: t for n, t in clean_texts().items() if n not in gone}).tables
    verdicts = check(tables, clean_release().tables)
    rows = failing_rows(verdicts, "coverage", "still_there")
    assert {row["division_code"] for row in rows} == {place.code for place in ORDER[:5]}
    assert "critical" in {v.severity for v in verdicts if not v.success}  # so few rows stop a release


def test_five_shrunken_tables_and_five_duplicated_keys_stop_the_release() -> None:
    before: Tables = dict(clean_release().tables)
    now = dict(before)
    shrunken = ("quantities", "indicators", "paragraphs", "findings", "nonquantities")
    doubled = ("quantities", "indicators", "paragraphs", "findings", "reports")
    for name in shrunken:
        now[name] = before[name].slice(0, before[name].num_rows // 2)
    rows = failing_rows(check(now, before), "row_counts", "enough_rows")
    assert {row["table"] for row in rows} == set(shrunken)
    twice = {n: pa.concat_tables([t, t.slice(3, 1)]) if n in doubled else t for n, t in before.items()}
    unique = [v for v in check(twice, before) if v.en == "The key is unique"]
    assert {v.table for v in unique if not v.success} == set(doubled)
    assert all(v.severity == "critical" and v.examples for v in unique if not v.success)


def changed_schemas() -> Iterator[tuple[str, str, pa.Table]]:
    tables = clean_release().tables
    yield "district_year", "fiscal_year", tables["district_year"].drop_columns(["fiscal_year"])
    yield "indicators", "value_base", tables["indicators"].rename_columns({"value_base": "value_yuan"})
    column = pa.array([str(v) for v in tables["quantities"]["paragraph"].to_pylist()])
    at = tables["quantities"].schema.get_field_index("paragraph")
    yield "quantities", "paragraph", tables["quantities"].set_column(at, "paragraph", column)
    yield "findings", "holds", tables["findings"].drop_columns(["holds"])
    yield "paragraphs", "text", tables["paragraphs"].drop_columns(["text"])


def test_five_changed_schemas_stop_the_release() -> None:
    changed = {name: (column, table) for name, column, table in changed_schemas()}
    now = {**clean_release().tables, **{name: table for name, (_, table) in changed.items()}}
    failed = {(v.table, v.column) for v in check(now) if not v.success and v.severity == "critical"}
    assert failed == {(name, column) for name, (column, _) in changed.items()}
