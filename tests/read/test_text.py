import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.model import Unreadable
from tasks.read import read
from tasks.read.text import LINE_END, decode

REPORT = "一、基本情况\n本部门全年预算数 1,200.50 万元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_report_reads_the_same_in_every_encoding(encoding: str) -> None:
    document = read(REPORT.encode(encoding))
    assert [line.text for line in document.lines] == ["一、基本情况", "本部门全年预算数 1,200.50 万元。", ""]


def test_line_ends_of_every_system_count_alike() -> None:
    document = read("甲\r\n乙\r丙\n丁".encode())
    assert [(line.number, line.text) for line in document.lines] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
        (4, "丁"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty: the file has no bytes"),
        (b" \n\n\t ", "empty: the file holds only white space"),
        (b"%PDF-1.7 ...", "damaged: the PDF is cut short"),
        (b"Rar!\x1a\x07 ...", "format: application/vnd.rar"),
        (bytes(range(256)) * 4, "not text"),
        (os.urandom(64) + b"\xff\xff\x00\x00" * 300, "not text"),
        ("全年预算".encode("gb18030")[:-1] + b"\xff", "not text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8))
def test_decoding_changes_no_character(text: str) -> None:
    assert decode(text.encode("utf-8")) == ("utf-8", text)


@given(st.text(st.sampled_from("部门预算数0123456789，。\r\n \t"), min_size=1).filter(str.strip))
def test_lines_join_back_to_the_text(text: str) -> None:
    assert "".join(line.text for line in read(text.encode()).lines) == LINE_END.sub("", text)
