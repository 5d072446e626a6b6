"""The workbook and the README of a release."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.declaration import tables
from tasks.collect.tables import table_of
from tasks.publish.guide import release_readme
from tasks.publish.workbook import workbook
from tests.releases import release_of
from tests.samples import raw_files

HOSTILE = (
    "=cmd|'/C calc'!A0",
    "+1",
    "@SUM(A1)",
    "http://x.example",
    "\x01\x0b控制",
    "a\u202eb",
    "长" * 40_000,
)


def opened(release: dict[str, pa.Table]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook("r", release)))


def test_sheets_hold_the_tables_and_the_dictionary() -> None:
    release = dict(release_of(raw_files()).tables)
    book = opened(release)
    assert book.sheetnames == [
        "地区年度 district_year",
        "指标 indicators",
        "核查结果 findings",
        "数据字典 dictionary",
    ]
    sheet = book["地区年度 district_year"]
    names = [cell.value for cell in sheet[2]]
    rows = [dict(zip(names, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=3)]
    assert rows == release["district_year"].to_pylist()
    dictionary = [tuple(c.value for c in row)[:2] for row in book["数据字典 dictionary"].iter_rows(min_row=3)]
    assert dictionary == [(t.name, f.name) for t in tables().values() for f in t.fields]


def test_text_of_reports_is_never_a_formula_or_a_link() -> None:
    declared = tables()["findings"]
    base = {
        "report_id": "0" * 16,
        "rule": "r",
        "severity": "error",
        "holds": False,
        "values": [],
        "paragraphs": [],
    }
    found = table_of(declared, [base | {"finding": i, "message": m} for i, m in enumerate(HOSTILE)])
    release = dict(release_of(raw_files()).tables) | {"findings": found}
    sheet = opened(release)["核查结果 findings"]
    at = [cell.value for cell in sheet[2]].index("message")
    cells = [row[at] for row in sheet.iter_rows(min_row=3)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [c.value for c in cells[:4]] == list(HOSTILE[:4])
    assert len(cells[6].value) == 32_767
    assert cells[0].quotePrefix


def test_the_same_tables_give_the_same_workbook() -> None:
    release = dict(release_of(raw_files()).tables)
    assert workbook("r", release) == workbook("r", release)


def test_the_snippets_of_the_readme_run_as_printed(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    release = release_of(raw_files()).tables
    (tmp_path / "tables").mkdir()
    for name, table in release.items():
        pq.write_table(table, tmp_path / "tables" / f"{name}.parquet")
    text = release_readme("r", release)
    sql, code = (re.findall(rf"```{kind}\n(.*?)```", text, re.S)[0] for kind in ("sql", "python"))
    monkeypatch.chdir(tmp_path)
    rows = duckdb.sql(sql).fetchall()
    assert len(rows) >= 10
    assert all(printed in paragraph for _, _, printed, _, paragraph in rows)
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "district" in shown.stdout
