from tasks.clean.settled import clean_settled
from tasks.model import Cleaned, Document, Edit, Line, Paragraph, Piece


def glued(document: Document) -> Cleaned:
    """A cleaner that joins every line it is given."""
    pieces, text, edits = [], "", []
    for line in document.lines:
        if line.text:
            if text:
                edits.append(Edit("join", "", line.number, 0, line.number, 0, 0, len(text), (), 1.0))
            pieces.append(Piece(len(text), line.number, 0, len(line.text)))
            text += line.text
    return Cleaned((Paragraph(text, 1, tuple(pieces)),), tuple(edits), 1)


def document(*lines: tuple[str, str, int]) -> Document:
    return Document(
        "application/pdf",
        None,
        tuple(Line(n, text, page, kind) for n, (kind, text, page) in enumerate(lines, start=1)),  # type: ignore[arg-type]
        max(page for _, _, page in lines),
    )


def test_rows_keep_their_tabs_and_their_place() -> None:
    cleaned = clean_settled(
        document(("line", "一、收支", 1), ("row", "项目\t\t12", 1), ("line", "二、其他", 2)), glued
    )
    assert [(p.text, p.page, p.table) for p in cleaned.paragraphs] == [
        ("一、收支", 1, False),
        ("项目\t\t12", 1, True),
        ("二、其他", 2, False),
    ]


def test_no_paragraph_reaches_over_a_table_and_no_join_is_claimed() -> None:
    cleaned = clean_settled(
        document(("line", "单位：万元", 1), ("row", "合计\t12", 1), ("line", "注：无", 1)), glued
    )
    assert [p.text for p in cleaned.paragraphs] == ["单位：万元", "合计\t12", "注：无"]
    assert cleaned.edits == ()


def test_edits_follow_their_paragraphs() -> None:
    cleaned = clean_settled(
        document(
            ("row", "表\t1", 1),
            ("line", "甲", 1),
            ("line", "乙", 1),
            ("row", "表\t2", 1),
            ("line", "丙", 1),
            ("line", "丁", 1),
        ),
        glued,
    )
    assert [p.text for p in cleaned.paragraphs] == ["表\t1", "甲乙", "表\t2", "丙丁"]
    assert [(e.paragraph, e.offset) for e in cleaned.edits] == [(1, 1), (3, 1)]


def test_whole_paragraphs_lose_their_white_space_and_keep_their_provenance() -> None:
    cleaned = clean_settled(document(("paragraph", "　　全年 12 万元\u200b。", 3)), glued)
    (paragraph,) = cleaned.paragraphs
    assert paragraph.text == "全年12万元。"
    assert paragraph.page == 3
    line = "　　全年 12 万元\u200b。"
    for piece in paragraph.pieces:
        printed = line[piece.column : piece.column + piece.length]
        assert paragraph.text[piece.start : piece.start + piece.length] == printed
    assert [edit.text for edit in cleaned.edits] == ["\u200b"]


def test_a_page_without_printed_lines_counts() -> None:
    cleaned = clean_settled(document(("line", "甲", 1), ("row", "1\t2", 2), ("line", "乙", 3)), glued)
    assert [p.page for p in cleaned.paragraphs] == [1, 2, 3]
    assert cleaned.pages == 3
