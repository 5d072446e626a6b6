import pytest

from tasks.read import read
from tests.read import good
from tests.read.forms import html_of

BLOCKS = [("title", good.TEXT), ("heading", "一、基本情况"), ("body", good.FIGURES)]


def texts(page: str) -> list[str]:
    return [line.text for line in read(page.encode()).lines]


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312", "utf-16"])
def test_the_article_is_read_in_every_charset_and_the_navigation_is_not(charset: str) -> None:
    assert [line.text.strip("　") for line in read(html_of(BLOCKS, charset)).lines] == [
        text for _, text in BLOCKS
    ]


def test_a_title_outside_the_article_is_put_before_it() -> None:
    head = f'<head><meta name="ArticleTitle" content="{good.TEXT}"></head>'
    assert texts(f"<html>{head}<body><div><p>{good.FIGURES}</p></div></body></html>") == [
        good.TEXT,
        good.FIGURES,
    ]


def test_tables_come_as_rows_with_their_spans() -> None:
    table = (
        "<table><tr><td rowspan=2>项目</td><td colspan=2>预算</td></tr><tr><td>年初</td><td>全年</td></tr>"
        "<tr><td>基本支出</td><td>800.50</td><td></td></tr></table>"
    )
    assert texts(f"<html><body><p>{good.FIGURES}</p>{table}</body></html>")[1:] == [
        "项目\t预算\t",
        "\t年初\t全年",
        "基本支出\t800.50\t",
    ]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    page = (
        f"<html><body><table><tr><td><p>{good.FIGURES}</p><p>第二段，12。</p></td></tr></table></body></html>"
    )
    assert texts(page) == [good.FIGURES, "第二段，12。"]


def test_a_line_break_in_the_source_is_none_between_chinese_characters() -> None:
    assert texts("<html><body><p>全年预算数\n  为12万元，\n执行Budget\nA</p></body></html>") == [
        "全年预算数为12万元，执行Budget A"
    ]


def test_what_is_hidden_or_code_is_not_read() -> None:
    page = (
        "<html><body><p>可见12。</p><p style='display:none'>不可见34。</p><script>56。</script></body></html>"
    )
    assert texts(page) == ["可见12。"]
