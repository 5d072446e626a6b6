from tasks.clean.placed import join_placed
from tasks.model import Cleaned, Document, Line, Paragraph, Piece

FULL = "本部门全年预算数为一千二百万元，全年执行数为一千一百万"


def printed(texts: list[str], right: float = 500.0) -> tuple[Cleaned, Document]:
    """Every line a paragraph of its own, with a box that ends where its text does."""
    lines, paragraphs = [], []
    for number, text in enumerate(texts, start=1):
        bare = text.strip("　")
        indent = len(text) - len(bare)
        end = right if len(bare) + indent >= len(FULL) else 100.0 + 16 * (len(bare) + indent)
        box = (80.0 + 16 * indent, 20.0 * number, end, 20.0 * number + 16)
        lines.append(Line(number, text, 1, "line", box, "text_layer"))
        paragraphs.append(Paragraph(bare, 1, (Piece(0, number, indent, len(bare)),)))
    return Cleaned(tuple(paragraphs), (), 1), Document("application/pdf", None, tuple(lines), 1)


def texts(lines: list[str]) -> list[str]:
    return [paragraph.text for paragraph in join_placed(*printed(lines)).paragraphs]


HABIT = [*(["　　" + FULL[2:]] * 6), "　　结束。"]


def test_a_full_line_goes_on_with_one_that_is_not_indented() -> None:
    assert texts([*HABIT, FULL, "元。"])[-1] == FULL + "元。"


def test_an_indented_line_begins_a_paragraph() -> None:
    assert texts([*HABIT, FULL, "　　元。"])[-2:] == [FULL, "元。"]


def test_a_short_line_ends_its_paragraph_and_a_marker_begins_one() -> None:
    assert texts([*HABIT, "基本情况", "其他。"])[-2:] == ["基本情况", "其他。"]
    assert texts([*HABIT, FULL, "二、其他"])[-2:] == [FULL, "二、其他"]


def test_a_decimal_with_its_unit_is_no_marker() -> None:
    assert texts([*HABIT, FULL, "983.05万元。"])[-1] == FULL + "983.05万元。"
    assert texts([*HABIT, FULL, "3.05年预算"])[-2:] == [FULL, "3.05年预算"]


def test_without_the_habit_nothing_is_joined() -> None:
    assert texts([FULL, "元。"]) == [FULL, "元。"]


def test_every_join_is_on_record_and_keeps_provenance() -> None:
    cleaned, document = printed([*HABIT, FULL, "元。"])
    joined = join_placed(cleaned, document)
    assert [(e.kind, e.paragraph, e.offset) for e in joined.edits if e.evidence[0].name == "place"][-1] == (
        "join",
        len(joined.paragraphs) - 1,
        len(FULL),
    )
    for piece in joined.paragraphs[-1].pieces:
        raw = document.lines[piece.line - 1].text[piece.column : piece.column + piece.length]
        assert joined.paragraphs[-1].text[piece.start : piece.start + piece.length] == raw
