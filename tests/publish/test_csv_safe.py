import csv
import io
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.publish.csv_safe import FORMULA_STARTS, cell, number, to_csv


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\tx", "＝1"])
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(163900000.0, "163900000"), (91.3, "91.3"), (1e16, "10000000000000000"), (-5.5, "-5.5"), (0.0, "0")],
)
def test_numbers_are_written_as_people_write_them(value: float, shown: str) -> None:
    assert number(value) == shown


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1))
def test_no_cell_starts_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    data = to_csv(pa.table({"text": pa.array(texts, pa.string())})).decode("utf-8-sig")
    cells = [row[0] if row else "" for row in csv.reader(io.StringIO(data, newline=""))][1:]
    assert not any(shown.startswith(FORMULA_STARTS) for shown in cells)
    for shown, text in zip(cells, texts, strict=True):
        assert text == (shown.removeprefix("'") if text.startswith(FORMULA_STARTS) else shown)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**13))
def test_money_keeps_every_fen(amount: Decimal) -> None:
    assert Decimal(number(float(amount))) == amount
