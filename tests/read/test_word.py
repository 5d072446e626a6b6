import pytest

from tasks.read import read
from tasks.read.counters import chinese, printed_number
from tests.read import good
from tests.read.hostile import WORDS, word_of


def lines(data: bytes) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in read(data).lines if line.text]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_paragraphs_and_tables_stand_in_the_order_of_the_body() -> None:
    assert lines(good.word()) == [
        ("paragraph", good.TEXT),
        ("paragraph", good.FIGURES),
        ("row", "项目\t预算数"),
        ("row", "基本支出\t800.00"),
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('原处')}</w:moveFrom><w:moveTo>{run('去处')}</w:moveTo>"
    assert lines(word_of(paragraph(run("预算") + body + moved))) == [("paragraph", "预算新去处")]


def test_hidden_text_is_left_out_and_said() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    document = read(word_of(paragraph(run("可见") + hidden)))
    assert [line.text for line in document.lines] == ["可见"]
    assert "hidden" in document.warnings[0]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('框内12'))}</w:txbxContent>"
    spaces = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    twice = (
        f"<mc:AlternateContent {spaces}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    drawn = f"<w:r>{twice}</w:r>"
    assert lines(word_of(paragraph(run("正文") + drawn))) == [("paragraph", "正文"), ("paragraph", "框内12")]


def test_merged_cells_speak_once_and_keep_their_columns() -> None:
    wide, top, below = "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr>{cell('项目', top)}{cell('预算', wide)}</w:tr>"
        f"<w:tr>{cell('', below)}{cell('年初')}{cell('全年')}</w:tr></w:tbl>"
    )
    assert lines(word_of(table)) == [("row", "项目\t预算\t"), ("row", "\t年初\t全年")]


def test_a_table_of_one_cell_is_a_frame_around_paragraphs() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('第一段'))}{paragraph(run('第二段'))}</w:tc></w:tr></w:tbl>"
    assert lines(word_of(table)) == [("paragraph", "第一段"), ("paragraph", "第二段")]


def level(number: int, form: str, text: str, more: str = "") -> str:
    how = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{how}</w:lvl>'


NUMBERING = f"""<w:numbering {WORDS}>
<w:abstractNum w:abstractNumId="7">
{level(0, "chineseCountingThousand", "%1、")}
{level(1, "chineseCountingThousand", "（%2）")}
{level(2, "decimal", "%1.%2.%3 ", "<w:isLgl/>")}
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(run(text), f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    body = "".join(
        [
            numbered("基本情况", 0),
            numbered("机构", 1),
            numbered("人员", 1),
            numbered("细目", 2),
            numbered("收支情况", 0),
            numbered("预算", 1),
            numbered("附则", 0, number=2),
        ]
    )
    data = good.with_part(word_of(body), "word/numbering.xml", NUMBERING.encode())
    assert [text for _, text in lines(data)] == [
        "一、基本情况",
        "（一）机构",
        "（二）人员",
        "1.2.1 细目",
        "二、收支情况",
        "（一）预算",
        "一、附则",
    ]


def test_a_style_may_bring_its_number() -> None:
    styles = (
        f"<w:styles {WORDS}><w:style w:type='paragraph' w:styleId='T'>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='U'><w:basedOn w:val='T'/></w:style></w:styles>"
    )
    body = paragraph(run("甲"), "<w:pStyle w:val='T'/>") + paragraph(run("乙"), "<w:pStyle w:val='U'/>")
    data = good.with_part(word_of(body), "word/numbering.xml", NUMBERING.encode())
    data = good.with_part(data, "word/styles.xml", styles.encode())
    assert [text for _, text in lines(data)] == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (2, "ideographTraditional", "乙"),
        (7, "chineseLegalSimplified", "柒"),
        (5, "somethingNew", "5"),
    ],
)
def test_numbers_in_every_script(number: int, form: str, printed: str) -> None:
    assert printed_number(number, form) == printed


def test_chinese_counting_never_repeats() -> None:
    assert len({chinese(number) for number in range(1, 10_000)}) == 9_999
