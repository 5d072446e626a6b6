"""Where a span was read: its page is its own, not that of the paragraph's beginning."""

from tasks.clean import clean
from tasks.model import Document, Line, Paragraph, Piece
from tasks.provenance import locate

FIRST = "全年预算数1,200万元，其中基本支出800万元，"
SECOND = "项目支出400万元。"


def test_a_value_stands_on_its_own_page_where_its_paragraph_runs_over_two():
    text = FIRST + SECOND
    pieces = (Piece(0, 7, 0, len(FIRST)), Piece(len(FIRST), 9, 0, len(SECOND)))
    paragraph, starts = Paragraph(text, 1, pieces), (1, 8)
    at = text.index("400万元")
    assert locate(paragraph, at, at + 5, starts).page == 2
    assert locate(paragraph, 0, 5, starts).page == 1
    assert locate(paragraph, at, at + 5).page == 1  # the paragraph's own, where pages are not known


def test_cleaning_notes_where_pages_start():
    lines = (Line(1, "一、情况", page=1), Line(2, "二、支出", page=1), Line(3, "三、其他", page=4))
    assert clean(Document("application/pdf", None, lines, 4)).page_starts == (1, 3, 3, 3)
    assert clean(Document("text/plain", None, (Line(1, "一、情况"),))).page_starts == ()
