import datetime
import io

import openpyxl

from tasks.read import read
from tests.read import good


def rows_of(rows: list[list[object]]) -> list[str]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return [line.text for line in read(_saved(book)).lines]


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_titles_are_paragraphs_and_rows_keep_their_empty_cells() -> None:
    assert [(line.kind, line.text) for line in read(good.sheet()).lines] == [
        ("paragraph", "部门整体支出绩效自评表"),
        ("row", "项目\t预算数\t执行数"),
        ("row", "基本支出\t800.5\t"),
    ]


def test_the_old_format_is_read_alike() -> None:
    assert [line.text for line in read(good.old_sheet()).lines] == ["基本支出\t800.5"]


def test_numbers_lose_the_noise_of_binary_fractions() -> None:
    assert rows_of([["和", 0.1 + 0.2, 163900000.0, 91.3]]) == ["和\t0.3\t163900000\t91.3"]


def test_dates_and_truth_values_are_written_out() -> None:
    assert rows_of([["日期", datetime.date(2023, 12, 31), True]]) == ["日期\t2023-12-31\t是"]


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(good.sheet()))
    book.create_sheet("草稿").append(["旧数", 1])
    book["草稿"].sheet_state = "hidden"
    document = read(_saved(book))
    assert "旧数\t1" not in [line.text for line in document.lines]
    assert "草稿" in document.warnings[0]


def test_each_sheet_is_a_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(good.sheet()))
    book.create_sheet("附表").append(["附", 1])
    assert {line.page for line in read(_saved(book)).lines} == {1, 2}
