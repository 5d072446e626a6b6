from tasks.clean import clean
from tasks.provenance import raw_character
from tests.clean.documents import document, texts


def test_every_paragraph_character_leads_back_to_its_raw_place():
    source = document("　　截至 2023年 12 月，共\n")
    (paragraph,) = clean(source).paragraphs
    for offset, character in enumerate(paragraph.text):
        line, column = raw_character(paragraph, offset)
        assert source.lines[line - 1].text[column] == character


def test_no_white_space_between_chinese_and_digits():
    assert texts(clean(document("共 20 人，其中 党员 8 名。"))) == ["共20人，其中党员8名。"]


def test_an_empty_document_has_no_paragraphs():
    assert clean(document("")).paragraphs == ()
    assert clean(document(" \n\n\t\n")).paragraphs == ()
