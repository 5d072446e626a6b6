"""Links of an index page, by address and text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.declaration import Links
from tasks.fetch.links import decoded, report_links

PAGE = """<html><head><title>x</title></head><body>
<a href="a/示例局2023.pdf" title="示例局2023年整体支出绩效自评报告">示例局2023年整体…</a>
<a href='/b.pdf'><span>示例二局</span> <b>自评</b></a> <a href="b.pdf?page=2#top">自评（二）</a>
<a href="javascript:go()">自评</a><a href="mailto:x@example.org">自评</a><a>自评</a>
<a href="c.html">通知公告</a><a href="/b.pdf">again 自评</a>
<a href="https://other.example/d.pdf">自评 elsewhere
"""
ADDRESS = "https://www.example.org/list/index.html"
REPORTS = Links(address=re.compile(r"\.pdf"), text=re.compile("自评"))


def test_links_are_absolute_each_once_and_chosen_by_address_and_text() -> None:
    found = report_links(PAGE.encode(), ADDRESS, REPORTS)
    assert list(found.items()) == [
        (
            "https://www.example.org/list/a/%E7%A4%BA%E4%BE%8B%E5%B1%802023.pdf",
            "示例局2023年整体支出绩效自评报告",
        ),
        ("https://www.example.org/b.pdf", "示例二局 自评"),
        ("https://www.example.org/list/b.pdf?page=2", "自评（二）"),
        ("https://other.example/d.pdf", "自评 elsewhere"),
    ]


def test_a_base_moves_relative_links() -> None:
    page = b'<base href="/files/"><a href="a.pdf">x</a>'
    assert list(report_links(page, ADDRESS, Links(None, None))) == ["https://www.example.org/files/a.pdf"]


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        ("自评报告".encode(), None),
        ("自评报告".encode("gb18030"), None),
        ("自评报告".encode("gb18030"), "GBK"),
        ('<meta charset="gb2312">自评报告㐀'.encode("gb18030"), None),
        ("自评报告".encode("gb18030"), "utf-8"),  # told wrongly
        ("自评报告".encode(), "no-such-encoding"),
    ],
)
def test_the_encoding_of_a_page_is_found(page: bytes, charset: str | None) -> None:
    assert "自评报告" in decoded(page, charset)


@given(st.binary(max_size=300))
def test_no_page_breaks_the_reader(page: bytes) -> None:
    for address in report_links(b"<a href=" + page, ADDRESS, Links(None, None)):
        assert address.startswith(("http://", "https://"))
