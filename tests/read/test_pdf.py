"""PDFs drawn by hand, so that every test shows the operators that it is about."""

import pytest

from tasks.model import Document, Unreadable
from tasks.read import read
from tests.read import good


def said(content: str, page: bytes = b"") -> list[str]:
    return [line.text.strip() for line in drawn(content, page).lines]


def drawn(content: str, page: bytes = b"") -> Document:
    return read(good.pdf(content.encode("latin-1"), page=page))


def at(x: float, y: float, text: str, size: int = 12) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET "


def bar(x: float, y: float, width: float, height: float) -> str:
    return f"{x} {y} {width} {height} re f "


def ruled(xs: list[float], ys: list[float]) -> str:
    """A grid of thin bars, as word processors draw the borders of cells."""
    flat = (bar(xs[0], y, xs[-1] - xs[0], 0.5) for y in ys)
    upright = (bar(x, ys[0], 0.5, ys[-1] - ys[0]) for x in xs)
    return "".join([*flat, *upright])


def test_lines_come_from_top_to_bottom_in_whatever_order_they_are_drawn() -> None:
    assert said(at(72, 600, "third") + at(72, 700, "first") + at(72, 650, "second")) == [
        "first",
        "second",
        "third",
    ]


def test_a_figure_edited_in_later_goes_into_its_line() -> None:
    lines = said(at(72, 700, "budget") + at(180, 700, "yuan") + at(72, 680, "next") + at(130, 701, "1200"))
    assert [line.split() for line in lines] == [["budget", "1200", "yuan"], ["next"]]


@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "0 1 -1 0 595 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842"])
@pytest.mark.parametrize("turn", [b"", b"/Rotate 90", b"/Rotate 180", b"/Rotate 270"])
def test_a_page_turned_any_way_is_read_upright(matrix: str, turn: bytes) -> None:
    content = f"q {matrix} cm " + at(72, 500, "first") + at(72, 450, "second") + "Q"
    document = drawn(content, turn)
    assert [line.text.strip() for line in document.lines] == ["first", "second"]
    assert document.warnings == ()


def test_a_hyphen_at_the_end_of_a_line_is_kept() -> None:
    assert said(at(72, 700, "the years 2022-") + at(72, 680, "2023")) == ["the years 2022-", "2023"]


def test_text_running_down_the_side_is_kept_apart() -> None:
    content = at(72, 700, "budget of the year 1200") + "BT /F1 12 Tf 0 1 -1 0 500 300 Tm (draft) Tj ET"
    document = drawn(content)
    assert document.lines[0].text.strip() == "budget of the year 1200"
    assert any("aslant" in warning for warning in document.warnings)


def test_a_ruled_table_comes_as_rows_with_empty_cells_kept() -> None:
    grid = ruled([70, 170, 270, 370], [600, 620, 640])
    content = (
        grid + at(75, 625, "item") + at(275, 625, "spent") + at(75, 605, "basic") + at(175, 605, "800.50")
    )
    rows = [line for line in drawn(content).lines if line.kind == "row"]
    assert [row.text for row in rows] == ["item\t\tspent", "basic\t800.50\t"]
    assert rows[0].box is not None
    assert rows[0].page == 1


def test_a_name_that_wraps_in_its_cell_is_one_name() -> None:
    grid = ruled([70, 130, 270], [600, 640, 660])
    content = (
        grid + at(72, 625, "Basic pen-") + at(72, 610, "sions") + at(135, 617, "1,200.50") + at(72, 645, "a")
    )
    rows = [line.text for line in drawn(content).lines if line.kind == "row"]
    assert rows == ["a\t", "Basic pen-sions\t1,200.50"]


def test_a_merged_cell_speaks_in_its_first_place() -> None:
    content = (
        "".join(bar(70, y, 300, 0.5) for y in (600, 640))
        + bar(170, 620, 200, 0.5)
        + "".join(bar(x, 600, 0.5, 40) for x in (70, 170, 370))
        + bar(270, 600, 0.5, 20)
        + at(75, 610, "item")
        + at(200, 625, "budget and spent")
        + at(175, 605, "budget")
        + at(275, 605, "spent")
    )
    rows = [line.text for line in drawn(content).lines if line.kind == "row"]
    assert rows == ["item\tbudget and spent\t", "\tbudget\tspent"]


def test_an_unruled_table_is_known_by_its_columns() -> None:
    content = "".join(
        at(x, y, text)
        for y, row in zip(
            (700, 680, 660), (("basic", "800.50"), ("project", "99.00"), ("sum", "899.50")), strict=True
        )
        for x, text in zip((72, 300), row, strict=True)
    )
    assert [line.text for line in drawn(content).lines] == ["basic\t800.50", "project\t99.00", "sum\t899.50"]
    assert {line.kind for line in drawn(content).lines} == {"row"}


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [f"left column, line {n}, runs on" for n in range(8)]
    right = [f"right column, line {n}, goes on" for n in range(8)]
    content = "".join(at(60, 700 - 20 * n, text) for n, text in enumerate(left))
    content += "".join(at(320, 700 - 20 * n, text) for n, text in enumerate(right))
    assert said(content) == [*left, *right]


def test_a_frame_around_prose_is_no_table() -> None:
    content = ruled([60, 540], [500, 760]) + at(72, 700, "first line") + at(72, 680, "second line")
    assert {line.kind for line in drawn(content).lines} == {"line"}


def test_what_a_clip_hides_is_left_out_and_said() -> None:
    hidden = "q 60 690 200 30 re W n " + at(72, 700, "shown") + at(72, 600, "hidden 999") + "Q "
    document = drawn(hidden)
    assert [line.text.strip() for line in document.lines] == ["shown"]
    assert any("clip" in warning for warning in document.warnings)


def test_text_that_nobody_sees_is_said() -> None:
    document = drawn("1 g " + at(72, 700, "white on white 100") + "0 g " + at(72, 600, "black on white"))
    assert any("does not show" in warning for warning in document.warnings)


def test_marks_that_the_text_layer_lacks_are_said() -> None:
    curves = "".join(bar(72 + 8 * n, 690, 6, 12) for n in range(9))
    document = drawn(curves + at(72, 600, "budget"))
    assert any("lacks" in warning for warning in document.warnings)


def test_a_clean_page_gives_no_warning() -> None:
    assert drawn(at(72, 700, "budget 1,200.50") + bar(72, 690, 300, 0.5)).warnings == ()


def test_a_document_without_text_says_what_it_is() -> None:
    with pytest.raises(Unreadable, match="no text"):
        drawn("q Q")


BODY = "the bureau spent what it was given, and says here on what it was spent"


def test_a_centred_title_that_the_margin_broke_is_whole() -> None:
    title = at(72, 760, "Report of the bureau on what it was given and on what it spent for the") + at(
        213, 740, "whole of the year"
    )
    body = "".join(at(72, 700 - 20 * n, BODY) for n in range(6))
    first = drawn(title + body).lines[0]
    assert (first.kind, first.text.split()[0], first.text.split()[-1]) == ("paragraph", "Report", "year")


def test_an_indent_shows_as_full_width_spaces() -> None:
    body = "".join(at(72 if n % 3 else 96, 700 - 20 * n, BODY) for n in range(9))
    lines = [line.text for line in drawn(body).lines]
    assert [line.startswith("　") for line in lines] == [n % 3 == 0 for n in range(9)]
